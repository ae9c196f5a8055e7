//! `acdsim facts`.

use std::io::{self, Write as _};

use crate::facts::Facts;

use super::{FactsArgs, Trouble, Verdict, shown};

const HOW: &str = "'acdsim facts --json' prints all of it; 'acdsim explain' tells about one at a time.";

pub(super) fn facts(args: &FactsArgs) -> Result<Verdict, Trouble> {
    let facts = Facts::all();
    let out = &mut anstream::stdout().lock();
    shown(if args.json {
        serde_json::to_writer_pretty(&mut *out, &facts).map_err(io::Error::from).and_then(|()| writeln!(out))
    } else {
        write!(out, "{facts}\n{HOW}\n").and_then(|()| out.flush())
    })?;
    Ok(Verdict::Ok)
}
