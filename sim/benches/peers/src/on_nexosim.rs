//! A centre as one model of nexosim, on its executor for one thread.

use std::marker::PhantomData;
use std::time::Duration;

use nexosim::model::{BuildContext, Context, InitializedModel, ProtoModel, SchedulableId};
use nexosim::ports::QuerySource;
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::queueing::{Counts, Event, Model};

/// What nexosim would save and restore of a model: here nothing, as no run is.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
struct Centre<M>(PhantomData<M>);

struct Inside<M: Model> {
    model: M,
    occur: SchedulableId<Centre<M>, Event>,
}

impl<M: Model> nexosim::model::Model for Centre<M> {
    type Env = Inside<M>;

    async fn init(self, context: &Context<Self>, inside: &mut Inside<M>) -> InitializedModel<Self> {
        let Inside { model, occur } = inside;
        model.begin(&mut |delay, event| schedule(context, occur, delay, event));
        self.into()
    }
}

impl<M: Model> Centre<M> {
    async fn occur(&mut self, event: Event, context: &Context<Self>, inside: &mut Inside<M>) {
        let Inside { model, occur } = inside;
        let now = context.time().duration_since(MonotonicTime::EPOCH);
        model.occur(now, event, &mut |delay, event| schedule(context, occur, delay, event));
    }

    async fn counts(&mut self, (): (), _: &Context<Self>, inside: &mut Inside<M>) -> Vec<Counts> {
        inside.model.counts().to_vec()
    }
}

fn schedule<M: Model>(
    context: &Context<Centre<M>>,
    occur: &SchedulableId<Centre<M>, Event>,
    delay: Duration,
    event: Event,
) {
    context.schedule_event(delay, occur, event).expect("the delay is above 0");
}

struct Proto<M>(M);

impl<M: Model> ProtoModel for Proto<M> {
    type Model = Centre<M>;

    fn build(self, context: &mut BuildContext<Self>) -> (Centre<M>, Inside<M>) {
        let occur = context.register_schedulable(Centre::occur);
        (Centre(PhantomData), Inside { model: self.0, occur })
    }
}

pub fn play<M: Model>(model: M, duration: Duration) -> Vec<Counts> {
    let mailbox = Mailbox::new();
    let mut bench = SimInit::with_num_threads(1);
    let counts = QuerySource::new().connect(Centre::<M>::counts, &mailbox).register(&mut bench);
    let bench = bench.add_model(Proto(model), mailbox, "centre");
    let mut simulation = bench.init(MonotonicTime::EPOCH).expect("the bench is sound");
    simulation.step_until(duration).expect("the model has no deadlock");
    simulation.process_query(&counts, ()).expect("the model answers")
}
