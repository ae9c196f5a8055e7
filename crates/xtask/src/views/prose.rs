//! Plain sentences of the tables as Markdown.

/// The sentence with C names as code, errata as links, and whatever else Markdown would read as markup escaped. The
/// bar between table cells is the business of the table.
pub(super) fn prose(text: &str) -> String {
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn word(word: &str) -> String {
    let core = word.trim_matches(|c: char| "()[].,;:'".contains(c));
    let Some((before, after)) = word.split_once(core).filter(|_| !core.is_empty()) else {
        return escape(word);
    };
    let core = if is_c_name(core) {
        format!("`{core}`")
    } else if is_erratum(core) {
        erratum(core)
    } else {
        escape(core)
    };
    format!("{}{core}{}", escape(before), escape(after))
}

/// A link to an erratum.
pub(super) fn erratum(number: &str) -> String {
    format!("[{number}](errata.md#{})", number.to_lowercase())
}

fn is_erratum(word: &str) -> bool {
    let digits = word.strip_prefix('E').unwrap_or_default();
    digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// `LINE_REPLY`, `LINEAGENTSTATEEX_`, `LINEAGENTSTATUS`, `lineClose`, `dwParam1`.
fn is_c_name(word: &str) -> bool {
    let shouted = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let camel = |prefix: &str| {
        word.strip_prefix(prefix).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_uppercase()) && rest.chars().all(char::is_alphanumeric)
        })
    };
    let structure = word.len() > "LINE".len() && word.starts_with("LINE");
    (word.chars().all(shouted) && (word.contains('_') || structure))
        || camel("line")
        || camel("dw")
        || word == "hDevice"
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>~".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_code_and_markup_does_not_act() {
        for (text, expected) in [
            ("no LINE_REPLY comes", "no `LINE_REPLY` comes"),
            ("(lineClose function)", "(`lineClose` function)"),
            ("the LINEAGENTCAPS of a LINE", "the `LINEAGENTCAPS` of a LINE"),
            ("one of LINEQUEUESTATUS_, or more", "one of `LINEQUEUESTATUS_`, or more"),
            ("dwParam2 holds one (erratum E03)", "`dwParam2` holds one (erratum [E03](errata.md#e03))"),
            ("a line or two; E3 is none", "a line or two; E3 is none"),
            ("a*b_c <b> [x]", "a\\*b\\_c \\<b\\> \\[x\\]"),
            ("", ""),
            ("...", "..."),
        ] {
            assert_eq!(prose(text), expected);
        }
    }
}
