//! The life of a call, as one seat hears of it.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use tapi_wire::consts::{CallPrivilege, CallState};

use super::params::PREDEFINED_CALL_STATES;
use super::{Bench, CALL_ANNOUNCED, CALL_IDLE, CALL_STATE_FOLLOWS, CALL_TRANSITION, Number};
use crate::ids::{CallHandle, LineHandle};

/// Where a state leads, as it is usual; Microsoft documents the states, and of the moves only that none leaves IDLE.
/// Every state but IDLE leads to IDLE and to UNKNOWN, and UNKNOWN to any.
const MOVES: &[(CallState, &[CallState])] = {
    use CallState as S;
    &[
        (S::OFFERING, &[S::ACCEPTED, S::CONNECTED, S::DISCONNECTED]),
        (S::ACCEPTED, &[S::CONNECTED, S::DISCONNECTED]),
        (S::DIALTONE, &[S::DIALING, S::DISCONNECTED]),
        (S::DIALING, &[S::PROCEEDING, S::RINGBACK, S::BUSY, S::SPECIAL_INFO, S::CONNECTED, S::DISCONNECTED]),
        (S::PROCEEDING, &[S::RINGBACK, S::BUSY, S::SPECIAL_INFO, S::CONNECTED, S::DISCONNECTED]),
        (S::RINGBACK, &[S::CONNECTED, S::BUSY, S::DISCONNECTED]),
        (S::BUSY, &[S::DISCONNECTED]),
        (S::SPECIAL_INFO, &[S::DISCONNECTED]),
        (
            S::CONNECTED,
            &[S::ON_HOLD, S::ON_HOLD_PEND_CONF, S::ON_HOLD_PEND_TRANSFER, S::CONFERENCED, S::DISCONNECTED],
        ),
        (S::ON_HOLD, &[S::CONNECTED, S::DISCONNECTED]),
        (S::ON_HOLD_PEND_CONF, &[S::CONNECTED, S::CONFERENCED, S::DISCONNECTED]),
        (S::ON_HOLD_PEND_TRANSFER, &[S::CONNECTED, S::DISCONNECTED]),
        (
            S::CONFERENCED,
            &[S::CONNECTED, S::ON_HOLD, S::ON_HOLD_PEND_CONF, S::ON_HOLD_PEND_TRANSFER, S::DISCONNECTED],
        ),
        (S::DISCONNECTED, &[]),
    ]
};

fn leads(from: CallState, to: CallState) -> bool {
    let always = [CallState::IDLE, CallState::UNKNOWN].contains(&to) || from == CallState::UNKNOWN;
    let listed = MOVES.iter().find(|(state, _)| *state == from);
    always || listed.is_some_and(|(_, moves)| moves.contains(&to))
}

/// A call that the seat has a handle of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Call {
    /// Its line, when LINE_APPNEWCALL told it.
    line: Option<LineHandle>,
    state: Option<CallState>,
    /// The application has given the handle up, and messages may be on their way.
    given_up: bool,
}

/// The calls of a seat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Calls {
    known: BTreeMap<CallHandle, Call>,
}

impl Calls {
    pub(super) fn line_of(&self, call: CallHandle) -> Option<LineHandle> {
        self.known.get(&call)?.line
    }

    pub(super) fn appears(&mut self, call: CallHandle, line: LineHandle) {
        self.known.insert(call, Call { line: Some(line), state: None, given_up: false });
    }

    /// The application gives a handle up. Of a call that is not over, messages may be in the queue still.
    pub(super) fn give_up(&mut self, call: CallHandle) {
        if let Some(known) = self.known.get_mut(&call) {
            known.given_up = true;
            if known.state == Some(CallState::IDLE) {
                self.known.remove(&call);
            }
        }
    }

    /// The calls of a line go with it.
    pub(super) fn close(&mut self, line: LineHandle) -> Vec<CallHandle> {
        let gone: Vec<_> =
            self.known.iter().filter(|(_, call)| call.line == Some(line)).map(|(call, _)| *call).collect();
        for call in &gone {
            self.known.remove(call);
        }
        gone
    }

    /// LINE_CALLSTATE. `announced` says whether every new call is announced to this seat.
    pub(super) fn state(
        &mut self,
        handle: CallHandle,
        state: CallState,
        privilege: CallPrivilege,
        announced: bool,
        bench: &mut Bench<'_>,
    ) {
        let state = CallState(state.0 & PREDEFINED_CALL_STATES);
        if !state.is_defined() {
            return;
        }
        // On a line that knows no LINE_APPNEWCALL a privilege is what tells of a new call, by a number that may come
        // again.
        let known = self.known.get(&handle).copied();
        let known = known.filter(|call| call.line.is_some() || privilege.is_empty());
        if known.is_none() {
            // An offered call is nobody's own making, so no function has handed its handle out.
            let spontaneous = state == CallState::OFFERING && !privilege.is_empty();
            bench.expect(CALL_ANNOUNCED, !(announced && spontaneous), || {
                format!("call {}", Number::of(handle.0))
            });
        }
        let call = known.unwrap_or(Call { line: None, state: None, given_up: false });
        if let Some(before) = call.state.filter(|before| *before != state) {
            let (rule, holds) = if before == CallState::IDLE {
                (CALL_IDLE, false)
            } else {
                (CALL_TRANSITION, leads(before, state))
            };
            bench.expect(rule, holds, || {
                format!("call {} goes from {before} to {state}", Number::of(handle.0))
            });
        }
        if call.given_up && state == CallState::IDLE {
            self.known.remove(&handle);
        } else {
            self.known.insert(handle, Call { state: Some(state), ..call });
        }
    }

    /// Another message about a call.
    pub(super) fn other(&self, handle: CallHandle, bench: &mut Bench<'_>) {
        let fresh = self.known.get(&handle).is_some_and(|call| call.state.is_none());
        bench
            .expect(CALL_STATE_FOLLOWS, !fresh, || format!("call {} has no state yet", Number::of(handle.0)));
    }
}
