//! The names that the tables and the header share, in both directions.

use std::collections::BTreeSet;

use tapi_wire::consts::FAMILIES;
use tapi_wire::layout::LAYOUTS;

/// Rows that mingw-w64's header does not define, and why.
const ABSENT: &[(&str, &str)] = &[
    ("LINEDISCONNECTMODE_DESTINATIONBARRED", "no page has it, only Microsoft's metadata (erratum E25)"),
    ("LINEDISCONNECTMODE_FDNRESTRICT", "no page has it, only Microsoft's metadata (erratum E25)"),
];

/// How the names of the call-center part begin. The tables must have all of them, even those of a family or a
/// structure that is new to them.
const CALL_CENTER: &[&str] = &["LINEAGENT", "LINEGROUP", "LINEPROXY", "LINEQUEUE"];

/// Why the header lacks a row's name, if it does.
pub(super) fn why_absent(name: &str) -> Option<&'static str> {
    ABSENT.iter().find(|(absent, _)| *absent == name).map(|&(_, why)| why)
}

fn is_call_center(name: &str) -> bool {
    CALL_CENTER.iter().any(|start| name.starts_with(start))
}

/// What one side names and the other does not, given the header as `gcc -E -dD` prints it: declarations and macros.
pub(super) fn differences(header: &str) -> Vec<String> {
    let mut problems = constants(header);
    problems.extend(structures(header));
    problems
}

fn constants(header: &str) -> Vec<String> {
    let rows = FAMILIES.iter().flat_map(|family| family.rows).map(|row| row.name);
    let (ours, absent): (BTreeSet<_>, BTreeSet<_>) = rows.partition(|name| why_absent(name).is_none());
    let known =
        |name: &&str| is_call_center(name) || FAMILIES.iter().any(|family| name.starts_with(family.prefix));
    let macros = header.lines().filter_map(|line| line.strip_prefix("#define ")).map(first_word);
    let theirs: BTreeSet<_> = macros.filter(known).collect();

    let missing = ours.difference(&theirs).map(|name| format!("{name} is not in tapi.h"));
    let unknown = theirs.difference(&ours).map(|name| match why_absent(name) {
        Some(why) => format!("{name} is in tapi.h by now, and ABSENT says: {why}"),
        None => format!("{name} is in tapi.h and in no table"),
    });
    let needless = ABSENT.iter().map(|(name, _)| name).filter(|name| !absent.contains(*name));
    let needless = needless.map(|name| format!("{name} is in no table, so it need not be ABSENT"));
    missing.chain(unknown).chain(needless).collect()
}

/// Structures and the arms of LINEPROXYREQUEST; what is in them is a matter of [`super::facts`].
fn structures(header: &str) -> Vec<String> {
    let names = LAYOUTS.iter().map(|layout| layout.name);
    let ours: BTreeSet<_> = names.filter(|name| is_call_center(name)).map(String::from).collect();
    let structures = closing_names(header).filter(|name| is_call_center(name)).map(String::from);
    let request = header.split_once("} LINEPROXYREQUEST,").map_or("", |(before, _)| before);
    let request = request.rsplit_once("typedef struct").map_or("", |(_, inside)| inside);
    let arms = closing_names(request).map(|arm| format!("LINEPROXYREQUEST.{arm}"));
    let theirs: BTreeSet<_> = structures.chain(arms).collect();

    let missing = ours.difference(&theirs).map(|name| format!("{name} is not found in tapi.h"));
    let unknown =
        theirs.difference(&ours).map(|name| format!("{name} is in tapi.h and there is no table of it"));
    missing.chain(unknown).collect()
}

/// The names behind closing braces: C names a structure and a member of a union at the end.
fn closing_names(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.lines().filter_map(|line| line.trim_start().strip_prefix('}'));
    ends.map(|end| first_word(end.trim_start())).filter(|name| !name.is_empty())
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header that agrees with the tables.
    fn header() -> String {
        let rows =
            FAMILIES.iter().flat_map(|family| family.rows).filter(|row| why_absent(row.name).is_none());
        let mut header: String = rows.map(|row| format!("#define {} {}\n", row.name, row.value)).collect();
        for layout in LAYOUTS.iter().filter(|layout| !layout.name.contains('.')) {
            header += "typedef struct {\n";
            if layout.name == "LINEPROXYREQUEST" {
                let arms = LAYOUTS.iter().filter_map(|layout| layout.name.strip_prefix("LINEPROXYREQUEST."));
                header.extend(arms.map(|arm| format!("struct {{ DWORD x;\n}} {arm};\n")));
                header += "};\n";
            }
            header += &format!("}} {}, *LP{0};\n", layout.name);
        }
        header
    }

    #[track_caller]
    fn check(header: &str, problem: &str) {
        assert_eq!(differences(header), [problem]);
    }

    #[test]
    fn a_name_that_one_side_lacks_is_found() {
        let header = header();
        assert_eq!(differences(&header), [""; 0]);

        let without = |line: &str| {
            assert!(header.contains(line), "{line}");
            header.replacen(line, "", 1)
        };
        check(&without("#define LINEQUEUESTATUS_NEWQUEUE 2\n"), "LINEQUEUESTATUS_NEWQUEUE is not in tapi.h");
        check(&without("} LINEQUEUEENTRY, *LPLINEQUEUEENTRY;\n"), "LINEQUEUEENTRY is not found in tapi.h");
        check(&without("} CreateAgent;\n"), "LINEPROXYREQUEST.CreateAgent is not found in tapi.h");

        let with = |line: &str| format!("{line}\n{header}");
        check(
            &with("#define LINEMEDIAMODE_SMELL 0x10000"),
            "LINEMEDIAMODE_SMELL is in tapi.h and in no table",
        );
        check(&with("#define LINEGROUPMOOD_GOOD 1"), "LINEGROUPMOOD_GOOD is in tapi.h and in no table");
        check(
            &with("#define LINEDISCONNECTMODE_FDNRESTRICT 0x200000"),
            "LINEDISCONNECTMODE_FDNRESTRICT is in tapi.h by now, and ABSENT says: no page has it, only Microsoft's \
             metadata (erratum E25)",
        );
        check(
            &with("} LINEQUEUEMOOD ,*LPLINEQUEUEMOOD;"),
            "LINEQUEUEMOOD is in tapi.h and there is no table of it",
        );
        check(
            &header.replacen("} CreateAgent;", "} CreateAgent;\n} SellAgent;", 1),
            "LINEPROXYREQUEST.SellAgent is in tapi.h and there is no table of it",
        );
    }

    #[test]
    fn names_of_other_parts_of_the_header_are_no_matter() {
        let header = format!("#define LINEFEATURE_FORWARD 2\n}} LINEFORWARD,*LPLINEFORWARD;\n{}", header());
        assert_eq!(differences(&header), [""; 0]);
    }
}
