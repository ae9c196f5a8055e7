//! What is asked of the agent handler, and what it answers.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::Union;
use tapi_acd::Block;
use tapi_acd::answer::{
    ActivityEntry, AgentCaps, AgentInfo, AgentSessionEntry, AgentSessionInfo, AgentStatus, Answer,
    GroupEntry, QueueEntry, QueueInfo,
};
use tapi_acd::ids::{ActivityId, AddressId, AgentHandle, AgentSessionHandle, QueueId};
use tapi_acd::request::{ProxyRequest, Requester};
use tapi_acd::wire::ApiVersion;
use tapi_acd::wire::consts::{
    AgentFeatures, AgentStatus as AgentStatusBits, Constants as _, ProxyRequestType,
};

use super::functions::proxied_function;
use super::values::{constant, currency, guid, id, ole_date, text};

/// A request of any of the 20 types.
pub fn request() -> BoxedStrategy<ProxyRequest> {
    proxied_function().prop_map(|function| function.request().expect("it goes to the agent handler")).boxed()
}

/// Who asks, with strings of its own.
#[derive(Clone, Debug)]
pub struct AnyRequester {
    machine_name: Box<str>,
    user_name: Box<str>,
    app_api_version: ApiVersion,
    room: u32,
}

impl AnyRequester {
    /// As [`ProxyRequest::to_buffer`] takes it.
    pub fn as_ref(&self) -> Requester<'_> {
        let Self { machine_name, user_name, app_api_version, room } = self;
        Requester { machine_name, user_name, app_api_version: *app_api_version, room: *room }
    }
}

const VERSIONS: [ApiVersion; 5] =
    [ApiVersion::V2_0, ApiVersion::V2_1, ApiVersion::V2_2, ApiVersion::V3_0, ApiVersion::V3_1];

/// Who asks: any names, a TAPI version that has agents, and room for every fixed part.
pub fn requester() -> impl Strategy<Value = AnyRequester> {
    (text(), text(), proptest::sample::select(&VERSIONS[..]), 100u32..600).prop_map(
        |(machine_name, user_name, app_api_version, room)| AnyRequester {
            machine_name,
            user_name,
            app_api_version,
            room,
        },
    )
}

/// The bytes of a request as the agent handler gets them, sometimes with its answer in them.
pub fn request_buffer() -> BoxedStrategy<Vec<u8>> {
    request()
        .prop_flat_map(|request| (answer_to(&request), requester(), Just(request)))
        .prop_map(|(answer, requester, request)| {
            let mut buffer = request.to_buffer(&requester.as_ref()).expect("there is room for a fixed part");
            if let Some(answer) = answer {
                answer.write_to_buffer(&mut buffer).expect("the answer is that of the request");
            }
            buffer
        })
        .boxed()
}

/// An answer of any kind.
pub fn answer() -> BoxedStrategy<Answer> {
    let kinds = ProxyRequestType::FAMILY.rows.iter().filter_map(|row| answer_of(ProxyRequestType(row.value)));
    Union::new(kinds).boxed()
}

/// An answer that fits a request; none where the result is the whole answer, and sometimes none at all.
pub fn answer_to(request: &ProxyRequest) -> BoxedStrategy<Option<Answer>> {
    let Some(fitting) = answer_of(request.request_type()) else { return Just(None).boxed() };
    match request {
        // A handle always stands in the buffer.
        ProxyRequest::CreateAgent { .. } | ProxyRequest::CreateAgentSession { .. } => {
            fitting.prop_map(Some).boxed()
        }
        ProxyRequest::AgentSpecific { params, .. } => {
            vec(any::<u8>(), params.0.len()).prop_map(|bytes| Some(Answer::Specific(Block(bytes)))).boxed()
        }
        _ => option::of(fitting).boxed(),
    }
}

/// What answers a type of request; none where the result is the whole answer.
fn answer_of(kind: ProxyRequestType) -> Option<BoxedStrategy<Answer>> {
    Some(match kind {
        ProxyRequestType::GET_AGENT_CAPS => {
            agent_caps().prop_map(|caps| Answer::Caps(Box::new(caps))).boxed()
        }
        ProxyRequestType::GET_AGENT_STATUS => {
            agent_status().prop_map(|status| Answer::Status(Box::new(status))).boxed()
        }
        ProxyRequestType::AGENT_SPECIFIC => {
            vec(any::<u8>(), 0..16).prop_map(|bytes| Answer::Specific(Block(bytes))).boxed()
        }
        ProxyRequestType::GET_AGENT_ACTIVITY_LIST => {
            vec(activity(), 0..4).prop_map(Answer::Activities).boxed()
        }
        ProxyRequestType::GET_AGENT_GROUP_LIST | ProxyRequestType::GET_GROUP_LIST => {
            vec(group(), 0..4).prop_map(Answer::Groups).boxed()
        }
        ProxyRequestType::CREATE_AGENT => id(AgentHandle).prop_map(Answer::Agent).boxed(),
        ProxyRequestType::GET_AGENT_INFO => {
            agent_info().prop_map(Box::new).prop_map(Answer::AgentInfo).boxed()
        }
        ProxyRequestType::CREATE_AGENT_SESSION => id(AgentSessionHandle).prop_map(Answer::Session).boxed(),
        ProxyRequestType::GET_AGENT_SESSION_LIST => vec(session(), 0..4).prop_map(Answer::Sessions).boxed(),
        ProxyRequestType::GET_AGENT_SESSION_INFO => {
            agent_session_info().prop_map(|info| Answer::SessionInfo(Box::new(info))).boxed()
        }
        ProxyRequestType::GET_QUEUE_LIST => vec(queue(), 0..4).prop_map(Answer::Queues).boxed(),
        ProxyRequestType::GET_QUEUE_INFO => queue_info().prop_map(Box::new).prop_map(Answer::Queue).boxed(),
        _ => return None,
    })
}

fn group() -> impl Strategy<Value = GroupEntry> {
    (guid(), text()).prop_map(|(id, name)| GroupEntry { id, name })
}

fn queue() -> impl Strategy<Value = QueueEntry> {
    (id(QueueId), text()).prop_map(|(id, name)| QueueEntry { id, name })
}

fn activity() -> impl Strategy<Value = ActivityEntry> {
    (id(ActivityId), text()).prop_map(|(id, name)| ActivityEntry { id, name })
}

fn session() -> impl Strategy<Value = AgentSessionEntry> {
    (id(AgentSessionHandle), id(AgentHandle), guid(), id(AddressId)).prop_map(
        |(session, agent, group, working_address)| AgentSessionEntry {
            session,
            agent,
            group,
            working_address,
        },
    )
}

/// What an agent handler can do.
pub fn agent_caps() -> BoxedStrategy<AgentCaps> {
    let bits = (constant::<AgentFeatures>(), any::<u32>(), any::<u32>(), constant::<AgentStatusBits>());
    let extensions = vec(any::<[u32; 4]>(), 0..3);
    (text(), id(ApiVersion), bits, 0u32..8, extensions, guid())
        .prop_map(|(handler_info, caps_version, bits, max_num_group_entries, extensions, proxy_guid)| {
            let (features, states, next_states, status_messages) = bits;
            AgentCaps {
                handler_info,
                caps_version,
                features,
                states,
                next_states,
                max_num_group_entries,
                status_messages,
                extensions,
                proxy_guid,
            }
        })
        .boxed()
}

/// What the agent on an address does.
pub fn agent_status() -> BoxedStrategy<AgentStatus> {
    let groups = vec(group(), 0..4);
    let valid = (any::<u32>(), any::<u32>());
    (groups, constant(), constant(), id(ActivityId), text(), constant::<AgentFeatures>(), valid)
        .prop_map(
            |(
                groups,
                state,
                next_state,
                activity,
                activity_name,
                features,
                (valid_states, valid_next_states),
            )| {
                AgentStatus {
                    groups,
                    state,
                    next_state,
                    activity,
                    activity_name,
                    features,
                    valid_states,
                    valid_next_states,
                }
            },
        )
        .boxed()
}

/// An agent's statistics.
pub fn agent_info() -> BoxedStrategy<AgentInfo> {
    (constant(), constant(), currency(), any::<[u32; 7]>())
        .prop_map(|(state, next_state, overall_call_rate, numbers)| AgentInfo {
            state,
            next_state,
            measurement_period: numbers[0],
            overall_call_rate,
            number_of_acd_calls: numbers[1],
            number_of_incoming_calls: numbers[2],
            number_of_outgoing_calls: numbers[3],
            total_acd_talk_time: numbers[4],
            total_acd_call_time: numbers[5],
            total_acd_wrap_up_time: numbers[6],
        })
        .boxed()
}

/// A session's statistics.
pub fn agent_session_info() -> BoxedStrategy<AgentSessionInfo> {
    (constant(), constant(), ole_date(), currency(), any::<[u32; 10]>())
        .prop_map(|(state, next_state, start_time, acd_call_rate, numbers)| AgentSessionInfo {
            state,
            next_state,
            start_time,
            duration: numbers[0],
            number_of_calls: numbers[1],
            total_talk_time: numbers[2],
            average_talk_time: numbers[3],
            total_call_time: numbers[4],
            average_call_time: numbers[5],
            total_wrap_up_time: numbers[6],
            average_wrap_up_time: numbers[7],
            acd_call_rate,
            longest_time_to_answer: numbers[8],
            average_time_to_answer: numbers[9],
        })
        .boxed()
}

/// A queue's statistics.
pub fn queue_info() -> BoxedStrategy<QueueInfo> {
    any::<[u32; 10]>()
        .prop_map(|numbers| QueueInfo {
            measurement_period: numbers[0],
            total_calls_queued: numbers[1],
            current_calls_queued: numbers[2],
            total_calls_abandoned: numbers[3],
            total_calls_flowed_in: numbers[4],
            total_calls_flowed_out: numbers[5],
            longest_ever_wait_time: numbers[6],
            current_longest_wait_time: numbers[7],
            average_wait_time: numbers[8],
            final_disposition: numbers[9],
        })
        .boxed()
}
