//! Lines that come and go, and what goes with them.

use tapi_acd::ids::{AppHandle, DeviceId, LineHandle, SeatId};
use tapi_acd::server::Output;
use tapi_acd::wire::consts::{CallPrivilege, CallState, LineErr, MessageId, OpenOptions, ProxyRequestType};
use tapi_acd::{Attached, Function, Out};

use super::{
    ALL_OPEN_FOR_ACD, Asked, CLOSE, LIMITS, Line, Model, OPEN, Say, Waiting, addresses, known_since, raw,
    since_request,
};

impl Model {
    pub(super) fn open(&mut self, seat: SeatId, function: &Function) {
        let line = match self.check_open(seat, function) {
            Ok(line) => line,
            Err(error) => return self.returns(seat, Err(error)),
        };
        let Line { name, device, .. } = line;
        let types = line.types.clone();
        let complete_before = self.is_complete(device);
        self.served.extend(types.iter().map(|kind| (device, *kind, name)));
        self.lines.push(line);
        for kind in types {
            self.tell_proxy_status(device, name, OPEN, kind.0);
        }
        if self.is_complete(device) && !complete_before {
            self.tell_proxy_status(device, name, ALL_OPEN_FOR_ACD, 0);
        }
        self.returns(seat, Ok(Out::Line(name)));
    }

    fn check_open(&self, seat: SeatId, function: &Function) -> Result<Line, LineErr> {
        let Function::Open {
            app,
            device,
            api_version: version,
            ext_version,
            callback_instance: instance,
            privileges,
            options,
            media_modes,
            ref proxy_types,
            address,
        } = *function
        else {
            panic!("{function:?}")
        };
        self.own_app(seat, app)?;
        if device.0 == u32::MAX {
            return Err(LineErr::LINE_MAPPER_FAILED);
        }
        let addresses = addresses(device)?;
        known_since(version, 0)?;
        if ext_version != 0 {
            return Err(LineErr::INCOMPATIBLE_EXT_VERSION);
        }
        // NONE 1, MONITOR 2, OWNER 4; NONE goes with no other. PROXY and SINGLEADDRESS are the two highest bits.
        let options_known = options.bits() & 0x3FFF_FFFF == 0;
        if !matches!(privileges.bits(), 1 | 2 | 4 | 6) || !options_known {
            return Err(LineErr::INVAL_PRIV_SELECT);
        }
        if privileges.contains(CallPrivilege::OWNER) && media_modes.bits() == 0 {
            return Err(LineErr::INVAL_MEDIA_MODE);
        }
        let single = options.contains(OpenOptions::SINGLE_ADDRESS);
        if single && address.is_none_or(|address| address.0 >= addresses) {
            return Err(LineErr::INVAL_ADDRESS_ID);
        }
        let proxy = options.contains(OpenOptions::PROXY);
        if proxy == proxy_types.is_empty() || proxy_types.iter().any(|kind| !(1..=20).contains(&kind.0)) {
            return Err(LineErr::INVAL_PARAM);
        }
        if proxy_types.iter().any(|kind| version.0 < since_request(*kind)) {
            return Err(LineErr::INCOMPATIBLE_API_VERSION);
        }
        let twice = |kind: &&ProxyRequestType| proxy_types.iter().filter(|other| other == kind).count() > 1;
        if proxy_types.iter().any(|kind| self.serves(device, *kind).is_some())
            || proxy_types.iter().any(|kind| twice(&kind))
        {
            return Err(LineErr::NOT_REGISTERED);
        }
        let open = || self.lines.iter().filter(|line| line.there);
        let own = open().filter(|line| line.app == app).count();
        if own == LIMITS.lines_per_application || open().count() == LIMITS.lines {
            return Err(LineErr::RESOURCE_UNAVAIL);
        }
        Ok(Line {
            seat,
            name: LineHandle(0x200 + u32::try_from(self.lines.len()).unwrap()),
            there: true,
            app,
            device,
            version,
            instance,
            privileges,
            media: media_modes,
            only: address.filter(|_| single),
            types: proxy_types.clone(),
        })
    }

    fn tell_proxy_status(&mut self, device: DeviceId, not: LineHandle, bit: u64, kind: u32) {
        let params = [bit, kind.into(), 0];
        self.said.push(Say::Device { device, not, id: MessageId::PROXY_STATUS, params });
    }

    pub(super) fn close(&mut self, seat: SeatId, line: LineHandle) {
        if let Err(error) = self.own_line(seat, line) {
            return self.returns(seat, Err(error));
        }
        self.close_line(line);
        self.returns(seat, Ok(Out::None));
    }

    pub(super) fn shutdown(&mut self, seat: SeatId, app: AppHandle) {
        if let Err(error) = self.own_app(seat, app) {
            return self.returns(seat, Err(error));
        }
        self.cancel(|waiting| waiting.app == app);
        self.leave(app);
        self.returns(seat, Ok(Out::None));
    }

    /// A registration ends: its lines close, the first opened first; what it was asked fails.
    pub(super) fn leave(&mut self, app: AppHandle) {
        let lines: Vec<_> = self.lines.iter().filter(|l| l.there && l.app == app).map(|l| l.name).collect();
        lines.into_iter().for_each(|line| self.close_line(line));
        self.fail(|asked| asked.app == app);
        self.apps.iter_mut().filter(|known| known.name == app).for_each(|known| known.there = false);
    }

    fn close_line(&mut self, line: LineHandle) {
        self.take_line(line);
        self.fail(|asked| asked.line == line);
        self.tell_closed(line);
    }

    /// LINE_CLOSE; what was asked may still be answered (erratum E07).
    pub(super) fn force_close(&mut self, line: LineHandle) {
        let Some(Line { seat, instance, .. }) = self.line(line).cloned() else { return };
        self.tell(seat, raw(line.0, instance, MessageId::CLOSE, [0; 3]), Attached::None);
        self.take_line(line);
        self.tell_closed(line);
    }

    fn take_line(&mut self, name: LineHandle) {
        let mut dropped = Vec::new();
        for call in self.calls.iter_mut().filter(|call| call.there && call.line == name) {
            call.there = false;
            if call.privilege.contains(CallPrivilege::OWNER) {
                dropped.push(call.leg);
            }
        }
        for leg in dropped {
            if self.state_of(leg).is_some_and(|state| state != CallState::IDLE) {
                self.said.push(Say::One(Output::DropLeg { leg }));
            }
        }
        self.forget_legs();
        self.lines.iter_mut().filter(|line| line.name == name).for_each(|line| line.there = false);
        self.served.retain(|(.., line)| *line != name);
        self.cancel(|waiting| waiting.line == Some(name));
    }

    /// LINEPROXYSTATUS_CLOSE for each type that a line served that is gone.
    fn tell_closed(&mut self, name: LineHandle) {
        let line = self.lines.iter().find(|line| line.name == name).cloned().unwrap();
        for kind in line.types {
            self.tell_proxy_status(line.device, name, CLOSE, kind.0);
        }
    }

    /// Who goes hears of its own requests no more.
    pub(super) fn cancel(&mut self, goes: impl Fn(&Waiting) -> bool) {
        self.answering.retain(|waiting| !goes(waiting));
        for asked in &mut self.asked {
            asked.waiting = asked.waiting.filter(|waiting| !goes(waiting));
        }
    }

    /// What a handler leaves unanswered fails, the first asked first (erratum E29).
    fn fail(&mut self, left: impl Fn(&Asked) -> bool) {
        let mut waiting = Vec::new();
        for asked in self.asked.iter_mut().filter(|asked| asked.there && left(asked)) {
            asked.there = false;
            waiting.extend(asked.waiting);
        }
        for to in waiting {
            self.reply(to, LineErr::OPERATION_FAILED.into(), Attached::None);
        }
    }
}
