//! What goes on around a call: TAPI is not initialised, there is no room, the handler is lost.

use std::iter;

use tapi_acd::ids::SeatId;
use tapi_acd::server::Limits;
use tapi_acd::wire::consts::LineErr;
use tapi_acd::{Function, Message};

use super::{Program, Row, Stage};
use crate::tapi::CLIENT;

cells! {
    uninitialized {
        without_a_registration =>
            line_agent_specific line_create_agent line_create_agent_session line_get_agent_activity_list
            line_get_agent_caps line_get_agent_group_list line_get_agent_info line_get_agent_session_info
            line_get_agent_session_list line_get_agent_status line_get_group_list line_get_queue_info
            line_get_queue_list line_proxy_message line_proxy_response line_set_agent_activity
            line_set_agent_group line_set_agent_measurement_period line_set_agent_session_state
            line_set_agent_state line_set_agent_state_ex line_set_queue_measurement_period
            line_get_proxy_status line_negotiate_api_version line_open line_close line_shutdown;
    }
    no_mem {
        as_one_application_too_many => line_initialize_ex;
    }
    resource_unavail {
        as_one_request_too_many =>
            line_agent_specific line_create_agent line_create_agent_session line_get_agent_activity_list
            line_get_agent_caps line_get_agent_group_list line_get_agent_info line_get_agent_session_info
            line_get_agent_session_list line_get_agent_status line_get_group_list line_get_queue_info
            line_get_queue_list line_set_agent_activity line_set_agent_group line_set_agent_measurement_period
            line_set_agent_session_state line_set_agent_state line_set_agent_state_ex
            line_set_queue_measurement_period;
        as_one_line_too_many => line_open;
    }
    operation_failed {
        from_a_handler_that_is_lost =>
            line_agent_specific line_create_agent line_create_agent_session line_get_agent_activity_list
            line_get_agent_caps line_get_agent_group_list line_get_agent_info line_get_agent_session_info
            line_get_agent_session_list line_get_agent_status line_get_group_list line_get_queue_info
            line_get_queue_list line_set_agent_activity line_set_agent_group line_set_agent_measurement_period
            line_set_agent_session_state line_set_agent_state line_set_agent_state_ex
            line_set_queue_measurement_period;
    }
}

/// Not yet, and no more.
fn without_a_registration(function: Row, error: LineErr) {
    let mut stage = Stage::new();
    let (sound, Program { seat, app, .. }) = (stage.sound(function), stage.caller(function));
    stage.refuses_from(SeatId(9), &sound, error);
    stage.tapi.call(seat, Function::Shutdown { app }).expect("shut down");
    stage.refuses_from(seat, &sound, error);
}

fn as_one_application_too_many(function: Row, error: LineErr) {
    one_too_many(Limits { applications: 4, ..Limits::default() }, function, error);
}

/// The limit of one application, and that of all.
fn as_one_line_too_many(function: Row, error: LineErr) {
    one_too_many(Limits { lines_per_application: 3, ..Limits::default() }, function, error);
    one_too_many(Limits { lines: 4, ..Limits::default() }, function, error);
}

fn as_one_request_too_many(function: Row, error: LineErr) {
    one_too_many(Limits { requests_per_line: 3, ..Limits::default() }, function, error);
}

/// The function is taken as long as there is room: for two more, and for a third request that shares no limit with the
/// one on the stage.
fn one_too_many(limits: Limits, function: Row, error: LineErr) {
    let mut stage = Stage::with(limits);
    let sound = stage.sound(function);
    let taken = iter::from_fn(|| stage.tapi.call(CLIENT, sound.clone()).ok()).count();
    assert!([2, 3].contains(&taken), "{taken}");
    stage.refuses(&sound, error);
}

/// How a handler is lost.
#[derive(Clone, Copy)]
enum Loss {
    Close,
    Shutdown,
    Crash,
}

impl Stage {
    fn lose_handler(&mut self, loss: Loss) {
        let Program { seat, app, line } = self.handler;
        match loss {
            Loss::Close => drop(self.tapi.call(seat, Function::Close { line })),
            Loss::Shutdown => drop(self.tapi.call(seat, Function::Shutdown { app })),
            Loss::Crash => self.tapi.crash(seat),
        }
    }
}

/// Erratum E29. The request is over, as if nobody had asked.
fn from_a_handler_that_is_lost(function: Row, error: LineErr) {
    for loss in [Loss::Close, Loss::Shutdown, Loss::Crash] {
        let mut stage = Stage::new();
        let (request, _) = stage.tapi.call(CLIENT, stage.sound(function)).expect("it is asked");
        let first = stage.tapi.records.len();
        stage.lose_handler(loss);
        let replies = stage.tapi.heard_since(first).into_iter().filter_map(|(seat, typed, _)| {
            let Message::Reply { request, result } = typed.message else { return None };
            Some((seat, request, result))
        });
        let own: Vec<_> = replies.filter(|(_, id, _)| i32::try_from(*id) == Ok(request)).collect();
        assert_eq!(own, [(CLIENT, request.cast_unsigned(), error.into())]);
        let mut unasked = Stage::new();
        unasked.lose_handler(loss);
        assert_eq!(stage.tapi.server.view(), unasked.tapi.server.view());
    }
}
