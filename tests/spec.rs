//! The facts under `fixtures/spec/`, for tests that compare a table with them.

use std::sync::LazyLock;

use serde_json::Value;

macro_rules! facts {
    ($($NAME:ident = $file:literal;)*) => {$(
        pub(crate) static $NAME: LazyLock<Value> = LazyLock::new(|| {
            let text = include_str!(concat!("../fixtures/spec/", $file));
            serde_json::from_str(text).expect(concat!($file, " is JSON"))
        });
    )*};
}

facts! {
    STATES = "states.json";
    MESSAGES = "messages.json";
    FUNCTIONS = "functions.json";
    STRUCTURES = "structures.json";
}

/// The strings of a JSON array.
pub(crate) fn strings(array: &Value) -> Vec<&str> {
    let items = array.as_array().expect("an array").iter();
    items.map(|item| item.as_str().expect("a string")).collect()
}

/// The item of `array` whose `name` is this.
pub(crate) fn named<'a>(array: &'a Value, name: &str) -> &'a Value {
    let mut items = array.as_array().expect("an array").iter();
    items.find(|item| item["name"] == name).unwrap_or_else(|| panic!("the facts have no {name}"))
}

/// Fails with all problems at once, so that one run shows the whole extent.
#[track_caller]
pub(crate) fn assert_none(problems: impl IntoIterator<Item = String>) {
    let problems: Vec<_> = problems.into_iter().collect();
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}
