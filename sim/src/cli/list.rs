//! `acdsim list`.

use std::io::{self, Write};

use super::{Trouble, Verdict, shown};
use crate::scenario::{LoadError, Scenario, embedded, load};

pub(super) fn list() -> Result<Verdict, Trouble> {
    let scenarios = embedded().iter().map(|one| Ok((one.name, load(one.name)?.1)));
    let scenarios: Vec<_> = scenarios.collect::<Result<_, LoadError>>()?;
    shown(print(&mut anstream::stdout().lock(), &scenarios))?;
    Ok(Verdict::Ok)
}

fn print(out: &mut impl Write, scenarios: &[(&str, Scenario)]) -> io::Result<()> {
    let width = scenarios.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, scenario) in scenarios {
        let days: Vec<_> = scenario.days.iter().map(|day| day.name.as_str()).collect();
        writeln!(out, "{name:width$}  {}", scenario.title)?;
        writeln!(out, "{:width$}  kinds of day: {}", "", days.join(", "))?;
    }
    Ok(())
}
