//! The dissector on bytes that were written by hand from Microsoft's pages.

use std::fs;
use std::path::Path;

use tapi_acd::wire::{Abi, ApiVersion};

use super::super::{Dialect, dissect, from_hex, structure};

/// `# LINEQUEUELIST on both, TAPI 2.2, page …`: the structure, the system, the version.
fn title(text: &str) -> Option<(&str, Dialect)> {
    let (name, rest) = text.lines().next()?.strip_prefix("# ")?.split_once(" on ")?;
    let (abi, rest) = rest.split_once(", TAPI ")?;
    let (version, _) = rest.split_once(", page")?;
    let (major, minor) = version.split_once('.')?;
    let abi = if abi == "win32" { Abi::Win32 } else { Abi::Win64 };
    let version = ApiVersion::new(major.parse().ok()?, minor.parse().ok()?);
    Some((name, Dialect { abi, version }))
}

#[test]
fn what_is_right_has_no_problem_and_what_is_wrong_has_one() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/bytes");
    let (mut right, mut wrong) = (0, 0);
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap();
        if !file.ends_with(".hex") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let (name, dialect) = title(&text).unwrap_or_else(|| panic!("{file} has a title"));
        // An arm is a whole request in these files.
        let name = name.split('.').next().unwrap_or(name);
        let layout = structure(name).unwrap_or_else(|_| panic!("{file}: {name}"));
        let bytes = from_hex(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        let node = dissect(layout, dialect, &bytes);
        let problems: Vec<_> = node.problems().collect();
        // That the device-specific data are request types is known to lineOpen only.
        let bad = file.starts_with("bad-") && file != "bad-call-params-words.hex";
        assert_eq!(!problems.is_empty(), bad, "{file}: {problems:?}");
        *(if bad { &mut wrong } else { &mut right }) += 1;
    }
    assert!(right > 60 && wrong > 10, "{right} right, {wrong} wrong");
}
