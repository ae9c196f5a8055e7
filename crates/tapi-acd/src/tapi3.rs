//! What an application of TAPI 3 sees of a call-center message: the COM event that the message becomes.
//!
//! TAPI 3 stands on the messages of this crate and raises events of its own from them. No page has the table; names and
//! values match one to one, so a row says how sure it is. An event reaches the application only where
//! `ITTAPI::put_EventFilter` lets it pass.

mod rows;

use tapi_wire::consts::{Constants as _, MessageId};

use crate::message::Message;

pub use rows::{Confidence, Row, TAPI3};

/// Defines an enumeration of events, and [`Event`] over all of them.
macro_rules! events {
    ($(
        $(#[$doc:meta])*
        $Kind:ident($Enum:ident) = $c:literal, $TE:literal = $te:literal {
            $($meaning:literal $Name:ident = $value:literal, $cname:literal;)*
        }
    )*) => {
        $(
            $(#[$doc])*
            #[doc = ""]
            #[doc = concat!("C name: `", $c, "`; TAPI 3.0. Microsoft page: *", $c, " enumeration*.")]
            #[doc(alias = $c)]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum $Enum {
                $(
                    #[doc = $meaning]
                    #[doc = ""]
                    #[doc = concat!("C name: `", $cname, "`.")]
                    #[doc(alias = $cname)]
                    $Name = $value,
                )*
            }
        )*

        /// What `ITTAPIEventNotification::Event` hands to the application.
        ///
        /// C name: `TAPI_EVENT`; TAPI 3.0. Microsoft page: *TAPI_EVENT enumeration*.
        #[doc(alias = "TAPI_EVENT")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Event {
            $(
                #[doc = concat!("C name: `", $TE, "`.")]
                #[doc(alias = $TE)]
                $Kind($Enum),
            )*
        }

        impl Event {
            /// The C name and the value of the `TAPI_EVENT`.
            pub const fn tapi_event(self) -> (&'static str, i32) {
                match self {
                    $(Event::$Kind(_) => ($TE, $te),)*
                }
            }

            /// The C name of the enumeration that tells the event.
            pub const fn enumeration(self) -> &'static str {
                match self {
                    $(Event::$Kind(_) => $c,)*
                }
            }

            /// The C name and the value within the enumeration.
            pub const fn member(self) -> (&'static str, i32) {
                match self {
                    $($(Event::$Kind($Enum::$Name) => ($cname, $value),)*)*
                }
            }
        }
    };
}

events! {
    /// What happened to an agent.
    Agent(AgentEvent) = "AGENT_EVENT", "TE_AGENT" = 512 {
        "The agent is not ready." NotReady = 0, "AE_NOT_READY";
        "The agent is ready." Ready = 1, "AE_READY";
        "The agent is busy with an ACD call." BusyAcd = 2, "AE_BUSY_ACD";
        "The agent is busy with an incoming call that is no ACD call." BusyIncoming = 3, "AE_BUSY_INCOMING";
        "The agent is busy with an outgoing call." BusyOutgoing = 4, "AE_BUSY_OUTGOING";
        "Nobody knows." Unknown = 5, "AE_UNKNOWN";
    }
    /// What happened to an agent session.
    AgentSession(AgentSessionEvent) = "AGENT_SESSION_EVENT", "TE_AGENTSESSION" = 1024 {
        "The session is new." NewSession = 0, "ASE_NEW_SESSION";
        "The session is not ready." NotReady = 1, "ASE_NOT_READY";
        "The session is ready." Ready = 2, "ASE_READY";
        "The session is on a call." Busy = 3, "ASE_BUSY";
        "The session is in wrap-up." WrapUp = 4, "ASE_WRAPUP";
        "The session has ended." End = 5, "ASE_END";
    }
    /// What happened to an ACD group.
    Group(GroupEvent) = "ACDGROUP_EVENT", "TE_ACDGROUP" = 8192 {
        "A group is new." NewGroup = 0, "ACDGE_NEW_GROUP";
        "A group is gone." GroupRemoved = 1, "ACDGE_GROUP_REMOVED";
    }
    /// What happened to a queue.
    Queue(QueueEvent) = "ACDQUEUE_EVENT", "TE_QUEUE" = 16384 {
        "The queue is new." NewQueue = 0, "ACDQE_NEW_QUEUE";
        "The queue is gone." QueueRemoved = 1, "ACDQE_QUEUE_REMOVED";
    }
    /// What happened to an agent handler.
    AgentHandler(AgentHandlerEvent) = "AGENTHANDLER_EVENT", "TE_AGENTHANDLER" = 4096 {
        "An agent handler is there." NewAgentHandler = 0, "AHE_NEW_AGENTHANDLER";
        "An agent handler is gone." AgentHandlerRemoved = 1, "AHE_AGENTHANDLER_REMOVED";
    }
}

/// The rows that a message meets, one for each bit of what changed: the event, or why there is none.
///
/// A message that is not of the call center meets no row, and neither does a bit or a state without a name.
///
/// ```
/// use tapi_acd::Message;
/// use tapi_acd::ids::QueueId;
/// use tapi_acd::tapi3::{Event, QueueEvent, events};
/// use tapi_acd::wire::consts::QueueStatus;
///
/// let message = Message::QueueStatus { queue: QueueId(3), changed: QueueStatus::NEW_QUEUE };
/// let seen: Vec<_> = events(&message).filter_map(|row| row.event).collect();
/// assert_eq!(seen, [Event::Queue(QueueEvent::NewQueue)]);
/// ```
pub fn events(message: &Message) -> impl Iterator<Item = &'static Row> + use<> {
    let (changed, state) = changed_and_state(message);
    let id = message.id();
    TAPI3.iter().filter(move |row| {
        let met = row.bit.is_none_or(|bit| changed & bit != 0);
        row.message == id && met && row.state.is_none_or(|told| told == state)
    })
}

/// The bits that say what changed, and the state told with them.
fn changed_and_state(message: &Message) -> (u32, u32) {
    match message {
        Message::AgentStatusEx { changed, state, .. } => (changed.bits(), state.0),
        Message::AgentSessionStatus { changed, state, .. } => (changed.bits(), state.0),
        Message::GroupStatus { changed } => (changed.bits(), 0),
        Message::QueueStatus { changed, .. } => (changed.bits(), 0),
        Message::ProxyStatus { changed, .. } => (changed.bits(), 0),
        _ => (0, 0),
    }
}

impl Row {
    /// The C name of the bit; `*` where the row is for every message of its kind.
    pub fn bit_name(&self) -> &'static str {
        let family = match self.message {
            MessageId::AGENT_STATUS_EX => &tapi_wire::consts::AgentStatusEx::FAMILY,
            MessageId::AGENT_SESSION_STATUS => &tapi_wire::consts::AgentSessionStatus::FAMILY,
            MessageId::QUEUE_STATUS => &tapi_wire::consts::QueueStatus::FAMILY,
            MessageId::GROUP_STATUS => &tapi_wire::consts::GroupStatus::FAMILY,
            _ => &tapi_wire::consts::ProxyStatus::FAMILY,
        };
        self.bit.and_then(|bit| family.row(bit)).map_or("*", |row| row.name)
    }

    /// The C name of the state, where the row is for one.
    pub fn state_name(&self) -> Option<&'static str> {
        let family = match self.message {
            MessageId::AGENT_STATUS_EX => &tapi_wire::consts::AgentStateEx::FAMILY,
            _ => &tapi_wire::consts::AgentSessionState::FAMILY,
        };
        self.state.and_then(|state| family.row(state)).map(|row| row.name)
    }
}
