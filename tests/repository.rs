//! Rules that the repository keeps about itself: fixtures, tidiness, documents.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;

/// A file of the repository: its path from the root, with slashes, and its text.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every file but what git and cargo keep for themselves, sorted by path.
pub(crate) static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lies in the root");
    let mut files = Vec::new();
    walk(root, "", &mut files);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
});

fn walk(directory: &Path, prefix: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(directory).expect("the repository can be read") {
        let entry = entry.expect("the repository can be read");
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().expect("the repository can be read");
        // A directory, or in another work tree a file that names one.
        if entry.file_name() == ".git" {
            continue;
        }
        // Cargo puts a tag into each directory it builds in, wherever that lies.
        if kind.is_dir() && !path.join("CACHEDIR.TAG").exists() {
            walk(&path, &format!("{name}/"), files);
        } else if kind.is_file() {
            let bytes = fs::read(&path).expect("the repository can be read");
            files.push(File { path: name, text: String::from_utf8_lossy(&bytes).into_owned() });
        }
    }
}

impl File {
    fn is(&self, extensions: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    /// Rows of constants and of error messages may be wide and many; they are tables, not logic.
    fn is_table(&self) -> bool {
        self.path.starts_with("crates/tapi-wire/src/consts/")
            || self.path.starts_with("sim/src/scenario/tests/errors/")
    }
}

fn file(path: &str) -> &'static File {
    FILES.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} does not exist"))
}

#[track_caller]
fn assert_none(problems: impl IntoIterator<Item = String>) {
    let problems: Vec<_> = problems.into_iter().collect();
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

// Fixtures

const MANIFEST: &str = "fixtures/MANIFEST.toml";

#[derive(Deserialize)]
struct Manifest {
    fixture: Vec<Fixture>,
}

#[derive(Deserialize)]
struct Fixture {
    /// From the manifest's own directory.
    path: String,
    provenance: String,
    made: String,
}

fn manifest() -> Vec<Fixture> {
    let manifest: Manifest = toml::from_str(&file(MANIFEST).text).expect("the manifest is well formed");
    manifest.fixture
}

#[test]
fn every_fixture_is_listed_and_every_listed_fixture_exists() {
    let listed: Vec<_> = manifest().into_iter().map(|fixture| format!("fixtures/{}", fixture.path)).collect();
    let unique: BTreeSet<_> = listed.iter().map(String::as_str).collect();
    let paths = FILES.iter().map(|file| file.path.as_str());
    let present: BTreeSet<_> =
        paths.filter(|path| path.starts_with("fixtures/") && *path != MANIFEST).collect();

    assert_eq!(listed.len(), unique.len(), "the manifest lists a fixture twice");
    let unlisted = present.difference(&unique).map(|path| format!("{path} is not in {MANIFEST}"));
    let missing =
        unique.difference(&present).map(|path| format!("{path} is in {MANIFEST} and does not exist"));
    assert_none(unlisted.chain(missing));
}

#[test]
fn every_fixture_tells_where_it_comes_from() {
    const PROVENANCES: &[&str] = &["documented", "compiled", "published", "invented"];
    let mut problems = Vec::new();
    for Fixture { path, provenance, made } in manifest() {
        if !PROVENANCES.contains(&provenance.as_str()) {
            problems.push(format!("{path}: the provenance {provenance:?} is none of {PROVENANCES:?}"));
        }
        if made.trim().is_empty() {
            problems.push(format!("{path}: `made` does not say how the file was made"));
        }
    }
    assert_none(problems);
}

#[test]
fn every_fixture_is_used() {
    let used = |path: &str| {
        let readers = FILES.iter().filter(|file| file.is(&["rs", "md", "toml"]));
        let mut others = readers.filter(|file| file.path != MANIFEST && file.path != path);
        others.any(|file| uses(&file.text, path))
    };
    let listed = manifest().into_iter().map(|fixture| format!("fixtures/{}", fixture.path));
    assert_none(
        listed.filter(|path| !used(path)).map(|path| format!("nothing names {path} or its directory")),
    );
}

/// Whether the text names the file, or one of its directories as a whole: `fixtures/wire`, `fixtures/wire/*.bin`.
fn uses(text: &str, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ancestors =
        path.match_indices('/').map(|(at, _)| &path[..at]).filter(|ancestor| ancestor.contains('/'));
    names(text, name) || ancestors.into_iter().any(|directory| names(text, directory))
}

/// Whether the text has the name, and not only as a part of a longer name or path.
fn names(text: &str, name: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.match_indices(name).any(|(at, _)| {
        let before = &text[..at];
        let after = &text[at + name.len()..];
        // A full stop ends a sentence, a slash ends a directory, unless the name goes on behind it.
        !before.ends_with(part) && !after.trim_start_matches(['.', '/']).starts_with(part)
    })
}

#[test]
fn a_name_is_found_as_a_whole_only() {
    let path = "fixtures/wire/reply.bin";
    for text in
        ["`reply.bin`", "wire/reply.bin", "see fixtures/wire.", "\"fixtures/wire/\"", "fixtures/wire/*.bin"]
    {
        assert!(uses(text, path), "{text}");
    }
    for text in
        ["no-reply.bin", "reply.bin2", "fixtures/wires", "fixtures/wire/close.bin", "fixtures", "reply"]
    {
        assert!(!uses(text, path), "{text}");
    }
}

// Tidiness

#[test]
fn no_line_is_wider_than_120_columns() {
    let mut problems = Vec::new();
    for file in FILES.iter().filter(|file| file.is(&["rs"]) && !file.is_table()) {
        for (line, number) in file.text.lines().zip(1..) {
            if line.chars().count() > 120 {
                problems.push(format!("{}:{number}", file.path));
            }
        }
    }
    assert_none(problems);
}

#[test]
fn no_file_of_logic_is_longer_than_800_lines() {
    let logic = FILES.iter().filter(|file| file.is(&["rs"]) && !file.is_table());
    let long = logic.map(|file| (&file.path, file.text.lines().count())).filter(|&(_, lines)| lines > 800);
    assert_none(long.map(|(path, lines)| format!("{path}: {lines} lines")));
}

#[test]
fn nothing_is_left_to_do() {
    // Put together here, so that this file does not contain them.
    let leftovers = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("dbg", "!"), concat!("todo", "!")];
    let sources = FILES.iter().filter(|file| file.is(&["rs", "md"]));
    assert_none(sources.flat_map(|file| occurrences(file, &leftovers)));
}

#[test]
fn no_file_names_the_place_it_was_written_in() {
    // Put together here, so that this file does not contain them.
    let words = [
        concat!("/wo", "rk/"),
        concat!("arti", "factory"),
        concat!("Arti", "factory"),
        concat!("helper ", "session"),
        concat!("Cla", "ude"),
    ];
    assert_none(FILES.iter().flat_map(|file| occurrences(file, &words)));
}

/// Where the file has one of the words.
fn occurrences(file: &'static File, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (line, number) in file.text.lines().zip(1..) {
        for word in words.iter().filter(|word| line.contains(**word)) {
            found.push(format!("{}:{number}: {word}", file.path));
        }
    }
    found
}

// Documents

#[test]
fn the_readme_has_the_two_commands() {
    let readme = &file("README.md").text;
    for command in ["cargo run --release -- run bank-1999 --seed 7", "cargo test"] {
        // A line of its own, perhaps with a remark behind.
        let is_it = |line: &str| {
            let rest = line.trim().strip_prefix(command);
            rest.is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with('#'))
        };
        assert!(readme.lines().any(is_it), "README.md has no line `{command}`");
    }
}

#[test]
fn the_documents_exist() {
    for path in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        file(path);
    }
}

#[test]
fn every_invariant_ends_with_the_name_of_a_check_that_exists() {
    let steps = &file("crates/xtask/src/ci.rs").text;
    let exists = |check: &str| {
        let function = format!("fn {check}(");
        steps.contains(&format!("name: \"{check}\""))
            || FILES.iter().any(|file| file.is(&["rs"]) && file.text.contains(&function))
    };
    let invariants = invariants(&file("ARCHITECTURE.md").text);
    assert!(!invariants.is_empty(), "ARCHITECTURE.md lists no invariant `I1.`");

    let mut problems = Vec::new();
    let mut numbers = BTreeSet::new();
    for Invariant { number, check } in invariants {
        if !numbers.insert(number) {
            problems.push(format!("I{number} is given twice"));
        }
        match check {
            None => problems.push(format!("I{number} does not end with the name of its check")),
            Some(check) if !exists(&check) => {
                problems.push(format!("I{number}: there is no check `{check}`"));
            }
            Some(_) => {}
        }
    }
    assert_none(problems);
}

#[derive(Debug, PartialEq)]
struct Invariant {
    number: u32,
    check: Option<String>,
}

/// The paragraphs that begin with `I<number>.`, whatever list or emphasis they stand in.
fn invariants(text: &str) -> Vec<Invariant> {
    let mut paragraphs: Vec<(u32, String)> = Vec::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if let Some(number) = invariant_number(line) {
            paragraphs.push((number, line.into()));
            inside = true;
        } else if line.is_empty() {
            inside = false;
        } else if let Some((_, paragraph)) = paragraphs.last_mut().filter(|_| inside) {
            *paragraph += &format!(" {line}");
        }
    }
    paragraphs.into_iter().map(|(number, text)| Invariant { number, check: check_name(&text) }).collect()
}

fn invariant_number(line: &str) -> Option<u32> {
    let line = line.trim_start_matches(['-', '*', '#', '|', ' ']);
    line.strip_prefix('I')?.split_once('.')?.0.parse().ok()
}

/// The backticked name at the end of a paragraph: `name`, `module::name` or `cargo xtask ci name`.
fn check_name(paragraph: &str) -> Option<String> {
    let end = paragraph.trim_end_matches(['.', ')', '*', '|', ' ']);
    let (_, code) = end.strip_suffix('`')?.rsplit_once('`')?;
    code.rsplit([':', ' ']).next().map(String::from)
}

#[test]
fn invariants_are_found_with_their_checks() {
    let text = "\
I1. The core knows
no clock (`cargo xtask ci no-std`).
I2. Another: `module::holds`.
- **I3.** It has `code` and no check.

Not I4. `nothing`
";
    let check = |name: &str| Some(name.to_owned());
    let expected = [(1, check("no-std")), (2, check("holds")), (3, None)];
    assert_eq!(invariants(text), expected.map(|(number, check)| Invariant { number, check }));
}
