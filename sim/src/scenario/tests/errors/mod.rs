//! Wrong files, and where and how they are reported.

mod every_key;
mod small;

use super::{Scenario, small};

/// Each row changes the text in one place and names the error; the rows that do not are listed.
fn check(text: &str, rows: &[(&str, &str, &str)]) {
    let wrong = rows.iter().filter_map(|(old, new, expected)| {
        assert_eq!(text.matches(old).count(), 1, "{old:?} must be in the scenario once");
        let found = match Scenario::from_toml("scenario.toml", &text.replace(old, new)) {
            Ok(_) => "no error".to_owned(),
            Err(error) => {
                let parts = [Some(error.message()), error.expected(), error.help()];
                let said = parts.into_iter().flatten().collect::<Vec<_>>().join(" | ");
                format!("{}:{} {said}", error.line(), error.column())
            }
        };
        (found != *expected)
            .then(|| format!("when {old:?} is {new:?}\n   found {found:?}\nexpected {expected:?}"))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lists_without_entries() {
    let text = small();
    let start = text.find("[[teams]]").unwrap();
    let end = text.find("[agents]").unwrap();
    let without_teams = format!("teams = []{}{}", &text[..start], &text[end..]);
    let error = Scenario::from_toml("small.toml", &without_teams).unwrap_err();
    assert_eq!((error.line(), error.column(), error.message()), (1, 9, "the list is empty"));
}

#[test]
fn an_error_shows_the_line_and_a_caret() {
    let text = small().replace("queue = \"service\"", "queue = \"servise\" # größer");
    let error = Scenario::from_toml("dir/small.toml", &text).unwrap_err();
    let expected = "\
error: there is no queue `servise`
  --> dir/small.toml:42:9
   |
42 | queue = \"servise\" # größer
   |         ^^^^^^^^^ expected one of `sales`, `service`
   |
   = help: did you mean `service`?";
    assert_eq!(error.to_string(), expected);
    assert!(error.to_coloured().contains("\u{1b}["));
}

#[test]
fn columns_count_characters() {
    let error = Scenario::from_toml("x.toml", "title = 'größer' x\r\n").unwrap_err();
    assert_eq!((error.line(), error.column()), (1, 18), "{error}");
}

#[test]
fn a_file_too_large_is_not_read() {
    let error = Scenario::from_toml("x.toml", &"#".repeat((4 << 20) + 1)).unwrap_err();
    assert_eq!(error.message(), "the file has 4194305 bytes");
}
