//! From a table to a tree: fixed parts, what their sizes and offsets point to, and the arms of a request.

use std::borrow::Cow;
use std::ops::Range;

use tapi_acd::wire::consts::{Constants as _, Family, ProxyRequestType};
use tapi_acd::wire::layout::{
    Base, Content, LineCallParams, LineInitializeExParams, LineProxyRequest, PROXY_ARMS, Tail,
};
use tapi_acd::wire::varpart::{Place, Sizes, Unverified, WideStr};
use tapi_acd::wire::{ApiVersion, DecodeError, FieldKind, FieldRow, Layout, LineMessage, Reason, Structure};

use super::node::Node;
use super::{Dialect, gaps, message, value};

/// However often bytes were shown before, so many of them are shown again.
const LEAST_SHOWN: usize = 32;
/// Bytes of a `DWORD`.
const DWORD: usize = 4;

pub(super) struct Walk<'a> {
    input: &'a [u8],
    dialect: Dialect,
    /// Bytes of texts and opaque data that are still shown whole. As many as the input has: where nothing overlaps,
    /// everything is shown, and where thousands of entries share a text, the tree stays small.
    room: usize,
    /// What some node shows.
    accounted: Vec<Range<usize>>,
    /// Where the used part of the outermost structure ends.
    used: usize,
}

/// What a structure is to the one around it.
#[derive(Clone)]
enum Role {
    /// Its sizes must be right.
    Whole,
    /// It stands in an arm of a request, with room of its own, and maybe nobody has filled it yet.
    Inner,
    /// An element of an array; its names count from this structure.
    Element { holder: Range<usize> },
}

impl Role {
    /// Whether the structure is room that TAPI made for an answer, and no more.
    fn is_room(&self, node: &Node) -> bool {
        let zero = |field| number(node, field) == Some(0);
        matches!(self, Role::Inner) && zero("dwNeededSize") && zero("dwUsedSize")
    }
}

fn is(layout: &Layout, other: &Layout) -> bool {
    layout.name == other.name
}

impl<'a> Walk<'a> {
    pub(super) fn new(dialect: Dialect, input: &'a [u8]) -> Self {
        Self { input, dialect, room: input.len(), accounted: Vec::new(), used: 0 }
    }

    /// The structure at the start of the input.
    pub(super) fn root(&mut self, layout: &'static Layout) -> Node {
        let (mut node, own) = self.structure(layout, layout.name, 0..self.input.len(), &Role::Whole);
        self.used = own.end;
        if is(layout, LineMessage::LAYOUT) {
            message::name_parameters(&mut node, self.dialect.abi, self.input);
        }
        node
    }

    /// What no node has shown so far.
    pub(super) fn gaps(self) -> Vec<Node> {
        gaps::gaps(self.input, self.accounted, self.used)
    }

    /// A structure at the start of `within`, and the bytes that its offsets may reach.
    fn structure(
        &mut self,
        layout: &'static Layout,
        name: impl Into<Cow<'static, str>>,
        within: Range<usize>,
        role: &Role,
    ) -> (Node, Range<usize>) {
        let version = self.version(layout, &within);
        let fixed = layout.size_in(self.dialect.abi, version);
        let mut node = Node::at(within.start..within.end.min(within.start + fixed), name);
        node.structure = Some(layout.name);
        self.fields(layout, version, &within, &mut node);
        let own = within.start..self.extent(layout, fixed, &within, role, &mut node);
        if role.is_room(&node) {
            node.meaning = Some("room that nobody has filled".into());
            return (node, own);
        }
        for tail in Tail::of(layout) {
            match (tail.base, role) {
                (Base::Own, _) => self.tail(tail, &own, &mut node),
                (Base::Holder, Role::Element { holder }) => self.tail(tail, holder, &mut node),
                // An entry alone: what its offsets count from is not there.
                (Base::Holder, Role::Whole | Role::Inner) => {}
            }
        }
        if is(layout, LineProxyRequest::LAYOUT) {
            self.arm(&own, &mut node);
        }
        (node, own)
    }

    /// Erratum E16: a `LINECALLPARAMS` without room for what TAPI 3.0 added is one of TAPI 2.x.
    fn version(&self, layout: &Layout, within: &Range<usize>) -> ApiVersion {
        let asked = self.dialect.version;
        let bytes = &self.input[within.clone()];
        let total = bytes.first_chunk().and_then(|total| usize::try_from(u32::from_le_bytes(*total)).ok());
        let room = total.map_or(0, |total| total.min(bytes.len()));
        match is(layout, LineCallParams::LAYOUT) && room < layout.size_in(self.dialect.abi, asked) {
            true => ApiVersion::V2_2,
            false => asked,
        }
    }

    /// Adds the fields of the fixed part; the first one that the bytes end in is the last.
    fn fields(
        &mut self,
        layout: &'static Layout,
        version: ApiVersion,
        within: &Range<usize>,
        node: &mut Node,
    ) {
        let abi = self.dialect.abi;
        let mut rows = layout.fields.iter().filter(|row| row.exists_in(version));
        while let Some(row) = rows.next() {
            let start = within.start + row.offset(abi);
            let end = start + row.size(abi);
            match row.kind {
                FieldKind::Structure(inner) => {
                    let mut found = self.structure(inner, row.name, start..within.end, &Role::Inner).0;
                    // A structure with sizes of its own stands for itself, any other is one field among others.
                    if end > within.end && inner.field("dwUsedSize").is_none() {
                        let (needed, available) = (end - within.start, within.len());
                        found.problem = Some(Reason::Truncated { needed, available });
                    }
                    node.children.push(found);
                }
                FieldKind::Bytes => self.parameters(layout, row, within, node),
                _ if end <= within.end => node.children.push(self.field(row, start..end)),
                _ => {
                    let there = start.min(within.end)..within.end;
                    let (needed, available) = (end - within.start, within.len());
                    self.accounted.push(there.clone());
                    let missing = match rows.clone().count() {
                        0 => None,
                        1 => Some("the last field is missing".into()),
                        more => Some(format!("{more} more fields are missing").into()),
                    };
                    node.children.push(Node {
                        bytes: self.input[there.clone()].to_vec(),
                        meaning: missing,
                        problem: Some(Reason::Truncated { needed, available }),
                        ..Node::at(there, row.name)
                    });
                }
            }
            if end > within.end {
                break;
            }
        }
    }

    fn field(&mut self, row: &'static FieldRow, range: Range<usize>) -> Node {
        self.accounted.push(range.clone());
        let mut node = Node { bytes: self.input[range.clone()].to_vec(), ..Node::at(range, row.name) };
        value::fill(&mut node, row);
        node
    }

    /// The parameters of `LINEPROXYREQUEST.AgentSpecific`: in C a field of one byte, in truth `dwSize` bytes.
    fn parameters(
        &mut self,
        layout: &'static Layout,
        row: &FieldRow,
        within: &Range<usize>,
        node: &mut Node,
    ) {
        let Some(size) = number(node, "dwSize") else { return };
        let rest = within.start + row.offset(self.dialect.abi)..within.end;
        let end = Self::limit(layout, "dwSize", size, 0, &rest);
        let end = end.unwrap_or_else(|error| {
            mark(node, error);
            rest.end
        });
        self.bytes(row.name, rest.start..end, node);
    }

    /// Where what belongs to the structure ends; a wrong size is marked, and then everything may belong to it.
    fn extent(
        &self,
        layout: &'static Layout,
        fixed: usize,
        within: &Range<usize>,
        role: &Role,
        node: &mut Node,
    ) -> usize {
        let sizes = ["dwTotalSize", "dwNeededSize", "dwUsedSize"].map(|field| number(node, field));
        let counts = |field: &str| number(node, field).unwrap_or(0);
        let end = match sizes {
            // A caller presets the total size only, and nothing counts from the structure.
            _ if is(layout, LineInitializeExParams::LAYOUT) => Ok(within.end),
            _ if within.len() < fixed => Ok(within.end),
            [Some(total), Some(needed), Some(used)] => {
                let room = match role {
                    Role::Inner => Self::limit(layout, "dwTotalSize", total, fixed, within),
                    Role::Whole | Role::Element { .. } => Ok(within.end),
                };
                if role.is_room(node) {
                    room
                } else {
                    let sizes = Sizes { total, needed, used };
                    let used = |end| sizes.used_part(layout, fixed, &self.input[within.start..end]);
                    room.and_then(used).map(|used| within.start + used.len())
                }
            }
            _ if is(layout, LineCallParams::LAYOUT) => {
                Self::limit(layout, "dwTotalSize", counts("dwTotalSize"), fixed, within)
            }
            _ if is(layout, LineProxyRequest::LAYOUT) => {
                Self::limit(layout, "dwSize", counts("dwSize"), fixed, within)
            }
            _ => Ok(within.end),
        };
        end.unwrap_or_else(|error| {
            mark(node, error);
            within.end
        })
    }

    /// The end of `size` bytes, which one field counts.
    fn limit(
        layout: &'static Layout,
        field: &str,
        size: u32,
        fixed: usize,
        within: &Range<usize>,
    ) -> Result<usize, DecodeError> {
        let place = Place::of(layout, field);
        match usize::try_from(size) {
            Ok(bytes) if bytes < fixed => Err(place.error(Reason::TotalBelowFixed { total: size, fixed })),
            Ok(bytes) if bytes <= within.len() => Ok(within.start + bytes),
            _ => Err(place.error(Reason::TotalBeyondBytes { total: size, available: within.len() })),
        }
    }

    /// Adds what a size and an offset point to.
    fn tail(&mut self, tail: &'static Tail, base: &Range<usize>, node: &mut Node) {
        let pair = number(node, tail.size.name).zip(number(node, tail.offset.name));
        let Some((size, offset)) = pair else { return };
        let pair = Unverified { size, offset, place: Place::of(tail.structure, tail.offset.name) };
        let (range, inside) = self.find(pair, base, node);
        match tail.content {
            Content::Text => {
                if inside && let Err(error) = WideStr::at(pair.place, &self.input[range.clone()]) {
                    mark(node, error);
                }
                self.text(tail.name, range, node);
            }
            Content::Bytes => self.bytes(tail.name, range, node),
            Content::BytesOrRequestTypes => {
                let bytes = &self.input[range.clone()];
                let (numbers, rest) = bytes.as_chunks::<DWORD>();
                let known = |number| ProxyRequestType(u32::from_le_bytes(number)).is_defined();
                match rest.is_empty() && numbers.iter().copied().all(known) {
                    true => self.numbers(tail.name, range, &ProxyRequestType::FAMILY, node),
                    false => self.bytes(tail.name, range, node),
                }
            }
            Content::Structures { count, element } => {
                let announced = number(node, count.name).unwrap_or(0);
                let entry = element.size(self.dialect.abi);
                let entries = array(pair, announced, entry, element.name, &range, inside, node);
                if let Some((mut list, entries)) = entries {
                    let role = Role::Element { holder: base.clone() };
                    for (index, start) in (range.start..).step_by(entry).take(entries).enumerate() {
                        let name = format!("[{index}]");
                        list.children.push(self.structure(element, name, start..start + entry, &role).0);
                    }
                    node.children.push(Node { name: tail.name.into(), ..list });
                }
            }
            Content::Numbers { count, family } => {
                let announced = number(node, count.name).unwrap_or(0);
                let entries = array(pair, announced, DWORD, "DWORD", &range, inside, node);
                if let Some((list, entries)) = entries {
                    let children = self.dwords(range.start..range.start + entries * DWORD, family);
                    node.children.push(Node { name: tail.name.into(), children, ..list });
                }
            }
        }
    }

    /// The bytes of a pair, and whether they are within bounds; else what there is of them.
    fn find(&self, pair: Unverified, base: &Range<usize>, node: &mut Node) -> (Range<usize>, bool) {
        let found = pair.verify(&self.input[base.clone()]);
        let inside = found.is_ok();
        if let Err(error) = found {
            mark(node, error);
        }
        let [offset, size] =
            [pair.offset, pair.size].map(|number| usize::try_from(number).unwrap_or(usize::MAX));
        let start = base.start.saturating_add(offset).min(self.input.len());
        (start..start.saturating_add(size).min(self.input.len()), inside)
    }

    fn text(&mut self, name: &'static str, range: Range<usize>, node: &mut Node) {
        if range.is_empty() {
            return;
        }
        // Whole units.
        let shown = self.show(&range) & !1;
        let bytes = &self.input[range.start..range.start + shown];
        let text = WideStr::new(bytes).unwrap_or_default();
        let units = text.units().count();
        let remark = match (range.len() - shown, shown - 2 * units) {
            (left_out @ 2.., _) => Some(format!("{left_out} more bytes")),
            (_, 0) => Some("no terminator".into()),
            (_, 2) => None,
            (_, behind) => Some(format!("{} bytes behind the terminator", behind - 2)),
        };
        node.children.push(Node {
            bytes: bytes.to_vec(),
            value: Some(format!("{text:?}")),
            meaning: remark.map(Cow::Owned),
            ..Node::at(range, name)
        });
    }

    fn bytes(&mut self, name: &'static str, range: Range<usize>, node: &mut Node) {
        if range.is_empty() {
            return;
        }
        let shown = self.show(&range);
        let left_out = range.len() - shown;
        node.children.push(Node {
            bytes: self.input[range.start..range.start + shown].to_vec(),
            opaque: true,
            value: Some(format!("{} bytes", range.len())),
            meaning: (left_out > 0).then(|| format!("{left_out} more bytes").into()),
            ..Node::at(range, name)
        });
    }

    /// How many of these bytes are shown.
    fn show(&mut self, range: &Range<usize>) -> usize {
        self.accounted.push(range.clone());
        let shown = range.len().min(self.room.max(LEAST_SHOWN));
        self.room = self.room.saturating_sub(shown);
        shown
    }

    fn numbers(&mut self, name: &'static str, range: Range<usize>, family: &Family, node: &mut Node) {
        if range.is_empty() {
            return;
        }
        let value = Some(format!("{} DWORD", range.len() / DWORD));
        let children = self.dwords(range.clone(), family);
        node.children.push(Node { value, children, ..Node::at(range, name) });
    }

    fn dwords(&mut self, range: Range<usize>, family: &Family) -> Vec<Node> {
        self.accounted.push(range.clone());
        let (numbers, _) = self.input[range.clone()].as_chunks::<DWORD>();
        let node = |(index, bytes): (usize, &[u8; DWORD])| {
            let (start, number) = (range.start + index * DWORD, u32::from_le_bytes(*bytes));
            Node {
                bytes: bytes.to_vec(),
                number: Some(number.into()),
                value: Some(format!("{number:#x}")),
                meaning: Some(value::constant(family, number, false).into()),
                ..Node::at(start..start + DWORD, format!("[{index}]"))
            }
        };
        numbers.iter().enumerate().map(node).collect()
    }

    /// Adds the arm that the request type chooses; nobody knows the bytes behind an unknown type.
    fn arm(&mut self, own: &Range<usize>, node: &mut Node) {
        let named = number(node, "dwRequestType").zip(number(node, "dwClientAppAPIVersion"));
        let Some((request_type, version)) = named else { return };
        let Some(arm) = PROXY_ARMS.iter().find(|arm| arm.request_type.0 == request_type) else { return };
        let (_, name) = arm.layout.name.split_once('.').unwrap_or(("", arm.layout.name));
        let within = own.start + LineProxyRequest::ARM_OFFSET..own.end;
        self.dialect.version = ApiVersion(version);
        node.children.push(self.structure(arm.layout, name, within, &Role::Whole).0);
    }
}

/// The node of an array and how many elements it has; nothing where none is announced and none is there.
///
/// As in the typed decoders, an array whose size and offset are 0 was left out for want of room.
fn array(
    pair: Unverified,
    announced: u32,
    entry_size: usize,
    what: &str,
    range: &Range<usize>,
    inside: bool,
    node: &mut Node,
) -> Option<(Node, usize)> {
    let counted = usize::try_from(announced).unwrap_or(usize::MAX);
    let entries = counted.min(range.len() / entry_size);
    if inside && !pair.is_absent() && counted > entries {
        let (entries, size) = (announced, range.len());
        mark(node, pair.place.error(Reason::EntriesDoNotFit { entries, entry_size, size }));
    }
    if announced == 0 {
        return None;
    }
    let left_out = counted - entries;
    let list = Node {
        value: Some(format!("{entries} {what}")),
        meaning: (left_out > 0).then(|| format!("{left_out} of {announced} announced are not there").into()),
        ..Node::at(range.start..range.start + entries * entry_size, "")
    };
    Some((list, entries))
}

/// The number of a field that was read whole.
fn number(node: &Node, name: &str) -> Option<u32> {
    let field = node.children.iter().find(|child| child.name == name)?;
    u32::try_from(field.number?).ok()
}

/// Marks the field that the error names.
fn mark(node: &mut Node, error: DecodeError) {
    if let Some(field) = node.children.iter_mut().find(|child| child.name == error.field) {
        field.problem.get_or_insert(error.reason);
    }
}
