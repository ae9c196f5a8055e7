//! What repeated measurement says, and how surely.
//!
//! A figure of one run is one draw. [`Moments`] gather the draws of many runs into an [`Estimate`] with its interval;
//! [`paired_difference`] compares two variants that met the same chance; [`batch_means`] makes draws out of one long
//! run; a [`Family`] keeps many comparisons from finding a fault by luck alone; [`Waits`] hold the quantiles of any
//! number of waits in little memory.
//!
//! Like chance itself, all of it gives the same bits everywhere: IEEE basic operations and functions of `libm`. Sums
//! depend on the order of their terms, so whoever runs in parallel has to feed the results in a fixed order.

mod batch;
mod estimate;
mod family;
mod normal;
mod quantile;
mod quotient;
mod student;
mod waits;

pub use batch::{BatchMeans, batch_means};
pub use estimate::{Estimate, Moments, paired_difference};
pub use family::Family;
pub use normal::{normal_cdf, normal_quantile};
pub use quotient::{quotient, quotient_difference};
pub use student::{student_t_cdf, student_t_quantile};
pub use waits::Waits;
