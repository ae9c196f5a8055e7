//! The tables against mingw-w64's `tapi.h`, compiled for 32-bit and 64-bit Windows and never linked.
//!
//! It is a second entry of the facts, made by other people than `windows-sys`, and it knows what that crate cannot
//! show from one machine: both pointer widths, the fields of TAPI 3.0, and the names that our tables lack.

mod facts;
mod names;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use tapi_wire::Abi;

use super::metadata::Workspace;
use crate::cmd;

struct Compiler {
    abi: Abi,
    command: &'static str,
    /// The Debian package that brings the command and the header.
    package: &'static str,
}

const COMPILERS: [Compiler; 2] = [
    Compiler { abi: Abi::Win32, command: "i686-w64-mingw32-gcc", package: "gcc-mingw-w64-i686-win32" },
    Compiler { abi: Abi::Win64, command: "x86_64-w64-mingw32-gcc", package: "gcc-mingw-w64-x86-64-win32" },
];

pub(super) fn run() -> Result<()> {
    let missing: Vec<_> = COMPILERS.iter().filter(|compiler| !compiler.is_installed()).collect();
    if !missing.is_empty() {
        return leave_out(&missing, std::env::var("CI").is_ok_and(|ci| ci == "true"));
    }
    for compiler in &COMPILERS {
        let facts = facts::facts(compiler.abi);
        let program = write(compiler, "tables", &facts)?;
        let problems = names::differences(&cmd::read(compiler.on(&program).args(["-E", "-dD"]))?);
        ensure!(problems.is_empty(), "the tables and tapi.h differ\n{}", problems.join("\n"));
        cmd::run(&mut compiler.check(&program))?;
        println!("{:?}: {} facts hold", compiler.abi, facts.len());
    }
    Ok(())
}

/// A developer may do without the compilers; CI may not, or the check would be lost and nobody would see it.
fn leave_out(missing: &[&Compiler], in_ci: bool) -> Result<()> {
    let commands: Vec<_> = missing.iter().map(|compiler| compiler.command).collect();
    let packages: Vec<_> = missing.iter().map(|compiler| compiler.package).collect();
    let lack = format!("no {}; on Debian: apt-get install {}", commands.join(", no "), packages.join(" "));
    ensure!(!in_ci, "{lack}");
    println!("headers: SKIPPED, {lack}");
    Ok(())
}

/// Writes the program that states the facts, and returns where it is.
fn write(compiler: &Compiler, name: &str, facts: &[String]) -> Result<PathBuf> {
    let directory = Workspace::load()?.target_directory.join("xtask-headers");
    fs::create_dir_all(&directory).with_context(|| format!("could not create {}", directory.display()))?;
    let path = directory.join(format!("{name}-{:?}.c", compiler.abi));
    fs::write(&path, facts::program(facts)).with_context(|| format!("could not write {}", path.display()))?;
    Ok(path)
}

impl Compiler {
    fn is_installed(&self) -> bool {
        Command::new(self.command).arg("--version").output().is_ok_and(|output| output.status.success())
    }

    fn on(&self, program: &Path) -> Command {
        let mut command = Command::new(self.command);
        command.args(["-std=gnu11", "-Wall", "-Werror"]).arg(program);
        command
    }

    /// Static asserts are judged with the syntax; there is no code to make.
    fn check(&self, program: &Path) -> Command {
        let mut command = self.on(program);
        command.arg("-fsyntax-only");
        command
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// A fact that is not asked would hold with any number.
    #[test]
    fn the_compiler_rejects_every_fact_with_a_wrong_number() {
        for compiler in &COMPILERS {
            if !compiler.is_installed() {
                // Not by a macro, whose text the test harness would hide.
                writeln!(std::io::stderr(), "SKIPPED: no {}", compiler.command).unwrap();
                continue;
            }
            let facts = facts::facts(compiler.abi);
            let wrong: Vec<_> = facts.iter().map(|fact| fact.replace(" == ", " == 1 + ")).collect();
            let program = write(compiler, "wrong", &wrong).unwrap();
            let output = compiler.check(&program).output().unwrap();
            assert!(!output.status.success());
            let errors = String::from_utf8(output.stderr).unwrap();
            let accepted: Vec<_> =
                wrong.iter().filter(|fact| !errors.contains(&format!("\"{fact}\""))).collect();
            assert!(accepted.is_empty(), "{}: {accepted:#?}", compiler.command);
        }
    }

    #[test]
    fn only_a_developer_may_do_without_the_compilers() {
        let missing: Vec<_> = COMPILERS.iter().collect();
        leave_out(&missing, false).unwrap();
        assert_eq!(
            leave_out(&missing, true).unwrap_err().to_string(),
            "no i686-w64-mingw32-gcc, no x86_64-w64-mingw32-gcc; on Debian: apt-get install \
             gcc-mingw-w64-i686-win32 gcc-mingw-w64-x86-64-win32"
        );
    }
}
