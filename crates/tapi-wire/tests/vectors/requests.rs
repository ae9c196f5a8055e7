//! Whole buffers of an agent handler, and what an application gives when it becomes one.

use tapi_wire::ApiVersion;
use tapi_wire::consts::{AgentSessionState, AgentState, AgentStateEx, ProxyRequestType};
use tapi_wire::layout::*;

use crate::case::{Case, Purpose};
use crate::good;
use crate::plan::Plan;
use crate::views::guid;

/// The structure in the arm, from where the annotations place it; the views have compared what it says.
fn inner<'a, T: InnerView<'a>>(case: &'a Case) -> Inner<'a, T> {
    let instances = Plan::of(case).instances;
    let inner = instances.iter().find(|one| one.layout == T::Fixed::LAYOUT).expect("the arm has it");
    let total = case.size(&format!("{}dwTotalSize", inner.prefix));
    Inner::decode(case.version, &case.bytes[inner.at..][..total]).expect("the file is good")
}

/// The arm as the annotations have it.
fn arm(case: &Case) -> ProxyArmView<'_> {
    let (_, name) = case.layout.name.split_once('.').expect("it is an arm");
    let number = |field: &str| case.number(&format!("{name}.{field}"));
    let tail = |field: &str| case.tail(&format!("{name}.{field}"));
    let group_id = || guid(case, &format!("{name}.GroupID"));
    match name {
        "SetAgentGroup" => {
            ProxyArmView::SetAgentGroup { address_id: number("dwAddressID"), group_list: inner(case) }
        }
        "SetAgentState" => ProxyArmView::SetAgentState(LineProxySetAgentState {
            address_id: number("dwAddressID"),
            agent_state: AgentState(number("dwAgentState")),
            next_agent_state: AgentState(number("dwNextAgentState")),
        }),
        "SetAgentActivity" => ProxyArmView::SetAgentActivity(LineProxySetAgentActivity {
            address_id: number("dwAddressID"),
            activity_id: number("dwActivityID"),
        }),
        "GetAgentCaps" => {
            ProxyArmView::GetAgentCaps { address_id: number("dwAddressID"), agent_caps: inner(case) }
        }
        "GetAgentStatus" => {
            ProxyArmView::GetAgentStatus { address_id: number("dwAddressID"), agent_status: inner(case) }
        }
        "AgentSpecific" => ProxyArmView::AgentSpecific {
            address_id: number("dwAddressID"),
            agent_extension_id_index: number("dwAgentExtensionIDIndex"),
            params: tail("Params"),
        },
        "GetAgentActivityList" => ProxyArmView::GetAgentActivityList {
            address_id: number("dwAddressID"),
            activity_list: inner(case),
        },
        "GetAgentGroupList" => {
            ProxyArmView::GetAgentGroupList { address_id: number("dwAddressID"), group_list: inner(case) }
        }
        "CreateAgent" => ProxyArmView::CreateAgent {
            agent: number("hAgent"),
            agent_id: tail("AgentID"),
            agent_pin: tail("AgentPIN"),
        },
        "SetAgentMeasurementPeriod" => {
            ProxyArmView::SetAgentMeasurementPeriod(LineProxySetAgentMeasurementPeriod {
                agent: number("hAgent"),
                measurement_period: number("dwMeasurementPeriod"),
            })
        }
        "GetAgentInfo" => ProxyArmView::GetAgentInfo { agent: number("hAgent"), agent_info: inner(case) },
        "CreateAgentSession" => ProxyArmView::CreateAgentSession {
            agent_session: number("hAgentSession"),
            agent_pin: tail("AgentPIN"),
            agent: number("hAgent"),
            group_id: group_id(),
            working_address_id: number("dwWorkingAddressID"),
        },
        "GetAgentSessionList" => {
            ProxyArmView::GetAgentSessionList { agent: number("hAgent"), session_list: inner(case) }
        }
        "SetAgentSessionState" => ProxyArmView::SetAgentSessionState(LineProxySetAgentSessionState {
            agent_session: number("hAgentSession"),
            agent_session_state: AgentSessionState(number("dwAgentSessionState")),
            next_agent_session_state: AgentSessionState(number("dwNextAgentSessionState")),
        }),
        "GetAgentSessionInfo" => ProxyArmView::GetAgentSessionInfo {
            agent_session: number("hAgentSession"),
            session_info: inner(case),
        },
        "GetQueueList" => ProxyArmView::GetQueueList { group_id: group_id(), queue_list: inner(case) },
        "SetQueueMeasurementPeriod" => {
            ProxyArmView::SetQueueMeasurementPeriod(LineProxySetQueueMeasurementPeriod {
                queue_id: number("dwQueueID"),
                measurement_period: number("dwMeasurementPeriod"),
            })
        }
        "GetQueueInfo" => {
            ProxyArmView::GetQueueInfo { queue_id: number("dwQueueID"), queue_info: inner(case) }
        }
        "GetGroupList" => ProxyArmView::GetGroupList { group_list: inner(case) },
        "SetAgentStateEx" => ProxyArmView::SetAgentStateEx(LineProxySetAgentStateEx {
            agent: number("hAgent"),
            agent_state: AgentStateEx(number("dwAgentState")),
            next_agent_state: AgentStateEx(number("dwNextAgentState")),
        }),
        other => panic!("{}: nothing is known of {other}", case.name),
    }
}

fn requests() -> impl Iterator<Item = &'static Case> {
    good().filter(|case| case.is_request())
}

#[test]
fn a_request_says_its_size_and_its_arm() {
    for case in requests() {
        assert_eq!(case.size("dwSize"), case.bytes.len(), "{}", case.name);
        assert!(case.bytes.len() >= LineProxyRequest::SIZE, "{}: C counts the whole union", case.name);
        assert_eq!(case.number("dwClientAppAPIVersion"), case.version.0, "{}", case.name);
        let arm = PROXY_ARMS.iter().find(|arm| arm.layout == case.layout).expect("it is an arm");
        assert_eq!(case.number("dwRequestType"), arm.request_type.0, "{}", case.name);
    }
}

#[test]
fn a_request_is_read_and_written_whole() {
    for case in requests() {
        let request = ProxyBuffer {
            client_machine_name: case.tail("ClientMachineName"),
            client_user_name: case.tail("ClientUserName"),
            client_app_api_version: ApiVersion(case.number("dwClientAppAPIVersion")),
            arm: arm(case),
        };
        assert_eq!(ProxyBuffer::decode(&case.bytes), Ok(request), "{}", case.name);
        let written = request.encode().expect("it is small");
        if case.purpose == Purpose::ReadOnly {
            assert_ne!(written, case.bytes, "{} is as we write it", case.name);
            assert_eq!(ProxyBuffer::decode(&written), Ok(request), "{}", case.name);
        } else {
            assert_eq!(written, case.bytes, "{}", case.name);
        }
    }
}

#[test]
fn call_params_carry_the_request_types_of_a_handler() {
    for case in good().filter(|case| case.layout == LineCallParams::LAYOUT) {
        let params = CallParams::decode(case.version, &case.bytes).expect("the file is good");
        let annotated = case.items.iter().filter(|item| item.path.starts_with("DevSpecific["));
        let types: Vec<_> = annotated.map(|item| ProxyRequestType(case.number(&item.path))).collect();
        let found: Vec<_> = params.proxy_request_types().expect("the file is good").collect();
        assert_eq!(
            (found, params.single_address()),
            (types, Some(case.number("dwAddressID"))),
            "{}",
            case.name
        );
        let tails =
            CallParams { fixed: params.fixed, dev_specific: params.dev_specific, ..CallParams::default() };
        assert_eq!(params, tails, "{}: nothing else is there", case.name);
        assert_eq!(params.encode(case.version).as_deref(), Ok(&case.bytes[..]), "{}", case.name);
    }
}
