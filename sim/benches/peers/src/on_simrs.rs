//! A centre as one component of simrs, its state in the simulation's store.

use std::time::Duration;

use simrs::{Component, ComponentId, Executor, Key, Scheduler, Simulation, State};

use crate::queueing::{Counts, Event, Model};

struct Centre<M>(Key<M>);

impl<M: Model> Component for Centre<M> {
    type Event = Event;

    fn process_event(
        &self,
        centre: ComponentId<Event>,
        event: &Event,
        scheduler: &mut Scheduler,
        state: &mut State,
    ) {
        let model = state.get_mut(self.0).expect("it was put there");
        let now = scheduler.time();
        model.occur(now, *event, &mut |delay, event| scheduler.schedule(delay, centre, event));
    }
}

pub fn play(mut model: impl Model, duration: Duration) -> Vec<Counts> {
    let mut simulation = Simulation::default();
    let mut first = Vec::new();
    model.begin(&mut |delay, event| first.push((delay, event)));
    let model = simulation.state.insert(model);
    let centre = simulation.add_component(Centre(model));
    for (delay, event) in first {
        simulation.schedule(delay, centre, event);
    }
    simulation.execute(Executor::timed(duration));
    simulation.state.get(model).expect("it was put there").counts().to_vec()
}
