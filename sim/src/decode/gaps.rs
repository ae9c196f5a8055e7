//! The bytes that no field accounts for.

use std::ops::Range;

use super::node::Node;

/// The gaps between the `accounted` ranges of `bytes`; what stands behind `used` is told apart.
pub(super) fn gaps(bytes: &[u8], mut accounted: Vec<Range<usize>>, used: usize) -> Vec<Node> {
    accounted.push(bytes.len()..bytes.len());
    accounted.sort_unstable_by_key(|range| range.start);
    let mut gaps = Vec::new();
    let mut from = 0;
    for next in accounted {
        if from < next.start {
            // One gap may reach over the end of what is used.
            let border = used.clamp(from, next.start);
            gaps.extend([from..border, border..next.start].into_iter().filter(|gap| !gap.is_empty()));
        }
        from = from.max(next.end);
    }
    gaps.into_iter().map(|gap| node(bytes, gap, used)).collect()
}

fn node(bytes: &[u8], gap: Range<usize>, used: usize) -> Node {
    let behind = gap.start >= used;
    let name = if behind { "(behind the structure)" } else { "(no field)" };
    let found = &bytes[gap.clone()];
    let zero = found.iter().all(|&byte| byte == 0);
    Node {
        value: Some(format!("{} {}bytes", gap.len(), if zero { "zero " } else { "" })),
        // Room that nobody filled says nothing more.
        bytes: if zero { Vec::new() } else { found.to_vec() },
        opaque: true,
        ..Node::at(gap, name)
    }
}
