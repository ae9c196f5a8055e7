//! TAPI's own statistics, counted once more from what the seat that watches every line is told: microseconds summed,
//! and truncated to seconds once.

use std::collections::BTreeMap;

use tapi_acd::Instant;
use tapi_acd::answer::{AgentInfo, AgentSessionInfo, Answer, QueueInfo};
use tapi_acd::ids::{AgentSessionHandle, DeviceId, QueueId};
use tapi_acd::provider::ACD_LINE;
use tapi_acd::request::ProxyRequest;
use tapi_acd::wire::Currency;
use tapi_acd::wire::consts::{AgentSessionState, AgentStateEx, ApiVersion};
use tapi_sim::Simulation;
use tapi_sim::scenario::Scenario;

use super::steps::{CallNumber, Place, Step};

#[derive(Clone, Copy, Debug, Default)]
struct Queue {
    queued: u32,
    abandoned: u32,
    flowed_in: u32,
    flowed_out: u32,
    left: u32,
    waited_us: u64,
    longest_us: u64,
}

#[derive(Clone, Copy, Debug)]
struct Session {
    state: AgentSessionState,
    since: Instant,
    created: Instant,
    calls: u32,
    talk_us: u64,
    wrap_up_us: u64,
    to_answer_us: u64,
    longest_us: u64,
}

#[derive(Clone, Debug, Default)]
struct Agent {
    sessions: BTreeMap<AgentSessionHandle, Session>,
    /// The call that was answered at this moment, and how long it waited for that.
    answered_us: u64,
}

#[derive(Clone, Copy, Debug)]
struct Call {
    place: Place,
    since: Instant,
    /// The queue that it came to last, and since when it waits for an answer.
    queue: Option<usize>,
    joined: Option<Instant>,
    answered: bool,
}

/// What the records say of queues, agents and sessions.
#[derive(Default)]
pub(super) struct Statistics {
    queues: BTreeMap<usize, Queue>,
    calls: BTreeMap<CallNumber, Call>,
    agents: BTreeMap<DeviceId, Agent>,
}

fn seconds(micros: u64) -> u32 {
    u32::try_from(micros / 1_000_000).unwrap()
}

fn mean(micros: u64, number: u32) -> u32 {
    if number == 0 { 0 } else { seconds(micros / u64::from(number)) }
}

fn per_hour(number: u32, micros: u64) -> Currency {
    let parts = u128::from(number) * 3_600_000_000 * 10_000;
    Currency(i64::try_from(parts.checked_div(u128::from(micros)).unwrap_or(0)).unwrap())
}

impl Session {
    /// Adds up the time in its state.
    fn until(&mut self, now: Instant) {
        let time_us = now - self.since;
        match self.state {
            AgentSessionState::BUSY_ON_CALL => self.talk_us += time_us,
            AgentSessionState::BUSY_WRAP_UP => self.wrap_up_us += time_us,
            _ => {}
        }
        self.since = now;
    }
}

impl Statistics {
    pub(super) fn take(&mut self, step: Step, now: Instant) {
        match step {
            Step::Comes { call, from, to } => self.comes(call, from, to, now),
            Step::Connected { call, desk } => {
                let call = self.calls.get_mut(&call).unwrap();
                call.answered = true;
                self.agents.get_mut(&desk).unwrap().answered_us = now - call.joined.unwrap();
            }
            Step::Ends { call, .. } => {
                self.leaves(call, now);
                let Call { queue, answered, .. } = self.calls.remove(&call).unwrap();
                if let Some(queue) = queue.filter(|_| !answered) {
                    self.queue(queue).abandoned += 1;
                }
            }
            Step::Agent { desk, state: AgentStateEx::RELEASED } => {
                self.agents.remove(&desk);
            }
            Step::Agent { desk, .. } => {
                self.agents.entry(desk).or_default();
            }
            Step::Session { desk, session, state } => self.session(desk, session, state, now),
        }
    }

    fn session(
        &mut self,
        desk: DeviceId,
        session: AgentSessionHandle,
        state: AgentSessionState,
        now: Instant,
    ) {
        let agent = self.agents.get_mut(&desk).unwrap();
        let answered_us = agent.answered_us;
        let new = Session {
            state,
            since: now,
            created: now,
            calls: 0,
            talk_us: 0,
            wrap_up_us: 0,
            to_answer_us: 0,
            longest_us: 0,
        };
        let session = agent.sessions.entry(session).or_insert(new);
        session.until(now);
        session.state = state;
        if state == AgentSessionState::BUSY_ON_CALL {
            session.calls += 1;
            session.to_answer_us += answered_us;
            session.longest_us = session.longest_us.max(answered_us);
        }
    }

    fn queue(&mut self, queue: usize) -> &mut Queue {
        self.queues.entry(queue).or_default()
    }

    fn comes(&mut self, number: CallNumber, from: Option<Place>, to: Place, now: Instant) {
        self.leaves(number, now);
        let new = Call { place: to, since: now, queue: None, joined: None, answered: false };
        let call = self.calls.entry(number).or_insert(new);
        (call.place, call.since) = (to, now);
        if let Place::Queue(queue) = to {
            call.queue = Some(queue);
            call.joined.get_or_insert(now);
            self.queue(queue).queued += 1;
            if let Some(Place::Queue(other)) = from {
                self.queue(queue).flowed_in += 1;
                self.queue(other).flowed_out += 1;
            }
        }
    }

    /// A wait is over, if the call waits.
    fn leaves(&mut self, call: CallNumber, now: Instant) {
        if let Some(Call { place: Place::Queue(queue), since, .. }) = self.calls.get(&call).copied() {
            let queue = self.queue(queue);
            queue.left += 1;
            queue.waited_us += now - since;
            queue.longest_us = queue.longest_us.max(now - since);
        }
    }

    /// What the handler answers at the end is what was counted.
    pub(super) fn check(&self, simulation: &Simulation, scenario: &Scenario) {
        let now = simulation.now();
        let handler = simulation.system().handler();
        let ask = |device, request: &ProxyRequest| handler.answer(now, device, ApiVersion::V2_2, request);
        let set_s = scenario.seats.iter().find_map(|seat| seat.measurement_us).map(seconds);
        for (at, queue) in scenario.queues.iter().enumerate() {
            // Applications find the queues that are in a group.
            let is_found = scenario.groups.iter().any(|group| group.queues.contains(&at));
            let measurement_s = set_s.filter(|_| is_found);
            let told = match ask(ACD_LINE, &ProxyRequest::GetQueueInfo { queue: QueueId(queue.id) }) {
                Some(Answer::Queue(told)) => *told,
                other => panic!("{other:?}"),
            };
            let counted = self.queue_info(at, now, measurement_s);
            // A period that is over begins anew, and its counts with it.
            if measurement_s.is_none_or(|length| length > seconds(now.as_micros())) {
                assert_eq!(told, counted, "queue {at}");
            } else {
                let of_no_period = |info: QueueInfo| {
                    [info.current_calls_queued, info.longest_ever_wait_time, info.current_longest_wait_time]
                };
                assert_eq!(of_no_period(told), of_no_period(counted), "queue {at}");
            }
        }
        assert_eq!(handler.agents().count(), self.agents.len());
        for (desk, agent) in &self.agents {
            let handle = handler.agent_at(*desk).expect("an agent");
            match ask(*desk, &ProxyRequest::GetAgentInfo { agent: handle }) {
                Some(Answer::AgentInfo(told)) => assert_eq!(*told, agent.info(now, *told), "{desk:?}"),
                other => panic!("{other:?}"),
            }
            for (session, counted) in &agent.sessions {
                match ask(*desk, &ProxyRequest::GetAgentSessionInfo { session: *session }) {
                    Some(Answer::SessionInfo(told)) => {
                        assert_eq!(*told, counted.info(now, *told), "{desk:?}");
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
    }

    fn queue_info(&self, queue: usize, now: Instant, measurement_s: Option<u32>) -> QueueInfo {
        let counted = self.queues.get(&queue).copied().unwrap_or_default();
        let here = self.calls.values().filter(|call| call.place == Place::Queue(queue));
        let waits: Vec<_> = here.map(|call| now - call.since).collect();
        let oldest_us = waits.iter().copied().max().unwrap_or(0);
        QueueInfo {
            measurement_period: measurement_s.unwrap_or_else(|| seconds(now.as_micros())),
            total_calls_queued: counted.queued,
            current_calls_queued: u32::try_from(waits.len()).unwrap(),
            total_calls_abandoned: counted.abandoned,
            total_calls_flowed_in: counted.flowed_in,
            total_calls_flowed_out: counted.flowed_out,
            longest_ever_wait_time: seconds(counted.longest_us.max(oldest_us)),
            current_longest_wait_time: seconds(oldest_us),
            average_wait_time: mean(counted.waited_us, counted.left),
            final_disposition: 0,
        }
    }
}

impl Agent {
    /// What is a state and no count or time is as `told`.
    fn info(&self, now: Instant, told: AgentInfo) -> AgentInfo {
        let mut sessions: Vec<_> = self.sessions.values().copied().collect();
        sessions.iter_mut().for_each(|session| session.until(now));
        let talk_us = sessions.iter().map(|session| session.talk_us).sum();
        let wrap_up_us = sessions.iter().map(|session| session.wrap_up_us).sum();
        let calls = sessions.iter().map(|session| session.calls).sum();
        let created = sessions.iter().map(|session| session.created).min().expect("a session");
        AgentInfo {
            measurement_period: seconds(now - created),
            overall_call_rate: per_hour(calls, now - created),
            number_of_acd_calls: calls,
            number_of_incoming_calls: 0,
            number_of_outgoing_calls: 0,
            total_acd_talk_time: seconds(talk_us),
            total_acd_call_time: seconds(talk_us + wrap_up_us),
            total_acd_wrap_up_time: seconds(wrap_up_us),
            ..told
        }
    }
}

impl Session {
    /// What is a state or a date and no count or time is as `told`.
    fn info(mut self, now: Instant, told: AgentSessionInfo) -> AgentSessionInfo {
        self.until(now);
        let call_us = self.talk_us + self.wrap_up_us;
        AgentSessionInfo {
            duration: seconds(now - self.created),
            number_of_calls: self.calls,
            total_talk_time: seconds(self.talk_us),
            average_talk_time: mean(self.talk_us, self.calls),
            total_call_time: seconds(call_us),
            average_call_time: mean(call_us, self.calls),
            total_wrap_up_time: seconds(self.wrap_up_us),
            average_wrap_up_time: mean(self.wrap_up_us, self.calls),
            acd_call_rate: per_hour(self.calls, now - self.created),
            longest_time_to_answer: seconds(self.longest_us),
            average_time_to_answer: mean(self.to_answer_us, self.calls),
            ..told
        }
    }
}
