//! What two states have in common when they differ only in time, counters and the numbers of their handles.
//!
//! The endpoints write themselves through serde. The projection keeps what they write, but leaves out what is told in
//! [`LEFT_OUT`], calls each handle and each request id by the order in which it appears, and brings what stands in none
//! ([`UNORDERED`]) into one. Systems with the same projection do the same things with other numbers.

use std::fmt::{self, Display};
use std::io::Write as _;
use std::ops::Range;

use serde::ser::{self, Serialize};

/// What is projected out: a type with all it holds, or one field of a type; and why.
pub const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("Instant", "", "time"),
    ("CallSerial", "", "a counter"),
    ("Turn", "", "a counter; the idle agents stand in its order"),
    ("Work", "", "a counter"),
    ("AgentCounters", "", "counters"),
    ("QueueCounters", "", "counters"),
    ("Figures", "", "counters"),
    ("Session", "waited_micros", "a counter"),
    ("Session", "longest_wait_micros", "a counter"),
    ("Agents", "next_turn", "a counter"),
    ("Server", "next_request", "a counter"),
    ("Beyond", "serial", "a counter"),
    ("Arena", "generations", "they make the numbers of later handles"),
    ("Arena", "free", "it makes the numbers of later handles"),
    ("Known", "stale", "it is for the application's user; no application of a world reads anew"),
    ("Mirror", "addresses", "as that"),
    ("Mirror", "answers", "as that"),
];

/// The types whose numbers are names.
const NAMES: &[&str] = &[
    "AppHandle",
    "LineHandle",
    "CallHandle",
    "AgentHandle",
    "AgentSessionHandle",
    "LegId",
    "BufferAddress",
    "RequestId",
];

/// What stands in no order that anything follows from: a field of a type, and why.
pub const UNORDERED: &[(&str, &str, &str)] = &[
    ("Server", "apps", "only those of one process are gone through, and no world has two of one process"),
    ("Server", "lines", "nobody goes through them; the devices have theirs in the order of opening"),
    ("Server", "proxy_pending", "what fails together is told in the order of the request ids"),
];

/// The canonical bytes of a value that is made of endpoints.
///
/// # Panics
/// On a value that does not write itself.
pub fn projection<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let mut writer = Writer::default();
    value.serialize(&mut writer).expect("memory takes everything");
    writer.named()
}

/// A handle or a request id: its type and its number.
type Name = (&'static str, u64);

/// What stands for a name that has no place yet.
const NAMELESS: u8 = 0xFF;

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    /// The names in the bytes and where they stand; there is a byte for each.
    names: Vec<(usize, Name)>,
    /// The type of the number that comes next, where it is a name.
    naming: Option<&'static str>,
    /// Whether the sequence that comes next has no order.
    unordered: bool,
    /// The elements of those that have none.
    heaps: Vec<Vec<Range<usize>>>,
}

impl Writer {
    fn number(&mut self, number: u64) {
        if let Some(kind) = self.naming.take() {
            self.names.push((self.bytes.len(), (kind, number)));
            return self.bytes.push(NAMELESS);
        }
        // Small numbers are the rule: a byte, or a mark and eight.
        match u8::try_from(number) {
            Ok(small @ 0..=0xFE) => self.bytes.push(small),
            _ => {
                self.bytes.push(0xFF);
                self.bytes.extend(number.to_le_bytes());
            }
        }
    }

    /// Text ends with a byte that it never has.
    fn text(&mut self, text: &[u8]) {
        self.bytes.extend(text);
        self.bytes.push(0xFF);
    }

    /// Each name becomes its place in the order in which they appear: first those that stand in an order, by which the
    /// rest is brought into one.
    fn named(mut self) -> Vec<u8> {
        let heaps = std::mem::take(&mut self.heaps);
        let names = std::mem::take(&mut self.names);
        let is_ordered = |at: usize| heaps.iter().flatten().all(|element| !element.contains(&at));
        let mut known: Vec<Name> = Vec::new();
        for (_, name) in names.iter().filter(|(at, _)| is_ordered(*at)) {
            place(&mut known, *name);
        }
        for (at, name) in &names {
            if known.contains(name) {
                self.bytes[*at] = place(&mut known, *name);
            }
        }
        let mut whole = self.bytes.clone();
        for mut heap in heaps {
            let Some(first) = heap.first().map(|element| element.start) else { continue };
            heap.sort_by(|one, other| self.bytes[one.clone()].cmp(&self.bytes[other.clone()]));
            let mut to = first;
            for element in heap {
                let end = to + element.len();
                whole[to..end].copy_from_slice(&self.bytes[element.clone()]);
                for (at, name) in names.iter().filter(|(at, _)| element.contains(at)) {
                    whole[at - element.start + to] = place(&mut known, *name);
                }
                to = end;
            }
        }
        whole
    }
}

/// The place of a name among those that are known, from now on at least.
fn place(known: &mut Vec<Name>, name: Name) -> u8 {
    let place = known.iter().position(|other| *other == name).unwrap_or_else(|| {
        known.push(name);
        known.len() - 1
    });
    u8::try_from(place).ok().filter(|place| *place != NAMELESS).expect("a system that is projected is small")
}

fn lists(table: &[(&str, &str, &str)], kind: &str, field: &str) -> bool {
    table.iter().any(|(of, only, _)| *of == kind && *only == field)
}

/// Writing into memory does not fail; a value may refuse to write itself.
#[derive(Debug)]
struct Refused(String);

impl Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: Display>(reason: T) -> Self {
        Self(reason.to_string())
    }
}

/// The parts of a value of this type; its fields may be left out.
struct Parts<'a> {
    writer: &'a mut Writer,
    kind: &'static str,
    /// Where the parts are, if they have no order.
    heap: Option<Vec<Range<usize>>>,
}

impl<'a> Parts<'a> {
    fn of(writer: &'a mut Writer, kind: &'static str) -> Self {
        Self { writer, kind, heap: None }
    }

    fn part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        let start = self.writer.bytes.len();
        value.serialize(&mut *self.writer)?;
        if let Some(heap) = &mut self.heap {
            heap.push(start..self.writer.bytes.len());
        }
        Ok(())
    }

    fn end(self) {
        self.writer.heaps.extend(self.heap);
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Refused> {
        if lists(LEFT_OUT, self.kind, "") || lists(LEFT_OUT, self.kind, name) {
            return Ok(());
        }
        self.writer.unordered |= lists(UNORDERED, self.kind, name);
        self.part(value)
    }
}

macro_rules! numbers {
    ($($method:ident: $Type:ty;)*) => {$(
        fn $method(self, value: $Type) -> Result<(), Refused> {
            #[allow(clippy::cast_sign_loss, clippy::cast_lossless, reason = "any injection into 64 bits will do")]
            self.number(value as u64);
            Ok(())
        }
    )*};
}

impl<'a> ser::Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Parts<'a>;
    type SerializeTupleStruct = Parts<'a>;
    type SerializeTupleVariant = Parts<'a>;
    type SerializeMap = Parts<'a>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = Parts<'a>;

    numbers! {
        serialize_bool: bool;
        serialize_i8: i8;
        serialize_i16: i16;
        serialize_i32: i32;
        serialize_i64: i64;
        serialize_u8: u8;
        serialize_u16: u16;
        serialize_u32: u32;
        serialize_u64: u64;
        serialize_char: char;
    }

    fn serialize_f32(self, value: f32) -> Result<(), Refused> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Refused> {
        self.number(value.to_bits());
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.text(value.as_bytes());
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Refused> {
        write!(self.bytes, "{value}").map_err(ser::Error::custom)?;
        self.text(&[]);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Refused> {
        self.bytes.push(0);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refused> {
        self.bytes.push(1);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, at: u32, _: &'static str) -> Result<(), Refused> {
        self.number(at.into());
        Ok(())
    }

    fn serialize_newtype_struct<T>(self, name: &'static str, value: &T) -> Result<(), Refused>
    where
        T: Serialize + ?Sized,
    {
        if lists(LEFT_OUT, name, "") {
            return Ok(());
        }
        self.naming = NAMES.contains(&name).then_some(name);
        value.serialize(self)
    }

    fn serialize_newtype_variant<T>(
        self,
        _: &'static str,
        at: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refused>
    where
        T: Serialize + ?Sized,
    {
        self.number(at.into());
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Parts<'a>, Refused> {
        self.number(length.map_or(u64::MAX, |length| length as u64));
        let heap = std::mem::take(&mut self.unordered).then(Vec::new);
        Ok(Parts { heap, ..Parts::of(self, "") })
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'a>, Refused> {
        Ok(Parts::of(self, ""))
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Parts<'a>, Refused> {
        Ok(Parts::of(self, name))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        at: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Refused> {
        self.number(at.into());
        Ok(Parts::of(self, ""))
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Parts<'a>, Refused> {
        self.serialize_seq(length)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts<'a>, Refused> {
        Ok(Parts::of(self, name))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        at: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Refused> {
        self.number(at.into());
        Ok(Parts::of(self, ""))
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// What has no names for its parts.
macro_rules! unnamed {
    ($($Trait:ident: $method:ident;)*) => {$(
        impl ser::$Trait for Parts<'_> {
            type Ok = ();
            type Error = Refused;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
                self.part(value)
            }
            fn end(self) -> Result<(), Refused> {
                Parts::end(self);
                Ok(())
            }
        }
    )*};
}

unnamed! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
}

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refused> {
        self.part(key)
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        self.part(value)
    }
    fn end(self) -> Result<(), Refused> {
        Ok(())
    }
}

/// What has a name for each part, by which it may be left out.
macro_rules! named {
    ($($Trait:ident),*) => {$(
        impl ser::$Trait for Parts<'_> {
            type Ok = ();
            type Error = Refused;
            fn serialize_field<T>(&mut self, name: &'static str, value: &T) -> Result<(), Refused>
            where
                T: Serialize + ?Sized,
            {
                self.field(name, value)
            }
            fn end(self) -> Result<(), Refused> {
                Ok(())
            }
        }
    )*};
}

named!(SerializeStruct, SerializeStructVariant);
