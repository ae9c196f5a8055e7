//! Shares of a whole.

use toml::Spanned;

use super::error::Fault;
use super::value::Share;

/// How far from 1 a sum may be: shares are written with few digits.
const ROUNDING: f64 = 1e-3;

/// The shares, made to sum to 1; `of_what` names the whole in an error, which stands at the last share.
pub(super) fn shares_of_one<'f>(
    of_what: &str,
    shares: impl Iterator<Item = &'f Spanned<Share>> + Clone,
) -> Result<Vec<f64>, Fault> {
    let values = shares.clone().map(|share| share.get_ref().0);
    let sum: f64 = values.clone().sum();
    match shares.last() {
        Some(last) if libm::fabs(sum - 1.0) > ROUNDING => {
            let message = format!("the shares of {of_what} sum to {sum:.4}");
            Err(Fault::new(last.span(), message).expected("shares that sum to 1"))
        }
        _ => Ok(values.map(|share| share / sum).collect()),
    }
}
