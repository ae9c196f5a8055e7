//! What the service provider reports becomes call messages.

use tapi_wire::consts::{CallPrivilege, CallState, MediaMode};

use super::{Line, Server};
use crate::ids::{AddressId, DeviceId, LegId, RequestId};
use crate::message::{Message, ResultCode};
use crate::provider::SwitchEvent;

impl Server {
    pub(super) fn switch_event(&mut self, event: SwitchEvent) {
        match event {
            SwitchEvent::LegAppears { leg, device, address, media_modes, state, mode } => {
                self.calls.add_leg(leg, address, state, mode);
                self.hand_out(leg, (device, address), media_modes, state);
            }
            SwitchEvent::LegState { leg, state, mode } => self.leg_state(leg, state, mode),
            SwitchEvent::LegInfo { leg, changed } => {
                let first = self.calls.leg(leg).and_then(|l| l.first);
                self.outbox.post_call(first, Message::CallInfo { changed }.into(), None);
            }
            SwitchEvent::Completed { request, result } => self.completed(request, result),
        }
    }

    /// Every line with a stake in the call gets a handle: one owner, any number of monitors. Only calls that are
    /// offered find an owner (*lineOpen*: an application that asks to own calls owns inbound ones).
    fn hand_out(
        &mut self,
        leg: LegId,
        (device, address): (DeviceId, AddressId),
        media_modes: MediaMode,
        state: CallState,
    ) {
        let mut owned = state != CallState::OFFERING;
        let mut last = None;
        let lines = self.device(device).map_or(0, |d| d.lines.len());
        for at in 0..lines {
            let Some(handle) = self.device(device).and_then(|d| d.lines.get(at).copied()) else { continue };
            let Some(line) = self.lines.get(handle.0) else { continue };
            if line.address.is_some_and(|only| only != address) {
                continue;
            }
            let Some(privilege) = stake(line, media_modes, owned) else { continue };
            owned |= privilege == CallPrivilege::OWNER;
            if let Some(call) = self.calls.add_handle((leg, last), handle, privilege) {
                self.outbox.new_call(call, line.version);
                last = Some(call);
            }
        }
        self.calls.drop_leg_without_handles(leg);
    }

    fn leg_state(&mut self, leg: LegId, state: CallState, mode: u32) {
        let Some(known) = self.calls.leg_mut(leg) else { return };
        (known.state, known.mode) = (state, mode);
        let first = known.first;
        // The privilege does not change with the state.
        let message = Message::CallState { state, mode, privilege: CallPrivilege::empty() };
        self.outbox.post_call(first, message.into(), None);
    }

    fn completed(&mut self, request: RequestId, result: ResultCode) {
        if let Some(at) = self.switch_pending.iter().position(|p| p.request == request) {
            let pending = self.switch_pending.remove(at);
            self.reply(pending, result, None);
        }
    }
}

/// What a line may do with a new call; `None` when it gets no handle.
fn stake(line: &Line, media_modes: MediaMode, owned: bool) -> Option<CallPrivilege> {
    let may_own = line.privileges.contains(CallPrivilege::OWNER) && line.media_modes.intersects(media_modes);
    if may_own && !owned {
        return Some(CallPrivilege::OWNER);
    }
    line.privileges.contains(CallPrivilege::MONITOR).then_some(CallPrivilege::MONITOR)
}
