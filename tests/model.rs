//! Machines beside their references: scripts at random, the shortest one that tells them apart in a failure.

use std::any::type_name;
use std::fmt::{Debug, Display};
use std::path::Path;

use proptest::test_runner::{Config, TestError, TestRunner};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

/// Runs `cases` scripts of up to `steps` steps each. The shortest script that fails is told and saved, one step a line.
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
        let script: String = steps.iter().map(|step| format!("{step}\n")).collect();
        let name = type_name::<T>().rsplit("::").next().unwrap_or("failure");
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name).with_extension("script");
        std::fs::write(&path, &script).expect("the build directory takes a file");
        panic!("{reason}\nafter this script, saved as {}:\n{script}", path.display());
    }
    run.expect("no script is refused");
}
