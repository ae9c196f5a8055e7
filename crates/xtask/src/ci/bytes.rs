//! A seeded run gives the same bytes wherever it runs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use sha2::{Digest as _, Sha256};

use super::metadata::Workspace;
use crate::cmd::{self, cargo};

/// 32 bits wide, and still run by every x86_64 Linux. It links without a C toolchain.
const SECOND_TARGET: &str = "i686-unknown-linux-musl";
const SECOND_LINKER: (&str, &str) = ("CARGO_TARGET_I686_UNKNOWN_LINUX_MUSL_LINKER", "rust-lld");

pub(super) fn run() -> Result<()> {
    let directory = Workspace::load()?.target_directory.join("xtask-bytes");
    // A trace of an earlier run must not stand in for one that is not written.
    if directory.exists() {
        fs::remove_dir_all(&directory).with_context(|| format!("could not empty {}", directory.display()))?;
    }
    fs::create_dir_all(&directory).with_context(|| format!("could not create {}", directory.display()))?;

    let debug = Trace::make(&directory, "debug", &[], "7")?;
    debug.expect_same(&Trace::make(&directory, "release", &["--release"], "7")?)?;
    debug.expect_same(&Trace::make(&directory, "again", &["--release"], "7")?)?;
    let other = Trace::make(&directory, "other-seed", &["--release"], "8")?;
    ensure!(debug.digest != other.digest, "the seeds 7 and 8 gave the same trace");

    if cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        cmd::need_target(SECOND_TARGET)?;
        debug.expect_same(&Trace::make(
            &directory,
            "32-bit",
            &["--release", "--target", SECOND_TARGET],
            "7",
        )?)?;
    } else {
        println!("SKIPPED: {SECOND_TARGET} runs on x86_64 Linux only; this host compared debug with release");
    }
    Ok(())
}

struct Trace {
    path: PathBuf,
    digest: String,
}

impl Trace {
    /// Runs the README's scenario and keeps the trace.
    fn make(directory: &Path, name: &str, build: &[&str], seed: &str) -> Result<Self> {
        let path = directory.join(name).with_extension("jsonl");
        let mut run = cargo(["run", "--quiet", "--locked"]);
        run.args(build).env(SECOND_LINKER.0, SECOND_LINKER.1);
        run.args(["--", "run", "bank-1999", "--seed", seed, "--format", "jsonl", "--out"]).arg(&path);
        cmd::run(&mut run)?;
        let bytes = fs::read(&path).with_context(|| format!("the run left no {}", path.display()))?;
        ensure!(!bytes.is_empty(), "{} is empty", path.display());
        let digest = hex(&Sha256::digest(&bytes));
        println!("{name}, seed {seed}: {} bytes, sha256 {digest}", bytes.len());
        Ok(Self { path, digest })
    }

    fn expect_same(&self, other: &Self) -> Result<()> {
        if self.digest == other.digest {
            return Ok(());
        }
        let line = first_difference(&fs::read_to_string(&self.path)?, &fs::read_to_string(&other.path)?);
        bail!("{} and {} differ, first in line {line}", self.path.display(), other.path.display())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The number of the first line that is not the same in both.
fn first_difference(one: &str, other: &str) -> usize {
    one.lines().zip(other.lines()).take_while(|(one, other)| one == other).count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_a_line_or_the_end_of_the_shorter_text() {
        assert_eq!(first_difference("a\nb\nc", "a\nx\nc"), 2);
        assert_eq!(first_difference("a\nb", "a\nb\nc"), 3);
    }

    #[test]
    fn digests_are_printed_in_hex() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hex(&Sha256::digest(b"")), empty);
    }
}
