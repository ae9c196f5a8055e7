//! Every state that a small world can reach, breadth first.
//!
//! A [`World`] says who is there and what may happen; [`explore`] tries everything that may happen in every state, and
//! tells states apart by their [`projection`]. After each step it asks what must hold:
//!
//! * no rule of the contract is broken, and nothing panics;
//! * a refused request changes nothing, neither in the server nor in the agent handler;
//! * in a quiet state no request is lost: what an application waits for is pending in the server, and nothing is.
//!
//! What may be late in a world arrives in every order; what may not arrives before anything else happens. What would
//! go on for ever, such as handlers that die again and again, may happen only so many times. That makes each of
//! [`WORLDS`] end: every state that it allows has been seen. [`LARGER`] ones are for an afternoon.
//!
//! States are told apart by what the endpoints are and by what is under way. Of the ways to a state the judge has seen
//! the one that was found first, and each next step after it.

mod moves;
mod projection;
mod world;

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use tapi_acd::contract::Monitor;
use tapi_acd::system::{Input, Link, Output, System};
use tapi_acd::{Event, Instant, Record, client};

use moves::Choice;
use world::Spent;

pub use moves::Move;
pub use projection::{LEFT_OUT, UNORDERED, projection};
pub use world::{LARGER, Late, May, WORLDS, World};

/// What an exploration found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Different states.
    pub states: usize,
    /// Of these, states with nothing under way.
    pub quiet: usize,
    /// Steps taken, also to states that were known.
    pub steps: usize,
    /// The longest of the shortest ways to a state.
    pub depth: usize,
    /// Whether there is no state that was not explored.
    pub complete: bool,
}

impl fmt::Display for Census {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { states, quiet, steps, depth, complete } = self;
        let bound = if *complete { "all" } else { "stopped at" };
        write!(f, "{bound} {states} states ({quiet} quiet), {steps} steps, depth {depth}")
    }
}

/// Something that must hold does not, and the shortest way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// What does not hold.
    pub broken: String,
    /// The moves from the beginning, one line each.
    pub script: Vec<String>,
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}; the shortest way there:", self.broken)?;
        self.script.iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}

impl std::error::Error for Counterexample {}

/// A state, and the judge who has seen one way to it.
#[derive(Clone)]
struct Node {
    system: System,
    monitor: Monitor,
    spent: Spent,
}

impl Node {
    fn first(world: &World) -> Self {
        Self { system: world.system(), monitor: Monitor::new(), spent: world.unspent() }
    }
}

/// A state that was reached: by which move from which state.
struct Reached {
    print: u128,
    from: usize,
    by: usize,
    node: Node,
}

/// Explores a world until every state is known, or there are more than `limit`.
///
/// # Errors
/// The first thing that does not hold.
pub fn explore(world: &World, limit: usize) -> Result<Census, Counterexample> {
    let root = Node::first(world);
    let mut seen = HashSet::from([fingerprint(&root)]);
    // How each state was reached first; the root is its own origin.
    let mut origins = vec![(0, 0)];
    let mut census = Census { states: 1, quiet: 1, complete: true, ..Census::default() };
    let mut layer = vec![(0, root)];
    while !layer.is_empty() {
        let found = expand(world, &layer, &seen);
        layer = Vec::new();
        for outcome in found {
            let (steps, reached) = outcome.map_err(|failure| failure.told(world, &origins))?;
            census.steps += steps;
            for Reached { print, from, by, node } in reached {
                if seen.insert(print) {
                    origins.push((from, by));
                    census.quiet += usize::from(is_quiet(&node.system));
                    layer.push((origins.len() - 1, node));
                }
            }
        }
        census.states = origins.len();
        census.depth += usize::from(!layer.is_empty());
        if census.states > limit {
            census.complete = layer.is_empty();
            break;
        }
    }
    Ok(census)
}

type Expanded = Result<(usize, Vec<Reached>), Failure>;

/// Takes every move of every state of the layer, on all cores; the outcomes stand in the order of the states.
fn expand(world: &World, layer: &[(usize, Node)], seen: &HashSet<u128>) -> Vec<Expanded> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = layer.len().div_ceil(cores);
    thread::scope(|scope| {
        let parts: Vec<_> = layer
            .chunks(share)
            .map(|part| {
                scope
                    .spawn(move || part.iter().map(|(at, node)| from_state(world, *at, node, seen)).collect())
            })
            .collect();
        let joined = parts.into_iter().map(|part| part.join().expect("a step that panics is caught"));
        joined.flat_map(|outcomes: Vec<Expanded>| outcomes).collect()
    })
}

/// Takes every move of one state; what is known already is not kept.
fn from_state(world: &World, at: usize, node: &Node, seen: &HashSet<u128>) -> Expanded {
    let moves = moves::of(world, &node.system, &node.spent);
    let mut reached = Vec::new();
    for (by, choice) in moves.iter().enumerate() {
        let next = catch_unwind(AssertUnwindSafe(|| take(world, node, choice)))
            .unwrap_or_else(|_| Err("a step panics".into()))
            .map_err(|broken| Failure { broken, from: at, by })?;
        let print = fingerprint(&next);
        if !seen.contains(&print) {
            reached.push(Reached { print, from: at, by, node: next });
        }
    }
    Ok((moves.len(), reached))
}

/// What does not hold after a move from a state.
struct Failure {
    broken: String,
    from: usize,
    by: usize,
}

impl Failure {
    /// The way to it, played again from the beginning: the origins say only which of the moves was taken.
    fn told(&self, world: &World, origins: &[(usize, usize)]) -> Counterexample {
        let mut way = vec![self.by];
        let mut at = self.from;
        while at != 0 {
            way.push(origins[at].1);
            at = origins[at].0;
        }
        let mut node = Node::first(world);
        let mut script = Vec::new();
        for by in way.into_iter().rev() {
            let choice = moves::of(world, &node.system, &node.spent).swap_remove(by);
            script.push(choice.step.to_string());
            match catch_unwind(AssertUnwindSafe(|| take(world, &node, &choice))) {
                Ok(Ok(next)) => node = next,
                Ok(Err(_)) | Err(_) => break,
            }
        }
        Counterexample { broken: self.broken.clone(), script }
    }
}

const NOW: Instant = Instant::ZERO;
const IN_ORDER: &str = "time stands still and outputs are drained";

/// The system's outputs, which the judge has seen.
fn drain(node: &mut Node) -> Vec<Output> {
    let outputs: Vec<_> = std::iter::from_fn(|| node.system.poll_output()).collect();
    for output in &outputs {
        if let Output::Record(record) = output {
            node.monitor.observe(record);
        }
    }
    outputs
}

/// Takes a move and asks what must hold after it.
fn take(world: &World, before: &Node, Choice { step, allowed_by }: &Choice) -> Result<Node, String> {
    let mut after = before.clone();
    if let Some(what) = allowed_by {
        world.spend(*what, &mut after.spent);
    }
    match step {
        Move::Deliver(link) => after.system.deliver(NOW, *link),
        Move::Happen(input) if world.late.is_empty() => after.system.handle_input(NOW, (**input).clone()),
        Move::Happen(input) => after.system.submit(NOW, (**input).clone()),
    }
    .expect(IN_ORDER);
    let mut outputs = drain(&mut after);
    // What is not late arrives at once, first come first served.
    let arrives = |system: &System| system.under_way().find(|link| !world.is_late(*link));
    while let Some(link) = arrives(&after.system) {
        after.system.deliver(NOW, link).expect(IN_ORDER);
        outputs.extend(drain(&mut after));
    }
    let known = before.monitor.findings().len();
    if let Some(finding) = after.monitor.findings().get(known) {
        return Err(finding.to_string());
    }
    check_refusals(before, &after, step, &outputs)?;
    check_nothing_lost(&after.system)?;
    Ok(after)
}

/// A refused request changes nothing in who refused it.
fn check_refusals(before: &Node, after: &Node, step: &Move, outputs: &[Output]) -> Result<(), String> {
    let (old, new) = (before.system.endpoints(), after.system.endpoints());
    let refused = match step {
        Move::Happen(input) if matches!(**input, Input::Request { .. }) => {
            outputs.iter().find_map(|output| match output {
                Output::Client { event: client::Event::Done { function, result, .. }, .. } => {
                    result.error().map(|error| format!("{}: {error}", function.row().name))
                }
                _ => None,
            })
        }
        Move::Deliver(Link::Calls(_)) => outputs
            .iter()
            .find_map(returned)
            .and_then(|value| (value < 0).then(|| format!("a function returned {value:#x}"))),
        Move::Happen(_) | Move::Deliver(_) => None,
    };
    let Some(refused) = refused else { return Ok(()) };
    if projection(old.server) != projection(new.server) {
        return Err(format!("{refused}, and the server changed"));
    }
    let same = old.handlers.iter().zip(new.handlers).all(|(old, new)| projection(old) == projection(new));
    if same { Ok(()) } else { Err(format!("{refused}, and an agent handler changed")) }
}

fn returned(output: &Output) -> Option<i32> {
    match output {
        Output::Record(Record { event: Event::Return { value, .. }, .. }) => Some(*value),
        _ => None,
    }
}

/// In a quiet state nobody waits for what will not come: the handlers answer at once.
fn check_nothing_lost(system: &System) -> Result<(), String> {
    if !is_quiet(system) {
        return Ok(());
    }
    let pending = system.server().pending;
    if let Some((seat, id)) = pending.first() {
        return Err(format!("request {} of seat {} is pending and nothing is under way", id.get(), seat.0));
    }
    let waiting = system.endpoints().clients.iter().position(|client| client.outstanding() > 0);
    waiting.map_or(Ok(()), |at| Err(format!("application {} waits for what will not come", at + 1)))
}

fn is_quiet(system: &System) -> bool {
    system.under_way().next().is_none()
}

/// 128 bits of the projection, so that no two states of an exploration share them by chance.
fn fingerprint(node: &Node) -> u128 {
    let known = (projection(&node.system), &node.spent);
    let hash = |salt: u8| BuildHasherDefault::<DefaultHasher>::default().hash_one((salt, &known));
    u128::from(hash(0)) << 64 | u128::from(hash(1))
}
