//! The tree that a structure is taken apart into.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use serde::{Serialize, Serializer};
use tapi_acd::wire::Reason;

/// A field, a structure, or what a size and an offset point to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Node {
    /// The byte of the input where it starts.
    pub offset: usize,
    /// Bytes of the input that it takes.
    pub size: usize,
    /// The C name; an element of an array has its index in brackets, and bytes without a field a remark in parentheses.
    pub name: Cow<'static, str>,
    /// The structure, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structure: Option<&'static str>,
    /// Its bytes, all or the first of them; as hex digits in JSON. A structure has them in its fields.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_hex")]
    pub bytes: Vec<u8>,
    /// Whether nobody knows what the bytes mean, so that they are best shown as they are.
    #[serde(skip)]
    pub opaque: bool,
    /// The number, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// The value as people write it: a number with its unit, a text in quotes, a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Constants by C name, or what the field is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Cow<'static, str>>,
    /// What is wrong here, as the typed decoders of `tapi-wire` say it; a sentence in JSON.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_text")]
    pub problem: Option<Reason>,
    /// The fields of a structure, then what they point to; the elements of an array.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Node>,
}

impl Node {
    pub(super) fn at(range: Range<usize>, name: impl Into<Cow<'static, str>>) -> Self {
        Self { offset: range.start, size: range.len(), name: name.into(), ..Self::default() }
    }

    /// This node and everything below it, in the order in which it is shown.
    pub fn walk(&self) -> Box<dyn Iterator<Item = &Node> + '_> {
        Box::new(std::iter::once(self).chain(self.children.iter().flat_map(Node::walk)))
    }

    /// The nodes where something is wrong, in order.
    pub fn problems(&self) -> impl Iterator<Item = (&Node, Reason)> {
        self.walk().filter_map(|node| Some((node, node.problem?)))
    }
}

fn as_hex<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(digits, "{byte:02x}");
    }
    serializer.serialize_str(&digits)
}

fn as_text<S: Serializer>(problem: &Option<Reason>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&problem.map(|reason| reason.to_string()).unwrap_or_default())
}
