//! `acdsim list`.

use std::io::Write as _;

use super::{Trouble, Verdict, stdout_trouble};
use crate::scenario::{Scenario, embedded};

pub(super) fn list() -> Result<Verdict, Trouble> {
    let mut out = anstream::stdout().lock();
    let width = embedded().iter().map(|one| one.name.len()).max().unwrap_or(0);
    for one in embedded() {
        let scenario = Scenario::from_toml(one.name, one.text).map_err(Trouble::new)?;
        let days: Vec<_> = scenario.days.iter().map(|day| day.name.as_str()).collect();
        writeln!(out, "{:width$}  {}", one.name, scenario.title).map_err(stdout_trouble)?;
        writeln!(out, "{:width$}  kinds of day: {}", "", days.join(", ")).map_err(stdout_trouble)?;
    }
    out.flush().map_err(stdout_trouble)?;
    Ok(Verdict::Ok)
}
