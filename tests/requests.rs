//! Requests and answers as bytes: what one side writes, the other reads.

use proptest::prelude::*;
use tapi_acd::answer::{Answer, GroupEntry};
use tapi_acd::ids::{AddressId, AgentHandle};
use tapi_acd::request::{ProxyRequest, Requester};
use tapi_acd::wire::consts::ProxyRequestType;
use tapi_acd::wire::layout::{LineAgentGroupEntry, LineAgentGroupList, PROXY_ARMS, ProxyBuffer};
use tapi_acd::wire::varpart::wide_bytes;
use tapi_acd::wire::{Abi, ApiVersion, EncodeError, Guid, Reason, Structure as _};
use tapi_testkit::strategies;

const REQUESTER: Requester<'static> =
    Requester { machine_name: "DESK7", user_name: "ada", app_api_version: ApiVersion::V2_2, room: 400 };

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_request_is_bytes_and_back(
        request in strategies::request(),
        requester in strategies::requester(),
    ) {
        let requester = requester.as_ref();
        let bytes = request.to_buffer(&requester).unwrap();
        prop_assert_eq!(ProxyRequest::from_buffer(&bytes), Ok(Some(request.clone())));
        let view = ProxyBuffer::decode(&bytes).unwrap();
        prop_assert_eq!(view.arm.request_type(), request.request_type());
        prop_assert_eq!(view.client_app_api_version, requester.app_api_version);
        // A buffer that nobody has answered has no answer, but for handles and blocks, which are always there.
        let answer = Answer::from_buffer(&bytes).unwrap();
        let always = matches!(answer, None | Some(Answer::Agent(_) | Answer::Session(_) | Answer::Specific(_)));
        prop_assert!(always, "{:?}", answer);
    }

    #[test]
    fn an_answer_is_bytes_and_back(
        (request, answer) in strategies::request()
            .prop_flat_map(|request| (Just(request.clone()), strategies::answer_to(&request))),
        requester in strategies::requester(),
    ) {
        // Room for everything: a name has 7 characters of up to two units.
        let requester = Requester { room: 400, ..requester.as_ref() };
        let mut bytes = request.to_buffer(&requester).unwrap();
        if let Some(answer) = &answer {
            answer.write_to_buffer(&mut bytes).unwrap();
            // The request still stands there.
            prop_assert_eq!(ProxyRequest::from_buffer(&bytes).unwrap().unwrap().request_type(), request.request_type());
            let expected = match answer.clone() {
                // The structure of an older TAPI has no place for it.
                Answer::Caps(mut caps) if requester.app_api_version < ApiVersion::V2_2 => {
                    caps.proxy_guid = Guid::default();
                    Answer::Caps(caps)
                }
                answer => answer,
            };
            prop_assert_eq!(Answer::from_buffer(&bytes), Ok(Some(expected)));
        }
    }

    #[test]
    fn damaged_buffers_are_an_error_or_a_request(bytes in strategies::damaged(strategies::request_buffer())) {
        let _ = ProxyRequest::from_buffer(&bytes);
        let _ = Answer::from_buffer(&bytes);
        let mut written = bytes.clone();
        let _ = Answer::Agent(AgentHandle(1)).write_to_buffer(&mut written);
        prop_assert_eq!(written.len(), bytes.len());
    }

    #[test]
    fn an_answer_never_leaves_the_structure_it_fills(
        request in strategies::request(),
        answer in strategies::answer(),
        requester in strategies::requester(),
    ) {
        let before = request.to_buffer(&requester.as_ref()).unwrap();
        let mut after = before.clone();
        // Of the wrong kind, more often than not: a handler's mistake.
        let _ = answer.write_to_buffer(&mut after);
        let names = |bytes: &[u8]| {
            let view = ProxyBuffer::decode(bytes).ok()?;
            Some((view.client_machine_name.to_vec(), view.client_user_name.to_vec()))
        };
        prop_assert_eq!(after.len(), before.len());
        prop_assert!(names(&after).is_none_or(|after| Some(after) == names(&before)));
    }
}

#[test]
fn the_strategy_reaches_every_request_type() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let drawn: std::collections::BTreeSet<_> = (0..1000)
        .map(|_| strategies::request().new_tree(&mut runner).unwrap().current().request_type())
        .collect();
    assert!(drawn.into_iter().eq(PROXY_ARMS.iter().map(|arm| arm.request_type)));
}

#[test]
fn a_type_without_a_name_is_no_request() {
    let mut bytes = ProxyRequest::GetGroupList {}.to_buffer(&REQUESTER).unwrap();
    bytes[24..28].copy_from_slice(&99u32.to_le_bytes());
    assert_eq!(ProxyBuffer::decode(&bytes).unwrap().arm.request_type(), ProxyRequestType(99));
    assert_eq!(ProxyRequest::from_buffer(&bytes), Ok(None));
    assert_eq!(Answer::from_buffer(&bytes), Ok(None));
}

/// lineCreateAgent: NULL and an empty string are two things.
#[test]
fn no_id_is_not_an_empty_id() {
    for (id, size) in [(None, 0), (Some(""), 2), (Some("é"), 4)] {
        let request = ProxyRequest::CreateAgent { agent_id: id.map(Box::from), agent_pin: None };
        let bytes = request.to_buffer(&REQUESTER).unwrap();
        assert_eq!(bytes[32..36], u32::to_le_bytes(size), "{id:?}");
        assert_eq!(ProxyRequest::from_buffer(&bytes), Ok(Some(request)));
    }
}

/// LINEPROXYREQUEST structure: dwTotalSize is the client's; what does not fit is left out whole.
#[test]
fn an_answer_that_does_not_fit_says_what_it_needs() {
    let requester = Requester { room: 24 + 24, ..REQUESTER };
    let mut bytes = ProxyRequest::GetGroupList {}.to_buffer(&requester).unwrap();
    let group = |number, name: &str| GroupEntry { id: Guid([number; 16]), name: name.into() };
    Answer::Groups(vec![group(1, "Sales")]).write_to_buffer(&mut bytes).unwrap();
    // The array fits, the name does not.
    assert_eq!(Answer::from_buffer(&bytes), Ok(Some(Answer::Groups(vec![group(1, "")]))));
    let needed = 24 + 24 + u32::try_from(wide_bytes("Sales").len()).unwrap();
    assert_eq!(bytes[28 + 4..28 + 8], needed.to_le_bytes());
}

#[test]
fn a_structure_without_room_for_its_fixed_part_makes_no_request() {
    let requester = Requester { room: 23, ..REQUESTER };
    let error = ProxyRequest::GetGroupList {}.to_buffer(&requester).unwrap_err();
    assert!(matches!(
        error,
        EncodeError::TooSmall { structure: "LINEAGENTGROUPLIST", needed: 24, available: 23 }
    ));
    // A request that brings no structure needs no room.
    let request = ProxyRequest::SetAgentGroup { address: AddressId(0), groups: vec![Guid([1; 16])] };
    let bytes = request.to_buffer(&Requester { room: 0, ..REQUESTER }).unwrap();
    assert_eq!(ProxyRequest::from_buffer(&bytes), Ok(Some(request)));
}

/// Entries may share a name, but an answer owns no more than the bytes that came.
#[test]
fn thousands_of_entries_with_one_name_are_no_bomb() {
    let list = |entries: u32, name: u32| {
        let fixed = LineAgentGroupList {
            total_size: 60_000,
            needed_size: 60_000,
            used_size: 60_000,
            num_entries: entries,
            list_size: 24 * entries,
            list_offset: 24,
        };
        let mut structure = vec![0; 60_000];
        fixed.encode_fixed(Abi::Win32, &mut structure).unwrap();
        let entry = LineAgentGroupEntry { group_id: Guid([1; 16]), name_size: name, name_offset: 40_000 };
        let array = &mut structure[24..24 + 24 * entries as usize];
        for slot in array.chunks_exact_mut(24) {
            entry.encode_fixed(Abi::Win32, slot).unwrap();
        }
        let requester = Requester { room: 60_000, ..REQUESTER };
        let mut bytes = ProxyRequest::GetGroupList {}.to_buffer(&requester).unwrap();
        ProxyBuffer::answer_mut(&mut bytes).unwrap().copy_from_slice(&structure);
        Answer::from_buffer(&bytes)
    };
    // 1,000 names of 20,000 bytes would be 20 MB from 60 kB.
    let error = list(1000, 20_000).unwrap_err();
    assert_eq!((error.structure, error.field), ("LINEAGENTGROUPLIST", "dwListOffset"));
    assert_eq!(error.reason, Reason::NamesBeyondUsed { names: 80_000, used: 60_000 });
    // Three that share one are as good as any.
    assert!(matches!(list(3, 20_000), Ok(Some(Answer::Groups(groups))) if groups.len() == 3));
}
