//! A fan-out as somebody writes it who needs nothing else: one copy of the message for every subscriber, in a queue.

use std::collections::VecDeque;

use tapi_acd::ids::{LineHandle, SeatId};
use tapi_acd::wire::LineMessage;
use tapi_acd::wire::consts::{AgentStateEx, AgentStatusEx, ApiVersion, MessageId};

struct Subscriber {
    seat: SeatId,
    line: LineHandle,
    version: ApiVersion,
    callback_instance: u64,
}

pub(super) struct FanOut {
    subscribers: Vec<Subscriber>,
    queue: VecDeque<(SeatId, LineMessage)>,
}

impl FanOut {
    /// Line 0 is the sender's.
    pub(super) fn new(lines: u32) -> Self {
        let subscriber = |line: u32| Subscriber {
            seat: SeatId(line.min(1)),
            line: LineHandle(line),
            version: ApiVersion::V2_2,
            callback_instance: 0xC0DE,
        };
        Self { subscribers: (0..=lines).map(subscriber).collect(), queue: VecDeque::new() }
    }

    pub(super) fn speak(&mut self, mut hear: impl FnMut(SeatId, &LineMessage)) {
        let message = LineMessage {
            device: 0,
            message_id: MessageId::AGENT_STATUS_EX,
            callback_instance: 0,
            param1: 7,
            param2: AgentStatusEx::STATE.bits().into(),
            param3: AgentStateEx::READY.0.into(),
        };
        for to in &self.subscribers {
            if to.line != LineHandle(0) && to.version >= ApiVersion::V2_2 {
                let Subscriber { line, callback_instance, .. } = *to;
                self.queue.push_back((to.seat, LineMessage { device: line.0, callback_instance, ..message }));
            }
        }
        while let Some((seat, message)) = self.queue.pop_front() {
            hear(seat, &message);
        }
    }
}
