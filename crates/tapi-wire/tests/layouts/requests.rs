//! Whole requests to an agent handler, from TAPI's side and from the handler's.

use proptest::prelude::*;
use tapi_wire::consts::{AgentSessionState, AgentState, AgentStateEx, ProxyRequestType};
use tapi_wire::layout::*;
use tapi_wire::varpart::{Sizes, wide_bytes};
use tapi_wire::{Abi, ApiVersion, DecodeError, EncodeError, FieldRow, Guid, Layout, Reason};

use crate::damage::{Damage, damage};
use crate::lists::{UNTOUCHED, name};

const ARM: usize = LineProxyRequest::ARM_OFFSET;

/// What the arms of a request are made of.
#[derive(Clone, Debug)]
struct Parts {
    machine: Vec<u8>,
    user: Vec<u8>,
    version: ApiVersion,
    numbers: [u32; 3],
    group_id: Guid,
    tails: [Vec<u8>; 2],
    /// A list of groups, as `lineSetAgentGroup` gets it.
    groups: Vec<u8>,
    /// Room for the answer: always enough for the largest fixed part.
    room: u32,
}

prop_compose! {
    fn parts()(
        [machine, user, one, other] in [name(), name(), name(), name()],
        version in prop_oneof![Just(ApiVersion::V2_0), Just(ApiVersion::V2_2), Just(ApiVersion::V3_1)],
        numbers in any::<[u32; 3]>(),
        group_id in any::<[u8; 16]>().prop_map(Guid),
        names in prop::collection::vec(name(), 0..4),
        room in 76..200_u32,
    ) -> Parts {
        let mut groups = vec![0; 150];
        let sizes = GroupList::encode_into(entries(&names), &mut groups).expect("150 bytes have room");
        groups.truncate(sizes.used as usize);
        groups[..4].copy_from_slice(&sizes.used.to_le_bytes());
        Parts { machine, user, version, numbers, group_id, tails: [one, other], groups, room }
    }
}

fn entries(names: &[Vec<u8>]) -> impl ExactSizeIterator<Item = GroupEntry<'_>> {
    names.iter().map(|name| GroupEntry { group_id: Guid([9; 16]), name })
}

impl Parts {
    /// A request for each arm, and one of an unknown type.
    fn requests(&self) -> [ProxyBuffer<'_>; 21] {
        use ProxyArmView as Arm;
        let &Self { numbers: [a, b, c], group_id, room, version, .. } = self;
        let [one, other] = &self.tails;
        let group_list = Inner::decode(version, &self.groups).expect("the encoder wrote it");
        [
            Arm::SetAgentGroup { address_id: a, group_list },
            Arm::SetAgentState(LineProxySetAgentState {
                address_id: a,
                agent_state: AgentState(b),
                next_agent_state: AgentState(c),
            }),
            Arm::SetAgentActivity(LineProxySetAgentActivity { address_id: a, activity_id: b }),
            Arm::GetAgentCaps { address_id: a, agent_caps: Inner::room(room) },
            Arm::GetAgentStatus { address_id: a, agent_status: Inner::room(room) },
            Arm::AgentSpecific { address_id: a, agent_extension_id_index: b, params: one },
            Arm::GetAgentActivityList { address_id: a, activity_list: Inner::room(room) },
            Arm::GetAgentGroupList { address_id: a, group_list: Inner::room(room) },
            Arm::CreateAgent { agent: 0, agent_id: one, agent_pin: other },
            Arm::SetAgentMeasurementPeriod(LineProxySetAgentMeasurementPeriod {
                agent: a,
                measurement_period: b,
            }),
            Arm::GetAgentInfo { agent: a, agent_info: Inner::room(room) },
            Arm::CreateAgentSession {
                agent_session: 0,
                agent_pin: one,
                agent: a,
                group_id,
                working_address_id: b,
            },
            Arm::GetAgentSessionList { agent: a, session_list: Inner::room(room) },
            Arm::SetAgentSessionState(LineProxySetAgentSessionState {
                agent_session: a,
                agent_session_state: AgentSessionState(b),
                next_agent_session_state: AgentSessionState(c),
            }),
            Arm::GetAgentSessionInfo { agent_session: a, session_info: Inner::room(room) },
            Arm::GetQueueList { group_id, queue_list: Inner::room(room) },
            Arm::SetQueueMeasurementPeriod(LineProxySetQueueMeasurementPeriod {
                queue_id: a,
                measurement_period: b,
            }),
            Arm::GetQueueInfo { queue_id: a, queue_info: Inner::room(room) },
            Arm::GetGroupList { group_list: Inner::room(room) },
            Arm::SetAgentStateEx(LineProxySetAgentStateEx {
                agent: a,
                agent_state: AgentStateEx(b),
                next_agent_state: AgentStateEx(c),
            }),
            Arm::Unknown { request_type: ProxyRequestType(a.max(21)), bytes: one },
        ]
        .map(|arm| ProxyBuffer {
            client_machine_name: &self.machine,
            client_user_name: &self.user,
            client_app_api_version: version,
            arm,
        })
    }
}

const HANDLE: [u8; 4] = [1, 2, 3, 4];
const PARAM: u8 = 0xA5;

/// Writes an answer with `names` in it as the handler does; the sizes where it is a structure.
fn answer(
    request_type: ProxyRequestType,
    version: ApiVersion,
    names: &[Vec<u8>],
    room: &mut [u8],
) -> Option<Sizes> {
    let sizes = match request_type {
        ProxyRequestType::GET_AGENT_CAPS => {
            let info = names.first().map_or(&[][..], Vec::as_slice);
            let ids = [LineExtensionId::default(); 1];
            AgentCaps::encode_into(LineAgentCaps::default(), info, &ids, version, room)
        }
        ProxyRequestType::GET_AGENT_STATUS => {
            let groups: Vec<_> = entries(names).collect();
            AgentStatus::encode_into(LineAgentStatus::default(), &groups, &wide_bytes("tea"), room)
        }
        ProxyRequestType::GET_AGENT_ACTIVITY_LIST => {
            ActivityList::encode_into(names.iter().map(|name| ActivityEntry { id: 4, name }), room)
        }
        ProxyRequestType::GET_AGENT_GROUP_LIST | ProxyRequestType::GET_GROUP_LIST => {
            GroupList::encode_into(entries(names), room)
        }
        ProxyRequestType::GET_QUEUE_LIST => {
            QueueList::encode_into(names.iter().map(|name| QueueEntry { queue_id: 5, name }), room)
        }
        ProxyRequestType::GET_AGENT_SESSION_LIST => {
            SessionList::encode_into(names.iter().map(|_| LineAgentSessionEntry::default()), room)
        }
        ProxyRequestType::GET_AGENT_INFO => {
            LineAgentInfo { measurement_period: 6, ..Default::default() }.encode_filled(version, room)
        }
        ProxyRequestType::GET_AGENT_SESSION_INFO => {
            LineAgentSessionInfo { number_of_calls: 7, ..Default::default() }.encode_filled(version, room)
        }
        ProxyRequestType::GET_QUEUE_INFO => {
            LineQueueInfo { current_calls_queued: 8, ..Default::default() }.encode_filled(version, room)
        }
        ProxyRequestType::CREATE_AGENT | ProxyRequestType::CREATE_AGENT_SESSION => {
            room.copy_from_slice(&HANDLE);
            return None;
        }
        ProxyRequestType::AGENT_SPECIFIC => {
            room.fill(PARAM);
            return None;
        }
        _ => {
            assert!(room.is_empty(), "the result is the whole answer");
            return None;
        }
    };
    Some(sizes.expect("the room is enough for a fixed part"))
}

/// Whether the arm says what [`answer`] wrote, all of it.
fn says(arm: ProxyArmView<'_>, names: &[Vec<u8>]) -> bool {
    use ProxyArmView as Arm;
    fn read<'a, E: Entry<'a>>(list: &Entries<'a, E>) -> Vec<E> {
        list.iter().map(|entry| entry.expect("the encoder wrote it")).collect()
    }
    let all = |found: Vec<&[u8]>| found == names.iter().map(Vec::as_slice).collect::<Vec<_>>();
    let groups = |list: &Entries<'_, _>| read(list).iter().copied().eq(entries(names));
    match arm {
        Arm::GetAgentCaps { agent_caps, .. } => agent_caps.view().is_some_and(|caps| {
            caps.agent_handler_info == names.first().map_or(&[][..], Vec::as_slice)
                && read(&caps.extension_ids) == [LineExtensionId::default()]
        }),
        Arm::GetAgentStatus { agent_status, .. } => agent_status
            .view()
            .is_some_and(|status| groups(&status.groups) && status.activity == wide_bytes("tea")),
        Arm::GetAgentActivityList { activity_list, .. } => activity_list
            .view()
            .is_some_and(|list| all(read(&list.entries).iter().map(|entry| entry.name).collect())),
        Arm::GetAgentGroupList { group_list, .. } | Arm::GetGroupList { group_list } => {
            group_list.view().is_some_and(|list| groups(&list.entries))
        }
        Arm::GetQueueList { queue_list, .. } => queue_list
            .view()
            .is_some_and(|list| all(read(&list.entries).iter().map(|entry| entry.name).collect())),
        Arm::GetAgentSessionList { session_list, .. } => {
            session_list.view().is_some_and(|list| list.entries.len() == names.len())
        }
        Arm::GetAgentInfo { agent_info, .. } => {
            agent_info.view().map(|info| info.measurement_period) == Some(6)
        }
        Arm::GetAgentSessionInfo { session_info, .. } => {
            session_info.view().map(|info| info.number_of_calls) == Some(7)
        }
        Arm::GetQueueInfo { queue_info, .. } => {
            queue_info.view().map(|info| info.current_calls_queued) == Some(8)
        }
        Arm::CreateAgent { agent: handle, .. } | Arm::CreateAgentSession { agent_session: handle, .. } => {
            handle == u32::from_le_bytes(HANDLE)
        }
        Arm::AgentSpecific { params, .. } => params.iter().all(|&byte| byte == PARAM),
        _ => true,
    }
}

/// Bytes that are read are a request, whatever else is wrong with them: its canonical bytes say the same.
fn is_refused_or_survives(bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut again = bytes.to_vec();
    let Ok(request) = ProxyBuffer::decode(bytes) else {
        prop_assert!(ProxyBuffer::answer_mut(&mut again).is_err());
        return Ok(());
    };
    let canonical = request.encode().expect("what was read has room");
    prop_assert_eq!(ProxyBuffer::decode(&canonical), Ok(request));
    ProxyBuffer::answer_mut(&mut again).expect("what is read can be answered").fill(UNTOUCHED);
    Ok(())
}

fn with_number(bytes: &[u8], at: usize, number: u32) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    bytes
}

proptest! {
    #[test]
    fn a_request_survives_its_bytes(parts in parts()) {
        for request in parts.requests() {
            let bytes = request.encode().unwrap();
            prop_assert_eq!(ProxyBuffer::decode(&bytes), Ok(request));
            prop_assert_eq!(&ProxyBuffer::decode(&bytes).unwrap().encode().unwrap(), &bytes);
            prop_assert_eq!(&bytes[..4], &u32::try_from(bytes.len()).unwrap().to_le_bytes());
            let followed = [bytes.as_slice(), &[UNTOUCHED; 9]].concat();
            prop_assert_eq!(ProxyBuffer::decode(&followed), Ok(request));
        }
    }

    #[test]
    fn a_cut_request_is_refused(parts in parts()) {
        for request in parts.requests() {
            let bytes = request.encode().unwrap();
            for length in 0..bytes.len() {
                let error = ProxyBuffer::decode(&bytes[..length]).unwrap_err();
                prop_assert_eq!(error.structure, "LINEPROXYREQUEST");
                // It says itself that it is shorter: then the arm may still be whole.
                let shorter = with_number(&bytes[..length.max(4)], 0, u32::try_from(length).unwrap());
                is_refused_or_survives(&shorter)?;
            }
        }
    }

    #[test]
    fn an_answer_stays_in_its_room(parts in parts(), names in prop::collection::vec(name(), 0..4)) {
        for request in parts.requests() {
            let mut bytes = request.encode().unwrap();
            let asked = bytes.clone();
            let room = ProxyBuffer::answer_mut(&mut bytes).unwrap();
            let (start, length) = (room.as_ptr() as usize, room.len());
            let sizes = answer(request.arm.request_type(), parts.version, &names, room);
            let start = start - bytes.as_ptr() as usize;
            prop_assert_eq!(&bytes[..start], &asked[..start]);
            prop_assert_eq!(&bytes[start + length..], &asked[start + length..]);
            prop_assert!(sizes.is_none_or(|sizes| sizes.total == parts.room));
            let answered = ProxyBuffer::decode(&bytes).unwrap();
            if sizes.is_none_or(|sizes| sizes.needed <= sizes.total) {
                prop_assert!(says(answered.arm, &names), "{answered:?}");
            }
            prop_assert_eq!(answered.encode().unwrap(), bytes);
        }
    }

    #[test]
    fn damage_is_refused_or_survives(
        parts in parts(),
        names in prop::collection::vec(name(), 0..4),
        damage in damage(),
    ) {
        for request in parts.requests() {
            let mut bytes = request.encode().unwrap();
            check_damage(&damage, &bytes)?;
            let room = ProxyBuffer::answer_mut(&mut bytes).unwrap();
            answer(request.arm.request_type(), parts.version, &names, room);
            check_damage(&damage, &bytes)?;
        }
    }

    #[test]
    fn any_bytes_are_refused_or_survive(
        bytes in prop::collection::vec(any::<u8>(), ARM..200),
        request_type in 0..22_u32,
        numbers in damage(),
    ) {
        let mut bytes = bytes;
        numbers.apply_to_header(&mut bytes);
        let length = u32::try_from(bytes.len()).unwrap();
        let bytes = with_number(&with_number(&bytes, 24, request_type), 0, length);
        is_refused_or_survives(&bytes)?;
    }

    /// `dwSize` and the `dwTotalSize` of a structure, from 0 to the end of their range.
    #[test]
    fn a_lying_size_is_refused_or_survives(parts in parts(), number in prop_oneof![0..400_u32, any::<u32>()]) {
        for request in parts.requests() {
            let bytes = request.encode().unwrap();
            let beyond = number as usize > bytes.len();
            let lying = with_number(&bytes, 0, number);
            match ProxyBuffer::decode(&lying) {
                Err(error) if beyond => {
                    let available = bytes.len();
                    prop_assert_eq!(error.reason, Reason::TotalBeyondBytes { total: number, available });
                }
                decoded => prop_assert!(!beyond && (number as usize >= ARM || decoded.is_err())),
            }
            is_refused_or_survives(&lying)?;
        }
        for (request, arm) in parts.requests().iter().zip(PROXY_ARMS) {
            let bytes = request.encode().unwrap();
            let inner = arm.layout.fields.last().unwrap();
            let Some(structure) = structure_in(inner) else { continue };
            let at = ARM + inner.offset(Abi::Win32);
            let lying = with_number(&bytes, at, number);
            let fixed = structure.size_in(Abi::Win32, parts.version);
            let available = bytes.len() - at;
            let expected = if (number as usize) < fixed {
                Some(Reason::TotalBelowFixed { total: number, fixed })
            } else if number as usize > available {
                Some(Reason::TotalBeyondBytes { total: number, available })
            } else {
                None
            };
            match (ProxyBuffer::decode(&lying), expected) {
                (Err(error), Some(reason)) => {
                    let expected = DecodeError { structure: structure.name, field: "dwTotalSize", offset: 0, reason };
                    prop_assert_eq!(error, expected);
                }
                (decoded, expected) => {
                    // Only the one filled structure can use more than it has.
                    let filled = request.arm.request_type() == ProxyRequestType::SET_AGENT_GROUP;
                    prop_assert!(expected.is_none() && (decoded.is_ok() || filled));
                }
            }
        }
    }
}

fn check_damage(damage: &Damage, bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut bytes = bytes.to_vec();
    damage.apply(&mut bytes);
    is_refused_or_survives(&bytes)
}

/// The structure that a field of an arm is.
fn structure_in(row: &FieldRow) -> Option<&'static Layout> {
    let name = row.name.to_uppercase();
    let mut found = LAYOUTS.iter().filter(|layout| layout.name.ends_with(&name));
    found.find(|layout| layout.size(Abi::Win32) == row.size(Abi::Win32)).copied()
}

/// Little-endian `DWORD`s.
fn dwords(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A request without names of the client, byte by byte: `dwSize`, the header, the arm.
fn by_hand(version: ApiVersion, request_type: ProxyRequestType, arm: &[u8]) -> Vec<u8> {
    let size = u32::try_from(ARM + arm.len()).expect("an arm is short");
    [&dwords(&[size, 0, 0, 0, 0, version.0, request_type.0]), arm].concat()
}

/// Every row of the table of arms is the arm that its request type chooses, and it names itself when it is cut.
#[test]
fn every_request_type_chooses_its_arm() {
    for arm in PROXY_ARMS {
        let cut = by_hand(ApiVersion::V2_2, arm.request_type, &[]);
        let first = &arm.layout.fields[0];
        // What GetGroupList has is the list alone.
        let (structure, row) = match structure_in(first) {
            Some(structure) => (structure.name, &structure.fields[0]),
            None => (arm.layout.name, first),
        };
        let reason = Reason::Truncated { needed: row.size(Abi::Win32), available: 0 };
        let error = DecodeError { structure, field: row.name, offset: 0, reason };
        assert_eq!(ProxyBuffer::decode(&cut), Err(error));
    }
}

/// Erratum E21: the id and the PIN count from byte 28, the names of the client from byte 0.
#[test]
fn an_agent_is_created_byte_by_byte() {
    let (id, pin) = (wide_bytes("7"), wide_bytes("42"));
    let (machine, user) = (wide_bytes("PC"), wide_bytes("a"));
    let expected = [
        &dwords(&[128, 6, 118, 4, 124, 0x0002_0002, 9])[..],
        &dwords(&[0, 4, 80, 6, 84]),
        // The union is as long as its longest arm.
        &[0; 108 - 28 - 20],
        &id,
        &pin,
        &machine,
        &user,
    ]
    .concat();
    let request = ProxyBuffer {
        client_machine_name: &machine,
        client_user_name: &user,
        client_app_api_version: ApiVersion::V2_2,
        arm: ProxyArmView::CreateAgent { agent: 0, agent_id: &id, agent_pin: &pin },
    };
    let mut bytes = request.encode().unwrap();
    assert_eq!(bytes, expected);
    ProxyBuffer::answer_mut(&mut bytes).unwrap().copy_from_slice(&HANDLE);
    assert_eq!(bytes[28..32], HANDLE);
    assert_eq!((&bytes[..28], &bytes[32..]), (&expected[..28], &expected[32..]));
}

/// Below TAPI 2.2 the capabilities take 56 bytes; from then on `ProxyGUID` follows.
#[test]
fn capabilities_are_as_the_client_knows_them() {
    let arm = |total| [dwords(&[3, total]), vec![0; total as usize - 4]].concat();
    let request = |version, total| by_hand(version, ProxyRequestType::GET_AGENT_CAPS, &arm(total));
    for (version, fixed) in [(ApiVersion::V2_0, 56), (ApiVersion::V2_1, 56), (ApiVersion::V2_2, 72)] {
        let bytes = request(version, fixed);
        let decoded = ProxyBuffer::decode(&bytes).unwrap();
        let room = ProxyArmView::GetAgentCaps { address_id: 3, agent_caps: Inner::room(fixed) };
        assert_eq!(decoded.arm, room);
        // The whole structure is allocated: what a client below 2.2 does not know stays empty.
        let whole = LineProxyRequest::SIZE.max(bytes.len());
        let encoded = decoded.encode().unwrap();
        assert_eq!(encoded[..4], dwords(&[u32::try_from(whole).unwrap()]));
        assert_eq!((&encoded[4..bytes.len()], encoded.len()), (&bytes[4..], whole));
        let short = request(version, fixed - 4);
        let reason = Reason::Truncated { needed: fixed as usize, available: fixed as usize - 4 };
        assert_eq!(ProxyBuffer::decode(&short).map_err(|error| error.reason), Err(reason));
    }
}

/// The room is less than the answer: that is success, and the client asks again.
#[test]
fn an_answer_without_room_leaves_what_it_needs() {
    let request =
        by_hand(ApiVersion::V2_2, ProxyRequestType::GET_GROUP_LIST, &[dwords(&[24]), vec![0; 20]].concat());
    let mut bytes = request.clone();
    let sizes =
        GroupList::encode_into(entries(&[wide_bytes("A")]), ProxyBuffer::answer_mut(&mut bytes).unwrap());
    assert_eq!(sizes, Ok(Sizes { total: 24, needed: 52, used: 24 }));
    let ProxyArmView::GetGroupList { group_list } = ProxyBuffer::decode(&bytes).unwrap().arm else {
        panic!()
    };
    let list = group_list.view().unwrap();
    assert_eq!((list.entries.announced(), list.entries.len(), list.fixed.needed_size), (1, 0, 52));
}

#[test]
fn what_leaves_its_structure_says_where_and_why() {
    let agent = |arm: &[u8]| by_hand(ApiVersion::V2_2, ProxyRequestType::CREATE_AGENT, arm);
    let specific = |arm: &[u8]| by_hand(ApiVersion::V2_2, ProxyRequestType::AGENT_SPECIFIC, arm);
    let groups = |arm: &[u8]| by_hand(ApiVersion::V2_2, ProxyRequestType::GET_GROUP_LIST, arm);
    let named = with_number(&with_number(&agent(&[0; 20]), 4, 2), 8, 47);
    for (bytes, text) in [
        (vec![0; 27], "LINEPROXYREQUEST.dwRequestType at byte 24: expected 28 bytes, found 27"),
        (
            vec![0; 28],
            "LINEPROXYREQUEST.dwSize at byte 0: the fixed part takes 28 bytes, the total size is 0",
        ),
        (
            with_number(&agent(&[0; 20]), 0, 49),
            "LINEPROXYREQUEST.dwSize at byte 0: the total size is 49, there are 48 bytes",
        ),
        // What follows dwSize does not belong to the request.
        (
            [named, vec![0; 9]].concat(),
            "LINEPROXYREQUEST.dwClientMachineNameOffset at byte 8: 2 bytes at offset 47 leave the 48 used bytes",
        ),
        (
            agent(&dwords(&[0, 0, 0, 2, 19])),
            "LINEPROXYREQUEST.CreateAgent.dwAgentPINOffset at byte 16: 2 bytes at offset 19 leave the 20 used bytes",
        ),
        (
            specific(&dwords(&[0, 0, 5, 0])),
            "LINEPROXYREQUEST.AgentSpecific.dwSize at byte 8: the total size is 5, there are 4 bytes",
        ),
        (
            groups(&dwords(&[23, 0, 0, 0, 0, 0])),
            "LINEAGENTGROUPLIST.dwTotalSize at byte 0: the fixed part takes 24 bytes, the total size is 23",
        ),
        (
            groups(&dwords(&[25, 0, 0, 0, 0, 0])),
            "LINEAGENTGROUPLIST.dwTotalSize at byte 0: the total size is 25, there are 24 bytes",
        ),
        // A handler that forgets one of the two sizes.
        (
            groups(&dwords(&[24, 24, 0, 0, 0, 0])),
            "LINEAGENTGROUPLIST.dwUsedSize at byte 8: the fixed part takes 24 bytes, the used size is 0",
        ),
        // The 28 bytes belong to the buffer, but not to the list.
        (
            groups(&dwords(&[24, 24, 24, 0, 4, 24, 0])),
            "LINEAGENTGROUPLIST.dwListOffset at byte 20: 4 bytes at offset 24 leave the 24 used bytes",
        ),
    ] {
        assert_eq!(ProxyBuffer::decode(&bytes).map_err(|error| error.to_string()), Err(text.into()));
    }
}

/// Nobody forbids that the id and the PIN are the same bytes, or that they are the arm itself.
#[test]
fn tails_may_overlap() {
    let arm = dwords(&[7, 8, 0, 8, 4]);
    let bytes = by_hand(ApiVersion::V2_2, ProxyRequestType::CREATE_AGENT, &arm);
    let decoded = ProxyBuffer::decode(&bytes).unwrap().arm;
    assert_eq!(decoded, ProxyArmView::CreateAgent { agent: 7, agent_id: &arm[..8], agent_pin: &arm[4..12] });
}

#[test]
fn room_for_less_than_a_structure_or_more_than_a_size_is_refused() {
    let request = |total| ProxyBuffer {
        client_machine_name: &[],
        client_user_name: &[],
        client_app_api_version: ApiVersion::V2_0,
        arm: ProxyArmView::GetAgentCaps { address_id: 0, agent_caps: Inner::room(total) },
    };
    for total in [0, 3, 55] {
        let (needed, available) = (56, total as usize);
        let error = EncodeError::TooSmall { structure: "LINEAGENTCAPS", needed, available };
        assert_eq!(request(total).encode(), Err(error));
    }
    let error = request(u32::MAX).encode().unwrap_err();
    assert_eq!(error.to_string(), "LINEPROXYREQUEST.dwSize: 0x10000001f does not fit into 32 bits");
}
