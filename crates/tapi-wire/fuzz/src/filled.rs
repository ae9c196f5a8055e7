//! Structures with a variable part: what is read and written again reads equal.
//!
//! Reading copies nothing, so it needs no memory however many entries a list announces.

use std::fmt::Debug;

use tapi_acd::wire::layout::{
    ActivityList, AgentCaps, AgentList, AgentStatus, Filled, GroupList, LineAgentCaps, LineAgentInfo,
    LineAgentSessionInfo, LineAgentStatus, LineQueueInfo, QueueList, RequestTypeList, SessionList,
};
use tapi_acd::wire::varpart::{Sizes, WideStr, wide_bytes};
use tapi_acd::wire::{ApiVersion, DecodeError, EncodeError, Structure};

/// Which structure, then its bytes.
pub fn filled(input: &[u8]) -> bool {
    let Some((kind, bytes)) = input.split_first() else { return false };
    let read = match kind % 12 {
        0 => group_list(bytes),
        1 => activity_list(bytes),
        2 => queue_list(bytes),
        3 => session_list(bytes),
        4 => request_type_list(bytes),
        5 => agent_list(bytes),
        6 => agent_caps(ApiVersion::V2_0, bytes),
        7 => agent_caps(ApiVersion::V2_2, bytes),
        8 => agent_status(bytes),
        9 => figures::<LineAgentInfo>(bytes),
        10 => figures::<LineAgentSessionInfo>(bytes),
        _ => figures::<LineQueueInfo>(bytes),
    };
    match read {
        Ok(()) => true,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

/// Encodes as an application asks: first with room for the fixed part alone, then with all that is needed. One byte
/// less leaves something out, and what stands in the buffer is sound nevertheless.
fn filled_up(fixed: usize, encode: impl Fn(&mut [u8]) -> Result<Sizes, EncodeError>) -> [Vec<u8>; 2] {
    let least = encode(&mut vec![0; fixed]).expect("the fixed part has room");
    let needed = usize::try_from(least.needed).expect("a size has 32 bits");
    let mut whole = vec![0; needed];
    let sizes = encode(&mut whole).expect("everything has room");
    assert_eq!((sizes.needed, sizes.used), (least.needed, least.needed));
    let mut short = vec![0; needed.saturating_sub(1).max(fixed)];
    let sizes = encode(&mut short).expect("the fixed part has room");
    assert_eq!((sizes.needed, sizes.used <= sizes.total), (least.needed, true));
    [whole, short]
}

macro_rules! lists {
    ($($name:ident $List:ident $($wide:ident)*;)*) => {$(
        fn $name(bytes: &[u8]) -> Result<(), DecodeError> {
            let list = $List::decode(bytes)?;
            let entries = list.entries.iter().collect::<Result<Vec<_>, _>>()?;
            assert!(entries.len() == list.entries.announced() as usize || entries.is_empty());
            let encode = |buffer: &mut [u8]| $List::encode_into(entries.iter().copied(), buffer);
            let [whole, short] = filled_up(24, encode);
            let again = $List::decode(&whole).expect("a list that was just written");
            assert!(again.entries.iter().eq(entries.iter().copied().map(Ok)));
            let short = $List::decode(&short).expect("a list that was just written");
            assert_eq!(short.entries.announced(), again.entries.announced());
            assert!(short.entries.iter().all(|entry| entry.is_ok()));
            $(entries.iter().try_for_each(|entry| text(entry.$wide()?))?;)*
            Ok(())
        }
    )*};
}

lists! {
    group_list GroupList wide_name;
    activity_list ActivityList wide_name;
    queue_list QueueList wide_name;
    session_list SessionList;
    request_type_list RequestTypeList;
    agent_list AgentList wide_name wide_id wide_pin;
}

/// A whole text is shown as it is, and its bytes are those of the text.
fn text(wide: WideStr<'_>) -> Result<(), DecodeError> {
    let shown = wide.to_string();
    assert!(format!("{wide:?}").len() >= 2);
    if let Some(text) = wide.to_text() {
        assert_eq!(text, shown);
        let bytes = wide_bytes(&text);
        let terminated = wide.as_bytes().get(..bytes.len()).unwrap_or(&bytes);
        assert_eq!(terminated, bytes);
    }
    Ok(())
}

fn agent_caps(version: ApiVersion, bytes: &[u8]) -> Result<(), DecodeError> {
    let caps = AgentCaps::decode(version, bytes)?;
    let extensions = caps.extension_ids.iter().collect::<Result<Vec<_>, _>>()?;
    let encode = |buffer: &mut [u8]| {
        AgentCaps::encode_into(caps.fixed, caps.agent_handler_info, &extensions, version, buffer)
    };
    let fixed = LineAgentCaps::LAYOUT.size_in(tapi_acd::wire::Abi::Win32, version);
    let [whole, short] = filled_up(fixed, encode);
    AgentCaps::decode(version, &short).expect("capabilities that were just written");
    let again = AgentCaps::decode(version, &whole).expect("capabilities that were just written");
    assert_eq!(again.agent_handler_info, caps.agent_handler_info);
    assert!(again.extension_ids.iter().eq(extensions.iter().copied().map(Ok)));
    let placed = LineAgentCaps {
        agent_handler_info_size: again.fixed.agent_handler_info_size,
        agent_handler_info_offset: again.fixed.agent_handler_info_offset,
        num_agent_extension_ids: again.fixed.num_agent_extension_ids,
        agent_extension_id_list_size: again.fixed.agent_extension_id_list_size,
        agent_extension_id_list_offset: again.fixed.agent_extension_id_list_offset,
        ..caps.fixed
    };
    assert_same(placed, again.fixed);
    WideStr::new(caps.agent_handler_info).map_or(Ok(()), text)
}

fn agent_status(bytes: &[u8]) -> Result<(), DecodeError> {
    let status = AgentStatus::decode(bytes)?;
    let groups = status.groups.iter().collect::<Result<Vec<_>, _>>()?;
    let encode = |buffer: &mut [u8]| AgentStatus::encode_into(status.fixed, &groups, status.activity, buffer);
    let [whole, short] = filled_up(60, encode);
    AgentStatus::decode(&short).expect("a status that was just written");
    let again = AgentStatus::decode(&whole).expect("a status that was just written");
    assert_eq!(again.activity, status.activity);
    assert!(again.groups.iter().eq(groups.iter().copied().map(Ok)));
    let placed = LineAgentStatus {
        num_entries: again.fixed.num_entries,
        group_list_size: again.fixed.group_list_size,
        group_list_offset: again.fixed.group_list_offset,
        activity_size: again.fixed.activity_size,
        activity_offset: again.fixed.activity_offset,
        ..status.fixed
    };
    assert_same(placed, again.fixed);
    WideStr::new(status.activity).map_or(Ok(()), text)
}

/// Figures have no variable part.
fn figures<T: Filled + PartialEq + Debug>(bytes: &[u8]) -> Result<(), DecodeError> {
    let (figures, _) = T::decode_filled(ApiVersion::V3_1, bytes)?;
    let fixed = T::LAYOUT.size(tapi_acd::wire::Abi::Win32);
    let [whole, _] = filled_up(fixed, |buffer| figures.encode_filled(ApiVersion::V3_1, buffer));
    let (again, _) = T::decode_filled(ApiVersion::V3_1, &whole).expect("figures that were just written");
    assert_same(figures, again);
    Ok(())
}

/// Equal but for the sizes, which the buffer decides.
fn assert_same<T: Filled + PartialEq + Debug>(mut one: T, other: T) {
    one.set_sizes(other.sizes());
    assert_eq!(one, other);
}
