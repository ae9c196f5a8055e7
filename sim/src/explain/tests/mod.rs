mod numbers;
mod tables;
mod words;

use super::{Explanation, NotFound, explain};

fn found(query: &str) -> Explanation {
    explain(query, None).unwrap_or_else(|error| panic!("{query}: {error}"))
}

/// What the readings are readings of, in order.
fn names(explanation: &Explanation) -> Vec<String> {
    explanation.readings.iter().map(|reading| reading.headline()[0].clone()).collect()
}

fn missing(query: &str, family: Option<&str>) -> NotFound {
    explain(query, family).expect_err(query)
}
