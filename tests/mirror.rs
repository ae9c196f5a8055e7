//! Whenever the system is quiet, the mirror of an application that reads is what it can know of the handler's truth.
//!
//! The days are those of `random`, with losses: TAPI takes lines away, applications and the agent handler die. Time
//! stands still, so that statistics do not age. A next state is in no message, and so is not compared.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tapi_acd::answer::Answer;
use tapi_acd::client::{Known, Mirror, Reading, Subject, Topic};
use tapi_acd::ids::{AddressId, AgentHandle, CallId, CallSerial, DeviceId, LineHandle, QueueId, SeatId};
use tapi_acd::machine::{agent_ex, agent_session};
use tapi_acd::provider::{self, ACD_LINE};
use tapi_acd::request::ProxyRequest;
use tapi_acd::system::Input;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentStateEx, AgentStatus, AgentStatusEx, ApiVersion,
    ProxyRequestType, ProxyStatus, QueueStatus,
};
use tapi_acd::{Event, Function, Message, Out, TypedMessage};

use crate::desk::Desk;
use crate::random::{self, CLIENTS, WATCHER, World};

#[derive(Clone, Debug)]
enum Step {
    Day(random::Step),
    /// TAPI takes one of the lines away that were ever opened.
    ForceClose(usize),
    Crash(u32),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let loss = prop_oneof![
        3 => (0..16_usize).prop_map(Step::ForceClose),
        1 => (0..=CLIENTS).prop_map(Step::Crash),
    ];
    let losses = prop::collection::vec((any::<prop::sample::Index>(), loss), 0..6);
    (random::day(), losses).prop_map(|(day, losses)| {
        let mut steps: Vec<_> = day.into_iter().map(Step::Day).collect();
        for (at, loss) in losses {
            steps.insert(at.index(steps.len()), loss);
        }
        steps
    })
}

/// The request that reads a subject; none where TAPI answers by itself.
fn request(subject: Subject) -> Option<ProxyRequest> {
    Some(match subject {
        Subject::ProxyStatus => return None,
        Subject::Caps(address) => ProxyRequest::GetAgentCaps { address },
        Subject::Status(address) => ProxyRequest::GetAgentStatus { address },
        Subject::ActivityList(address) => ProxyRequest::GetAgentActivityList { address },
        Subject::AgentGroupList(address) => ProxyRequest::GetAgentGroupList { address },
        Subject::AgentInfo(agent) => ProxyRequest::GetAgentInfo { agent },
        Subject::SessionList(agent) => ProxyRequest::GetAgentSessionList { agent },
        Subject::SessionInfo(session) => ProxyRequest::GetAgentSessionInfo { session },
        Subject::GroupList => ProxyRequest::GetGroupList {},
        Subject::QueueList(group) => ProxyRequest::GetQueueList { group },
        Subject::QueueInfo(queue) => ProxyRequest::GetQueueInfo { queue },
    })
}

/// Without what no message tells.
fn knowable(mut answer: Answer) -> Answer {
    match &mut answer {
        Answer::AgentInfo(info) => info.next_state = AgentStateEx(0),
        Answer::SessionInfo(info) => info.next_state = AgentSessionState(0),
        _ => {}
    }
    answer
}

/// Something that an application has heard of, on a device.
type Heard = BTreeSet<(DeviceId, Subject)>;

struct Mirrors {
    world: World,
    /// How many records have been taken in.
    taken: usize,
    calls: BTreeMap<CallSerial, Function>,
    /// Every line that was ever opened.
    lines: Vec<(LineHandle, DeviceId)>,
    /// What each application must have read, as its messages hinted.
    heard: BTreeMap<SeatId, Heard>,
}

impl Mirrors {
    fn new() -> Self {
        let mut desk = Desk::reading(CLIENTS, Reading::ALL);
        desk.pause = 0;
        let (calls, lines, heard) = Default::default();
        let mut mirrors = Self { world: World::at(desk), taken: 0, calls, lines, heard };
        mirrors.take_records();
        mirrors
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Day(step) => self.world.act(step),
            Step::ForceClose(at) => {
                if let Some((line, _)) = self.lines.iter().rev().nth(*at).copied() {
                    self.world.happens(Input::ForceClose { line });
                }
            }
            Step::Crash(seat) => {
                self.heard.remove(&SeatId(*seat));
                self.world.happens(Input::Crash { seat: SeatId(*seat) });
            }
        }
        self.take_records();
        for seat in (1..=CLIENTS).map(SeatId) {
            self.check(seat);
        }
        assert_eq!(self.world.desk.monitor.findings(), []);
        assert_eq!(self.world.desk.system.server().pending, [], "no read is left over");
    }

    fn take_records(&mut self) {
        let records = self.world.desk.records.split_off(self.taken.min(self.world.desk.records.len()));
        for record in &records {
            match &record.event {
                Event::Call { serial, function } => drop(self.calls.insert(*serial, (**function).clone())),
                Event::Return { serial, out, .. } => {
                    if let (Some(Function::Open { device, .. }), Out::Line(line)) =
                        (self.calls.remove(serial), out)
                    {
                        self.lines.push((*line, device));
                    }
                }
                Event::Message { message, .. } => {
                    let typed = TypedMessage::from_raw(message);
                    let line = LineHandle(typed.device);
                    if let Some((_, device)) = self.lines.iter().find(|(open, _)| *open == line) {
                        let heard = self.heard.entry(record.seat).or_default();
                        hear(heard, *device, &typed.message);
                    }
                }
                Event::Gone | Event::End { .. } => {}
            }
        }
        self.world.desk.records.extend(records);
        self.taken = self.world.desk.records.len();
    }

    fn truth(&self, device: DeviceId, subject: Subject) -> Option<Answer> {
        let request = request(subject)?;
        let Desk { system, now, .. } = &self.world.desk;
        system.handler().answer(*now, device, ApiVersion::V2_2, &request).map(knowable)
    }

    /// Whether the agent handler tells of the agent on the device: on the agent's line and on the ACD line.
    fn is_told(&self, device: DeviceId, agent: AgentHandle) -> bool {
        device == ACD_LINE || self.world.desk.system.handler().agent_at(device) == Some(agent)
    }

    /// Whether it tells of the subject's changes there.
    fn tells(&self, device: DeviceId, subject: Subject) -> bool {
        match subject {
            Subject::AgentInfo(agent) | Subject::SessionList(agent) => self.is_told(device, agent),
            Subject::SessionInfo(session) => {
                let handler = self.world.desk.system.handler();
                let here = handler.agent_at(device).map_or(&[][..], |agent| handler.sessions(agent));
                device == ACD_LINE || here.contains(&session)
            }
            Subject::GroupList | Subject::QueueList(_) | Subject::QueueInfo(_) => device == ACD_LINE,
            // Over a line of before TAPI 2.2 nobody says that the handler is lost.
            Subject::Status(_) => false,
            _ => true,
        }
    }

    fn check(&mut self, seat: SeatId) {
        let mirror = self.world.desk.system.client(seat).expect("an application").clone();
        let serves = |device: DeviceId, topic: Topic| {
            let known = topic.request().map(|kind| mirror.served.get(&(device, kind)));
            known.is_none_or(|served| served.is_none_or(|served| served.value))
        };
        if let Some(heard) = self.heard.get_mut(&seat) {
            heard.retain(|(device, _)| {
                mirror.lines.values().any(|line| line.device == *device && line.version >= ApiVersion::V2_2)
            });
        }
        for &(device, subject) in self.heard.get(&seat).into_iter().flatten() {
            let known = mirror.answers.get(&(device, subject));
            let fresh = known.filter(|known| !known.stale).map(|known| knowable(known.value.clone()));
            if serves(device, subject.topic()) {
                assert_eq!(fresh, self.truth(device, subject), "{seat:?} heard of {device:?} {subject:?}");
            } else {
                assert_eq!(fresh, None, "nothing serves {device:?} {subject:?}");
            }
        }
        for (&(device, subject), known) in &mirror.answers {
            if !known.stale && self.tells(device, subject) {
                let value = Some(knowable(known.value.clone()));
                assert_eq!(value, self.truth(device, subject), "{seat:?} knows of {device:?} {subject:?}");
            }
        }
        self.check_handles(&mirror);
        self.check_served(&mirror);
        if seat == WATCHER && mirror.served.values().any(|served| served.value && !served.stale) {
            let handler = self.world.desk.system.handler();
            let told: BTreeSet<_> = mirror.agents.keys().map(|(_, agent)| *agent).collect();
            assert_eq!(told, handler.agents().collect(), "who watches from the beginning misses nobody");
        }
    }

    /// No handle outlives what it named, and its state is the one it has.
    fn check_handles(&self, mirror: &Mirror) {
        let handler = self.world.desk.system.handler();
        for (&(device, agent), known) in &mirror.agents {
            if self.is_told(device, agent) {
                let state = handler.agent_state(agent).map(agent_ex::State::wire).expect("a live agent");
                assert!(known.is_none_or(|known| known.value == state), "{device:?} {agent:?} {known:?}");
            }
        }
        for (&(device, session), known) in &mirror.sessions {
            if self.tells(device, Subject::SessionInfo(session)) {
                let state = handler.session_state(session).map(agent_session::State::wire);
                let state = state.expect("a live session");
                assert!(known.is_none_or(|known| known.value == state), "{device:?} {session:?} {known:?}");
            }
        }
    }

    /// What is known to be served is what the handler has its line open for: all types, or none.
    fn check_served(&self, mirror: &Mirror) {
        for device in mirror.lines.values().map(|line| line.device) {
            let here = mirror.served.range((device, ProxyRequestType(0))..);
            let here = here.take_while(|((of, _), _)| *of == device);
            let told: BTreeSet<_> =
                here.filter(|(_, served)| !served.stale).map(|(_, served)| served.value).collect();
            assert!(told.len() <= 1, "{device:?}: {told:?}");
        }
    }
}

/// What a message hints at, by hand.
fn hear(heard: &mut Heard, device: DeviceId, message: &Message) {
    match *message {
        Message::AgentStatus { address, changed, .. } if changed != AgentStatus::STATE => {
            heard.insert((device, Subject::Status(address)));
        }
        Message::AgentStatusEx { agent, changed, state } => {
            if changed.intersects(AgentStatusEx::NEW_AGENT | AgentStatusEx::UPDATE_INFO) {
                heard.insert((device, Subject::AgentInfo(agent)));
            }
            if state == AgentStateEx::RELEASED {
                heard.remove(&(device, Subject::AgentInfo(agent)));
            }
        }
        Message::AgentSessionStatus { session, changed, state } => {
            if changed.intersects(AgentSessionStatus::NEW_SESSION | AgentSessionStatus::UPDATE_INFO) {
                heard.insert((device, Subject::SessionInfo(session)));
            }
            if state == AgentSessionState::RELEASED {
                heard.remove(&(device, Subject::SessionInfo(session)));
            }
        }
        Message::GroupStatus { .. } => {
            heard.insert((device, Subject::GroupList));
        }
        Message::QueueStatus { queue, changed }
            if changed.intersects(QueueStatus::NEW_QUEUE | QueueStatus::UPDATE_INFO) =>
        {
            heard.insert((device, Subject::QueueInfo(queue)));
        }
        Message::ProxyStatus { changed, request_type } => {
            if changed == ProxyStatus::CLOSE && request_type == ProxyRequestType::CREATE_AGENT {
                heard.retain(|(of, subject)| *of != device || subject.topic() != Topic::AgentInfo);
            }
            if changed == ProxyStatus::CLOSE && request_type == ProxyRequestType::CREATE_AGENT_SESSION {
                heard.retain(|(of, subject)| *of != device || subject.topic() != Topic::SessionInfo);
            }
        }
        _ => {}
    }
}

fn live(steps: &[Step]) -> Mirrors {
    let mut mirrors = Mirrors::new();
    for step in steps {
        mirrors.take(step);
    }
    mirrors
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_mirror_is_the_knowable_truth_whenever_all_is_quiet(steps in steps()) {
        live(&steps);
    }
}

/// The days above are not idle: every topic that messages or lists hint at is read, grows stale, and some is both known
/// and fresh at the end.
#[test]
fn a_few_days_read_everything() {
    let mut runner = TestRunner::deterministic();
    let (mut fresh, mut stale) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..300 {
        let mirrors = live(&steps().new_tree(&mut runner).expect("steps").current());
        for seat in (1..=CLIENTS).map(SeatId) {
            let mirror = mirrors.world.desk.system.client(seat).expect("an application");
            for ((_, subject), Known { stale: is_stale, .. }) in &mirror.answers {
                if *is_stale { &mut stale } else { &mut fresh }.insert(subject.topic());
            }
        }
    }
    let mut topics: BTreeSet<_> = Topic::ALL.into_iter().collect();
    topics.remove(&Topic::ProxyStatus);
    assert_eq!(fresh, topics);
    // The handles of a lost handler are gone, and not stale.
    for handles in [Topic::AgentInfo, Topic::SessionList, Topic::SessionInfo] {
        topics.remove(&handles);
    }
    assert!(stale.is_superset(&topics), "{stale:?}");
}

/// Who comes late knows what the messages since have hinted at, and nothing more.
#[test]
fn a_late_application_knows_what_it_can_learn_and_nothing_more() {
    let mut desk = Desk::reading(2, Reading::ALL);
    desk.feed(Input::StartHandler);
    let line = desk.open(SeatId(1), 1, ApiVersion::V2_2);
    desk.agent(SeatId(1), line);
    desk.open(SeatId(2), 0, ApiVersion::V2_2);
    let known = |desk: &Desk| {
        let mirror = desk.system.client(SeatId(2)).expect("an application");
        (mirror.agents.len(), mirror.answers.keys().map(|(_, subject)| *subject).collect::<Vec<_>>())
    };
    assert_eq!(known(&desk), (0, vec![]), "no function lists agents, and nothing has happened");
    desk.feed(Input::Switch(provider::Input::Arrive { call: CallId(1), address: AddressId(1) }));
    assert_eq!(known(&desk), (0, vec![Subject::QueueInfo(QueueId(12))]));
}
