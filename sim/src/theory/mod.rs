//! What queueing theory says about a contact centre: Erlang B, C and A, exactly.
//!
//! All three are one [`Queue`]: calls come in a Poisson stream, services and patience are exponential, callers are
//! answered in their order. Without room to wait it is Erlang B (M/M/n/n), with endless room Erlang C (M/M/n), with
//! patience Erlang A (M/M/n+M); a limited queue lies between.
//!
//! ```
//! use tapi_sim::theory::Queue;
//!
//! let queue = Queue {
//!     arrival_rate: 48.0 / 60.0,
//!     service_s: 60.0,
//!     patience_s: Some(120.0),
//!     agents: 50,
//!     capacity: None,
//! };
//! let figures = queue.figures()?;
//! assert!((figures.p_abandon - 0.0309).abs() < 0.0001);
//! assert!((figures.within(20.0).over_offered - 0.9430).abs() < 0.0001);
//! # Ok::<(), tapi_sim::theory::TheoryError>(())
//! ```
//!
//! # How
//!
//! The number of calls is a birth and death process. What happens below n is the recursion of Erlang's loss formula,
//! which cannot lose digits. The callers who wait while all agents are busy have weights whose neighbours are in the
//! ratio `λ/(nμ + jθ)`: they are built from the largest outward, so that nothing overflows (C. Palm, Research on
//! telephone traffic carried by full availability groups, 1957; O. Garnett, A. Mandelbaum and M. Reiman, Designing a
//! call center with impatient customers, M&SOM 4(3), 2002).
//!
//! Who finds `j` callers waiting is next after `j + 1` departures from the queue, at the rates `nμ + jθ`, …, `nμ`
//! (J. Riordan, Stochastic Service Systems, 1962; A. Mandelbaum and S. Zeltyn, Service engineering in action: the
//! Palm/Erlang-A queue, 2007). The number of such departures within a time is negative binomial (Poisson where nobody
//! hangs up), so the tails of the waits are sums of positive terms. No difference of nearly equal numbers is taken.
//!
//! Numbers see only IEEE basic operations and functions of `libm`, so the answers have the same bits everywhere.

mod departures;
mod figures;
mod loss;
mod queue;
mod staffing;
mod waiting;

pub use figures::{Figures, Within};
pub use loss::erlang_b;
pub use queue::{LONGEST_QUEUE, Queue, TheoryError};
pub use staffing::{MOST_AGENTS, fewest_agents};

#[cfg(test)]
mod tests;
