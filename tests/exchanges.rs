//! Each of the 20 request types, played once from the function to the last message: all that client, TAPI and agent
//! handler pass to each other, byte by byte, as the pages of `fixtures/exchanges`.
//!
//! A page begins with a heading, written by hand: what it shows and which sentences of the documents it follows. The
//! rest is what the system did. `BLESS=1` writes that rest anew and keeps the headings; read what changed, then commit.

mod page;
mod play;
mod reader;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use tapi_acd::wire::layout::PROXY_ARMS;
use tapi_sim::decode::from_hex;

use crate::repository::FILES;
use crate::spec::assert_none;
use play::{Exchange, Step};
use reader::Page;

static PLAYED: LazyLock<Vec<Exchange>> = LazyLock::new(play::all);

fn path_of(exchange: &Exchange) -> String {
    let name = exchange.request.to_string().trim_start_matches("LINEPROXYREQUEST_").to_lowercase();
    format!("fixtures/exchanges/{:02}-{name}.txt", exchange.request.0)
}

fn text_of(path: &str) -> &'static str {
    FILES.iter().find(|file| file.path == path).map_or("", |file| &file.text)
}

#[test]
fn every_request_type_is_played_once() {
    let played: BTreeSet<_> = PLAYED.iter().map(|exchange| exchange.request).collect();
    assert!(played.into_iter().eq(PROXY_ARMS.iter().map(|arm| arm.request_type)));
    assert_eq!(PLAYED.len(), PROXY_ARMS.len());
}

#[test]
fn every_exchange_is_as_its_page_has_it() {
    let mut differences = Vec::new();
    for exchange in PLAYED.iter() {
        let path = path_of(exchange);
        let old = text_of(&path);
        let heading: String = old.split_inclusive('\n').take_while(|line| line.starts_with('#')).collect();
        let new = heading + &page::body(exchange);
        if std::env::var_os("BLESS").is_some() {
            let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
            fs::write(root.join(&path), new).expect("the page can be written");
        } else if let Some((line, number)) = first_difference(old, &new) {
            differences.push(format!("{path}:{number}: now {line:?}"));
        }
    }
    assert_none(differences);
}

/// The first line of `new` that `old` has otherwise, and its number.
fn first_difference(old: &str, new: &str) -> Option<(String, usize)> {
    if old == new {
        return None;
    }
    let same = old.lines().zip(new.lines()).take_while(|(old, new)| old == new).count();
    Some((new.lines().nth(same).unwrap_or("the page ends here").to_owned(), same + 1))
}

/// The pages hold against the facts, read by someone who knows no table of ours.
#[test]
fn the_pages_are_what_the_facts_say() {
    let mut problems = Vec::new();
    for exchange in PLAYED.iter() {
        let path = path_of(exchange);
        problems.extend(Page::read(text_of(&path)).problems().into_iter().map(|it| format!("{path}: {it}")));
    }
    assert_none(problems);
}

/// Where an exchange asks what a vector of `fixtures/bytes` asks, the bytes are those that were put together by hand.
#[test]
fn the_buffers_are_those_written_by_hand() {
    // The request type, whether the handler has answered, the vector.
    let rows = [
        (2, false, "proxy-set-agent-state.hex"),
        (4, false, "proxy-get-agent-caps.hex"),
        (7, false, "proxy-get-agent-activity-list.hex"),
        (7, true, "proxy-get-agent-activity-list-filled.hex"),
        (9, false, "proxy-create-agent.hex"),
        (10, false, "proxy-set-agent-measurement-period.hex"),
        (16, false, "proxy-get-queue-list.hex"),
        (16, true, "proxy-get-queue-list-filled.hex"),
        (17, false, "proxy-set-queue-measurement-period.hex"),
        (20, false, "proxy-set-agent-state-ex.hex"),
    ];
    for (request, answered, vector) in rows {
        let exchange = PLAYED.iter().find(|exchange| exchange.request.0 == request).expect(vector);
        let ours = exchange.steps.iter().find_map(|step| match step {
            Step::Request { buffer, .. } if !answered => Some(buffer),
            Step::Response { buffer, .. } if answered => Some(buffer),
            _ => None,
        });
        let by_hand = from_hex(text_of(&format!("fixtures/bytes/{vector}"))).expect(vector);
        assert_eq!(ours, Some(&by_hand), "{vector}");
    }
}
