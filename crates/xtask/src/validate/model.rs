//! Scenarios of queueing models: calls at one rate, exponential times, agents at phones who are always there.

use std::fmt::Write as _;

use super::Effort;

/// A mean of so many seconds.
pub(crate) fn exponential(seconds: f64) -> String {
    format!(r#"{{ exponential = "{seconds:.9} s" }}"#)
}

/// A call type with a queue of its own.
pub(crate) struct Calls {
    pub(crate) name: &'static str,
    /// Calls per second.
    pub(crate) rate: f64,
    pub(crate) service_s: f64,
    pub(crate) patience_s: Option<f64>,
    pub(crate) priority: u32,
    pub(crate) capacity: Option<u32>,
}

impl Calls {
    pub(crate) fn new(name: &'static str, rate: f64, service_s: f64) -> Self {
        Self { name, rate, service_s, patience_s: None, priority: 1, capacity: None }
    }
}

/// A team, and the level at which it serves each queue.
pub(crate) struct Agents {
    pub(crate) name: &'static str,
    pub(crate) size: u32,
    pub(crate) serves: Vec<(&'static str, u32)>,
}

/// When the run begins to count and when it ends, in seconds.
pub(crate) enum Span {
    /// In the steady state.
    Steady { warm_up_s: f64, measured_s: f64 },
    /// A day from empty to empty.
    Day { duration_s: f64 },
}

impl Span {
    /// Long enough for so many calls, after a warm-up of so many relaxation times that the empty beginning is
    /// forgotten.
    pub(crate) fn steady(rate: f64, relaxation_s: f64, effort: Effort) -> Self {
        let warm_up_s = effort.relaxations() * relaxation_s;
        let measured_s = (effort.calls() / rate).max(warm_up_s / 2.0);
        Span::Steady { warm_up_s, measured_s }
    }
}

/// How long a queue without abandonment takes to forget, in seconds: 1 / (n μ (1 − √ρ)²).
pub(crate) fn relaxation(load: f64, agents: u32, service_s: f64) -> f64 {
    let agents = f64::from(agents);
    let root = 1.0 - (load / agents).sqrt();
    service_s * (1.0 + 1.0 / (agents * root * root))
}

/// The text of a scenario.
pub(crate) fn scenario(
    title: &str,
    span: &Span,
    threshold_s: f64,
    calls: &[Calls],
    teams: &[Agents],
) -> String {
    let mut text = format!("schema = 1\ntitle = \"{title}\"\n");
    match span {
        Span::Steady { warm_up_s, measured_s } => {
            let duration_s = warm_up_s + measured_s;
            let _ = writeln!(text, "duration = \"{duration_s:.3} s\"\nwarm_up = \"{warm_up_s:.3} s\"");
        }
        Span::Day { duration_s } => {
            let _ = writeln!(text, "duration = \"{duration_s:.3} s\"\nclosing = \"drain\"");
        }
    }
    let _ = writeln!(text, "period = \"24h\"\n[service_level]\nthreshold = \"{threshold_s} s\"");
    for Calls { name, rate, service_s, patience_s, priority, capacity } in calls {
        let _ = writeln!(text, "[[queues]]\nname = \"{name}\"\npriority = {priority}");
        if let Some(capacity) = capacity {
            let _ = writeln!(text, "capacity = {capacity}");
        }
        let _ = writeln!(text, "[[call_types]]\ncode = \"{name}\"\nqueue = \"{name}\"");
        let _ = writeln!(text, "arrivals = {{ rate = \"{rate}/s\" }}\nservice = {}", exponential(*service_s));
        if let Some(patience_s) = patience_s {
            let _ = writeln!(text, "patience = {}", exponential(*patience_s));
        }
    }
    for Agents { name, size, serves } in teams {
        let groups: Vec<String> = serves.iter().map(|(queue, _)| format!("\"{queue}\"")).collect();
        let levels: Vec<String> =
            serves.iter().map(|(queue, level)| format!("\"{queue}\" = {level}")).collect();
        let (groups, levels) = (groups.join(", "), levels.join(", "));
        let _ = writeln!(
            text,
            "[[teams]]\nname = \"{name}\"\nsize = {size}\ngroups = [{groups}]\nlevels = {{ {levels} }}"
        );
    }
    text + "[agents]\nworks_at = \"phone\"\n[[seats]]\nname = \"supervisor\"\ncalls = false\n"
}
