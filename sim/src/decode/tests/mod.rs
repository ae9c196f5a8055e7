//! The dissector against the typed decoders, against hostile bytes and against what a person would read.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agreement;
mod hex;
mod hostile;
mod readings;
mod vectors;

use tapi_acd::wire::Layout;

use super::{Node, structure};

fn layout(name: &str) -> &'static Layout {
    structure(name).unwrap()
}

/// The bytes of numbers of 32 bits.
fn dwords(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// The first node with this name.
#[track_caller]
fn node<'n>(root: &'n Node, name: &str) -> &'n Node {
    root.walk().find(|node| node.name == name).unwrap_or_else(|| panic!("there is no node {name}"))
}

/// The fields that are wrong, with what is wrong.
fn problems(root: &Node) -> Vec<String> {
    root.problems().map(|(node, problem)| format!("{}: {problem}", node.name)).collect()
}
