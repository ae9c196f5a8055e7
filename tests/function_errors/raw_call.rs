//! What is wrong with a call as C passes it: pointers and sizes.

use tapi_acd::Function;
use tapi_acd::function::{Arg, ParamKind, ParamRow, Pointer, RawCall};
use tapi_acd::wire::consts::{ApiVersion, LineErr, OpenOptions};
use tapi_acd::wire::layout::{CallParams, LineAgentGroupList, LineCallParams};
use tapi_acd::wire::{Abi, Structure as _};

use super::{Row, Stage, raw};

cells! {
    inval_pointer {
        to_no_memory =>
            line_agent_specific line_create_agent line_create_agent_session line_get_agent_activity_list
            line_get_agent_caps line_get_agent_group_list line_get_agent_info line_get_agent_session_info
            line_get_agent_session_list line_get_agent_status line_get_group_list line_get_queue_info
            line_get_queue_list line_set_agent_group line_proxy_response line_get_proxy_status
            line_initialize_ex line_negotiate_api_version line_open line_get_message;
    }
    structure_too_small {
        in_too_small_a_structure =>
            line_get_agent_activity_list line_get_agent_caps line_get_agent_group_list line_get_agent_info
            line_get_agent_session_info line_get_agent_session_list line_get_agent_status line_get_group_list
            line_get_queue_info line_get_queue_list line_set_agent_group line_get_proxy_status
            line_initialize_ex line_open;
    }
    operation_failed {
        in_too_large_a_structure =>
            line_get_agent_activity_list line_get_agent_group_list line_get_agent_info
            line_get_agent_session_info line_get_agent_session_list line_get_agent_status line_get_group_list
            line_get_queue_info line_get_queue_list line_set_agent_group;
    }
    inval_param {
        with_a_list_outside_its_structure => line_set_agent_group;
        with_types_that_are_no_array => line_open;
        with_half_a_request => line_proxy_response;
    }
    inval_address_id {
        in_a_structure_that_ends_before_it_is_over => line_open;
    }
}

/// The call with other memory behind a parameter.
fn point(call: &RawCall, param: &str, pointer: Pointer) -> Function {
    let mut call = call.clone();
    call.set(param, Arg::Pointer(pointer)).expect("a pointer of the function");
    Function::Raw(call)
}

/// The parameters whose structure says how long it is.
fn sized(function: Row) -> Vec<&'static ParamRow> {
    let sized = function.params.iter().filter(|param| match param.kind {
        ParamKind::Structure(layout) => layout.field("dwTotalSize").is_some(),
        _ => false,
    });
    let sized: Vec<_> = sized.collect();
    assert!(!sized.is_empty(), "{} takes a structure", function.name);
    sized
}

/// Memory of this length that says it is a structure of `total` bytes.
fn structure(total: u32, length: usize) -> Pointer {
    let mut bytes = vec![0; length];
    bytes[..4].copy_from_slice(&total.to_le_bytes());
    Pointer::to(bytes)
}

/// Nowhere, into nothing, to too little, and behind the end of a structure.
fn to_no_memory(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let call = raw(&stage.sound(function));
    let pointers: Vec<_> = function.params.iter().filter(|param| param.kind.is_pointer()).collect();
    assert!(!pointers.is_empty(), "{} takes a pointer", function.name);
    for param in pointers {
        stage.refuses(&point(&call, param.name, Pointer::Wild(0xDEAD_BEEF)), error);
        // A buffer is known by its address.
        if param.name != "lpProxyRequest" {
            stage.refuses(&point(&call, param.name, Pointer::to([1, 0, 1])), error);
        }
    }
}

fn in_too_small_a_structure(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let call = raw(&stage.sound(function));
    for param in sized(function) {
        for total in [0, 11] {
            stage.refuses(&point(&call, param.name, structure(total, 400)), error);
        }
    }
}

/// [MS-TRP] 3.1.4.2.
fn in_too_large_a_structure(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let call = raw(&stage.sound(function));
    for param in sized(function) {
        stage.refuses(&point(&call, param.name, structure(0x4_0001, 0x4_0001)), error);
    }
}

fn with_a_list_outside_its_structure(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let list = LineAgentGroupList {
        total_size: 48,
        num_entries: 1,
        list_size: 24,
        list_offset: 25,
        ..Default::default()
    };
    let mut bytes = vec![0; 48];
    list.encode_fixed(Abi::Win64, &mut bytes).expect("it has room");
    let call = raw(&stage.sound(function));
    stage.refuses(&point(&call, "lpAgentGroupList", Pointer::to(bytes)), error);
}

/// lineOpen with an option that makes TAPI look at its structure.
fn open_with(stage: &Stage, function: Row, option: OpenOptions, params: Vec<u8>) -> Function {
    let mut call = raw(&stage.sound(function));
    call.set("dwPrivileges", Arg::Dword(1 | option.bits())).expect("privileges");
    point(&call, "lpCallParams", Pointer::to(params))
}

/// Three bytes.
fn with_types_that_are_no_array(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let odd = CallParams { dev_specific: &[1, 0, 0], ..CallParams::default() };
    let odd = odd.encode(ApiVersion::V2_2).expect("a structure");
    let open = open_with(&stage, function, OpenOptions::PROXY, odd);
    stage.refuses(&open, error);
}

fn in_a_structure_that_ends_before_it_is_over(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let lying = LineCallParams {
        total_size: 176,
        dev_specific_size: 4,
        dev_specific_offset: 174,
        ..Default::default()
    };
    let mut bytes = vec![0; 180];
    lying.encode_fixed_in(Abi::Win64, ApiVersion::V2_2, &mut bytes).expect("it has room");
    let open = open_with(&stage, function, OpenOptions::SINGLE_ADDRESS, bytes);
    stage.refuses(&open, error);
}

fn with_half_a_request(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let half = Pointer::To { address: stage.buffer.0, bytes: tapi_acd::Block(vec![0; 8]) };
    let response = point(&raw(&stage.sound(function)), "lpProxyRequest", half);
    stage.refuses(&response, error);
}
