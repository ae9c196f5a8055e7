//! The functions and the errors that their pages list.

use tapi_acd::Mode;
use tapi_acd::wire::ApiVersion;
use tapi_acd::wire::consts::LineErr;

/// A function as its Microsoft page has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionErrors {
    /// The C name, without the A or W of its variants.
    pub name: &'static str,
    /// Whether the name ends in A or W when it is exported.
    pub strings: Strings,
    /// How it completes.
    pub mode: Mode,
    /// The first TAPI version that has it.
    pub since: ApiVersion,
    /// What it is for, in one line.
    pub purpose: &'static str,
    /// The errors on its page, in the order of their names; none where the page is not among the project's facts.
    pub errors: &'static [LineErr],
}

/// How a function is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strings {
    /// Under its own name.
    Single,
    /// As an ANSI variant with A and a wide variant with W.
    Pair,
}

macro_rules! function_errors {
    ($($purpose:literal $name:literal, $strings:ident, $mode:ident, $since:ident => [$($error:ident,)*];)*) => {
        /// What the function pages document: the functions of `fixtures/spec/functions.json`, then those of the model
        /// that are not there.
        pub const FUNCTION_ERRORS: &[FunctionErrors] = &[
            $(FunctionErrors {
                name: $name,
                strings: Strings::$strings,
                mode: Mode::$mode,
                since: ApiVersion::$since,
                purpose: $purpose,
                errors: &[$(LineErr::$error,)*],
            },)*
        ];
    };
}

function_errors! {
    "Sends the agent handler data of a format private to it."
    "lineAgentSpecific", Single, Async, V2_0 => [
        INVAL_ADDRESS_ID, INVAL_AGENT_ID, INVAL_LINE_HANDLE, INVAL_PARAM, INVAL_POINTER, NO_MEM,
        OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL, STRUCTURE_TOO_SMALL, UNINITIALIZED,
    ];
    "Logs an agent in: asks for a new agent handle."
    "lineCreateAgent", Pair, Async, V2_2 => [
        INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL,
        UNINITIALIZED,
    ];
    "Lets an agent join a group: asks for a new session handle."
    "lineCreateAgentSession", Pair, Async, V2_2 => [
        INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL,
        UNINITIALIZED,
    ];
    "Reads which activities the agent on an address may choose."
    "lineGetAgentActivityList", Pair, Async, V2_0 => [
        INVAL_ADDRESS_ID, INVAL_AGENT_ID, INVAL_LINE_HANDLE, INVAL_POINTER, NO_MEM, OPERATION_FAILED,
        OPERATION_UNAVAIL, RESOURCE_UNAVAIL, STRUCTURE_TOO_SMALL, UNINITIALIZED,
    ];
    "Reads what the agent handler of an address can do."
    "lineGetAgentCaps", Pair, Async, V2_0 => [
        BAD_DEVICE_ID, INCOMPATIBLE_API_VERSION, INVAL_ADDRESS_ID, INVAL_APP_HANDLE, INVAL_POINTER, NO_DEVICE,
        NO_DRIVER, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL, STRUCTURE_TOO_SMALL,
        UNINITIALIZED,
    ];
    "Reads which groups the agent on an address may log in to."
    "lineGetAgentGroupList", Pair, Async, V2_0 => [
        INVAL_ADDRESS_ID, INVAL_AGENT_ID, INVAL_LINE_HANDLE, INVAL_POINTER, NO_MEM, OPERATION_FAILED,
        OPERATION_UNAVAIL, RESOURCE_UNAVAIL, STRUCTURE_TOO_SMALL, UNINITIALIZED,
    ];
    "Reads an agent's state and statistics."
    "lineGetAgentInfo", Single, Async, V2_2 => [
        INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL,
        UNINITIALIZED,
    ];
    "Reads a session's state and statistics."
    "lineGetAgentSessionInfo", Single, Async, V2_2 => [
        INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL,
        UNINITIALIZED,
    ];
    "Reads the list of an agent's sessions."
    "lineGetAgentSessionList", Single, Async, V2_2 => [
        INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL,
        UNINITIALIZED,
    ];
    "Reads the status of the agent on an address."
    "lineGetAgentStatus", Pair, Async, V2_0 => [
        INVAL_ADDRESS_ID, INVAL_LINE_HANDLE, INVAL_POINTER, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL,
        RESOURCE_UNAVAIL, STRUCTURE_TOO_SMALL, UNINITIALIZED,
    ];
    "Reads the list of ACD groups."
    "lineGetGroupList", Pair, Async, V2_2 => [
        INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL,
        UNINITIALIZED,
    ];
    "Reads a queue's statistics."
    "lineGetQueueInfo", Single, Async, V2_2 => [
        INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL,
        UNINITIALIZED,
    ];
    "Reads the list of a group's queues."
    "lineGetQueueList", Pair, Async, V2_2 => [
        INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL,
        UNINITIALIZED,
    ];
    "The agent handler tells the applications on its line something."
    "lineProxyMessage", Single, Sync, V2_0 => [
        INVAL_CALL_HANDLE, INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, NOT_REGISTERED, OPERATION_FAILED,
        OPERATION_UNAVAIL, RESOURCE_UNAVAIL, UNINITIALIZED,
    ];
    "The agent handler answers a request and gives its buffer back."
    "lineProxyResponse", Single, Sync, V2_0 => [
        INVAL_LINE_HANDLE, INVAL_PARAM, INVAL_POINTER, NO_MEM, NOT_REGISTERED, OPERATION_FAILED,
        OPERATION_UNAVAIL, RESOURCE_UNAVAIL, UNINITIALIZED,
    ];
    "Changes what the agent on an address is doing."
    "lineSetAgentActivity", Single, Async, V2_0 => [
        INVAL_ADDRESS_ID, INVAL_ADDRESS_STATE, INVAL_AGENT_ACTIVITY, INVAL_LINE_HANDLE, INVAL_POINTER, NO_MEM,
        OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL, UNINITIALIZED,
    ];
    "Logs the agent on an address in to groups, or off."
    "lineSetAgentGroup", Single, Async, V2_0 => [
        INVAL_ADDRESS_ID, INVAL_ADDRESS_STATE, INVAL_AGENT_GROUP, INVAL_AGENT_ID, INVAL_LINE_HANDLE,
        INVAL_PARAM, INVAL_PASSWORD, INVAL_POINTER, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL,
        RESOURCE_UNAVAIL, UNINITIALIZED,
    ];
    "Sets the period over which an agent's statistics are taken."
    "lineSetAgentMeasurementPeriod", Single, Async, V2_2 => [
        INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL,
        UNINITIALIZED,
    ];
    "Changes a session's state."
    "lineSetAgentSessionState", Single, Async, V2_2 => [
        INVAL_AGENT_STATE, INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL,
        RESOURCE_UNAVAIL, UNINITIALIZED,
    ];
    "Changes the state of the agent on an address."
    "lineSetAgentState", Single, Async, V2_0 => [
        INVAL_ADDRESS_ID, INVAL_ADDRESS_STATE, INVAL_AGENT_STATE, INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM,
        OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL, UNINITIALIZED,
    ];
    "Changes an agent's state, by agent handle."
    "lineSetAgentStateEx", Single, Async, V2_2 => [
        INVAL_AGENT_STATE, INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL,
        RESOURCE_UNAVAIL, UNINITIALIZED,
    ];
    "Sets the period over which a queue's statistics are taken."
    "lineSetQueueMeasurementPeriod", Single, Async, V2_2 => [
        INVAL_LINE_HANDLE, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL,
        UNINITIALIZED,
    ];
    "Reads which request types of a line device have a handler."
    "lineGetProxyStatus", Single, Sync, V2_2 => [
        BAD_DEVICE_ID, INCOMPATIBLE_API_VERSION, INVAL_PARAM, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL,
        RESOURCE_UNAVAIL, UNINITIALIZED,
    ];
    "Registers an application with TAPI."
    "lineInitializeEx", Pair, Sync, V2_0 => [
        INI_FILE_CORRUPT, INVAL_APP_NAME, INVAL_PARAM, INVAL_POINTER, NO_MEM, OPERATION_FAILED, REINIT,
    ];
    "Agrees on a version for a line device."
    "lineNegotiateAPIVersion", Single, Sync, V1_3 => [
        BAD_DEVICE_ID, INCOMPATIBLE_API_VERSION, INVAL_APP_HANDLE, INVAL_POINTER, NO_DEVICE, NO_DRIVER,
        NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL, UNINITIALIZED,
    ];
    "Opens a line device, as an application or (with PROXY) as an agent handler."
    "lineOpen", Pair, Sync, V1_3 => [
        ALLOCATED, BAD_DEVICE_ID, INCOMPATIBLE_API_VERSION, INCOMPATIBLE_EXT_VERSION, INVAL_APP_HANDLE,
        INVAL_MEDIA_MODE, INVAL_POINTER, INVAL_PRIV_SELECT, LINE_MAPPER_FAILED, NO_DEVICE, NO_DRIVER, NO_MEM,
        OPERATION_FAILED, OPERATION_UNAVAIL, REINIT, RESOURCE_UNAVAIL, STRUCTURE_TOO_SMALL, UNINITIALIZED,
    ];
    "Closes a line."
    "lineClose", Single, Sync, V1_3 => [
        INVAL_LINE_HANDLE, NO_MEM, OPERATION_FAILED, OPERATION_UNAVAIL, RESOURCE_UNAVAIL, UNINITIALIZED,
    ];
    "Takes the next message from the event queue of an application."
    "lineGetMessage", Single, Sync, V2_0 => [
        INVAL_APP_HANDLE, INVAL_POINTER, NO_MEM, OPERATION_FAILED,
    ];
    "Ends an application's use of TAPI."
    "lineShutdown", Single, Sync, V1_3 => [
        INVAL_APP_HANDLE, NO_MEM, RESOURCE_UNAVAIL, UNINITIALIZED,
    ];
    "Answers an offered call."
    "lineAnswer", Single, Async, V1_3 => [];
    "Gives a call handle up."
    "lineDeallocateCall", Single, Sync, V1_3 => [];
}
