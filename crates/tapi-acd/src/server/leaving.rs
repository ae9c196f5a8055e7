//! Lines that go: closed by their application, with it, or by force.

use alloc::collections::btree_map::Entry;
use alloc::vec::Vec;

use tapi_wire::consts::{CallPrivilege, CallState, LineErr, ProxyStatus};

use super::delivery::{Body, Except};
use super::functions::returns;
use super::{Handler, Line, Pending, Say, Server};
use crate::function::Out;
use crate::ids::{AppHandle, CallHandle, CallSerial, LineHandle, SeatId};
use crate::machine::{application, line, proxy_registration, proxy_request};
use crate::message::Message;

impl Server {
    pub(super) fn close(&mut self, seat: SeatId, serial: CallSerial, line: LineHandle, say: &mut impl Say) {
        if let Err(error) = self.line_for(seat, line, line::Event::AskedToClose) {
            return returns(seat, serial, Err(error), say);
        }
        self.close_line(line, line::Event::AskedToClose, Except::Line(line), say);
        returns(seat, serial, Ok(Out::None), say);
    }

    pub(super) fn shutdown(&mut self, seat: SeatId, serial: CallSerial, app: AppHandle, say: &mut impl Say) {
        if let Err(error) = self.app_for(seat, app, application::Event::ShutDown) {
            return returns(seat, serial, Err(error), say);
        }
        // Every request of the application is cancelled before any of its lines can fail one as a handler.
        self.suppress_replies(|pending| pending.app == app);
        self.leave(app, application::Event::ShutDown, Except::App(app), say);
        returns(seat, serial, Ok(Out::None), say);
    }

    /// An application dies. It hears of nothing any more, not even of what else of its own goes with it (inferred).
    pub(super) fn crash(&mut self, seat: SeatId, say: &mut impl Say) {
        let apps = self.apps.iter().filter(|(_, app)| app.seat == seat);
        let apps: Vec<_> = apps.map(|(handle, _)| AppHandle(handle)).collect();
        self.suppress_replies(|pending| pending.seat == seat);
        for app in apps {
            self.leave(app, application::Event::Died, Except::Seat(seat), say);
        }
    }

    /// Ends a registration with all its lines; whoever is excepted goes too, and hears of nothing.
    fn leave(&mut self, app: AppHandle, event: application::Event, except: Except, say: &mut impl Say) {
        let known = self.apps.get(app.0).filter(|app| app.state.after(event) == application::State::Over);
        let Some(lines) = known.map(|app| app.lines.clone()) else { return };
        for line in lines {
            self.close_line(line, line::Event::ApplicationGone, except, say);
        }
        // Requests of lines that were closed by force wait for the handler only as long as there is one.
        self.fail_requests(|handler| handler.app == app, say);
        let Some(seat) = self.apps.remove(app.0).map(|app| app.seat) else { return };
        if let Entry::Occupied(mut left) = self.registrations.entry(seat) {
            *left.get_mut() -= 1;
            if *left.get() == 0 {
                left.remove();
            }
        }
    }

    /// Takes a line away from its application (LINE_CLOSE message). Its calls and its own requests go as with lineClose
    /// (inferred); what it was asked as a handler it may still answer, by the dead handle (erratum E07).
    pub(super) fn force_close(&mut self, handle: LineHandle, say: &mut impl Say) {
        let line = self.lines.get(handle.0);
        let state = line.map_or(line::State::Closed, |line| line.state);
        let Ok(line) = state.step(line::Event::TakenAway).grant(line) else { return };
        Body::from(Message::Close).tell(handle.0, line, say);
        let Some(line) = self.take_line(handle, line::Event::TakenAway, say) else { return };
        for pending in self.proxy_pending.values_mut().filter(|pending| pending.handler.line == handle) {
            pending.state = pending.state.after(proxy_request::Event::HandlerTaken);
        }
        self.say_not_served(&line, Except::Line(handle), say);
    }

    /// Closes a line as its application asked, or with it.
    fn close_line(&mut self, handle: LineHandle, event: line::Event, except: Except, say: &mut impl Say) {
        let Some(line) = self.take_line(handle, event, say) else { return };
        if !line.proxy_types.is_empty() {
            self.fail_requests(|handler| handler.line == handle, say);
        }
        self.say_not_served(&line, except, say);
    }

    /// Takes a line that closes out, with its calls and with what it asked; its types are free again.
    fn take_line(&mut self, handle: LineHandle, event: line::Event, say: &mut impl Say) -> Option<Line> {
        self.lines.get(handle.0).filter(|line| line.state.after(event) == line::State::Closed)?;
        let calls: Vec<_> = self.calls.of_line(handle).collect();
        for call in calls {
            self.give_up_handle(call, say);
        }
        let line = self.lines.remove(handle.0)?;
        if let Some(app) = self.apps.get_mut(line.app.0) {
            app.lines.retain(|open| *open != handle);
        }
        if let Some(device) = self.device_mut(line.device) {
            device.lines.retain(|open| *open != handle);
        }
        // Most lines wait for nothing when they close, and a look at all that others wait for takes its time.
        if line.requests > 0 {
            self.suppress_replies(|pending| pending.line == Some(handle));
        }
        Some(line)
    }

    /// A line has closed, and with it goes what it served.
    fn say_not_served(&self, line: &Line, except: Except, say: &mut impl Say) {
        use proxy_registration::{Event, State};
        for kind in line.proxy_types.iter().filter(|_| State::Served.after(Event::ServerGone) == State::Free)
        {
            self.proxy_status(line.device, ProxyStatus::CLOSE, *kind, except, say);
        }
    }

    /// A handle goes with its line. A call that loses its owner is dropped (lineClose function), unless it is over; a
    /// call has one owner in this model.
    fn give_up_handle(&mut self, handle: CallHandle, say: &mut impl Say) {
        let Some(leg) = self.calls.get(handle.0).map(|call| call.leg) else { return };
        let over = self.calls.leg(leg).is_none_or(|leg| leg.state == CallState::IDLE);
        let owned =
            self.calls.remove_handle(handle).is_some_and(|c| c.privilege.contains(CallPrivilege::OWNER));
        if owned && !over {
            say.drop_leg(leg);
        }
    }

    /// The closer hears of its outstanding requests no more; their handlers still answer once.
    fn suppress_replies(&mut self, cancelled: impl Fn(&Pending) -> bool) {
        self.switch_pending.retain(|pending| !cancelled(pending));
        for pending in self.proxy_pending.values_mut().filter(|pending| cancelled(&pending.requester)) {
            pending.state = pending.state.after(proxy_request::Event::RequesterGone);
        }
    }

    /// What a handler leaves unanswered fails, so that no client waits for ever (erratum E29).
    fn fail_requests(&mut self, gone: impl Fn(&Handler) -> bool, say: &mut impl Say) {
        let left = self.proxy_pending.iter().filter(|(_, pending)| gone(&pending.handler));
        let left: Vec<_> = left.map(|(buffer, _)| buffer).collect();
        let event = proxy_request::Event::HandlerGone;
        let mut waiting: Vec<_> = left.into_iter().filter_map(|buffer| self.settle(buffer, event)).collect();
        waiting.sort_unstable_by_key(|requester| requester.request);
        for requester in waiting {
            self.reply(requester, LineErr::OPERATION_FAILED.into(), None, say);
        }
    }
}
