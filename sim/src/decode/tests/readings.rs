//! What a person reads.

use tapi_acd::wire::layout::{LAYOUTS, PROXY_ARMS};
use tapi_acd::wire::varpart::wide_bytes;
use tapi_acd::wire::{Abi, ApiVersion};

use super::super::{Dialect, Node, dissect, message, structure};
use super::{dwords, layout, node, problems};

/// Value and meaning of a field.
fn said<'n>(root: &'n Node, name: &str) -> (&'n str, &'n str) {
    let node = node(root, name);
    (node.value.as_deref().unwrap_or(""), node.meaning.as_deref().unwrap_or(""))
}

fn read(name: &str, bytes: &[u8]) -> Node {
    dissect(layout(name), Dialect::default(), bytes)
}

#[test]
fn a_structure_is_found_by_its_name_in_any_case_and_without_its_start() {
    for layout in LAYOUTS {
        assert_eq!(structure(&layout.name.to_lowercase()), Ok(*layout));
        assert_eq!(structure(layout.name.strip_prefix("LINE").unwrap()), Ok(*layout));
    }
    for arm in PROXY_ARMS {
        assert_eq!(structure(arm.layout.name.split_once('.').unwrap().1), Ok(arm.layout));
    }
    assert_eq!(structure("LINEAGENTSTATUZ").unwrap_err().nearest(), Some("LINEAGENTSTATUS"));
    assert!(structure("").is_err());
}

#[test]
fn constants_are_shown_by_name_and_unknown_bits_as_hex() {
    let status = read("LINEAGENTSTATUS", &dwords(&[56, 56, 56, 0, 0, 0, 3, 4, 7, 0, 0, 3, 0x805, 0]));
    assert_eq!(said(&status, "dwState"), ("0x3", "no LINEAGENTSTATE_ constant has this value"));
    assert_eq!(said(&status, "dwNextState"), ("0x4", "LINEAGENTSTATE_READY"));
    assert_eq!(
        said(&status, "dwValidStates"),
        ("0x805", "LINEAGENTSTATE_LOGGEDOFF | LINEAGENTSTATE_READY | 0x800")
    );
    assert_eq!(
        said(&status, "dwAgentFeatures"),
        ("0x3", "LINEAGENTFEATURE_SETAGENTGROUP | LINEAGENTFEATURE_SETAGENTSTATE")
    );
    assert_eq!(said(&status, "dwActivityID"), ("7", "The activity now."));
    assert_eq!(said(&status, "dwUsedSize"), ("56 bytes", ""));
    assert_eq!(problems(&status), [""; 0]);
}

#[test]
fn numbers_have_their_units() {
    let mut bytes = dwords(&[76, 76, 76, 2, 4]);
    bytes.extend(36_585.75_f64.to_le_bytes());
    bytes.extend(dwords(&[3600, 3, 1, 0, 0, 0, 0, 0]));
    bytes.extend(123_456_i64.to_le_bytes());
    bytes.extend(dwords(&[5, 4]));
    let info = read("LINEAGENTSESSIONINFO", &bytes);
    assert_eq!(said(&info, "dateSessionStartTime").0, "2000-02-29 18:00:00");
    assert_eq!(said(&info, "cyACDCallRate").0, "12.3456 calls per hour");
    assert_eq!(said(&info, "dwSessionDuration").0, "3600 seconds");
    assert_eq!(said(&info, "dwTotalTalkTime").0, "1 second");
    assert_eq!(said(&info, "dwNumberOfCalls").0, "3");
    let caps = dissect(layout("LINEAGENTCAPS"), Dialect::default(), &{
        let mut bytes = dwords(&[72, 72, 72, 0, 0, 0x20002, 0, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend(0..16);
        bytes
    });
    assert_eq!(said(&caps, "ProxyGUID").0, "03020100-0504-0706-0809-0a0b0c0d0e0f");
    assert_eq!(said(&caps, "dwCapsVersion"), ("0x20002", "TAPI 2.2"));
}

/// Erratum E20: the name counts from the list, not from the entry.
#[test]
fn a_name_counts_from_the_structure_that_holds_the_array() {
    let mut bytes = dwords(&[40, 40, 40, 1, 12, 24, 7, 4, 36]);
    bytes.extend(wide_bytes("Q"));
    let list = read("LINEQUEUELIST", &bytes);
    assert_eq!((said(&list, "dwName").0, node(&list, "dwName").offset), ("\"Q\"", 36));
    let alone = read("LINEQUEUEENTRY", &bytes[24..]);
    assert!(alone.walk().all(|node| node.name != "dwName"), "the list is not there");
    assert_eq!(said(&alone, "(no field)").0, "4 bytes");
}

/// Erratum E21: three bases in one request.
#[test]
fn names_in_a_request_count_from_the_request_and_the_arm() {
    let [machine, id] = ["PC", "07"].map(wide_bytes);
    let mut bytes = dwords(&[60, 6, 48, 0, 0, 0x20002, 9, 0, 6, 26, 0, 0]);
    bytes.extend([machine, id].concat());
    let request = read("LINEPROXYREQUEST", &bytes);
    assert_eq!(problems(&request), [""; 0]);
    assert_eq!(said(&request, "dwClientMachineName").0, "\"PC\"");
    assert_eq!((said(&request, "dwAgentID").0, node(&request, "dwAgentID").offset), ("\"07\"", 54));
    let arm = read("CreateAgent", &bytes[28..]);
    assert_eq!(said(&arm, "dwAgentID").0, "\"07\"");
}

#[test]
fn an_inner_structure_counts_from_itself() {
    let mut bytes = dwords(&[76, 0, 0, 0, 0, 0x20002, 1, 3]);
    bytes.extend(dwords(&[44, 44, 44, 1, 24, 24]));
    let name = bytes.len() + 24;
    bytes.extend([7; 16]);
    bytes.extend(dwords(&[4, 40]));
    bytes.extend(wide_bytes("G"));
    bytes[0] = u8::try_from(bytes.len()).unwrap();
    // The inner structure ends before its name: its own sizes bound it, not those of the request.
    let request = read("LINEPROXYREQUEST", &bytes);
    assert_eq!(problems(&request), ["dwListOffset: 24 bytes at offset 24 leave the 44 used bytes"]);
    bytes[32..44].copy_from_slice(&dwords(&[52, 52, 52]));
    bytes[72..80].copy_from_slice(&dwords(&[4, 48]));
    let request = read("LINEPROXYREQUEST", &bytes);
    assert_eq!(problems(&request), [""; 0]);
    assert_eq!((said(&request, "dwName").0, node(&request, "dwName").offset), ("\"G\"", name));
}

#[test]
fn room_for_an_answer_need_not_be_filled() {
    let mut bytes = dwords(&[0, 0, 0, 0, 0, 0x20002, 18, 5, 60]);
    bytes.resize(92, 0);
    bytes[0] = 92;
    let request = read("LINEPROXYREQUEST", &bytes);
    assert_eq!(problems(&request), [""; 0]);
    assert_eq!(said(&request, "QueueInfo").1, "room that nobody has filled");
    bytes[32] = 61;
    assert_eq!(
        problems(&read("LINEPROXYREQUEST", &bytes)),
        ["dwTotalSize: the total size is 61, there are 60 bytes"]
    );
}

#[test]
fn parameters_of_an_extension_are_as_long_as_they_say() {
    let mut bytes = dwords(&[45, 0, 0, 0, 0, 0x20002, 6, 0, 1, 5]);
    bytes.extend(b"hello");
    let request = read("LINEPROXYREQUEST", &bytes);
    assert_eq!((node(&request, "Params").bytes.as_slice(), problems(&request)), (&b"hello"[..], vec![]));
    bytes[36] = 6;
    assert_eq!(
        problems(&read("LINEPROXYREQUEST", &bytes)),
        ["dwSize: the total size is 6, there are 5 bytes"]
    );
}

#[test]
fn an_unknown_request_shows_its_header() {
    let request = read("LINEPROXYREQUEST", &dwords(&[32, 0, 0, 0, 0, 0x20002, 21, 77]));
    assert_eq!(said(&request, "dwRequestType").1, "no LINEPROXYREQUEST_ constant has this value");
    assert_eq!(problems(&request), [""; 0]);
    assert_eq!(node(&request, "(no field)").bytes, [77, 0, 0, 0]);
}

/// Errata E05 and E16.
#[test]
fn call_parameters_hold_request_types_and_have_two_sizes() {
    let mut bytes = vec![0; 176];
    bytes[0] = 184;
    bytes[104..112].copy_from_slice(&dwords(&[8, 176]));
    bytes.extend(dwords(&[1, 9]));
    let old = Dialect { version: ApiVersion::V2_2, ..Dialect::default() };
    let open = dissect(layout("LINECALLPARAMS"), old, &bytes);
    let types: Vec<_> =
        node(&open, "dwDevSpecific").children.iter().map(|one| one.meaning.clone().unwrap()).collect();
    assert_eq!(types, ["LINEPROXYREQUEST_SETAGENTGROUP", "LINEPROXYREQUEST_CREATEAGENT"]);
    // Other data is data.
    bytes[176] = 99;
    let call = dissect(layout("LINECALLPARAMS"), old, &bytes);
    assert!(node(&call, "dwDevSpecific").opaque && problems(&call).is_empty());
    bytes.truncate(176);
    bytes[0] = 176;
    bytes[104..112].fill(0);
    assert_eq!(problems(&read("LINECALLPARAMS", &bytes)), [""; 0], "TAPI 3.1 takes one of TAPI 2.2");
    bytes[0] = 175;
    bytes.extend([0; 4]);
    assert_eq!(
        problems(&read("LINECALLPARAMS", &bytes)),
        ["dwTotalSize: the fixed part takes 176 bytes, the total size is 175"]
    );
}

#[test]
fn a_message_has_its_parameters_by_their_own_names() {
    let bytes = dwords(&[0x102a3, 0x1d, 5, 7, 2, 4]);
    let node_of = |abi| message(3, 240, &bytes, abi);
    let message = node_of(Abi::Win32);
    assert_eq!((message.name.as_ref(), message.meaning.as_deref()), ("[3]", Some("LINE_AGENTSTATUSEX")));
    assert_eq!(said(&message, "hAgent"), ("0x7", "dwParam1"));
    assert_eq!(said(&message, "changed"), ("0x2", "LINEAGENTSTATUSEX_STATE"));
    assert_eq!(said(&message, "state"), ("0x4", "LINEAGENTSTATEEX_BUSYACD"));
    assert_eq!(node(&message, "state").offset, 260);
    let cut = node_of(Abi::Win64);
    assert_eq!(problems(&cut), ["dwParam2: expected 32 bytes, found 24"]);
}

#[test]
fn strings_say_what_is_odd_about_them() {
    let list = |name: &[u8]| {
        let size = u32::try_from(name.len()).unwrap();
        let mut bytes = dwords(&[36 + size, 36 + size, 36 + size, 1, 12, 24, 7, size, 36]);
        bytes.extend(name);
        read("LINEQUEUELIST", &bytes)
    };
    let units = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    assert_eq!(said(&list(&units("a\0")), "dwName"), ("\"a\"", ""));
    assert_eq!(said(&list(&units("a")), "dwName"), ("\"a\"", "no terminator"));
    assert_eq!(said(&list(&units("a\0bc")), "dwName"), ("\"a\"", "4 bytes behind the terminator"));
    assert_eq!(said(&list(&units("\u{1b}[31m\0")), "dwName").0, "\"\\u{1b}[31m\"");
    let odd = list(b"a\0b");
    assert_eq!(problems(&odd), ["dwNameOffset: 3 bytes are no whole number of UTF-16 units"]);
    assert_eq!(said(&odd, "dwName").0, "\"a\"");
}

#[test]
fn after_an_error_the_rest_is_shown() {
    let mut bytes = dwords(&[40, 40, 4000, 1, 12, 24, 7, 4, 36]);
    bytes.extend(wide_bytes("Q"));
    let list = read("LINEQUEUELIST", &bytes);
    assert_eq!(problems(&list), ["dwUsedSize: the used size is 4000, the total size 40"]);
    assert_eq!(said(&list, "dwName").0, "\"Q\"");
    let cut = read("LINEQUEUELIST", &bytes[..38]);
    assert_eq!(problems(&cut).len(), 2, "{:?}", problems(&cut));
    assert_eq!(said(&cut, "dwName").0, "\"Q\"");
    let short = read("LINEQUEUELIST", &bytes[..6]);
    assert_eq!(problems(&short), ["dwNeededSize: expected 8 bytes, found 6"]);
    assert_eq!(said(&short, "dwNeededSize").1, "4 more fields are missing");
}
