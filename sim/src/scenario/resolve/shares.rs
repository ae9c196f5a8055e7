//! Shares of a whole.

use crate::scenario::error::Fault;
use crate::scenario::place::At;
use crate::scenario::value::Share;

/// How far from 1 a sum may be: shares are written with few digits.
const ROUNDING: f64 = 1e-3;

/// The shares, made to sum to 1; `of_what` names the whole in an error, which stands at the last share.
pub(super) fn shares_of_one<'f>(
    of_what: &str,
    shares: impl Iterator<Item = &'f At<Share>> + Clone,
) -> Result<Vec<f64>, Fault> {
    let values = shares.clone().map(|share| share.0);
    let sum: f64 = values.clone().sum();
    match shares.last() {
        Some(last) if libm::fabs(sum - 1.0) > ROUNDING => {
            let message = format!("the shares of {of_what} sum to {sum:.4}");
            Err(last.fault(message).expected("shares that sum to 1"))
        }
        _ => Ok(values.map(|share| share / sum).collect()),
    }
}
