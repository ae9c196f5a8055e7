//! Erlang's loss formula.

/// The share of calls that n agents lose when nobody can wait: Erlang B, for a load in erlangs above 0.
///
/// Without agents every call is lost.
#[must_use]
pub fn erlang_b(load: f64, agents: u32) -> f64 {
    (1..=agents).fold(1.0, |blocked, n| one_more(load, blocked, n))
}

/// Erlang B for one agent fewer, and for all of `agents`, which are at least one.
pub(super) fn last_two(load: f64, agents: u32) -> (f64, f64) {
    let fewer = erlang_b(load, agents - 1);
    (fewer, one_more(load, fewer, agents))
}

/// What n agents lose, from what n - 1 lose.
fn one_more(load: f64, blocked: f64, n: u32) -> f64 {
    load * blocked / (f64::from(n) + load * blocked)
}
