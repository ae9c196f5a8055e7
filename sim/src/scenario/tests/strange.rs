//! Texts that nobody wrote on purpose: they are refused or read, and never a panic.

use proptest::prelude::*;
use proptest::sample::Index;

use super::{EVERY_KEY, small};
use crate::random::{Distribution, LONGEST_S, Streams};
use crate::scenario::{Process, Scenario, Team, embedded};

/// Every distribution that a run may draw from.
fn distributions(scenario: &Scenario) -> Vec<&Distribution> {
    let mut all = Vec::new();
    for source in &scenario.sources {
        if let Process::Intervals(interval) = &source.process {
            all.push(interval);
        }
    }
    for call_type in &scenario.call_types {
        all.push(&call_type.service);
        all.extend(call_type.patience.iter().chain(&call_type.wrap_up));
        all.extend(call_type.ivr.as_ref().map(|ivr| &ivr.time));
    }
    for Team { shifts, agents, .. } in &scenario.teams {
        all.extend([&agents.answer, &agents.wrap_up, &agents.away]);
        all.extend(agents.pauses.iter().flat_map(|pauses| [&pauses.every, &pauses.length]));
        all.extend(shifts.iter().flat_map(|shift| &shift.breaks).map(|one| &one.length));
    }
    all
}

fn judge(text: &str) {
    match Scenario::from_toml("strange.toml", text) {
        Ok(scenario) => {
            let [mut day, mut half_hours, mut times] =
                ["day", "half hours", "times"].map(|name| Streams::new(0).stream(name));
            for distribution in distributions(&scenario) {
                let seconds = distribution.sample(&mut times);
                assert!((0.0..=LONGEST_S).contains(&seconds), "{distribution:?} gave {seconds}");
            }
            for source in &scenario.sources {
                if let Process::Rates(rates) = &source.process {
                    assert!(source.variation.draw(rates, &mut day, &mut half_hours).total() >= 0.0);
                }
            }
        }
        Err(error) => {
            let lines = text.matches('\n').count() + 1;
            assert!((1..=lines).contains(&error.line()) && error.column() >= 1);
            assert!(error.to_string().contains("strange.toml"));
        }
    }
}

/// A change of a text: what stands between two places becomes something else.
fn change() -> impl Strategy<Value = (Index, usize, String)> {
    let piece = prop_oneof![
        "[-0-9.e_]{0,8}",
        "[\\[\\]{}=,\"'#\\n.]{0,3}",
        "\\PC{0,3}",
        prop::sample::select(vec![
            "nan",
            "inf",
            "\"0 s\"",
            "\"24:00\"",
            "\"1/s\"",
            "true",
            "[]",
            "{}",
            "[[queues]]\n",
            "\r\n",
            "\u{feff}",
            "0",
            "1e308"
        ])
        .prop_map(str::to_owned),
    ];
    (any::<Index>(), 0..12_usize, piece)
}

fn changed(text: &str, changes: Vec<(Index, usize, String)>) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (place, length, piece) in changes {
        let start = place.index(characters.len());
        let end = (start + length).min(characters.len() - 1);
        characters.splice(start..end.max(start), piece.chars());
    }
    characters.into_iter().collect()
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,200}") {
        judge(&text);
    }

    #[test]
    fn any_lines_of_toml(text in "([a-z.\\[\\]\" ]{1,8}= ?[-0-9\"\\[\\]{}nif.:T]{0,12}\n){0,8}") {
        judge(&text);
    }

    #[test]
    fn the_bank_with_slips(changes in prop::collection::vec(change(), 1..4)) {
        judge(&changed(embedded()[0].text, changes));
    }

    #[test]
    fn every_key_with_slips(changes in prop::collection::vec(change(), 1..4)) {
        judge(&changed(EVERY_KEY, changes));
    }

    #[test]
    fn the_small_scenario_with_slips(changes in prop::collection::vec(change(), 1..4)) {
        judge(&changed(&small(), changes));
    }
}

#[test]
fn deep_nesting_and_long_lines() {
    judge(&"[".repeat(100_000));
    judge(&format!("x = {}", "{ a = ".repeat(100_000)));
    judge(&format!("{} = 1", "x".repeat(4_000_000)));
    judge(&small().replace("\"sales\", \"service\"", &format!("\"{}\"", "s".repeat(4_000_000))));
    judge(&small().replace(
        "{ fixed = \"0 s\" }",
        &("{ mixture = [{ share = 1, of = ".repeat(5_000) + "{ fixed = '1 s' } "),
    ));
}
