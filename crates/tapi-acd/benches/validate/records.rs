//! What a busy call center sends: the eight messages, a few of them wrong.

use tapi_acd::wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentState, AgentStateEx, AgentStatus, AgentStatusEx, Constants,
    GroupStatus, MessageId, ProxyRequestType, ProxyStatus, QueueStatus,
};
use tapi_acd::wire::{Abi, LineMessage};

/// Records one behind the other; the same ones in every run.
pub(super) fn packed(abi: Abi, records: usize) -> Vec<u8> {
    let mut draw = Draw(7);
    let size = LineMessage::size(abi);
    let mut bytes = vec![0; records * size];
    for record in bytes.chunks_exact_mut(size) {
        let mut message = sound(&mut draw);
        if draw.below(100) < 4 {
            spoil(&mut message, abi, &mut draw);
        }
        message.encode(abi, record).expect("only 64-bit records have wide values");
    }
    bytes
}

/// A message that keeps every rule: mostly sessions and agents, then queues, then the others.
fn sound(draw: &mut Draw) -> LineMessage {
    let handle = 1 + draw.below(500);
    let (message_id, params) = match draw.below(100) {
        0..32 => {
            let states =
                [AgentSessionState::READY, AgentSessionState::BUSY_ON_CALL, AgentSessionState::NOT_READY];
            (
                MessageId::AGENT_SESSION_STATUS,
                [handle, AgentSessionStatus::STATE.bits(), draw.one_of(states).0],
            )
        }
        32..64 => {
            let states = [AgentStateEx::READY, AgentStateEx::BUSY_ACD, AgentStateEx::NOT_READY];
            (MessageId::AGENT_STATUS_EX, [handle, AgentStatusEx::STATE.bits(), draw.one_of(states).0])
        }
        64..70 => (MessageId::AGENT_STATUS_EX, [handle, AgentStatusEx::UPDATE_INFO.bits(), 0]),
        70..86 => (MessageId::QUEUE_STATUS, [handle % 20, QueueStatus::UPDATE_INFO.bits(), 0]),
        86..92 => (MessageId::PROXY_REQUEST, [handle << 8, 0, 0]),
        92..96 => (MessageId::AGENT_STATUS, [handle % 4, AgentStatus::STATE.bits(), AgentState::READY.0]),
        96..98 => (MessageId::AGENT_SPECIFIC, [0, handle, draw.below(9)]),
        98 => (MessageId::GROUP_STATUS, [0, GroupStatus::NEW_GROUP.bits(), 0]),
        _ => {
            let kind = ProxyRequestType::FAMILY.rows[draw.below(20) as usize].value;
            (MessageId::PROXY_STATUS, [ProxyStatus::OPEN.bits(), kind, 0])
        }
    };
    let [param1, param2, param3] = params.map(u64::from);
    let device = 0x0200_0001 + draw.below(60);
    LineMessage { device, message_id, callback_instance: 0, param1, param2, param3 }
}

/// Changes one parameter to what its rule may refuse.
fn spoil(message: &mut LineMessage, abi: Abi, draw: &mut Draw) {
    let widest = if abi == Abi::Win64 { 1 << 32 } else { 1 << 31 };
    let value = draw.one_of([0, 3, 0x40, widest]);
    *draw.one_of([&mut message.param1, &mut message.param2, &mut message.param3]) = value;
}

/// Numbers that look random: splitmix64.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed >> 32) % u64::from(limit)) as u32
    }

    fn one_of<T, const N: usize>(&mut self, choices: [T; N]) -> T {
        let limit = u32::try_from(N).expect("a few choices");
        let index = self.below(limit) as usize;
        choices.into_iter().nth(index).expect("the index is below their number")
    }
}
