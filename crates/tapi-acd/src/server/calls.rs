//! Call handles: every application with a stake in a call has one of its own.

use tapi_wire::consts::{CallPrivilege, CallState};

use crate::arena::{Arena, HandleShape, Stored};
use crate::id_map::IdMap;
use crate::ids::{AddressId, CallHandle, LegId, LineHandle};
use crate::message::Message;

/// One application's handle of a call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Call {
    pub(super) leg: LegId,
    pub(super) line: LineHandle,
    pub(super) privilege: CallPrivilege,
    /// The next handle of the same leg.
    pub(super) next: Option<CallHandle>,
}

/// A leg of a call that some application has a handle of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Leg {
    pub(super) address: AddressId,
    pub(super) state: CallState,
    pub(super) mode: u32,
    pub(super) first: Option<CallHandle>,
}

impl Stored for Call {
    const SHAPE: HandleShape = HandleShape {
        name: "CallHandle",
        tag: 0x1000_0000,
        index_bits: 18,
        generation_bits: 10,
        low_bits: 0,
    };
}

/// All call handles.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Calls {
    handles: Arena<Call>,
    legs: IdMap<LegId, Leg>,
}

impl Calls {
    pub(super) const fn new() -> Self {
        Self { handles: Arena::new(), legs: IdMap::new() }
    }

    pub(super) fn get(&self, handle: u32) -> Option<&Call> {
        self.handles.get(handle)
    }

    pub(super) fn leg(&self, leg: LegId) -> Option<&Leg> {
        self.legs.get(leg)
    }

    pub(super) fn leg_mut(&mut self, leg: LegId) -> Option<&mut Leg> {
        self.legs.get_mut(leg)
    }

    pub(super) fn handles(&self) -> usize {
        self.handles.len()
    }

    /// A leg appears; no application has a handle yet.
    pub(super) fn add_leg(&mut self, id: LegId, leg: Leg) {
        self.legs.insert(id, leg);
    }

    /// A new handle of `leg` for `line`, behind the leg's `last` one.
    pub(super) fn add_handle(
        &mut self,
        (leg, last): (LegId, Option<CallHandle>),
        line: LineHandle,
        privilege: CallPrivilege,
    ) -> Option<CallHandle> {
        let handle = self.handles.insert(Call { leg, line, privilege, next: None }).map(CallHandle)?;
        match last {
            None => self.legs.get_mut(leg)?.first = Some(handle),
            Some(last) => self.handles.get_mut(last.0)?.next = Some(handle),
        }
        Some(handle)
    }

    /// Gives a handle up; the leg goes with its last handle.
    pub(super) fn remove_handle(&mut self, handle: CallHandle) -> Option<Call> {
        let call = self.handles.remove(handle.0)?;
        let leg = self.legs.get_mut(call.leg)?;
        if leg.first == Some(handle) {
            leg.first = call.next;
        } else {
            let mut at = leg.first?;
            while self.handles.get(at.0)?.next != Some(handle) {
                at = self.handles.get(at.0)?.next?;
            }
            self.handles.get_mut(at.0)?.next = call.next;
        }
        self.drop_leg_without_handles(call.leg);
        Some(call)
    }

    /// Forgets a leg that nobody has a handle of.
    pub(super) fn drop_leg_without_handles(&mut self, leg: LegId) {
        if self.legs.get(leg).is_some_and(|l| l.first.is_none()) {
            self.legs.remove(leg);
        }
    }

    /// The handles that came with a line.
    pub(super) fn of_line(&self, line: LineHandle) -> impl Iterator<Item = CallHandle> {
        self.handles.iter().filter(move |(_, call)| call.line == line).map(|(handle, _)| CallHandle(handle))
    }

    /// The messages that announce a new handle: LINE_APPNEWCALL, then its LINE_CALLSTATE.
    pub(super) fn announcement(&self, handle: CallHandle) -> Option<[Message; 2]> {
        let call = self.handles.get(handle.0)?;
        let leg = self.legs.get(call.leg)?;
        Some([
            Message::AppNewCall { address: leg.address, call: handle, privilege: call.privilege },
            Message::CallState { state: leg.state, mode: leg.mode, privilege: call.privilege },
        ])
    }
}
