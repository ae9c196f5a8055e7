//! `acdsim schema`.

use std::io::{self, Write as _};

use crate::scenario;

use super::{SchemaArgs, SchemaOf, Trouble, Verdict, shown};

pub(super) fn schema(args: &SchemaArgs) -> Result<Verdict, Trouble> {
    let SchemaOf::Scenario = args.of;
    let out = &mut anstream::stdout().lock();
    let printed = serde_json::to_writer_pretty(&mut *out, &scenario::schema()).map_err(io::Error::from);
    shown(printed.and_then(|()| writeln!(out)).and_then(|()| out.flush()))?;
    Ok(Verdict::Ok)
}
