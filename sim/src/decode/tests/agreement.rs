//! The dissector finds a problem exactly where the typed decoder of the structure returns an error.

use proptest::prelude::*;
use tapi_acd::wire::consts::ProxyRequestType;
use tapi_acd::wire::layout::*;
use tapi_acd::wire::varpart::{Place, WideStr};
use tapi_acd::wire::{Abi, ApiVersion, DecodeError, EncodeError, FieldKind, Guid, LineMessage};

use super::super::{Dialect, dissect};
use super::dwords;

type Encode = fn(&[Vec<u8>], &mut [u8]) -> Result<(), EncodeError>;
type Checked = Result<(), DecodeError>;

/// A structure with its typed decoder.
#[derive(Debug)]
struct Typed {
    dialect: Dialect,
    layout: &'static Layout,
    /// Fills a buffer; each name is an element.
    encode: Encode,
    /// Reads everything: the structure, its elements and their names.
    check: fn(&[u8]) -> Checked,
}

const fn in_version(version: ApiVersion) -> Dialect {
    Dialect { abi: Abi::Win64, version }
}

const fn typed(layout: &'static Layout, encode: Encode, check: fn(&[u8]) -> Checked) -> Typed {
    Typed { dialect: in_version(ApiVersion::V3_1), layout, encode, check }
}

fn caps<const MINOR: u16>(names: &[Vec<u8>], buffer: &mut [u8]) -> Result<(), EncodeError> {
    let ids = vec![LineExtensionId { extension_id0: 7, ..Default::default() }; names.len()];
    let info = names.concat();
    let version = ApiVersion::new(2, MINOR);
    AgentCaps::encode_into(LineAgentCaps::default(), &info, &ids, version, buffer).map(drop)
}

fn check_caps<const MINOR: u16>(bytes: &[u8]) -> Checked {
    const INFO: Place = Place::of(LineAgentCaps::LAYOUT, "dwAgentHandlerInfoOffset");
    let caps = AgentCaps::decode(ApiVersion::new(2, MINOR), bytes)?;
    WideStr::at(INFO, caps.agent_handler_info)?;
    caps.extension_ids.iter().try_for_each(|id| id.map(drop))
}

fn groups(names: &[Vec<u8>]) -> Vec<GroupEntry<'_>> {
    names.iter().map(|name| GroupEntry { group_id: Guid([7; 16]), name }).collect()
}

const TYPED: &[Typed] = &[
    typed(
        LineAgentGroupList::LAYOUT,
        |names, buffer| GroupList::encode_into(groups(names), buffer).map(drop),
        |bytes| GroupList::decode(bytes)?.entries.iter().try_for_each(|entry| entry?.wide_name().map(drop)),
    ),
    typed(
        LineAgentActivityList::LAYOUT,
        |names, buffer| {
            ActivityList::encode_into(names.iter().map(|name| ActivityEntry { id: 7, name }), buffer)
                .map(drop)
        },
        |bytes| {
            ActivityList::decode(bytes)?.entries.iter().try_for_each(|entry| entry?.wide_name().map(drop))
        },
    ),
    typed(
        LineQueueList::LAYOUT,
        |names, buffer| {
            QueueList::encode_into(names.iter().map(|name| QueueEntry { queue_id: 7, name }), buffer)
                .map(drop)
        },
        |bytes| QueueList::decode(bytes)?.entries.iter().try_for_each(|entry| entry?.wide_name().map(drop)),
    ),
    typed(
        LineAgentList::LAYOUT,
        |names, buffer| {
            let entry = |name| AgentEntry { agent: 7, name, id: &[], pin: name };
            AgentList::encode_into(names.iter().map(|name| entry(name)), buffer).map(drop)
        },
        |bytes| {
            AgentList::decode(bytes)?.entries.iter().try_for_each(|entry| {
                let entry = entry?;
                entry.wide_name()?;
                entry.wide_id()?;
                entry.wide_pin().map(drop)
            })
        },
    ),
    typed(
        LineAgentSessionList::LAYOUT,
        |names, buffer| {
            SessionList::encode_into(names.iter().map(|_| LineAgentSessionEntry::default()), buffer).map(drop)
        },
        |bytes| SessionList::decode(bytes)?.entries.iter().try_for_each(|entry| entry.map(drop)),
    ),
    typed(
        LineProxyRequestList::LAYOUT,
        |names, buffer| {
            RequestTypeList::encode_into(names.iter().map(|_| ProxyRequestType::CREATE_AGENT), buffer)
                .map(drop)
        },
        |bytes| RequestTypeList::decode(bytes)?.entries.iter().try_for_each(|entry| entry.map(drop)),
    ),
    typed(
        LineAgentStatus::LAYOUT,
        |names, buffer| {
            let activity = names.concat();
            AgentStatus::encode_into(LineAgentStatus::default(), &groups(names), &activity, buffer).map(drop)
        },
        |bytes| {
            const ACTIVITY: Place = Place::of(LineAgentStatus::LAYOUT, "dwActivityOffset");
            let status = AgentStatus::decode(bytes)?;
            WideStr::at(ACTIVITY, status.activity)?;
            status.groups.iter().try_for_each(|entry| entry?.wide_name().map(drop))
        },
    ),
    Typed {
        dialect: in_version(ApiVersion::V2_1),
        ..typed(LineAgentCaps::LAYOUT, caps::<1>, check_caps::<1>)
    },
    Typed {
        dialect: in_version(ApiVersion::V2_2),
        ..typed(LineAgentCaps::LAYOUT, caps::<2>, check_caps::<2>)
    },
    typed(LineAgentInfo::LAYOUT, figures::<LineAgentInfo>, check_figures::<LineAgentInfo>),
    typed(
        LineAgentSessionInfo::LAYOUT,
        figures::<LineAgentSessionInfo>,
        check_figures::<LineAgentSessionInfo>,
    ),
    typed(LineQueueInfo::LAYOUT, figures::<LineQueueInfo>, check_figures::<LineQueueInfo>),
    typed(LineMessage::LAYOUT, fixed::<LineMessage>, check_fixed::<LineMessage>),
    typed(LineExtensionId::LAYOUT, fixed::<LineExtensionId>, check_fixed::<LineExtensionId>),
    typed(LineAppInfo::LAYOUT, fixed::<LineAppInfo>, check_fixed::<LineAppInfo>),
    typed(
        LineInitializeExParams::LAYOUT,
        fixed::<LineInitializeExParams>,
        check_fixed::<LineInitializeExParams>,
    ),
    typed(LineAgentGroupEntry::LAYOUT, fixed::<LineAgentGroupEntry>, check_fixed::<LineAgentGroupEntry>),
    typed(
        LineProxySetAgentStateEx::LAYOUT,
        fixed::<LineProxySetAgentStateEx>,
        check_fixed::<LineProxySetAgentStateEx>,
    ),
];

fn figures<T: Filled>(_: &[Vec<u8>], buffer: &mut [u8]) -> Result<(), EncodeError> {
    T::default().encode_filled(ApiVersion::V3_1, buffer).map(drop)
}

fn check_figures<T: Filled>(bytes: &[u8]) -> Checked {
    T::decode_filled(ApiVersion::V3_1, bytes).map(drop)
}

fn fixed<T: Structure>(_: &[Vec<u8>], buffer: &mut [u8]) -> Result<(), EncodeError> {
    T::default().encode_fixed(Abi::Win64, buffer).map(drop)
}

fn check_fixed<T: Structure>(bytes: &[u8]) -> Checked {
    T::decode_fixed(Abi::Win64, bytes).map(drop)
}

/// Puts what a size and an offset point to behind everything else, counted from `base`.
fn put(bytes: &mut Vec<u8>, base: usize, tail: &Tail, content: &[u8]) {
    let [size, offset] = [content.len(), bytes.len() - base].map(|number| u32::try_from(number).unwrap());
    for (row, number) in [(tail.size, size), (tail.offset, offset)] {
        bytes[base + row.offset(Abi::Win64)..][..4].copy_from_slice(&number.to_le_bytes());
    }
    bytes.extend(content);
}

/// A request of this type; its names are the first of `names`, and its structure is filled where there are others.
fn request(arm: &ProxyArm, version: ApiVersion, names: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = dwords(&[0, 0, 0, 0, 0, version.0, arm.request_type.0]);
    let base = bytes.len();
    bytes.resize(base + arm.layout.size(Abi::Win64), 0);
    let name = names.first().map_or(&[][..], Vec::as_slice);
    match arm.layout.fields.last().map(|row| (row, row.kind)) {
        Some((row, FieldKind::Structure(inner))) => {
            let start = base + row.offset(Abi::Win64);
            bytes.resize(start + inner.size(Abi::Win64) + 60, 0);
            let room = u32::try_from(bytes.len() - start).unwrap();
            bytes[start..start + 4].copy_from_slice(&room.to_le_bytes());
            let typed = TYPED.iter().filter(|typed| typed.layout.name == inner.name);
            // Below TAPI 2.2 the capabilities are shorter.
            let same = |typed: &&Typed| inner.name != "LINEAGENTCAPS" || typed.dialect.version == version;
            if let Some(typed) = typed.filter(|_| names.len() > 1).find(same) {
                (typed.encode)(names, &mut bytes[start..]).unwrap();
            }
        }
        Some((row, FieldKind::Bytes)) => {
            let start = base + row.offset(Abi::Win64);
            bytes.truncate(start);
            bytes.extend(name);
            let size = u32::try_from(name.len()).unwrap();
            bytes[start - 4..start].copy_from_slice(&size.to_le_bytes());
        }
        _ => Tail::of(arm.layout).for_each(|tail| put(&mut bytes, base, tail, name)),
    }
    Tail::of(LineProxyRequest::LAYOUT).for_each(|tail| put(&mut bytes, 0, tail, name));
    let size = u32::try_from(bytes.len()).unwrap();
    bytes[..4].copy_from_slice(&size.to_le_bytes());
    bytes
}

fn wide(layout: &'static Layout, field: &str, bytes: &[u8]) -> Checked {
    WideStr::at(Place::of(layout, field), bytes).map(drop)
}

fn check_groups(list: Option<GroupList<'_>>) -> Checked {
    let check = |list: GroupList<'_>| list.entries.iter().try_for_each(|entry| entry?.wide_name().map(drop));
    list.map_or(Ok(()), check)
}

fn check_request(bytes: &[u8]) -> Checked {
    use ProxyArmView as Arm;
    let request = ProxyBuffer::decode(bytes)?;
    wide(LineProxyRequest::LAYOUT, "dwClientMachineNameOffset", request.client_machine_name)?;
    wide(LineProxyRequest::LAYOUT, "dwClientUserNameOffset", request.client_user_name)?;
    match request.arm {
        Arm::SetAgentGroup { group_list, .. }
        | Arm::GetAgentGroupList { group_list, .. }
        | Arm::GetGroupList { group_list } => check_groups(group_list.view()),
        Arm::GetAgentCaps { agent_caps, .. } => agent_caps.view().map_or(Ok(()), |caps| {
            wide(LineAgentCaps::LAYOUT, "dwAgentHandlerInfoOffset", caps.agent_handler_info)?;
            caps.extension_ids.iter().try_for_each(|id| id.map(drop))
        }),
        Arm::GetAgentStatus { agent_status, .. } => agent_status.view().map_or(Ok(()), |status| {
            wide(LineAgentStatus::LAYOUT, "dwActivityOffset", status.activity)?;
            status.groups.iter().try_for_each(|entry| entry?.wide_name().map(drop))
        }),
        Arm::GetAgentActivityList { activity_list, .. } => activity_list
            .view()
            .map_or(Ok(()), |list| list.entries.iter().try_for_each(|entry| entry?.wide_name().map(drop))),
        Arm::GetQueueList { queue_list, .. } => queue_list
            .view()
            .map_or(Ok(()), |list| list.entries.iter().try_for_each(|entry| entry?.wide_name().map(drop))),
        Arm::GetAgentSessionList { session_list, .. } => session_list
            .view()
            .map_or(Ok(()), |list| list.entries.iter().try_for_each(|entry| entry.map(drop))),
        Arm::CreateAgent { agent_id, agent_pin, .. } => {
            wide(LineProxyCreateAgent::LAYOUT, "dwAgentIDOffset", agent_id)?;
            wide(LineProxyCreateAgent::LAYOUT, "dwAgentPINOffset", agent_pin)
        }
        Arm::CreateAgentSession { agent_pin, .. } => {
            wide(LineProxyCreateAgentSession::LAYOUT, "dwAgentPINOffset", agent_pin)
        }
        _ => Ok(()),
    }
}

fn call_params(version: ApiVersion, names: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0; LineCallParams::LAYOUT.size_in(Abi::Win64, version)];
    for (tail, name) in Tail::of(LineCallParams::LAYOUT).zip(names.iter().cycle()) {
        put(&mut bytes, 0, tail, name);
    }
    let size = u32::try_from(bytes.len()).unwrap();
    bytes[..4].copy_from_slice(&size.to_le_bytes());
    bytes
}

fn check_call_params(version: ApiVersion, bytes: &[u8]) -> Checked {
    let params = CallParams::decode(version, bytes)?;
    let texts = [
        ("dwOrigAddressOffset", params.orig_address),
        ("dwDisplayableAddressOffset", params.displayable_address),
        ("dwCalledPartyOffset", params.called_party),
        ("dwCommentOffset", params.comment),
        ("dwTargetAddressOffset", params.target_address),
        ("dwDeviceClassOffset", params.device_class),
        ("dwCallingPartyIDOffset", params.calling_party_id),
    ];
    texts.into_iter().try_for_each(|(field, text)| wide(LineCallParams::LAYOUT, field, text))
}

/// Compares the two on the same bytes, and tells whether they found something.
fn compare(typed: &Typed, bytes: &[u8]) -> Result<bool, TestCaseError> {
    agree(typed.layout, typed.dialect, bytes, (typed.check)(bytes))
}

fn agree(
    layout: &'static Layout,
    dialect: Dialect,
    bytes: &[u8],
    checked: Checked,
) -> Result<bool, TestCaseError> {
    let root = dissect(layout, dialect, bytes);
    let found: Vec<_> = root.problems().map(|(node, problem)| (node.name.to_string(), problem)).collect();
    match checked {
        Ok(()) => prop_assert_eq!(found, [], "{}", layout.name),
        Err(error) => {
            let same = (error.field.to_owned(), error.reason);
            prop_assert!(found.contains(&same), "{} is not in {:?}", error, found);
            return Ok(true);
        }
    }
    Ok(false)
}

fn names() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 0..4)
}

/// What somebody does to good bytes: some numbers lie, and the end may be missing.
fn damage() -> impl Strategy<Value = (Vec<(usize, u32)>, usize)> {
    let lie = prop_oneof![0..200_u32, any::<u32>(), Just(0), (0..9_u32).prop_map(|less| u32::MAX - less)];
    // Most lies hit a number of the fixed part or of an entry; some hit across two.
    let place = prop_oneof![9 => (0..40_usize).prop_map(|index| index * 4), 1 => 0..160_usize];
    let lies = prop::collection::vec((place, lie), 0..3);
    (lies, prop_oneof![2 => Just(usize::MAX), 1 => 0..200_usize])
}

fn spoil(bytes: &mut Vec<u8>, (lies, length): (Vec<(usize, u32)>, usize)) {
    for (place, lie) in lies {
        let there = bytes.iter_mut().skip(place);
        there.zip(lie.to_le_bytes()).for_each(|(byte, lie)| *byte = lie);
    }
    bytes.truncate(length);
}

const VERSIONS: [ApiVersion; 3] = [ApiVersion::V2_1, ApiVersion::V2_2, ApiVersion::V3_1];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn dissector_and_typed_decoder_agree(
        typed in (0..TYPED.len()).prop_map(|at| &TYPED[at]),
        names in names(),
        room in 0..200_usize,
        damage in damage(),
    ) {
        let mut bytes = vec![0; typed.layout.size(Abi::Win64) + room];
        (typed.encode)(&names, &mut bytes).unwrap();
        spoil(&mut bytes, damage);
        compare(typed, &bytes)?;
    }

    #[test]
    fn they_agree_on_whole_requests(
        arm in (0..PROXY_ARMS.len()).prop_map(|at| &PROXY_ARMS[at]),
        version in (0..VERSIONS.len()).prop_map(|at| VERSIONS[at]),
        names in names(),
        damage in damage(),
    ) {
        let mut bytes = request(arm, version, &names);
        spoil(&mut bytes, damage);
        agree(LineProxyRequest::LAYOUT, Dialect::default(), &bytes, check_request(&bytes))?;
    }

    #[test]
    fn they_agree_on_call_parameters(
        filled in (0..VERSIONS.len()).prop_map(|at| VERSIONS[at]),
        asked in (0..VERSIONS.len()).prop_map(|at| VERSIONS[at]),
        names in names(),
        damage in damage(),
    ) {
        let mut bytes = call_params(filled, &names);
        spoil(&mut bytes, damage);
        let checked = check_call_params(asked, &bytes);
        agree(LineCallParams::LAYOUT, in_version(asked), &bytes, checked)?;
    }
}

/// Whatever is wrong in one place: every number of a filled buffer, one after the other.
#[test]
fn they_agree_on_every_number_and_every_length() {
    let names = [b"A\0\0\0".to_vec(), b"B\0C\0\0\0".to_vec()];
    for typed in TYPED {
        let mut bytes = vec![0; typed.layout.size(Abi::Win64) + 120];
        (typed.encode)(&names, &mut bytes).unwrap();
        assert!(!compare(typed, &bytes).unwrap(), "{}", typed.layout.name);
        let mut wrong = 0;
        for length in 0..bytes.len() {
            wrong += usize::from(compare(typed, &bytes[..length]).unwrap());
        }
        assert!(wrong > 0, "{}: no length is too short", typed.layout.name);
        for place in (0..bytes.len() - 4).step_by(4) {
            for lie in [0, 1, 3, 25, 100, 1 << 16, u32::MAX] {
                let mut lying = bytes.clone();
                lying[place..place + 4].copy_from_slice(&u32::to_le_bytes(lie));
                compare(typed, &lying).unwrap();
            }
        }
    }
}

#[test]
fn they_agree_on_every_number_and_every_length_of_a_request() {
    let names = [b"A\0\0\0".to_vec(), b"B\0C\0\0\0".to_vec()];
    for (arm, version) in PROXY_ARMS.iter().flat_map(|arm| VERSIONS.map(|version| (arm, version))) {
        let compare = |bytes: &[u8]| {
            agree(LineProxyRequest::LAYOUT, Dialect::default(), bytes, check_request(bytes)).unwrap()
        };
        for names in [&names[..], &names[..1]] {
            let bytes = request(arm, version, names);
            assert!(!compare(&bytes), "{}", arm.layout.name);
            assert!((0..bytes.len()).all(|length| compare(&bytes[..length])), "{}", arm.layout.name);
            for place in (0..bytes.len() - 4).step_by(4) {
                for lie in [0, 1, 3, 25, 100, 1 << 16, u32::MAX] {
                    let mut lying = bytes.clone();
                    lying[place..place + 4].copy_from_slice(&u32::to_le_bytes(lie));
                    compare(&lying);
                }
            }
        }
    }
}

#[test]
fn every_structure_with_sizes_of_its_own_is_compared() {
    for layout in LAYOUTS.iter().filter(|layout| layout.field("dwUsedSize").is_some()) {
        assert!(TYPED.iter().any(|typed| typed.layout.name == layout.name), "{}", layout.name);
    }
}
