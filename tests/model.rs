//! An endpoint beside its reference: scripts at random, the shortest one that tells them apart in a failure.

use std::fmt::{Debug, Display};

use proptest::test_runner::{Config, TestError, TestRunner};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

/// Runs `cases` scripts of up to `steps` steps each.
pub(crate) fn hold<T>(cases: u32, steps: usize)
where
    T: StateMachineTest,
    <T::Reference as ReferenceStateMachine>::State: Debug,
    <T::Reference as ReferenceStateMachine>::Transition: Display,
{
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let scripts = T::Reference::sequential_strategy(1..steps);
    let run = TestRunner::new(config.clone()).run(&scripts, |(start, steps, seen)| {
        T::test_sequential(config.clone(), start, steps, seen);
        Ok(())
    });
    if let Err(TestError::Fail(reason, (_, steps, _))) = run {
        let script: Vec<_> = steps.iter().map(ToString::to_string).collect();
        panic!("{reason}\nafter this script:\n{}", script.join("\n"));
    }
    run.expect("no script is refused");
}
