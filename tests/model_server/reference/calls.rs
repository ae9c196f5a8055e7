//! Calls: who gets a handle, who answers, who lets go.

use tapi_acd::Attached;
use tapi_acd::Out;
use tapi_acd::ids::{CallHandle, DeviceId, LegId, RequestId, SeatId};
use tapi_acd::provider::SwitchEvent;
use tapi_acd::server::Output;
use tapi_acd::wire::consts::{CallPrivilege, CallState, LineErr, MediaMode, MessageId};

use super::{Call, Leg, Line, Model, Say, Told, Waiting};

impl Model {
    pub(super) fn answer(&mut self, seat: SeatId, name: CallHandle) {
        let (leg, to) = match self.check_answer(seat, name) {
            Ok(found) => found,
            Err(error) => return self.returns(seat, Err(error)),
        };
        self.answering.push(to);
        self.returns_id(seat);
        self.said.push(Say::One(Output::AnswerLeg { leg, request: to.id }));
    }

    fn check_answer(&self, seat: SeatId, name: CallHandle) -> Result<(LegId, Waiting), LineErr> {
        let call = self.own_call(seat, name)?;
        let Line { app, instance, .. } = *self.own_line(seat, call.line)?;
        if !call.privilege.contains(CallPrivilege::OWNER) {
            return Err(LineErr::NOT_OWNER);
        }
        if self.state_of(call.leg) != Some(CallState::OFFERING) {
            return Err(LineErr::INVAL_CALL_STATE);
        }
        let id = RequestId::new(self.requests_made + 1).unwrap();
        let to = Waiting { id, seat, app, line: Some(call.line), instance };
        self.has_room(&to).then_some((call.leg, to)).ok_or(LineErr::RESOURCE_UNAVAIL)
    }

    pub(super) fn deallocate(&mut self, seat: SeatId, name: CallHandle) -> Told {
        let call = self.own_call(seat, name)?;
        if call.privilege.contains(CallPrivilege::OWNER) && self.state_of(call.leg) != Some(CallState::IDLE) {
            return Err(LineErr::INVAL_CALL_STATE);
        }
        self.calls.iter_mut().filter(|call| call.name == name).for_each(|call| call.there = false);
        self.forget_legs();
        Ok(Out::None)
    }

    /// A call that nobody has a handle of is nobody's.
    pub(super) fn forget_legs(&mut self) {
        let calls = &self.calls;
        self.legs.retain(|leg| calls.iter().any(|call| call.there && call.leg == leg.name));
    }

    pub(super) fn switch(&mut self, event: &SwitchEvent) {
        match *event {
            SwitchEvent::LegAppears { leg, device, address, media_modes, state, mode } => {
                self.legs_made += 1;
                self.legs.push(Leg { name: leg, address, state });
                self.hand_out(leg, device, media_modes, mode);
                self.forget_legs();
            }
            SwitchEvent::LegState { leg, state, mode } => {
                self.legs.iter_mut().filter(|l| l.name == leg).for_each(|l| l.state = state);
                let params = [state.0.into(), mode.into(), 0];
                self.said.push(Say::Leg { leg, not: None, id: MessageId::CALL_STATE, params });
            }
            SwitchEvent::LegInfo { leg, changed } => {
                let params = [changed.bits().into(), 0, 0];
                self.said.push(Say::Leg { leg, not: None, id: MessageId::CALL_INFO, params });
            }
            SwitchEvent::Completed { request, result } => {
                if let Some(at) = self.answering.iter().position(|waiting| waiting.id == request) {
                    let to = self.answering.remove(at);
                    self.reply(to, result, Attached::None);
                }
            }
        }
    }

    /// The first line that may own the call does; every other one that may watch does that.
    fn hand_out(&mut self, leg: LegId, device: DeviceId, media: MediaMode, mode: u32) {
        let Leg { address, state, .. } = self.legs.last().cloned().unwrap();
        let mut owned = false;
        for line in self.lines.clone().into_iter().filter(|line| line.there && line.device == device) {
            let may_own = line.privileges.contains(CallPrivilege::OWNER) && line.media.intersects(media);
            let privilege = if may_own && !owned { CallPrivilege::OWNER } else { CallPrivilege::MONITOR };
            let only_other = line.only.is_some_and(|only| only != address);
            if only_other || !(may_own && !owned || line.privileges.contains(CallPrivilege::MONITOR)) {
                continue;
            }
            owned |= privilege == CallPrivilege::OWNER;
            let name = CallHandle(0x300 + u32::try_from(self.calls.len()).unwrap());
            self.calls.push(Call { name, line: line.name, there: true, leg, privilege });
            let bits = privilege.bits().into();
            let new = [address.0.into(), name.0.into(), bits];
            let first = line.hears(line.name.0, MessageId::APP_NEW_CALL, new);
            let state = [state.0.into(), mode.into(), bits];
            let second = line.hears(name.0, MessageId::CALL_STATE, state);
            self.said.extend(first.into_iter().chain(second).map(Say::One));
        }
    }
}
