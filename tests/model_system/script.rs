//! What happens to a system, one step a line: `app 1 open 0`, `call 2 arrive 1`, `deliver 3`.

use std::fmt;
use std::str::FromStr;

use proptest::prelude::*;
use proptest::sample::select;
use tapi_acd::ids::SeatId;

/// The applications of the script's office.
pub(crate) const APPS: u32 = 3;
/// Its line devices, and the addresses of each.
const DEVICES: u32 = 3;
const ADDRESSES: u32 = 2;
const CALLS: u32 = 3;
/// More than ever is under way on so many links.
const LINKS: u32 = 12;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// An application calls a function; what it needs are the handles that it heard of last.
    App(SeatId, Ask),
    /// A process dies; seat 0 is the agent handler's.
    Crash(SeatId),
    /// The agent handler starts, unless it has.
    Start,
    /// TAPI takes a line away: the first one of a seat.
    Force(SeatId),
    /// A caller comes to a queue's address.
    Arrive(u32, u32),
    /// A call goes to a line.
    Ring(u32, u32),
    /// A caller hangs up.
    HangUp(u32),
    /// The oldest thing on a link arrives: the number goes round the links that have something.
    Deliver(u32),
    /// Everything arrives.
    Settle,
    /// So many milliseconds pass.
    Wait(u32),
}

/// What an application asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    Initialise,
    Open(u32),
    Close,
    Shutdown,
    Groups,
    Capabilities,
    Queue(u32),
    CreateAgent,
    CreateSession(u32),
    Session(u32),
    Agent(u32),
    Join,
    Answer,
    Deallocate,
}

/// The words of an application's steps, those without a number and those with one.
const PLAIN: &[(&str, Ask)] = &[
    ("initialise", Ask::Initialise),
    ("close", Ask::Close),
    ("shutdown", Ask::Shutdown),
    ("groups", Ask::Groups),
    ("capabilities", Ask::Capabilities),
    ("create-agent", Ask::CreateAgent),
    ("join", Ask::Join),
    ("answer", Ask::Answer),
    ("deallocate", Ask::Deallocate),
];
type Numbered = (&'static str, fn(u32) -> Ask);
const NUMBERED: &[Numbered] = &[
    ("open", Ask::Open),
    ("queue", Ask::Queue),
    ("create-session", Ask::CreateSession),
    ("session", Ask::Session),
    ("agent", Ask::Agent),
];

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((word, _)) = PLAIN.iter().find(|(_, ask)| ask == self) {
            return f.write_str(word);
        }
        let number = match *self {
            Ask::Open(n) | Ask::Queue(n) | Ask::CreateSession(n) | Ask::Session(n) | Ask::Agent(n) => n,
            _ => unreachable!("every other step has a word of its own"),
        };
        let (word, _) = NUMBERED.iter().find(|(_, ask)| ask(number) == *self).expect("a word for each step");
        write!(f, "{word} {number}")
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::App(seat, ask) => write!(f, "app {} {ask}", seat.0),
            Step::Crash(seat) => write!(f, "crash {}", seat.0),
            Step::Start => f.write_str("start"),
            Step::Force(seat) => write!(f, "force {}", seat.0),
            Step::Arrive(call, queue) => write!(f, "call {call} arrive {queue}"),
            Step::Ring(call, line) => write!(f, "call {call} ring {line}"),
            Step::HangUp(call) => write!(f, "call {call} hang-up"),
            Step::Deliver(link) => write!(f, "deliver {link}"),
            Step::Settle => f.write_str("settle"),
            Step::Wait(millis) => write!(f, "wait {millis}"),
        }
    }
}

impl FromStr for Step {
    type Err = String;

    fn from_str(line: &str) -> Result<Self, String> {
        let words: Vec<_> = line.split_whitespace().collect();
        let number = |word: &str| word.parse::<u32>().map_err(|error| format!("{line:?}: {word:?}: {error}"));
        Ok(match words[..] {
            ["app", seat, word] => {
                let ask = PLAIN.iter().find(|(known, _)| *known == word);
                Step::App(SeatId(number(seat)?), ask.ok_or_else(|| format!("{line:?}: no such step"))?.1)
            }
            ["app", seat, word, n] => {
                let ask = NUMBERED.iter().find(|(known, _)| *known == word);
                let ask = ask.ok_or_else(|| format!("{line:?}: no such step"))?.1;
                Step::App(SeatId(number(seat)?), ask(number(n)?))
            }
            ["crash", seat] => Step::Crash(SeatId(number(seat)?)),
            ["start"] => Step::Start,
            ["force", seat] => Step::Force(SeatId(number(seat)?)),
            ["call", call, "arrive", queue] => Step::Arrive(number(call)?, number(queue)?),
            ["call", call, "ring", to] => Step::Ring(number(call)?, number(to)?),
            ["call", call, "hang-up"] => Step::HangUp(number(call)?),
            ["deliver", link] => Step::Deliver(number(link)?),
            ["settle"] => Step::Settle,
            ["wait", millis] => Step::Wait(number(millis)?),
            _ => return Err(format!("{line:?}: no such step")),
        })
    }
}

fn ask() -> impl Strategy<Value = Ask> {
    let plain: Vec<_> = PLAIN.iter().map(|(_, ask)| *ask).collect();
    // READY, which lets calls come, more often than the others.
    let states = || select(vec![1_u32, 2, 2, 2, 2, 4, 8, 0x10, 0x20]);
    prop_oneof![
        3 => Just(Ask::Initialise),
        4 => (0..DEVICES).prop_map(Ask::Open),
        6 => select(plain),
        3 => Just(Ask::CreateAgent),
        4 => Just(Ask::Answer),
        4 => (0..2_u32).prop_map(Ask::CreateSession),
        4 => states().prop_map(Ask::Session),
        3 => states().prop_map(Ask::Agent),
        1 => (11..14_u32).prop_map(Ask::Queue),
    ]
}

/// Any step; most of them deliver, so that things are late and still arrive.
pub(crate) fn step() -> impl Strategy<Value = Step> {
    let seat = |from: u32| (from..=APPS).prop_map(SeatId);
    prop_oneof![
        14 => (seat(1), ask()).prop_map(|(seat, ask)| Step::App(seat, ask)),
        1 => seat(0).prop_map(Step::Crash),
        2 => Just(Step::Start),
        1 => seat(0).prop_map(Step::Force),
        4 => (0..CALLS, 0..ADDRESSES).prop_map(|(call, queue)| Step::Arrive(call, queue)),
        6 => (0..CALLS, 0..DEVICES).prop_map(|(call, line)| Step::Ring(call, line)),
        1 => (0..CALLS).prop_map(Step::HangUp),
        16 => (0..LINKS).prop_map(Step::Deliver),
        8 => Just(Step::Settle),
        1 => (0..5_000_u32).prop_map(Step::Wait),
    ]
}

proptest! {
    #[test]
    fn a_step_is_what_it_is_written_as(step in step()) {
        prop_assert_eq!(step.to_string().parse(), Ok(step));
    }
}
