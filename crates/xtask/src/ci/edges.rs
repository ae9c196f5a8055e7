//! The dependency policy.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

use crate::cmd::{self, cargo};

/// Which features a rule looks at.
#[derive(Clone, Copy)]
enum With {
    /// Everything the package can pull in.
    AllFeatures,
    /// What it cannot do without.
    NoFeatures,
}
use With::{AllFeatures, NoFeatures};

/// (package, features, banned, why): none of the banned packages is in the package's tree.
const FORBIDDEN: &[(&str, With, &[&str], &str)] = &[
    ("tapi-wire", AllFeatures, &["tapi-acd"], "bytes know no meaning"),
    ("tapi-wire", AllFeatures, WORLD, "the core knows no simulator"),
    ("tapi-wire", AllFeatures, STD_ONLY, "the core knows no clock, no randomness, no IO"),
    ("tapi-acd", AllFeatures, WORLD, "the core knows no simulator"),
    ("tapi-acd", AllFeatures, STD_ONLY, "the core knows no clock, no randomness, no IO"),
    ("tapi-trace", AllFeatures, &["tapi-sim", "tapi-testkit"], "traces come from elsewhere too"),
    ("tapi-trace", AllFeatures, &["rand", "jiff", "clap"], "a trace is read the same everywhere"),
    ("tapi-sim", AllFeatures, &["tapi-testkit"], "the kit stands on the simulator"),
    ("tapi-sim", NoFeatures, &["clap", "indicatif", "anstream"], "a library brings no command line"),
];

const WORLD: &[&str] = &["tapi-trace", "tapi-sim", "tapi-testkit"];
const STD_ONLY: &[&str] = &["clap", "jiff", "rand", "serde_json", "toml"];

/// Who uses the core gets few crates: the tree of `tapi-acd`, itself included, stays below this.
const CORE_LIMIT: usize = 15;

pub(super) fn run() -> Result<()> {
    let mut broken = Vec::new();
    for &(package, with, banned, why) in FORBIDDEN {
        let tree = tree(package, with)?;
        broken.extend(present(&tree, banned).map(|name| format!("{package} depends on {name}, but {why}")));
    }
    broken.extend(dependents_of_xtask()?.map(|name| format!("{name} depends on xtask, but nothing may")));
    let core = tree("tapi-acd", AllFeatures)?.len();
    if core >= CORE_LIMIT {
        broken.push(format!("tapi-acd brings {core} crates, but fewer than {CORE_LIMIT} are wanted"));
    }
    ensure!(broken.is_empty(), "forbidden dependencies\n{}", broken.join("\n"));
    println!("{} rules hold; tapi-acd brings {core} crates", FORBIDDEN.len());
    Ok(())
}

/// The names of the package and all it needs at run time.
fn tree(package: &str, with: With) -> Result<BTreeSet<String>> {
    let features = match with {
        With::AllFeatures => "--all-features",
        With::NoFeatures => "--no-default-features",
    };
    let args = ["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--locked", features];
    Ok(names(&cmd::read(&mut cargo(args))?))
}

fn dependents_of_xtask() -> Result<impl Iterator<Item = String>> {
    let args = ["tree", "--workspace", "--invert", "xtask", "--edges", "all", "--prefix", "none", "--locked"];
    let names = names(&cmd::read(&mut cargo(args))?);
    Ok(names.into_iter().filter(|name| name != "xtask"))
}

/// The first word of each line.
fn names(tree: &str) -> BTreeSet<String> {
    tree.lines().filter_map(|line| line.split_whitespace().next()).map(String::from).collect()
}

fn present<'a>(tree: &BTreeSet<String>, banned: &[&'a str]) -> impl Iterator<Item = &'a str> {
    banned.iter().copied().filter(|&name| tree.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banned_package_is_found_in_a_tree() {
        let tree = names(
            "tapi-acd v0.1.0 (/somewhere)\nserde v1.0.1\nserde_derive v1.0.1 (proc-macro)\nserde v1.0.1 (*)\n",
        );
        assert_eq!(tree.len(), 3);
        assert!(present(&tree, &["rand", "serde"]).eq(["serde"]));
    }

    /// A misspelt name would never be found, and its rule would always hold.
    #[test]
    fn every_banned_name_is_a_package_of_the_lock_file() {
        let lock = std::fs::read_to_string(cmd::root().join("Cargo.lock")).unwrap();
        for &(_, _, banned, _) in FORBIDDEN {
            for name in banned {
                assert!(lock.contains(&format!("name = \"{name}\"\n")), "{name} is not in Cargo.lock");
            }
        }
    }
}
