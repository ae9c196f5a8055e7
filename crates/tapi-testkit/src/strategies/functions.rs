//! Function calls, typed and raw.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;
use tapi_acd::function::{Arg, Charset, Out, ParamKind, Pointer, RawCall};
use tapi_acd::ids::{
    ActivityId, AddressId, AgentHandle, AgentSessionHandle, AppHandle, BufferAddress, CallHandle, DeviceId,
    LineHandle, QueueId,
};
use tapi_acd::wire::ApiVersion;
use tapi_acd::wire::consts::{CallPrivilege, MediaMode, MessageId, OpenOptions, ProxyRequestType};
use tapi_acd::{Block, Function, ResultCode};

use super::requests::answer;
use super::values::{constant, guid, id, text};

/// Any typed function call.
pub fn function() -> BoxedStrategy<Function> {
    prop_oneof![proxied_function(), own_function()].boxed()
}

fn line() -> impl Strategy<Value = LineHandle> {
    id(LineHandle)
}

fn at_address() -> impl Strategy<Value = (LineHandle, AddressId)> {
    (line(), id(AddressId))
}

fn of_agent() -> impl Strategy<Value = (LineHandle, AgentHandle)> {
    (line(), id(AgentHandle))
}

/// A function that goes to the agent handler; all 20 request types come up.
pub fn proxied_function() -> BoxedStrategy<Function> {
    prop_oneof![by_address(), by_agent(), by_queue()].boxed()
}

fn by_address() -> BoxedStrategy<Function> {
    prop_oneof![
        (at_address(), vec(guid(), 0..4)).prop_map(|((line, address), groups)| Function::SetAgentGroup {
            line,
            address,
            groups
        }),
        (at_address(), constant(), constant()).prop_map(|((line, address), state, next)| {
            Function::SetAgentState { line, address, state, next }
        }),
        (at_address(), id(ActivityId)).prop_map(|((line, address), activity)| Function::SetAgentActivity {
            line,
            address,
            activity
        }),
        (id(AppHandle), id(DeviceId), id(AddressId), id(ApiVersion)).prop_map(
            |(app, device, address, app_api_version)| Function::GetAgentCaps {
                app,
                device,
                address,
                app_api_version
            }
        ),
        at_address().prop_map(|(line, address)| Function::GetAgentStatus { line, address }),
        (at_address(), 0u32..4, vec(any::<u8>(), 0..16)).prop_map(|((line, address), extension, bytes)| {
            Function::AgentSpecific { line, address, extension, params: Block(bytes) }
        }),
        at_address().prop_map(|(line, address)| Function::GetAgentActivityList { line, address }),
        at_address().prop_map(|(line, address)| Function::GetAgentGroupList { line, address }),
    ]
    .boxed()
}

fn by_agent() -> BoxedStrategy<Function> {
    let string = || option::of(text());
    let seconds = || prop_oneof![Just(0), 0u32..100_000, any::<u32>()];
    prop_oneof![
        (line(), string(), string())
            .prop_map(|(line, agent_id, agent_pin)| { Function::CreateAgent { line, agent_id, agent_pin } }),
        (of_agent(), seconds()).prop_map(|((line, agent), period)| {
            Function::SetAgentMeasurementPeriod { line, agent, period }
        }),
        of_agent().prop_map(|(line, agent)| Function::GetAgentInfo { line, agent }),
        (of_agent(), string(), id(AddressId), guid()).prop_map(
            |((line, agent), agent_pin, working_address, group)| {
                Function::CreateAgentSession { line, agent, agent_pin, working_address, group }
            }
        ),
        of_agent().prop_map(|(line, agent)| Function::GetAgentSessionList { line, agent }),
        (line(), id(AgentSessionHandle), constant(), constant()).prop_map(|(line, session, state, next)| {
            Function::SetAgentSessionState { line, session, state, next }
        }),
        (line(), id(AgentSessionHandle))
            .prop_map(|(line, session)| Function::GetAgentSessionInfo { line, session }),
        (of_agent(), constant(), constant()).prop_map(|((line, agent), state, next)| {
            Function::SetAgentStateEx { line, agent, state, next }
        }),
    ]
    .boxed()
}

fn by_queue() -> BoxedStrategy<Function> {
    let seconds = prop_oneof![Just(0), 0u32..100_000, any::<u32>()];
    prop_oneof![
        line().prop_map(|line| Function::GetGroupList { line }),
        (line(), guid()).prop_map(|(line, group)| Function::GetQueueList { line, group }),
        (line(), id(QueueId), seconds)
            .prop_map(|(line, queue, period)| Function::SetQueueMeasurementPeriod { line, queue, period }),
        (line(), id(QueueId)).prop_map(|(line, queue)| Function::GetQueueInfo { line, queue }),
    ]
    .boxed()
}

/// A function that TAPI answers itself.
fn own_function() -> BoxedStrategy<Function> {
    prop_oneof![
        (text(), id(ApiVersion), constant()).prop_map(|(app_name, api_version, options)| {
            Function::InitializeEx { app_name, api_version, options }
        }),
        (id(AppHandle), id(DeviceId), id(ApiVersion), id(ApiVersion))
            .prop_map(|(app, device, low, high)| Function::NegotiateApiVersion { app, device, low, high }),
        open(),
        line().prop_map(|line| Function::Close { line }),
        id(AppHandle).prop_map(|app| Function::Shutdown { app }),
        (id(AppHandle), any::<u32>()).prop_map(|(app, timeout)| Function::GetMessage { app, timeout }),
        (id(AppHandle), id(DeviceId), id(ApiVersion)).prop_map(|(app, device, app_api_version)| {
            Function::GetProxyStatus { app, device, app_api_version }
        }),
        (line(), id(CallHandle), constant::<MessageId>(), any::<[u32; 3]>()).prop_map(
            |(line, call, message, [param1, param2, param3])| {
                Function::ProxyMessage { line, call, message, param1, param2, param3 }
            }
        ),
        (line(), any::<u64>(), any::<i32>(), option::of(answer())).prop_map(
            |(line, request, result, answer)| Function::ProxyResponse {
                line,
                request: BufferAddress(request),
                result: ResultCode(result),
                answer,
            }
        ),
        id(CallHandle).prop_map(|call| Function::Answer { call }),
        id(CallHandle).prop_map(|call| Function::DeallocateCall { call }),
    ]
    .boxed()
}

/// The parameters of PROXY and SINGLEADDRESS are there exactly when the option is.
fn open() -> BoxedStrategy<Function> {
    let privileges = prop_oneof![
        2 => (0u32..16).prop_map(CallPrivilege::from_bits_retain),
        1 => any::<u32>().prop_map(|bits| CallPrivilege::from_bits_retain(bits >> 2)),
    ];
    let types = vec(constant::<ProxyRequestType>(), 0..4);
    let address = option::of(id(AddressId));
    let numbers = (any::<u64>(), prop_oneof![3 => Just(0), 1 => any::<u32>()]);
    (
        id(AppHandle),
        id(DeviceId),
        id(ApiVersion),
        numbers,
        privileges,
        constant::<MediaMode>(),
        types,
        address,
    )
        .prop_map(|(app, device, api_version, numbers, privileges, media_modes, proxy_types, address)| {
            let (callback_instance, ext_version) = numbers;
            let mut options = OpenOptions::empty();
            options.set(OpenOptions::PROXY, !proxy_types.is_empty());
            options.set(OpenOptions::SINGLE_ADDRESS, address.is_some());
            Function::Open {
                app,
                device,
                api_version,
                ext_version,
                callback_instance,
                privileges,
                options,
                media_modes,
                proxy_types,
                address,
            }
        })
        .boxed()
}

/// What a synchronous function hands out.
pub fn out() -> BoxedStrategy<Out> {
    prop_oneof![
        Just(Out::None),
        (id(AppHandle), any::<u32>(), id(ApiVersion)).prop_map(|(app, num_devs, api_version)| Out::App {
            app,
            num_devs,
            api_version
        }),
        id(ApiVersion).prop_map(Out::ApiVersion),
        id(LineHandle).prop_map(Out::Line),
        vec(constant(), 0..4).prop_map(Out::RequestTypes),
    ]
    .boxed()
}

/// A call as C passes it: half of them mean something, in the others an argument or two are wrong.
pub fn raw_call() -> BoxedStrategy<RawCall> {
    let charset = prop_oneof![Just(Charset::Wide), Just(Charset::Ansi)];
    (function(), charset, 0u32..512, vec((any::<Index>(), argument()), 0..3))
        .prop_map(|(function, charset, room, wrong)| {
            let mut call = RawCall::of(&function, charset, room);
            for (at, argument) in wrong {
                let param = &call.row().params[at.index(call.args().len())];
                let arg = argument.for_param(param.kind);
                call.set(param.name, arg).expect("the argument is of the parameter's kind");
            }
            call
        })
        .boxed()
}

/// An argument whose kind the parameter decides.
#[derive(Clone, Debug)]
struct Argument {
    number: u64,
    pointer: Pointer,
}

impl Argument {
    fn for_param(self, kind: ParamKind) -> Arg {
        match kind {
            ParamKind::Dword(_) => Arg::Dword(u32::try_from(self.number & u64::from(u32::MAX)).unwrap_or(0)),
            ParamKind::PointerSized(_) => Arg::PointerSized(self.number),
            _ => Arg::Pointer(self.pointer),
        }
    }
}

fn argument() -> impl Strategy<Value = Argument> {
    let pointer = prop_oneof![
        1 => Just(Pointer::Null),
        1 => any::<u64>().prop_map(Pointer::Wild),
        3 => vec(prop_oneof![2 => Just(0), 1 => any::<u8>()], 0..256).prop_map(Pointer::to),
    ];
    (prop_oneof![0u64..16, any::<u64>()], pointer).prop_map(|(number, pointer)| Argument { number, pointer })
}
