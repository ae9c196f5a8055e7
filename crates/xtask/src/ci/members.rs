//! `cargo test`, as in the README, and the rule that every member ran a test.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};

use super::metadata::{Package, Workspace};
use crate::cmd::{self, cargo};

pub(super) fn run() -> Result<()> {
    let members = Workspace::load()?.default_members;
    let counts = count(&members, &test_output()?)?;
    for (name, passed) in &counts {
        println!("{name}: {passed} tests passed");
    }
    let idle: Vec<_> = counts.into_iter().filter(|&(_, passed)| passed == 0).map(|(name, _)| name).collect();
    ensure!(idle.is_empty(), "no test ran in: {}", idle.join(", "));
    Ok(())
}

/// Runs `cargo test`, shows what it prints and returns it.
fn test_output() -> Result<String> {
    // Cargo names the crate on stderr, the crate reports on stdout: only one pipe for both keeps their order.
    let (reader, writer) = std::io::pipe().context("could not open a pipe")?;
    let mut test = cargo(["test"]);
    // The user's settings must not hide or colour the lines that are counted.
    for setting in ["CARGO_TERM_QUIET", "CARGO_TERM_VERBOSE"] {
        test.env(setting, "false");
    }
    test.env("CARGO_TERM_COLOR", "never").stdout(writer.try_clone()?).stderr(writer);
    cmd::announce(&test);
    let mut child = test.spawn().context("could not start `cargo test`")?;
    // The command holds our ends of the pipe; while they are open, reading never ends.
    drop(test);

    let mut text = String::new();
    for line in BufReader::new(reader).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned() + "\n";
        std::io::stdout().write_all(line.as_bytes())?;
        text += &line;
    }
    let status = child.wait()?;
    ensure!(status.success(), "`cargo test` failed ({status})");
    Ok(text)
}

/// How many tests passed in each member.
fn count<'a>(members: &'a [Package], output: &str) -> Result<BTreeMap<&'a str, u64>> {
    let mut counts: BTreeMap<_, _> = members.iter().map(|package| (package.name.as_str(), 0)).collect();
    let mut running = None;
    for line in output.lines() {
        if let Some(package) = announced(members, line)? {
            running = Some(package);
        } else if let Some(passed) = passed(line) {
            let name = running.with_context(|| format!("cargo did not say which crate this is: {line}"))?;
            *counts.entry(name).or_default() += passed;
        }
    }
    Ok(counts)
}

/// The package that this line of cargo announces.
fn announced<'a>(members: &'a [Package], line: &str) -> Result<Option<&'a str>> {
    let line = line.trim_start();
    let owners: Vec<_> = if let Some(crate_name) = line.strip_prefix("Doc-tests ") {
        owners(members, crate_name, None)
    } else if let Some((source, program)) = running(line) {
        owners(members, program, Some(Path::new(source)))
    } else {
        return Ok(None);
    };
    match owners[..] {
        [owner] => Ok(Some(owner)),
        [] => bail!("no member of the workspace owns: {line}"),
        _ => {
            bail!("give these members' test files different names, `{line}` fits all: {}", owners.join(", "))
        }
    }
}

/// The root file and the crate name in `Running [unittests ]FILE (PATH/NAME-HASH)`.
fn running(line: &str) -> Option<(&str, &str)> {
    let (source, program) = line.strip_prefix("Running ")?.strip_suffix(')')?.rsplit_once(" (")?;
    let (crate_name, _hash) = Path::new(program).file_stem()?.to_str()?.rsplit_once('-')?;
    Some((source.strip_prefix("unittests ").unwrap_or(source), crate_name))
}

fn owners<'a>(members: &'a [Package], crate_name: &str, source: Option<&Path>) -> Vec<&'a str> {
    let owns = |package: &&Package| {
        let mut targets = package.targets.iter();
        targets.any(|target| {
            target.crate_name == crate_name && source.is_none_or(|source| target.source == source)
        })
    };
    members.iter().filter(owns).map(|package| package.name.as_str()).collect()
}

/// N in `test result: ok. N passed; …`.
fn passed(line: &str) -> Option<u64> {
    let (count, _) = line.strip_prefix("test result: ok. ")?.split_once(" passed")?;
    count.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::metadata::Target;
    use super::*;

    fn package(name: &str, targets: &[(&str, &str)]) -> Package {
        let target = |&(crate_name, source): &(&str, &str)| Target {
            crate_name: crate_name.into(),
            source: source.into(),
        };
        Package { name: name.into(), targets: targets.iter().map(target).collect() }
    }

    const OUTPUT: &str = "
   Compiling tapi-wire v0.1.0
     Running unittests src/lib.rs (target/debug/deps/tapi_wire-0123456789abcdef)
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
     Running main.rs (/elsewhere/debug/deps/all-0123456789abcdef)
test result: ok. 0 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s
   Doc-tests tapi_wire
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    #[test]
    fn passed_tests_are_summed_per_member_and_ignored_ones_do_not_count() {
        let members =
            [package("tapi-wire", &[("tapi_wire", "src/lib.rs")]), package("tests", &[("all", "main.rs")])];
        let counts = count(&members, OUTPUT).unwrap();
        assert_eq!(counts, BTreeMap::from([("tapi-wire", 6), ("tests", 0)]));
    }

    #[test]
    fn a_line_that_fits_no_member_or_two_is_an_error() {
        let members = ["one", "two"].map(|name| package(name, &[("cli", "tests/cli.rs")]));
        let line = "Running tests/cli.rs (target/debug/deps/cli-0123456789abcdef)";
        assert!(announced(&members, line).unwrap_err().to_string().ends_with("fits all: one, two"));
        assert!(announced(&[], line).unwrap_err().to_string().starts_with("no member"));
    }
}
