//! `acdsim explain`.

use std::io::Write as _;

use super::{ExplainArgs, Trouble, Verdict, stdout_trouble};

pub(super) fn explain(args: &ExplainArgs) -> Result<Verdict, Trouble> {
    let explanation = crate::explain::explain(&args.query, args.family.as_deref()).map_err(Trouble::new)?;
    let mut out = anstream::stdout().lock();
    let written = if args.json {
        serde_json::to_writer_pretty(&mut out, &explanation)
            .map_err(std::io::Error::from)
            .and_then(|()| writeln!(out))
    } else {
        write!(out, "{explanation}")
    };
    written.and_then(|()| out.flush()).map_err(stdout_trouble)?;
    Ok(Verdict::Ok)
}
