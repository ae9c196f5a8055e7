//! Lists, capabilities and status with their variable parts.

use proptest::prelude::*;
use tapi_wire::consts::{AgentState, ProxyRequestType};
use tapi_wire::layout::*;
use tapi_wire::varpart::{Sizes, wide_bytes};
use tapi_wire::{Abi, ApiVersion, EncodeError, Guid, Reason};

use crate::damage::{Damage, damage};

/// Fills a buffer of each size that matters and reads it again.
trait Case {
    /// Bytes of the fixed part.
    fn fixed(&self) -> usize;
    fn fill(&self, buffer: &mut [u8]) -> Result<Sizes, EncodeError>;
    /// Reads everything; whether it is this case with all its parts, or an error as text.
    fn is_read_from(&self, bytes: &[u8]) -> Result<bool, String>;
    /// Fills a buffer with what is read from `bytes`.
    fn refill(&self, bytes: &[u8], buffer: &mut [u8]);
}

pub(crate) const UNTOUCHED: u8 = 0xEE;

/// The two calls of every application: ask with the fixed size, then with what is needed.
fn two_calls(case: &impl Case) -> Vec<u8> {
    let mut buffer = vec![UNTOUCHED; case.fixed()];
    let first = case.fill(&mut buffer).expect("the fixed part has room");
    assert!(case.is_read_from(&buffer).is_ok(), "a partial answer is readable");
    buffer.resize(first.needed as usize, UNTOUCHED);
    let second = case.fill(&mut buffer).expect("everything has room");
    assert_eq!((second.needed, second.used, second.total), (first.needed, first.needed, first.needed));
    buffer
}

fn check(case: &impl Case) {
    let whole = two_calls(case);
    assert_eq!(case.is_read_from(&whole), Ok(true), "everything is there after two calls");
    let mut again = vec![UNTOUCHED; whole.len()];
    case.refill(&whole, &mut again);
    assert_eq!(again, whole, "canonical bytes survive");
    for length in 0..whole.len() + 3 {
        any_room(case, length, whole.len());
        let cut = &whole[..length.min(whole.len())];
        assert_eq!(case.is_read_from(cut).is_ok(), length >= whole.len(), "cut to {length}");
    }
}

/// What fits is there, the rest is left out whole, and spare room stays as it was.
fn any_room(case: &impl Case, length: usize, whole: usize) {
    let mut buffer = vec![UNTOUCHED; length];
    let Ok(sizes) = case.fill(&mut buffer) else {
        assert!(length < case.fixed());
        assert!(buffer.iter().all(|&byte| byte == UNTOUCHED), "a refused buffer stays as it was");
        return;
    };
    assert!(length >= case.fixed());
    assert_eq!((sizes.total as usize, sizes.needed as usize), (length, whole));
    assert!(case.fixed() <= sizes.used as usize && sizes.used as usize <= length.min(whole));
    assert!(buffer[sizes.used as usize..].iter().all(|&byte| byte == UNTOUCHED), "spare room changed");
    assert_eq!(case.is_read_from(&buffer), Ok(length >= whole), "{length} of {whole}");
}

/// The answer may be anything but a panic.
fn survives_damage(case: &impl Case, damage: &Damage) {
    let mut bytes = two_calls(case);
    damage.apply(&mut bytes);
    let _: Result<bool, String> = case.is_read_from(&bytes);
}

/// What a list type needs to be a case.
macro_rules! list_case {
    ($Case:ident, $List:ident, $Fixed:ident, $item:ty, $entry:expr) => {
        #[derive(Debug)]
        struct $Case(Vec<$item>);

        impl Case for $Case {
            fn fixed(&self) -> usize {
                $Fixed::LAYOUT.size(Abi::Win32)
            }

            fn fill(&self, buffer: &mut [u8]) -> Result<Sizes, EncodeError> {
                $List::encode_into(self.0.iter().map($entry), buffer)
            }

            fn is_read_from(&self, bytes: &[u8]) -> Result<bool, String> {
                let list = $List::decode(bytes).map_err(|error| error.to_string())?;
                let entries =
                    list.entries.iter().collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
                assert_eq!(list.entries.len(), entries.len());
                Ok(self.0.iter().map($entry).collect::<Vec<_>>() == entries)
            }

            fn refill(&self, bytes: &[u8], buffer: &mut [u8]) {
                let entries: Vec<_> = $List::decode(bytes)
                    .expect("the bytes are canonical")
                    .entries
                    .iter()
                    .map(|entry| entry.expect("the bytes are canonical"))
                    .collect();
                $List::encode_into(entries, buffer).expect("the buffer has room");
            }
        }
    };
}

type Named<T> = (T, Vec<u8>);

fn group((id, name): &Named<[u8; 16]>) -> GroupEntry<'_> {
    GroupEntry { group_id: Guid(*id), name }
}

fn activity((id, name): &Named<u32>) -> ActivityEntry<'_> {
    ActivityEntry { id: *id, name }
}

fn queue((queue_id, name): &Named<u32>) -> QueueEntry<'_> {
    QueueEntry { queue_id: *queue_id, name }
}

fn agent((agent, [name, id, pin]): &(u32, [Vec<u8>; 3])) -> AgentEntry<'_> {
    AgentEntry { agent: *agent, name, id, pin }
}

fn session(&(agent_session, id): &(u32, [u8; 16])) -> LineAgentSessionEntry {
    LineAgentSessionEntry { agent_session, agent: 3, group_id: Guid(id), working_address_id: 1 }
}

fn request_type(&number: &u32) -> ProxyRequestType {
    ProxyRequestType(number)
}

list_case!(Groups, GroupList, LineAgentGroupList, Named<[u8; 16]>, group);
list_case!(Activities, ActivityList, LineAgentActivityList, Named<u32>, activity);
list_case!(Queues, QueueList, LineQueueList, Named<u32>, queue);
list_case!(Agents, AgentList, LineAgentList, (u32, [Vec<u8>; 3]), agent);
list_case!(Sessions, SessionList, LineAgentSessionList, (u32, [u8; 16]), session);
list_case!(RequestTypes, RequestTypeList, LineProxyRequestList, u32, request_type);

#[derive(Debug)]
struct Status(Vec<Named<[u8; 16]>>, Vec<u8>);

const STATUS: fn() -> LineAgentStatus =
    || LineAgentStatus { state: AgentState::READY, activity_id: 5, ..Default::default() };

impl Case for Status {
    fn fixed(&self) -> usize {
        56
    }

    fn fill(&self, buffer: &mut [u8]) -> Result<Sizes, EncodeError> {
        let groups: Vec<_> = self.0.iter().map(group).collect();
        AgentStatus::encode_into(STATUS(), &groups, &self.1, buffer)
    }

    fn is_read_from(&self, bytes: &[u8]) -> Result<bool, String> {
        let status = AgentStatus::decode(bytes).map_err(|error| error.to_string())?;
        let groups =
            status.groups.iter().collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
        let same = self.0.iter().map(group).collect::<Vec<_>>() == groups && status.activity == self.1;
        Ok(same && (status.fixed.state, status.fixed.activity_id) == (AgentState::READY, 5))
    }

    fn refill(&self, bytes: &[u8], buffer: &mut [u8]) {
        let status = AgentStatus::decode(bytes).expect("the bytes are canonical");
        let groups: Vec<_> =
            status.groups.iter().map(|entry| entry.expect("the bytes are canonical")).collect();
        AgentStatus::encode_into(status.fixed, &groups, status.activity, buffer)
            .expect("the buffer has room");
    }
}

#[derive(Debug)]
struct Caps(ApiVersion, Vec<u32>, Vec<u8>);

impl Caps {
    fn extensions(&self) -> Vec<LineExtensionId> {
        self.1.iter().map(|&number| LineExtensionId { extension_id0: number, ..Default::default() }).collect()
    }
}

impl Case for Caps {
    fn fixed(&self) -> usize {
        LineAgentCaps::LAYOUT.size_in(Abi::Win32, self.0)
    }

    fn fill(&self, buffer: &mut [u8]) -> Result<Sizes, EncodeError> {
        let fixed = LineAgentCaps { caps_version: self.0, ..Default::default() };
        AgentCaps::encode_into(fixed, &self.2, &self.extensions(), self.0, buffer)
    }

    fn is_read_from(&self, bytes: &[u8]) -> Result<bool, String> {
        let caps = AgentCaps::decode(self.0, bytes).map_err(|error| error.to_string())?;
        let ids =
            caps.extension_ids.iter().collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
        Ok(ids == self.extensions() && caps.agent_handler_info == self.2)
    }

    fn refill(&self, bytes: &[u8], buffer: &mut [u8]) {
        let caps = AgentCaps::decode(self.0, bytes).expect("the bytes are canonical");
        let ids: Vec<_> =
            caps.extension_ids.iter().map(|entry| entry.expect("the bytes are canonical")).collect();
        AgentCaps::encode_into(caps.fixed, caps.agent_handler_info, &ids, self.0, buffer)
            .expect("the buffer has room");
    }
}

pub(crate) fn name() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![Just(Vec::new()), "[a-zé☎𝄞]{0,6}".prop_map(|text| wide_bytes(&text))]
}

fn some<T: Strategy>(item: T) -> impl Strategy<Value = Vec<T::Value>> {
    prop::collection::vec(item, 0..5)
}

macro_rules! case_tests {
    ($($test:ident: $case:expr;)*) => {
        proptest! {
            $(
                #[test]
                fn $test(case in $case, damage in damage()) {
                    check(&case);
                    survives_damage(&case, &damage);
                }
            )*
        }
    };
}

case_tests! {
    groups: some((any::<[u8; 16]>(), name())).prop_map(Groups);
    activities: some((any::<u32>(), name())).prop_map(Activities);
    queues: some((any::<u32>(), name())).prop_map(Queues);
    agents: some((any::<u32>(), [name(), name(), name()])).prop_map(Agents);
    sessions: some((any::<u32>(), any::<[u8; 16]>())).prop_map(Sessions);
    request_types: some(any::<u32>()).prop_map(RequestTypes);
    status: (some((any::<[u8; 16]>(), name())), name()).prop_map(|(groups, activity)| Status(groups, activity));
    caps: (prop_oneof![Just(ApiVersion::V2_0), Just(ApiVersion::V2_2)], some(any::<u32>()), name())
        .prop_map(|(version, extensions, info)| Caps(version, extensions, info));
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), sizes in damage()) {
        let mut bytes = bytes;
        // Random sizes are almost always out of reach; small ones get past the header.
        sizes.apply_to_header(&mut bytes);
        let _ = (Groups(vec![]).is_read_from(&bytes), Agents(vec![]).is_read_from(&bytes));
        let _ = (Status(vec![], vec![]).is_read_from(&bytes), RequestTypes(vec![]).is_read_from(&bytes));
        let _ = Caps(ApiVersion::V2_0, vec![], vec![]).is_read_from(&bytes);
    }
}

/// Thousands of entries may share one name: each is found, none is copied.
#[test]
fn entries_that_share_a_name_share_its_bytes() {
    const ENTRIES: u32 = 5000;
    let name = wide_bytes("Sales");
    let array = LineQueueList::LAYOUT.size(Abi::Win32);
    let entry = LineQueueEntry::LAYOUT.size(Abi::Win32);
    let name_at = array + ENTRIES as usize * entry;
    let mut bytes = vec![0; name_at + name.len()];
    let length = u32::try_from(bytes.len()).unwrap();
    let list = LineQueueList {
        total_size: length,
        needed_size: length,
        used_size: length,
        num_entries: ENTRIES,
        list_size: ENTRIES * u32::try_from(entry).unwrap(),
        list_offset: u32::try_from(array).unwrap(),
    };
    list.encode_fixed(Abi::Win32, &mut bytes).unwrap();
    for (queue_id, slot) in (0..).zip(bytes[array..name_at].chunks_exact_mut(entry)) {
        let name_offset = u32::try_from(name_at).unwrap();
        let entry = LineQueueEntry { queue_id, name_size: 12, name_offset };
        entry.encode_fixed(Abi::Win32, slot).unwrap();
    }
    bytes[name_at..].copy_from_slice(&name);
    let list = QueueList::decode(&bytes).unwrap();
    assert_eq!(list.entries.len(), ENTRIES as usize);
    for (queue_id, entry) in (0..).zip(list.entries.iter()) {
        let entry = entry.unwrap();
        assert_eq!((entry.queue_id, entry.wide_name().unwrap().to_string()), (queue_id, "Sales".into()));
        assert_eq!(entry.name.as_ptr(), bytes[name_at..].as_ptr());
    }
}

/// The array needs 24 bytes more than there are: its count stays, and the application asks again.
#[test]
fn an_array_without_room_leaves_its_count() {
    let mut buffer = [0; 24];
    let groups = Groups(vec![([7; 16], wide_bytes("A"))]);
    let sizes = groups.fill(&mut buffer).unwrap();
    assert_eq!(sizes, Sizes { total: 24, needed: 24 + 24 + 4, used: 24 });
    let list = GroupList::decode(&buffer).unwrap();
    assert_eq!((list.entries.announced(), list.entries.len(), list.fixed.list_offset), (1, 0, 0));
}

/// The first name takes 12 bytes and has no room; the second takes 4 and has.
#[test]
fn a_name_without_room_is_left_out_whole() {
    let queues = Queues(vec![(1, wide_bytes("Sales")), (2, wide_bytes("B"))]);
    let mut buffer = [UNTOUCHED; 24 + 24 + 10];
    let sizes = queues.fill(&mut buffer).unwrap();
    assert_eq!(sizes, Sizes { total: 58, needed: 64, used: 52 });
    let expected = [
        [58, 64, 52, 2, 24, 24].as_slice(), // the list
        &[1, 0, 0],                         // no name
        &[2, 4, 48],                        // the name at byte 48
        &[u32::from(b'B')],
    ];
    let expected: Vec<u8> = expected.concat().iter().flat_map(|number| number.to_le_bytes()).collect();
    assert_eq!(buffer[..52], expected);
    assert_eq!(buffer[52..], [UNTOUCHED; 6]);
}

#[test]
fn an_array_shorter_than_its_elements_is_refused() {
    let mut buffer = [0; 52];
    Groups(vec![([7; 16], wide_bytes("A"))]).fill(&mut buffer).unwrap();
    buffer[12] = 2;
    let error = GroupList::decode(&buffer).unwrap_err();
    assert_eq!(error.reason, Reason::EntriesDoNotFit { entries: 2, entry_size: 24, size: 24 });
    assert_eq!(
        error.to_string(),
        "LINEAGENTGROUPLIST.dwListOffset at byte 20: 2 entries of 24 bytes do not fit into 24 bytes"
    );
}

#[test]
fn an_odd_name_is_bytes_but_no_unicode() {
    let entry = QueueEntry { queue_id: 1, name: b"ACD\0\0" };
    let error = entry.wide_name().unwrap_err();
    let text = "LINEQUEUEENTRY.dwNameOffset at byte 8: 5 bytes are no whole number of UTF-16 units";
    assert_eq!(error.to_string(), text);
}

/// A structure without a variable part is filled in any buffer that has room for it.
#[test]
fn statistics_fill_their_fixed_part() {
    let info = LineQueueInfo { current_calls_queued: 9, ..Default::default() };
    let mut buffer = [UNTOUCHED; 60];
    let sizes = info.encode_filled(ApiVersion::V2_2, &mut buffer).unwrap();
    assert_eq!(sizes, Sizes { total: 60, needed: 52, used: 52 });
    let (again, used) = LineQueueInfo::decode_filled(ApiVersion::V2_2, &buffer).unwrap();
    assert_eq!((again.current_calls_queued, again.sizes(), used.len()), (9, sizes, 52));
    assert_eq!(buffer[52..], [UNTOUCHED; 8]);
    let error = info.encode_filled(ApiVersion::V2_2, &mut buffer[..51]).unwrap_err();
    assert_eq!(error, EncodeError::TooSmall { structure: "LINEQUEUEINFO", needed: 52, available: 51 });
}

/// Nobody can ask for more than a size can say.
#[test]
fn more_than_4_gib_are_refused() {
    let mut buffer = [0; 24];
    let mut filler = Filler::new::<LineQueueList>(ApiVersion::V2_2, &mut buffer).unwrap();
    assert!(filler.reserve(u32::MAX as usize - 24).is_none());
    assert_eq!(filler.put(b""), (0, 0));
    assert_eq!(filler.put(b"1"), (0, 0));
    let error = filler.finish(LineQueueList::default()).unwrap_err();
    assert_eq!(error.to_string(), "LINEQUEUELIST.dwNeededSize: 0x100000000 does not fit into 32 bits");
}
