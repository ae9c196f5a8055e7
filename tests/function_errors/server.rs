//! What the server checks.

use tapi_acd::ids::{AddressId, LineHandle};
use tapi_acd::wire::consts::{
    ApiVersion, CallPrivilege, InitializeExOptions, LineErr, MediaMode, OpenOptions, ProxyRequestType,
};
use tapi_acd::{Function, ResultCode};

use super::{Row, Stage, raw, with};
use crate::gates::types;
use crate::tapi::{HANDLER, open_as_client, open_as_handler, opened};

cells! {
    inval_line_handle {
        on_no_line_of_its_own =>
            line_agent_specific line_create_agent line_create_agent_session line_get_agent_activity_list
            line_get_agent_group_list line_get_agent_info line_get_agent_session_info line_get_agent_session_list
            line_get_agent_status line_get_group_list line_get_queue_info line_get_queue_list
            line_set_agent_activity line_set_agent_group line_set_agent_measurement_period
            line_set_agent_session_state line_set_agent_state line_set_agent_state_ex
            line_set_queue_measurement_period line_proxy_message line_proxy_response line_close;
    }
    inval_app_handle {
        by_no_registration_of_its_own =>
            line_get_agent_caps line_get_proxy_status line_negotiate_api_version line_open line_get_message
            line_shutdown;
    }
    inval_call_handle {
        about_no_call_of_the_line => line_proxy_message;
    }
    bad_device_id {
        on_no_device => line_get_agent_caps line_get_proxy_status line_negotiate_api_version line_open;
    }
    line_mapper_failed {
        on_a_line_that_tapi_shall_choose => line_open;
    }
    incompatible_api_version {
        in_no_version_of_the_function => line_get_agent_caps line_get_proxy_status line_open;
        in_no_version_of_tapi => line_negotiate_api_version;
    }
    incompatible_ext_version {
        with_extensions => line_open;
    }
    operation_unavail {
        while_nobody_serves_it =>
            line_agent_specific line_create_agent line_create_agent_session line_get_agent_activity_list
            line_get_agent_caps line_get_agent_group_list line_get_agent_info line_get_agent_session_info
            line_get_agent_session_list line_get_agent_status line_get_group_list line_get_queue_info
            line_get_queue_list line_set_agent_activity line_set_agent_group line_set_agent_measurement_period
            line_set_agent_session_state line_set_agent_state line_set_agent_state_ex
            line_set_queue_measurement_period;
        on_a_line_that_is_too_old => line_proxy_message line_proxy_response;
    }
    not_registered {
        by_no_handler => line_proxy_message line_proxy_response;
        for_a_type_that_is_served => line_open;
    }
    inval_app_name {
        under_a_name_that_cannot_be_displayed => line_initialize_ex;
    }
    inval_priv_select {
        without_a_privilege => line_open;
    }
    inval_media_mode {
        as_owner_of_nothing => line_open;
    }
    inval_address_id {
        at_no_address =>
            line_agent_specific line_create_agent_session line_get_agent_activity_list line_get_agent_caps
            line_get_agent_group_list line_get_agent_status line_set_agent_activity line_set_agent_group
            line_set_agent_state;
        for_an_address_that_is_none => line_open;
    }
    inval_agent_state {
        to_no_state => line_set_agent_session_state line_set_agent_state line_set_agent_state_ex;
    }
    inval_param {
        over_no_time => line_set_agent_measurement_period line_set_queue_measurement_period;
        with_a_message_that_is_not_the_handlers => line_proxy_message;
        with_a_result_that_is_none => line_proxy_response;
        with_no_way_to_hear_of_messages => line_initialize_ex;
        for_types_that_are_none => line_open;
    }
    inval_pointer {
        with_a_buffer_that_it_does_not_have => line_proxy_response;
    }
    operation_failed {
        from_an_empty_queue => line_get_message;
    }
}

/// The number of devices of the stage.
const DEVICES: u32 = 2;

// What the call names is not there

fn on_no_line_of_its_own(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let (caller, sound) = (stage.caller(function), stage.sound(function));
    let closed = opened(stage.tapi.call(caller.seat, open_as_client(caller.app, 1, ApiVersion::V2_2)));
    stage.tapi.call(caller.seat, Function::Close { line: closed }).expect("closed");
    for line in [LineHandle(0), closed, stage.stranger(function).line] {
        stage.refuses(&with(&sound, "hLine", line.0), error);
    }
}

fn by_no_registration_of_its_own(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let (sound, stranger) = (stage.sound(function), stage.stranger(function).app);
    for app in [0, stranger.0] {
        stage.refuses(&with(&sound, "hLineApp", app), error);
    }
}

fn about_no_call_of_the_line(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    stage.refuses(&with(&sound, "hCall", 1), error);
}

fn on_no_device(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    stage.refuses(&with(&sound, "dwDeviceID", DEVICES), error);
}

fn on_a_line_that_tapi_shall_choose(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    stage.refuses(&with(&sound, "dwDeviceID", 0xFFFF_FFFF), error);
}

// The version is not one for it

fn in_no_version_of_the_function(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    let param = if function.param("dwAPIVersion").is_some() { "dwAPIVersion" } else { "dwAppAPIVersion" };
    for version in [0, 0x0001_0002, 0x0002_0003, 0x0009_0000] {
        stage.refuses(&with(&sound, param, version), error);
    }
}

fn in_no_version_of_tapi(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    stage.refuses(&with(&sound, "dwAPIHighVersion", ApiVersion::V2_1.0), error);
    stage.refuses(&with(&with(&sound, "dwAPIHighVersion", 5 << 16), "dwAPILowVersion", 4 << 16), error);
}

fn with_extensions(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    stage.refuses(&with(&sound, "dwExtVersion", 1), error);
}

fn on_a_line_that_is_too_old(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let (caller, sound) = (stage.caller(function), stage.sound(function));
    let old = opened(stage.tapi.call(caller.seat, open_as_client(caller.app, 1, ApiVersion::V1_4)));
    stage.refuses(&with(&sound, "hLine", old.0), error);
}

// A handler is missing, or one is too many

fn while_nobody_serves_it(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let (sound, own) = (stage.sound(function), function.raises.expect("it goes to the handler"));
    let handler = stage.handler;
    stage.tapi.call(HANDLER, Function::Close { line: handler.line }).expect("closed");
    stage.refuses(&sound.clone(), error);
    // Who serves everything else does not serve it.
    let others: Vec<_> = types().into_iter().filter(|kind| *kind != own).collect();
    opened(stage.tapi.call(HANDLER, open_as_handler(handler.app, 0, &others)));
    stage.refuses(&sound, error);
}

fn by_no_handler(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let (client, sound) = (stage.client, stage.sound(function));
    stage.refuses_from(client.seat, &with(&sound, "hLine", client.line.0), error);
}

fn for_a_type_that_is_served(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let served = [ProxyRequestType::GET_GROUP_LIST];
    let (client, handler) = (stage.client, stage.handler);
    assert_eq!(open_as_handler(client.app, 0, &served).row(), function);
    stage.refuses(&open_as_handler(client.app, 0, &served), error);
    // The one who serves it is no exception, and neither is a type that is named twice.
    stage.refuses_from(HANDLER, &open_as_handler(handler.app, 0, &served), error);
    stage.refuses(&open_as_handler(client.app, 1, &[served, served].concat()), error);
}

// A value is none that may be passed

fn under_a_name_that_cannot_be_displayed(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let Function::InitializeEx { api_version, options, .. } = stage.sound(function) else {
        panic!("{} has a name", function.name)
    };
    stage.refuses(&Function::InitializeEx { app_name: "agent\tdesk".into(), api_version, options }, error);
}

fn with_no_way_to_hear_of_messages(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let Function::InitializeEx { app_name, api_version, .. } = stage.sound(function) else {
        panic!("{} has options", function.name)
    };
    for options in [0, 4, 0x8000_0000] {
        let options = InitializeExOptions::from_bits_retain(options);
        stage.refuses(&Function::InitializeEx { app_name: app_name.clone(), api_version, options }, error);
    }
}

/// lineOpen with another choice.
fn open_with(stage: &Stage, function: Row, change: impl Fn(&mut Open<'_>)) -> Function {
    let mut open = stage.sound(function);
    let Function::Open { privileges, options, media_modes, proxy_types, address, .. } = &mut open else {
        panic!("{} opens no line", function.name)
    };
    change(&mut Open { privileges, options, media_modes, proxy_types, address });
    open
}

struct Open<'a> {
    privileges: &'a mut CallPrivilege,
    options: &'a mut OpenOptions,
    media_modes: &'a mut MediaMode,
    proxy_types: &'a mut Vec<ProxyRequestType>,
    address: &'a mut Option<AddressId>,
}

fn without_a_privilege(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    for privileges in [
        CallPrivilege::empty(),
        CallPrivilege::NONE | CallPrivilege::OWNER,
        CallPrivilege::from_bits_retain(8),
    ] {
        let open = open_with(&stage, function, |open| *open.privileges = privileges);
        stage.refuses(&open, error);
    }
}

fn as_owner_of_nothing(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let open = open_with(&stage, function, |open| *open.media_modes = MediaMode::empty());
    stage.refuses(&open, error);
}

fn for_an_address_that_is_none(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    for address in [None, Some(AddressId(1))] {
        let open = open_with(&stage, function, |open| {
            (*open.options, *open.address) = (OpenOptions::SINGLE_ADDRESS, address);
        });
        stage.refuses(&open, error);
    }
}

fn for_types_that_are_none(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    for types in [vec![], vec![ProxyRequestType(0)], vec![ProxyRequestType(21)]] {
        let open = open_with(&stage, function, |open| {
            (*open.options, *open.proxy_types) = (OpenOptions::PROXY, types.clone());
        });
        stage.refuses(&open, error);
    }
}

fn at_no_address(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    let param = if function.param("dwAddressID").is_some() { "dwAddressID" } else { "dwWorkingAddressID" };
    for address in [1, u32::MAX] {
        stage.refuses(&with(&sound, param, address), error);
    }
}

/// Neither may be a stranger, two at once, or both zero.
fn to_no_state(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    let states: Vec<_> = function.params.iter().filter(|param| param.name.ends_with("State")).collect();
    assert_eq!(states.len(), 2);
    let nothing = states.iter().fold(sound.clone(), |call, param| with(&call, param.name, 0));
    stage.refuses(&nothing, error);
    for param in states {
        for state in [0x8000_0000, 3] {
            stage.refuses(&with(&sound, param.name, state), error);
        }
    }
}

fn over_no_time(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    stage.refuses(&with(&sound, "dwMeasurementPeriod", 0), error);
}

/// LINE_CALLSTATE is the server's, and 999 is no message.
fn with_a_message_that_is_not_the_handlers(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    for message in [2, 999] {
        stage.refuses(&with(&sound, "dwMsg", message), error);
    }
}

fn with_a_result_that_is_none(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    stage.refuses(&with(&sound, "dwResult", 1), error);
    // The buffer is still the handler's to give back.
    stage.tapi.call(HANDLER, sound).expect("a result");
}

/// Nobody's, and one that was given back already.
fn with_a_buffer_that_it_does_not_have(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let Function::ProxyResponse { line, request, .. } = stage.sound(function) else {
        panic!("{} gives no buffer back", function.name)
    };
    let give = |request| {
        let result = ResultCode::SUCCESS;
        Function::ProxyResponse { line, request, result, answer: None }
    };
    for address in [0, request.0 + 1, request.0 + 16] {
        stage.refuses(&give(tapi_acd::ids::BufferAddress(address)), error);
    }
    stage.tapi.call(HANDLER, give(request)).expect("it is the handler's");
    stage.refuses(&give(request), error);
}

fn from_an_empty_queue(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let sound = stage.sound(function);
    stage.refuses(&Function::Raw(raw(&sound)), error);
    stage.refuses(&sound, error);
}
