//! The rules against traces written by hand: the judge is not proved by its own simulator.

mod bad;
mod good;

use std::collections::BTreeSet;

use tapi_acd::contract::{Monitor, RULES, Severity, rule};

use crate::traces::trace;

use bad::BAD;
use good::GOOD;

/// A trace, the pages it is taken from, and what the monitor shall find: rule and record.
struct Case {
    page: &'static str,
    trace: &'static str,
    finds: &'static [(&'static str, u64)],
}

const fn good(page: &'static str, trace: &'static str) -> Case {
    Case { page, trace, finds: &[] }
}

const fn bad(page: &'static str, finds: &'static [(&'static str, u64)], trace: &'static str) -> Case {
    Case { page, trace, finds }
}

#[track_caller]
fn check(cases: &[Case]) {
    for case in cases {
        let records = trace(case.trace);
        let mut monitor = Monitor::new();
        records.iter().for_each(|record| monitor.observe(record));
        let found: Vec<_> =
            monitor.findings().iter().map(|finding| (finding.rule.id, finding.record)).collect();
        assert_eq!(found, case.finds, "{}\n{}\n{:?}", case.page, case.trace, monitor.findings());
        let broken = found.iter().any(|(id, _)| rule(id).map(|rule| rule.severity) == Some(Severity::Must));
        assert_eq!(monitor.holds(), !broken, "{}", case.page);
        assert_eq!(monitor.records(), records.len() as u64);
    }
}

#[test]
fn what_the_pages_show_gives_no_finding() {
    check(GOOD);
}

/// A call tells its line: LINE_APPNEWCALL gave the handle for it.
#[test]
fn a_closed_line_takes_the_requests_about_its_calls_with_it() {
    check(&[good(
        "lineClose function: outstanding requests of the line get no LINE_REPLY",
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 LINE_APPNEWCALL 0x21 0 0xC1 LINECALLPRIVILEGE_OWNER
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_OFFERING LINEOFFERINGMODE_ACTIVE LINECALLPRIVILEGE_OWNER
         1 #2 lineAnswer 0xC1
         1 #2 returns 7
         1 #3 lineClose 0x21
         1 #3 returns 0
         end",
    )]);
}

#[test]
fn a_broken_rule_is_found_at_its_record() {
    check(BAD);
}

#[test]
fn every_rule_is_broken_alone_by_some_trace() {
    let alone = |case: &&Case| case.finds.iter().all(|(id, _)| *id == case.finds[0].0);
    let broken: BTreeSet<_> = BAD.iter().filter(alone).map(|case| case.finds[0].0).collect();
    assert_eq!(broken, RULES.iter().map(|rule| rule.id).collect::<BTreeSet<_>>());
}

#[test]
fn every_case_names_its_page() {
    for case in GOOD.iter().chain(BAD) {
        let words = ["message", "function", "enumeration", "Constants", "Asynchronous Functions", "no page"];
        assert!(words.iter().any(|word| case.page.contains(word)), "{}", case.page);
    }
}

#[test]
fn the_rules_are_in_the_order_of_their_ids() {
    assert!(RULES.is_sorted_by(|one, other| one.id < other.id), "an id twice or out of order");
    for rule in RULES {
        let inferred = rule.basis.starts_with("inferred");
        assert!(!(inferred && rule.severity == Severity::Must), "{}: a must needs a page", rule.id);
    }
}
