//! The rules of the eight messages as somebody writes them who needs nothing else: offsets, masks, one `match`.

use tapi_acd::wire::Abi;

const AGENT_SPECIFIC: u32 = 21;
const AGENT_STATUS: u32 = 22;
const PROXY_REQUEST: u32 = 24;
const AGENT_SESSION_STATUS: u32 = 27;
const QUEUE_STATUS: u32 = 28;
const AGENT_STATUS_EX: u32 = 29;
const GROUP_STATUS: u32 = 30;
const PROXY_STATUS: u32 = 31;

/// Tells `found` the number of the record and the rule, for each rule that a record breaks.
pub(super) fn check(abi: Abi, bytes: &[u8], mut found: impl FnMut(usize, &'static str)) {
    let size = if abi == Abi::Win64 { 40 } else { 24 };
    for (number, record) in bytes.chunks_exact(size).enumerate() {
        let id = u32_at(record, 4);
        let (p1, p2, p3) = match abi {
            Abi::Win64 => (u64_at(record, 16), u64_at(record, 24), u64_at(record, 32)),
            Abi::Win32 => (wide_at(record, 12), wide_at(record, 16), wide_at(record, 20)),
        };
        let mut expect = |holds: bool, value: u64, rule| {
            if value >> 32 != 0 {
                found(number, if rule == "P01" { "P01" } else { "P05" });
            } else if !holds {
                found(number, rule);
            }
        };
        match id {
            AGENT_SESSION_STATUS => {
                expect(p1 != 0, p1, "P06");
                expect(p2 != 0 && p2 & !0x7 == 0, p2, "P02");
                expect(if p2 & 2 != 0 { one_of(p3, 0x3F) } else { p3 == 0 }, p3, "P03");
            }
            AGENT_STATUS_EX => {
                expect(p1 != 0, p1, "P06");
                expect(p2 != 0 && p2 & !0x7 == 0, p2, "P02");
                expect(if p2 & 2 != 0 { one_of(p3, 0x7F) } else { p3 == 0 }, p3, "P03");
            }
            AGENT_STATUS => {
                expect(true, p1, "");
                expect(p2 != 0 && p2 & !0x1FF == 0, p2, "P02");
                let own = p3 & 0xFFFF == 0; // A device's own state, or 0 for UNAVAIL.
                expect(if p2 & 2 != 0 { own || one_of(p3, 0x3FF) } else { p3 == 0 }, p3, "P03");
            }
            QUEUE_STATUS => {
                expect(true, p1, "");
                expect(p2 != 0 && p2 & !0x7 == 0, p2, "P02");
                expect(p3 == 0, p3, "P01");
            }
            GROUP_STATUS => {
                expect(p1 == 0, p1, "P01");
                expect(p2 != 0 && p2 & !0x3 == 0, p2, "P02");
                expect(p3 == 0, p3, "P01");
            }
            PROXY_REQUEST => {
                expect(p1 != 0, 0, "P06"); // Pointer sized: no width.
                expect(p2 == 0, p2, "P08");
                expect(p3 == 0, p3, "P08");
            }
            PROXY_STATUS => {
                expect(p1 != 0 && p1 & !0x7 == 0, p1, "P02");
                expect(if p1 & 3 != 0 { p2.wrapping_sub(1) < 20 } else { p2 == 0 }, p2, "P03");
                expect(p3 == 0, p3, "P01");
                expect((p1 & 0xFFFF_FFFF).count_ones() <= 1, 0, "P07");
            }
            AGENT_SPECIFIC => {
                expect(true, p1, "");
                expect(true, p2, "");
                expect(true, p3, "");
            }
            _ => {}
        }
    }
}

fn one_of(value: u64, mask: u64) -> bool {
    value & mask == value && value.is_power_of_two()
}

fn u32_at(record: &[u8], offset: usize) -> u32 {
    u32::from_le_bytes(record[offset..offset + 4].try_into().expect("4 bytes"))
}

fn wide_at(record: &[u8], offset: usize) -> u64 {
    u64::from(u32_at(record, offset))
}

fn u64_at(record: &[u8], offset: usize) -> u64 {
    u64::from_le_bytes(record[offset..offset + 8].try_into().expect("8 bytes"))
}
