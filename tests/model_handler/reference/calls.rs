//! The calls in the switch: what can happen to them, and what then stands where.

use tapi_acd::ids::{AddressId, CallId, DeviceId};
use tapi_acd::provider::{CtiEvent, LiveCall, Origin, Stage};

use super::{DEVICES, Model};

/// More calls than lines, so that some wait.
const CALLS: u32 = 6;
/// One more address than there are queues at first.
const QUEUE_ADDRESSES: u32 = 3;

impl Model {
    /// Everything that can happen in the switch next.
    pub(crate) fn possible(&self) -> Vec<CtiEvent> {
        let mut events = vec![];
        let busy: Vec<_> = self.switch.iter().filter_map(|live| live.stage.line()).collect();
        let free: Vec<_> = (1..DEVICES).map(DeviceId).filter(|line| !busy.contains(line)).collect();
        let addresses = || (0..QUEUE_ADDRESSES).map(AddressId);
        for call in (1..=CALLS).map(CallId) {
            let Some(live) = self.switch.iter().find(|live| live.call == call) else {
                events.extend(addresses().map(|address| CtiEvent::Queued { call, address }));
                for &device in &free {
                    events.push(CtiEvent::Rings { call, origin: Origin::Outside, device });
                    events.push(CtiEvent::Rings { call, origin: Origin::Dialler, device });
                    events.push(CtiEvent::Dials { call, device });
                }
                continue;
            };
            match (live.stage, live.origin) {
                (Stage::Waiting, origin) => {
                    events.extend(free.iter().map(|&device| CtiEvent::Delivered { call, device }));
                    let others = addresses().filter(|address| origin != Origin::Queue(*address));
                    events.extend(others.map(|address| CtiEvent::Overflowed { call, address }));
                    events.extend([CtiEvent::GuideEnded { call }, CtiEvent::Abandoned { call }]);
                }
                (Stage::Ringing(_), origin) => {
                    events.extend([CtiEvent::Answered { call }, CtiEvent::Abandoned { call }]);
                    if matches!(origin, Origin::Queue(_)) {
                        events.push(CtiEvent::Returned { call });
                    }
                }
                (Stage::Dialling(_), _) => {
                    events.extend([CtiEvent::Answered { call }, CtiEvent::Released { call }]);
                }
                (Stage::Talking(_), _) => events.push(CtiEvent::Released { call }),
            }
        }
        events
    }

    /// Something happens in the switch.
    pub(super) fn happens(&mut self, event: &CtiEvent) {
        let mut comes = |call, origin, stage| self.switch.push(LiveCall { call, origin, stage });
        match *event {
            CtiEvent::Queued { call, address } => comes(call, Origin::Queue(address), Stage::Waiting),
            CtiEvent::Rings { call, origin, device } => comes(call, origin, Stage::Ringing(device)),
            CtiEvent::Dials { call, device } => comes(call, Origin::Agent, Stage::Dialling(device)),
            CtiEvent::GuideEnded { call } | CtiEvent::Abandoned { call } | CtiEvent::Released { call } => {
                self.switch.retain(|live| live.call != call);
            }
            CtiEvent::Overflowed { call, address } => self.live_call(call).origin = Origin::Queue(address),
            CtiEvent::Delivered { call, device } => self.live_call(call).stage = Stage::Ringing(device),
            CtiEvent::Returned { call } => self.live_call(call).stage = Stage::Waiting,
            CtiEvent::Answered { call } => {
                let live = self.live_call(call);
                live.stage = Stage::Talking(live.stage.line().expect("it was at a line"));
            }
            CtiEvent::Key { .. } | CtiEvent::LinkLost | CtiEvent::LinkFound { .. } => {
                unreachable!("this is no call")
            }
        }
        self.switch.sort_by_key(|live| live.call);
    }

    fn live_call(&mut self, call: CallId) -> &mut LiveCall {
        self.switch.iter_mut().find(|live| live.call == call).expect("the call is there")
    }
}
