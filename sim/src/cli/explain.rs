//! `acdsim explain`.

use std::io::{self, Write as _};

use super::{ExplainArgs, Trouble, Verdict, shown};

pub(super) fn explain(args: &ExplainArgs) -> Result<Verdict, Trouble> {
    let explanation = crate::explain::explain(&args.query, args.family.as_deref()).map_err(Trouble::new)?;
    let out = &mut anstream::stdout().lock();
    shown(if args.json {
        serde_json::to_writer_pretty(&mut *out, &explanation)
            .map_err(io::Error::from)
            .and_then(|()| writeln!(out))
    } else {
        write!(out, "{explanation}").and_then(|()| out.flush())
    })?;
    Ok(Verdict::Ok)
}
