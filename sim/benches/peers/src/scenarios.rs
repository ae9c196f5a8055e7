//! The two scenarios, from the program's own texts: as long as the bench needs them, with one supervisor who watches
//! the ACD line and has no stake in calls.

use tapi_sim::scenario::{Scenario, text_of};

const SEAT: &str = r#"
[[seats]]
name = "supervisor"
lines = "acd"
calls = false
"#;

/// A hundred agents, 2,000 calls an hour.
pub fn erlang_a(duration: &str) -> Scenario {
    scenario("erlang-a", duration, &[])
}

/// A scenario of the program that lasts so long, without a warm-up, with other lines in place of some of its own.
pub fn scenario(name: &str, duration: &str, others: &[(&str, &str)]) -> Scenario {
    Scenario::from_toml(name, &text(name, duration, others)).unwrap_or_else(|error| panic!("{error}"))
}

/// Its text.
pub fn text(name: &str, duration: &str, others: &[(&str, &str)]) -> String {
    let (_, original) = text_of(name).expect("the program has it");
    let duration = format!("duration = \"{duration}\"\nperiod = \"24h\"");
    let others: Vec<_> = [("duration = ", duration.as_str()), ("warm_up = ", "")]
        .into_iter()
        .chain(others.iter().copied())
        .collect();
    for (start, _) in &others {
        let lines = original.lines().filter(|line| line.starts_with(start)).count();
        assert_eq!(lines, 1, "{name}: {start}");
    }
    let line = |line: &str| match others.iter().find(|(start, _)| line.starts_with(start)) {
        Some((_, other)) => format!("{other}\n"),
        None => format!("{line}\n"),
    };
    original.lines().map(line).collect::<String>() + SEAT
}
