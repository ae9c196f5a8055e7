//! Lines and calls at the telephony server, step by step: who may open what, and what becomes of the calls.

use tapi_acd::ids::{AddressId, AppHandle, CallHandle, DeviceId, LegId, LineHandle};
use tapi_acd::provider::SwitchEvent;
use tapi_acd::server::Output;
use tapi_acd::wire::consts::{
    ApiVersion, CallPrivilege, CallState, LineErr, MediaMode, OpenOptions, ProxyRequestType,
};
use tapi_acd::{Function, Message, Out};

use crate::tapi::{CLIENT, Returned, Tapi, open_as_client, open_as_handler, opened};

/// lineNegotiateAPIVersion function: the highest version that both know, if the application goes as low.
#[test]
fn the_version_agreed_on_is_the_highest_that_both_know() {
    use ApiVersion as V;
    let mut tapi = Tapi::new(1);
    let app = tapi.initialise(CLIENT);
    let bad = Err(LineErr::INCOMPATIBLE_API_VERSION);
    for (low, high, agreed) in [
        (V::V1_3, V::V3_1, Ok(V::V3_1)),
        (V::V1_3, V::V2_2, Ok(V::V2_2)),
        (V::V2_2, V::V2_2, Ok(V::V2_2)),
        (V::V1_3, V(0x0009_0000), Ok(V::V3_1)),
        (V(0x0004_0000), V(0x0009_0000), bad),
        (V(0x0001_0000), V(0x0001_0002), bad),
        (V::V2_2, V::V2_0, bad),
    ] {
        let function = Function::NegotiateApiVersion { app, device: DeviceId(0), low, high };
        let expected = agreed.map(|agreed| (0, Out::ApiVersion(agreed)));
        assert_eq!(tapi.call(CLIENT, function), expected, "{low} to {high}");
    }
    for (app, device, error) in
        [(app, 1, LineErr::BAD_DEVICE_ID), (AppHandle(app.0 + 1), 0, LineErr::INVAL_APP_HANDLE)]
    {
        let (low, high) = (V::V2_2, V::V2_2);
        let function = Function::NegotiateApiVersion { app, device: DeviceId(device), low, high };
        assert_eq!(tapi.call(CLIENT, function), Err(error));
    }
}

/// What an application may ask lineOpen for, beside the handle and the device.
#[derive(Clone, Copy)]
struct Open {
    version: ApiVersion,
    privileges: CallPrivilege,
    options: OpenOptions,
    media: MediaMode,
    types: &'static [ProxyRequestType],
}

const OWNER: Open = Open {
    version: ApiVersion::V2_2,
    privileges: CallPrivilege::OWNER,
    options: OpenOptions::empty(),
    media: MediaMode::INTERACTIVE_VOICE,
    types: &[],
};

const HANDLER: Open = Open {
    privileges: CallPrivilege::NONE,
    options: OpenOptions::PROXY,
    media: MediaMode::empty(),
    types: &[ProxyRequestType::GET_GROUP_LIST],
    ..OWNER
};

/// lineOpen function: a privilege is needed, NONE goes alone, an owner names media modes, PROXY names request types.
#[test]
fn a_line_is_opened_with_what_the_page_asks_for() {
    use CallPrivilege as P;
    let mut tapi = Tapi::new(1);
    let app = tapi.initialise(CLIENT);
    let bad_privileges = Err(LineErr::INVAL_PRIV_SELECT);
    let bad_version = Err(LineErr::INCOMPATIBLE_API_VERSION);
    for (at, (open, expected)) in [
        (OWNER, Ok(())),
        (HANDLER, Ok(())),
        (Open { privileges: P::MONITOR, media: MediaMode::empty(), ..OWNER }, Ok(())),
        (Open { privileges: P::OWNER | P::MONITOR, ..OWNER }, Ok(())),
        (Open { privileges: P::NONE, media: MediaMode::empty(), ..OWNER }, Ok(())),
        (Open { privileges: P::empty(), ..OWNER }, bad_privileges),
        (Open { privileges: P::NONE | P::OWNER, ..OWNER }, bad_privileges),
        (Open { privileges: P::NONE | P::MONITOR, ..OWNER }, bad_privileges),
        (Open { privileges: P::from_bits_retain(0x80), ..OWNER }, bad_privileges),
        (Open { options: OpenOptions::from_bits_retain(1), ..OWNER }, bad_privileges),
        (Open { media: MediaMode::empty(), ..OWNER }, Err(LineErr::INVAL_MEDIA_MODE)),
        (Open { version: ApiVersion(0x0001_0002), ..OWNER }, bad_version),
        (Open { version: ApiVersion(0x0004_0000), ..OWNER }, bad_version),
        (Open { version: ApiVersion::V1_4, ..HANDLER }, bad_version),
        (Open { types: &[], ..HANDLER }, Err(LineErr::INVAL_PARAM)),
        (Open { types: &[ProxyRequestType(21)], ..HANDLER }, Err(LineErr::INVAL_PARAM)),
        (Open { types: HANDLER.types, ..OWNER }, Err(LineErr::INVAL_PARAM)),
    ]
    .into_iter()
    .enumerate()
    {
        let before = tapi.server.view().open_lines;
        let function = Function::Open {
            app,
            device: DeviceId(0),
            api_version: open.version,
            callback_instance: 0,
            privileges: open.privileges,
            options: open.options,
            media_modes: open.media,
            proxy_types: open.types.to_vec(),
            address: None,
            ext_version: 0,
        };
        let returned = tapi.call(CLIENT, function);
        assert_eq!(returned.map(|_| ()), expected, "row {at}");
        assert_eq!(tapi.server.view().open_lines, before + usize::from(expected.is_ok()), "row {at}");
    }
}

#[test]
fn a_line_is_opened_on_a_device_that_exists_by_an_application_that_exists() {
    let mut tapi = Tapi::new(1);
    let app = tapi.initialise(CLIENT);
    let nowhere = open_as_client(app, 1, ApiVersion::V2_2);
    assert_eq!(tapi.call(CLIENT, nowhere), Err(LineErr::BAD_DEVICE_ID));
    tapi.initialise(CLIENT);
    tapi.call(CLIENT, Function::Shutdown { app }).expect("shut down");
    let nobody = open_as_handler(app, 0, &[ProxyRequestType::GET_GROUP_LIST]);
    assert_eq!(tapi.call(CLIENT, nobody), Err(LineErr::INVAL_APP_HANDLE));
    assert_eq!(tapi.call(CLIENT, Function::Shutdown { app }), Err(LineErr::INVAL_APP_HANDLE));
}

/// LINEERR_ Constants: UNINITIALIZED, inferred for a process that has no registration, not yet or no more.
#[test]
fn tapi_is_initialised_before_it_is_used_and_as_often_as_it_is_shut_down() {
    let mut tapi = Tapi::new(1);
    let shutdown = |app| Function::Shutdown { app };
    assert_eq!(tapi.call(CLIENT, shutdown(AppHandle(1))), Err(LineErr::UNINITIALIZED));
    let [first, second] = [(); 2].map(|()| tapi.initialise(CLIENT));
    assert_eq!(tapi.call(CLIENT, shutdown(first)), Ok((0, Out::None)));
    assert_eq!(tapi.call(CLIENT, shutdown(first)), Err(LineErr::INVAL_APP_HANDLE), "the second is left");
    assert_eq!(tapi.call(CLIENT, shutdown(second)), Ok((0, Out::None)));
    assert_eq!(tapi.call(CLIENT, shutdown(second)), Err(LineErr::UNINITIALIZED));
    tapi.initialise(CLIENT);
    tapi.crash(CLIENT);
    assert_eq!(tapi.call(CLIENT, shutdown(second)), Err(LineErr::UNINITIALIZED));
}

// Calls

const LEG: LegId = LegId(5);

/// Lines with these privileges, and a call that is offered to them.
struct Offered {
    tapi: Tapi,
    lines: Vec<LineHandle>,
    calls: Vec<CallHandle>,
}

fn offered(privileges: &[CallPrivilege]) -> Offered {
    let mut tapi = Tapi::new(1);
    let app = tapi.initialise(CLIENT);
    let mut lines = Vec::new();
    for privileges in privileges {
        let mut open = open_as_client(app, 0, ApiVersion::V2_2);
        if let Function::Open { privileges: wanted, .. } = &mut open {
            *wanted = *privileges;
        }
        lines.push(opened(tapi.call(CLIENT, open)));
    }
    tapi.switch(SwitchEvent::LegAppears {
        leg: LEG,
        device: DeviceId(0),
        address: AddressId(0),
        media_modes: MediaMode::INTERACTIVE_VOICE,
        state: CallState::OFFERING,
        mode: 1,
    });
    let news = tapi.heard(CLIENT).into_iter().filter_map(|typed| match typed.message {
        Message::AppNewCall { call, .. } => Some(call),
        _ => None,
    });
    let calls = news.collect();
    Offered { tapi, lines, calls }
}

impl Offered {
    fn goes(&mut self, state: CallState) {
        self.tapi.switch(SwitchEvent::LegState { leg: LEG, state, mode: 0 });
    }

    /// The handles that hear of the next state.
    fn hearers(&mut self) -> Vec<CallHandle> {
        let first = self.tapi.records.len();
        self.goes(CallState::CONNECTED);
        self.tapi.heard_since(first).iter().map(|(_, typed, _)| CallHandle(typed.device)).collect()
    }

    fn deallocates(&mut self, at: usize) -> Returned {
        let call = self.calls[at];
        self.tapi.call(CLIENT, Function::DeallocateCall { call })
    }
}

/// lineOpen function: one line gets the call to own, and those that monitor get it to watch.
#[test]
fn a_call_has_one_owner_and_any_number_of_monitors() {
    use CallPrivilege as P;
    let offered = offered(&[P::MONITOR, P::OWNER, P::OWNER, P::NONE, P::OWNER | P::MONITOR]);
    let heard = offered.tapi.heard(CLIENT);
    let got: Vec<_> = heard
        .iter()
        .filter_map(|typed| match typed.message {
            Message::AppNewCall { privilege, .. } => Some((LineHandle(typed.device), privilege)),
            _ => None,
        })
        .collect();
    let lines = &offered.lines;
    assert_eq!(got, [(lines[0], P::MONITOR), (lines[1], P::OWNER), (lines[4], P::MONITOR)]);
    // The very next message of a new handle is its call state, with the privilege.
    for pair in heard.chunks(2) {
        let Message::AppNewCall { call, privilege, .. } = pair[0].message else { panic!("{pair:?}") };
        let expected = Message::CallState { state: CallState::OFFERING, mode: 1, privilege };
        assert_eq!((pair[1].device, pair[1].message), (call.0, expected));
    }
}

/// lineDeallocateCall function: who gives its handle up hears no more, the others do.
#[test]
fn a_handle_that_is_given_up_takes_no_other_with_it() {
    for gone in 0..3 {
        let mut offered = offered(&[CallPrivilege::MONITOR; 3]);
        assert_eq!(offered.hearers(), offered.calls);
        assert_eq!(offered.deallocates(gone), Ok((0, Out::None)));
        let mut left = offered.calls.clone();
        left.remove(gone);
        assert_eq!(offered.hearers(), left, "without {gone}");
        assert_eq!(offered.deallocates(gone), Err(LineErr::INVAL_CALL_HANDLE));
        assert_eq!(offered.tapi.server.view().call_handles, 2);
    }
}

/// lineDeallocateCall function: the owner of a call keeps its handle until the call is idle.
#[test]
fn an_owner_keeps_its_handle_until_the_call_is_idle() {
    let mut offered = offered(&[CallPrivilege::OWNER]);
    for state in [CallState::OFFERING, CallState::CONNECTED, CallState::DISCONNECTED] {
        offered.goes(state);
        assert_eq!(offered.deallocates(0), Err(LineErr::INVAL_CALL_STATE), "{state}");
    }
    offered.goes(CallState::IDLE);
    assert_eq!(offered.deallocates(0), Ok((0, Out::None)));
}

/// lineClose function: a call that loses its only owner is dropped, unless it is over.
#[test]
fn a_call_is_dropped_when_its_owner_closes_the_line() {
    use CallPrivilege as P;
    for (privileges, closes, state, dropped) in [
        (&[P::OWNER][..], 0, CallState::OFFERING, true),
        (&[P::OWNER][..], 0, CallState::CONNECTED, true),
        (&[P::OWNER][..], 0, CallState::IDLE, false),
        (&[P::OWNER, P::MONITOR][..], 0, CallState::CONNECTED, true),
        (&[P::OWNER, P::MONITOR][..], 1, CallState::CONNECTED, false),
        (&[P::MONITOR][..], 0, CallState::CONNECTED, false),
    ] {
        let mut offered = offered(privileges);
        offered.goes(state);
        let line = offered.lines[closes];
        offered.tapi.call(CLIENT, Function::Close { line }).expect("closed");
        let expected: &[_] = if dropped { &[Output::DropLeg { leg: LEG }] } else { &[] };
        assert_eq!(offered.tapi.orders, expected, "{privileges:?} {closes} {state}");
    }
}

/// lineAnswer function: the owner answers, once and while the call is offered.
#[test]
fn only_the_owner_answers_and_only_while_the_call_is_offered() {
    use CallPrivilege as P;
    let mut offered = offered(&[P::OWNER, P::MONITOR]);
    let [owner, monitor] = [offered.calls[0], offered.calls[1]];
    let answer = |offered: &mut Offered, call| offered.tapi.call(CLIENT, Function::Answer { call });
    assert_eq!(answer(&mut offered, monitor), Err(LineErr::NOT_OWNER));
    assert_eq!(answer(&mut offered, CallHandle(owner.0 + 9)), Err(LineErr::INVAL_CALL_HANDLE));
    assert_eq!(answer(&mut offered, owner), Ok((1, Out::None)));
    assert!(matches!(offered.tapi.orders[..], [Output::AnswerLeg { leg: LEG, .. }]));
    offered.goes(CallState::CONNECTED);
    assert_eq!(answer(&mut offered, owner), Err(LineErr::INVAL_CALL_STATE));
}
