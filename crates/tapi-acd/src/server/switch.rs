//! What the service provider reports becomes call messages.

use tapi_wire::consts::{CallPrivilege, CallState, MediaMode};

use super::calls::Leg;
use super::delivery::{announce, tell_call};
use super::{Line, Say, Server};
use crate::ids::{DeviceId, LegId, RequestId};
use crate::message::{Message, ResultCode};
use crate::provider::SwitchEvent;

impl Server {
    #[inline]
    pub(crate) fn switch_event(&mut self, event: SwitchEvent, say: &mut impl Say) {
        match event {
            SwitchEvent::LegAppears { leg, device, address, media_modes, state, mode } => {
                self.hand_out(leg, device, Leg { address, state, mode, first: None }, media_modes, say);
            }
            SwitchEvent::LegState { leg, state, mode } => self.leg_state(leg, state, mode, say),
            SwitchEvent::LegInfo { leg, changed } => {
                let first = self.calls.leg(leg).and_then(|l| l.first);
                tell_call((&self.calls, &self.lines), first, Message::CallInfo { changed }.into(), None, say);
            }
            SwitchEvent::Completed { request, result } => self.completed(request, result, say),
        }
    }

    /// Every line with a stake in the call gets a handle: one owner, any number of monitors. Only calls that are
    /// offered find an owner (*lineOpen*: an application that asks to own calls owns inbound ones). A leg that nobody
    /// has a stake in is not kept.
    fn hand_out(
        &mut self,
        id: LegId,
        device: DeviceId,
        leg: Leg,
        media_modes: MediaMode,
        say: &mut impl Say,
    ) {
        let Self { devices, lines, calls, .. } = self;
        let open = devices.get(device.0 as usize).map_or(&[][..], |device| &device.lines);
        let mut owned = leg.state != CallState::OFFERING;
        let mut last = None;
        for handle in open {
            let Some(line) = lines.get(handle.0) else { continue };
            if line.address.is_some_and(|only| only != leg.address) {
                continue;
            }
            let Some(privilege) = stake(line, media_modes, owned) else { continue };
            owned |= privilege == CallPrivilege::OWNER;
            if last.is_none() {
                calls.add_leg(id, leg);
            }
            if let Some(call) = calls.add_handle((id, last), *handle, privilege) {
                announce(calls, call, line, say);
                last = Some(call);
            }
        }
        if last.is_none() {
            calls.drop_leg_without_handles(id);
        }
    }

    fn leg_state(&mut self, leg: LegId, state: CallState, mode: u32, say: &mut impl Say) {
        let Some(known) = self.calls.leg_mut(leg) else { return };
        (known.state, known.mode) = (state, mode);
        let first = known.first;
        // The privilege does not change with the state.
        let message = Message::CallState { state, mode, privilege: CallPrivilege::empty() };
        tell_call((&self.calls, &self.lines), first, message.into(), None, say);
    }

    fn completed(&mut self, request: RequestId, result: ResultCode, say: &mut impl Say) {
        if let Some(at) = self.switch_pending.iter().position(|p| p.request == request) {
            let pending = self.switch_pending.remove(at);
            self.reply(pending, result, None, say);
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
