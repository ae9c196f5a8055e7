//! The explorer itself: what it takes for the same, and that it ends.

use tapi_acd::ids::{AppHandle, SeatId};
use tapi_acd::system::{Input, System};
use tapi_acd::wire::consts::{ApiVersion, InitializeExOptions};
use tapi_acd::{Function, Instant};
use tapi_testkit::explore::{May, WORLDS, World, explore, projection};

fn world(name: &str) -> &'static World {
    WORLDS.iter().find(|world| world.name == name).expect("a world of this name")
}

#[test]
fn the_world_of_one_agent_is_explored_whole() {
    let census = explore(world("agents"), 10_000).unwrap_or_else(|broken| panic!("{broken}"));
    assert!(census.complete && census.states > 100, "{census}");
    // Everything arrives at once there, so that every state is quiet.
    assert_eq!(census.quiet, census.states);
}

#[test]
fn an_exploration_stops_at_its_limit() {
    let census = explore(world("registration"), 100).unwrap_or_else(|broken| panic!("{broken}"));
    assert!(!census.complete && census.states > 100, "{census}");
}

/// An application that has initialised TAPI after so many registrations that are over, at this time.
fn registered(before: u32, now: Instant) -> System {
    let mut system = world("agents").system();
    let mut feed = |function| {
        system.handle_input(now, Input::Request { seat: SeatId(1), function }).unwrap();
        while system.poll_output().is_some() {}
    };
    let initialise = Function::InitializeEx {
        app_name: "test".into(),
        api_version: ApiVersion::V2_2,
        options: InitializeExOptions::USE_EVENT,
    };
    for generation in 0..before {
        feed(initialise.clone());
        feed(Function::Shutdown { app: AppHandle(0x0100_0001 | generation << 16) });
    }
    feed(initialise);
    system
}

#[test]
fn states_that_differ_in_time_and_handles_are_the_same() {
    let once = registered(0, Instant::ZERO);
    let later = registered(3, Instant::from_micros(5_000_000));
    assert_ne!(once, later);
    assert_ne!(once.client(SeatId(1)).unwrap().apps, later.client(SeatId(1)).unwrap().apps);
    assert_eq!(projection(&once), projection(&later));
    assert_ne!(projection(&once), projection(&world("agents").system()));
}

/// Two applications that have initialised TAPI, in this order.
fn both_registered(order: [u32; 2]) -> System {
    let mut system = world("registration").system();
    for seat in order.map(SeatId) {
        let function = Function::InitializeEx {
            app_name: "test".into(),
            api_version: ApiVersion::V2_2,
            options: InitializeExOptions::USE_EVENT,
        };
        system.handle_input(Instant::ZERO, Input::Request { seat, function }).unwrap();
        while system.poll_output().is_some() {}
    }
    system
}

#[test]
fn states_that_differ_in_who_came_first_are_the_same_where_nobody_asks() {
    let [one, other] = [[1, 2], [2, 1]].map(both_registered);
    assert_ne!(one, other);
    assert_eq!(projection(&one), projection(&other));
}

#[test]
fn what_is_bounded_happens_so_many_times_and_no_more() {
    let census = |times| {
        let world = World { at_most: &[(May::Leave, 2)][..times], may: &[], ..*world("registration") };
        explore(&world, 10_000).unwrap_or_else(|broken| panic!("{broken}"))
    };
    let [none, two] = [census(0), census(1)];
    assert!(none.complete && two.complete && none.states < two.states, "{none}; {two}");
}
