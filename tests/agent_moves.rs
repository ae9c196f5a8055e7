//! What an agent can go through, seen from outside: every accepting row of the three agent tables.
//!
//! A day is a beginning, what keeps the agent busy and an end, in every combination. What the messages tell of moves is
//! collected and held against the tables; on the way nothing that is refused may change the handler.

use std::collections::{BTreeMap, BTreeSet};

use tapi_acd::answer::Answer;
use tapi_acd::ids::{AddressId, AgentSessionHandle, CallId, DeviceId, LineHandle, SeatId};
use tapi_acd::machine::{MachineTable, Verdict, agent_address, agent_ex, agent_session};
use tapi_acd::system::Input;
use tapi_acd::wire::consts::{
    AgentSessionState as S, AgentState, AgentStateEx, AgentStatusEx, ApiVersion, CallPrivilege, Constants,
    LineErr,
};
use tapi_acd::{Function, Message, ResultCode, provider};

use crate::desk::{Desk, GROUPS};
use crate::handler::{Desktop, NONE};

const SEAT: SeatId = SeatId(1);
/// The address at which the first session works.
const ADDRESS: AddressId = AddressId(1);
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A session for the first group comes to the address.
    Join,
    Ready,
    NotReady,
    End,
    /// The session that has ended is given up.
    Forget,
    /// What shall follow the call.
    Next(S),
    /// The agent is logged off by handle.
    LogOff,
    /// An ACD call for the first group is answered.
    Acd,
    /// An ACD call is answered that is for another session, at the line's other address.
    Elsewhere,
    /// A call from outside that is none of the ACD's is answered.
    Incoming,
    /// A call of the dialler's is answered.
    Dialler,
    /// The agent makes a call and is answered.
    Personal,
    HangUp,
    LoseLink,
    FindLink,
}

use Step::{
    Acd, Dialler, Elsewhere, End, FindLink, Forget, HangUp, Incoming, Join, LogOff, LoseLink, Next, NotReady,
    Personal, Ready,
};

const BEGINNINGS: [&[Step]; 4] = [&[], &[Join], &[Join, Ready], &[Join, Ready, Acd, HangUp]];

const MIDDLES: [&[Step]; 7] = [&[], &[Acd], &[Elsewhere], &[Incoming], &[Dialler], &[Personal], &[LoseLink]];

const ENDS: [&[Step]; 17] = [
    &[Join],
    &[Ready],
    &[NotReady],
    &[End],
    &[End, Forget],
    &[LogOff],
    &[HangUp],
    &[Next(S::READY), HangUp],
    &[Next(S::NOT_READY), HangUp],
    &[Next(S::ENDED), HangUp],
    &[LoseLink, End],
    &[LoseLink, LogOff],
    &[LoseLink, FindLink],
    &[LoseLink, HangUp, FindLink],
    &[LoseLink, HangUp, Personal, FindLink],
    &[LoseLink, HangUp, Incoming, FindLink],
    &[LoseLink, HangUp, Acd, FindLink],
];

struct Day {
    desk: Desk,
    line: LineHandle,
    who: Desktop,
    /// How many calls there have been.
    calls: u32,
}

impl Day {
    fn new() -> Self {
        let mut desk = Desk::new(1);
        desk.feed(Input::StartHandler);
        let line = desk.open_with(SEAT, 1, ApiVersion::V2_2, CallPrivilege::OWNER);
        let agent = desk.agent(SEAT, line);
        desk.pause = 0;
        let device = DeviceId(1);
        let session = AgentSessionHandle(0);
        Self { desk, line, who: Desktop { seat: SEAT, device, line, agent, session }, calls: 0 }
    }

    /// Asks; what is refused leaves the handler as it was.
    fn ask(&mut self, function: &Function) -> Result<Option<Answer>, ResultCode> {
        let before = self.handler();
        match self.desk.call(SEAT, function.clone()) {
            (ResultCode::SUCCESS, _, answer) => Ok(answer),
            (refused, ..) => {
                assert_eq!(self.handler(), before, "{function:?} is refused with {refused:?}");
                Err(refused)
            }
        }
    }

    /// All that the handler knows; its time stands still.
    fn handler(&self) -> String {
        format!("{:?}", self.desk.system.handler())
    }

    fn set(&mut self, state: S, next: S) {
        let (line, session) = (self.line, self.who.session);
        // Some of it is refused, as the tables say.
        let _ = self.ask(&Function::SetAgentSessionState { line, session, state, next });
    }

    fn join(&mut self, working_address: AddressId, group: usize) -> Option<AgentSessionHandle> {
        let (line, agent, group) = (self.line, self.who.agent, GROUPS[group]);
        let create = Function::CreateAgentSession { line, agent, agent_pin: None, working_address, group };
        match self.ask(&create) {
            Ok(Some(Answer::Session(session))) => Some(session),
            _ => None,
        }
    }

    fn call(&mut self) -> CallId {
        self.calls += 1;
        CallId(self.calls)
    }

    fn answer(&mut self) {
        // The line may be busy: then nothing rings, and the last call that did is answered already.
        let call = self.desk.offered(SEAT);
        let _ = self.ask(&Function::Answer { call });
    }

    /// A call comes through a queue; its address on the ACD line is that of the queue's group.
    fn acd(&mut self, group: u32) {
        let (call, device, address) = (self.call(), self.who.device, AddressId(group));
        self.desk.switch(provider::Input::Arrive { call, address });
        self.desk.switch(provider::Input::Deliver { call, device, address: ADDRESS });
        self.answer();
    }

    fn rings(&mut self, dialler: bool) {
        let (call, device, address) = (self.call(), self.who.device, ADDRESS);
        self.desk.switch(provider::Input::Ring { call, dialler, device, address });
        self.answer();
    }

    fn take(&mut self, step: Step) {
        match step {
            Join => self.who.session = self.join(ADDRESS, 0).unwrap_or(self.who.session),
            Ready => self.set(S::READY, NONE),
            NotReady => self.set(S::NOT_READY, NONE),
            End => self.set(S::ENDED, NONE),
            Forget => self.set(S::RELEASED, NONE),
            Next(next) => self.set(NONE, next),
            LogOff => {
                let gone = self.desk.set_agent(self.who, AgentStateEx::RELEASED, AgentStateEx(0));
                assert_eq!(gone, ResultCode::SUCCESS);
            }
            Acd => self.acd(0),
            Elsewhere => {
                let first = self.who.session;
                self.who.session = self.join(AddressId(0), 1).expect("a session");
                self.set(S::READY, NONE);
                self.acd(1);
                self.who.session = first;
            }
            Incoming => self.rings(false),
            Dialler => self.rings(true),
            Personal => {
                let (call, device, address) = (self.call(), self.who.device, ADDRESS);
                self.desk.switch(provider::Input::Dial { call, device, address });
                for _ in 0..4 {
                    self.desk.switch(provider::Input::Proceed { call });
                }
            }
            HangUp => {
                for call in 1..=self.calls {
                    self.desk.switch(provider::Input::HangUp { call: CallId(call) });
                }
            }
            LoseLink => self.desk.switch(provider::Input::LoseLink),
            FindLink => self.desk.switch(provider::Input::FindLink),
        }
    }

    /// lineSetAgentState function: what LINEAGENTSTATUS does not list as valid is refused.
    fn refuses_the_rest(&mut self) {
        let (line, address, keep) = (self.line, ADDRESS, AgentState(0));
        let status = match self.ask(&Function::GetAgentStatus { line, address }) {
            Ok(Some(Answer::Status(status))) => status,
            other => panic!("{other:?}"),
        };
        let nobody = status.state == AgentState::LOGGED_OFF;
        let error = if nobody { LineErr::INVAL_ADDRESS_STATE } else { LineErr::INVAL_AGENT_STATE };
        for row in AgentState::FAMILY.rows {
            let wanted = AgentState(row.value);
            let asked = [(wanted, keep, status.valid_states), (keep, wanted, status.valid_next_states)];
            for (state, next, valid) in asked.into_iter().filter(|(.., valid)| valid & row.value == 0) {
                let refused = self.ask(&Function::SetAgentState { line, address, state, next });
                assert_eq!(refused, Err(error.into()), "{state:?} {next:?} of {valid:#x}");
            }
        }
    }
}

type Moves = BTreeSet<(String, String)>;

/// What has been told so far of the moves of agents, sessions and the address, by the names of the tables.
#[derive(Default)]
struct Told {
    agents: Moves,
    sessions: Moves,
    address: Moves,
}

impl Told {
    fn hear(&mut self, day: &Day) {
        let mut agents = BTreeMap::new();
        let mut sessions = BTreeMap::new();
        let mut at_address = agent_address::State::LoggedOff;
        for message in day.desk.heard(SEAT) {
            match message {
                Message::AgentStatusEx { agent, changed, state }
                    if changed.contains(AgentStatusEx::STATE) =>
                {
                    let now = agent_ex::State::from_wire(state).expect("a state");
                    let before = agents.insert(agent, now).unwrap_or(agent_ex::State::Absent);
                    self.agents.insert((format!("{before:?}"), format!("{now:?}")));
                }
                Message::AgentSessionStatus { session, state, .. } if state != NONE => {
                    let now = agent_session::State::from_wire(state).expect("a state");
                    let before = sessions.insert(session, now).unwrap_or(agent_session::State::Absent);
                    self.sessions.insert((format!("{before:?}"), format!("{now:?}")));
                }
                Message::AgentStatus { address: ADDRESS, state, .. } if state.0 != 0 => {
                    let now = agent_address::State::from_wire(state).expect("a state");
                    let before = std::mem::replace(&mut at_address, now);
                    self.address.insert((format!("{before:?}"), format!("{now:?}")));
                }
                _ => {}
            }
        }
    }
}

/// The moves of a table. Rows that lead from one state to the same other one look the same from outside.
fn moves(table: &MachineTable) -> Moves {
    let cells = (0..table.states.len()).flat_map(|s| (0..table.events.len()).map(move |e| (s, e)));
    let go = cells.filter_map(|(from, event)| match (table.cell)(from, event).0 {
        Verdict::Go(to) => Some((table.states[from].to_owned(), table.states[to].to_owned())),
        _ => None,
    });
    go.collect()
}

/// LINEAGENTSTATE_, LINEAGENTSTATEEX_ and LINEAGENTSESSIONSTATE_ Constants.
#[test]
fn an_agent_goes_through_all_that_the_tables_accept_and_no_more() {
    let mut told = Told::default();
    for beginning in BEGINNINGS {
        for middle in MIDDLES {
            for end in ENDS {
                let mut day = Day::new();
                for step in [beginning, middle, end].concat() {
                    day.take(step);
                    day.refuses_the_rest();
                }
                assert_eq!(day.desk.monitor.findings(), [], "{beginning:?} {middle:?} {end:?}");
                told.hear(&day);
            }
        }
    }
    assert_eq!(told.sessions, moves(&agent_session::MACHINE));
    assert_eq!(told.agents, moves(&agent_ex::MACHINE));
    assert_eq!(told.address, moves(&agent_address::MACHINE));
}
