//! The state machines, as total tables.
//!
//! A machine is two closed enums, `State` and `Event`, and one row for *every* pair of them: what happens, and on
//! whose word. A missing or a double row does not compile. `step` is one index into the table. What depends on more
//! than the state is resolved into the event by the one who raises it (`CallEndedWithWrapUp`).

pub mod agent_address;
pub mod agent_ex;
pub mod agent_session;
pub mod application;
pub mod group;
pub mod line;
pub mod proxy_registration;
pub mod proxy_request;
pub mod queue;
pub mod views;

use core::fmt;

use tapi_wire::consts::LineErr;

/// What a machine does on an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict<S> {
    /// The machine goes to this state (possibly the one it is in) and tells so.
    Go(S),
    /// The event is accepted and changes nothing; nothing is told.
    Stay,
    /// The request is refused with this error; nothing changes.
    Refuse(LineErr),
    /// The event cannot happen in this state; raising it is a defect of whoever raises it.
    Never,
}

impl<S> Verdict<S> {
    /// Whether the machine lets the event pass.
    ///
    /// # Errors
    /// The row's, of a request that is refused; LINEERR_OPERATIONFAILED for what cannot happen.
    pub fn accepted(self) -> Result<(), LineErr> {
        match self {
            Verdict::Go(_) | Verdict::Stay => Ok(()),
            Verdict::Refuse(error) => Err(error),
            Verdict::Never => Err(LineErr::OPERATION_FAILED),
        }
    }

    /// The thing that a request names, where the machine of that thing lets the event pass.
    ///
    /// # Errors
    /// Those of [`Verdict::accepted`]; LINEERR_OPERATIONFAILED where it lets pass what is not there.
    pub fn grant<T>(self, named: Option<T>) -> Result<T, LineErr> {
        self.accepted()?;
        named.ok_or(LineErr::OPERATION_FAILED)
    }
}

/// On whose word a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// A Microsoft page says so.
    Documented(&'static str),
    /// No page says so; this is our model, and why.
    Inferred(&'static str),
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Basis::Documented(page) => write!(f, "documented: {page}"),
            Basis::Inferred(why) => write!(f, "inferred: {why}"),
        }
    }
}

/// One cell of a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Row<S, E> {
    /// The state before.
    pub from: S,
    /// The event.
    pub event: E,
    /// What happens.
    pub verdict: Verdict<S>,
    /// On whose word.
    pub basis: Basis,
}

/// A machine's table as names, for views and explanations.
#[derive(Clone, Copy, Debug)]
pub struct MachineTable {
    /// The machine's name.
    pub name: &'static str,
    /// The states, in order.
    pub states: &'static [&'static str],
    /// The events, in order.
    pub events: &'static [&'static str],
    /// The cell at (state, event).
    pub cell: fn(usize, usize) -> (Verdict<usize>, Basis),
    /// Whether this process has taken the row at (state, event); behind the feature `coverage`.
    #[cfg(feature = "coverage")]
    pub taken: fn(usize, usize) -> bool,
}

/// Every machine.
pub const MACHINES: &[&MachineTable] = &[
    &application::MACHINE,
    &line::MACHINE,
    &proxy_registration::MACHINE,
    &proxy_request::MACHINE,
    &agent_session::MACHINE,
    &agent_ex::MACHINE,
    &agent_address::MACHINE,
    &group::MACHINE,
    &queue::MACHINE,
];

/// Defines a machine: the enums, the table, `step` and the view.
///
/// Rows stand by state, then by event: `State, Event => verdict, BASIS;`.
macro_rules! machine {
    (
        name: $name:literal,
        $(#[$sdoc:meta])* states { $($(#[$sd:meta])* $S:ident,)* }
        $(#[$edoc:meta])* events { $($(#[$ed:meta])* $E:ident,)* }
        rows { $($from:ident, $event:ident => $verdict:ident $(($arg:expr))?, $basis:expr;)* }
    ) => {
        $(#[$sdoc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        pub enum State { $($(#[$sd])* $S,)* }

        $(#[$edoc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Event { $($(#[$ed])* $E,)* }

        const STATES: &[State] = &[$(State::$S,)*];
        const EVENTS: &[Event] = &[$(Event::$E,)*];

        const ROWS: &[$crate::machine::Row<State, Event>] = &[$($crate::machine::Row {
            from: State::$from,
            event: Event::$event,
            verdict: $crate::machine::Verdict::$verdict$(($arg))?,
            basis: $basis,
        },)*];

        /// Every (state, event) pair, by index; built once, at compile time.
        const TABLE: [[$crate::machine::Row<State, Event>; EVENTS.len()]; STATES.len()] = {
            let mut table = [[ROWS[0]; EVENTS.len()]; STATES.len()];
            let mut seen = [[false; EVENTS.len()]; STATES.len()];
            let mut at = 0;
            while at < ROWS.len() {
                let row = ROWS[at];
                assert!(!seen[row.from as usize][row.event as usize], "two rows for one state and event");
                seen[row.from as usize][row.event as usize] = true;
                table[row.from as usize][row.event as usize] = row;
                at += 1;
            }
            assert!(ROWS.len() == STATES.len() * EVENTS.len(), "a state and event without a row");
            table
        };

        /// Which rows `step` has taken in this process.
        #[cfg(feature = "coverage")]
        static STEPS_TAKEN: [[core::sync::atomic::AtomicBool; EVENTS.len()]; STATES.len()] =
            [const { [const { core::sync::atomic::AtomicBool::new(false) }; EVENTS.len()] }; STATES.len()];

        impl State {
            /// What happens on `event`, and on whose word.
            pub const fn row(self, event: Event) -> &'static $crate::machine::Row<State, Event> {
                &TABLE[self as usize][event as usize]
            }

            /// What happens on `event`.
            pub fn step(self, event: Event) -> $crate::machine::Verdict<State> {
                #[cfg(feature = "coverage")]
                STEPS_TAKEN[self as usize][event as usize].store(true, core::sync::atomic::Ordering::Relaxed);
                self.row(event).verdict
            }

            /// The state after `event`: where the row goes, or this one.
            #[must_use]
            pub fn after(self, event: Event) -> State {
                match self.step(event) {
                    $crate::machine::Verdict::Go(to) => to,
                    _ => self,
                }
            }

            /// The rows that lead from this state to `to`.
            pub fn rows_to(self, to: State) -> impl Iterator<Item = &'static $crate::machine::Row<State, Event>> {
                let leads = move |row: &&$crate::machine::Row<State, Event>| {
                    row.verdict == $crate::machine::Verdict::Go(to)
                };
                // Who asks has seen the move; rows that lead the same way look alike from outside.
                #[cfg(feature = "coverage")]
                for row in TABLE[self as usize].iter().filter(leads) {
                    STEPS_TAKEN[row.from as usize][row.event as usize]
                        .store(true, core::sync::atomic::Ordering::Relaxed);
                }
                TABLE[self as usize].iter().filter(leads)
            }
        }

        /// The table as names.
        pub const MACHINE: $crate::machine::MachineTable = $crate::machine::MachineTable {
            name: $name,
            states: &[$(stringify!($S),)*],
            events: &[$(stringify!($E),)*],
            cell: |state, event| {
                let row = &TABLE[state][event];
                let verdict = match row.verdict {
                    $crate::machine::Verdict::Go(to) => $crate::machine::Verdict::Go(to as usize),
                    $crate::machine::Verdict::Stay => $crate::machine::Verdict::Stay,
                    $crate::machine::Verdict::Refuse(error) => $crate::machine::Verdict::Refuse(error),
                    $crate::machine::Verdict::Never => $crate::machine::Verdict::Never,
                };
                (verdict, row.basis)
            },
            #[cfg(feature = "coverage")]
            taken: |state, event| STEPS_TAKEN[state][event].load(core::sync::atomic::Ordering::Relaxed),
        };
    };
}
use machine;
