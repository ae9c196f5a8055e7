//! Someone who reads a page and knows the facts of `fixtures/spec` alone: no table and no decoder of ours.

use serde_json::Value;

use crate::spec::{MESSAGES, STRUCTURES, named};

/// Bytes of C's LINEPROXYREQUEST with its union; no buffer is shorter.
const SMALLEST: usize = 108;

/// A page, step by step.
pub(super) struct Page {
    steps: Vec<PageStep>,
}

#[derive(Default)]
struct PageStep {
    title: String,
    /// `name = number`.
    values: Vec<(String, u64)>,
    dumps: Vec<Dump>,
}

/// Bytes with their lines.
struct Dump {
    place: String,
    what: String,
    /// As the line above the bytes says.
    announced: usize,
    bytes: Vec<u8>,
    /// Where a row begins, what it is, and what it holds.
    rows: Vec<(usize, String, String)>,
}

impl Page {
    pub(super) fn read(text: &str) -> Self {
        let mut steps: Vec<PageStep> = Vec::new();
        for line in text.lines() {
            if let Some(title) = line.strip_prefix("== ") {
                steps.push(PageStep { title: title.into(), ..PageStep::default() });
            }
            let Some(step) = steps.last_mut() else { continue };
            if let Some((offset, row)) = line.split_once(": ").filter(|(offset, _)| is_offset(offset)) {
                let dump = step.dumps.last_mut().expect("bytes come below their title");
                dump.row(offset, row);
            } else if let Some((place, what)) = line.split_once(": ").filter(|_| line.ends_with(" bytes")) {
                if let Some((what, size)) = what.trim_end_matches(" bytes").split_once(", ") {
                    let (what, announced) = (what.into(), size.parse().expect("a size"));
                    let (bytes, rows) = (Vec::new(), Vec::new());
                    step.dumps.push(Dump { place: place.into(), what, announced, bytes, rows });
                }
            } else if let Some((name, value)) = line.split_once(" = ") {
                step.values.extend(number(value).map(|number| (name.into(), number)));
            }
        }
        Self { steps }
    }

    /// Where the page contradicts the facts, or itself.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let dumps = self.steps.iter().flat_map(|step| &step.dumps);
        dumps.for_each(|dump| dump.check(&mut problems));
        let [call, request, response, reply, news @ ..] = &self.steps[..] else {
            return vec!["a step is missing".into()];
        };
        let mut same = |what: &str, one: Option<u64>, other: Option<u64>| {
            if one.is_none() || one != other {
                problems.push(format!("{what}: {one:x?} and {other:x?}"));
            }
        };
        // LINE_PROXYREQUEST, LINE_REPLY messages; lineProxyResponse function.
        for windows in ["64-bit Windows", "32-bit Windows"] {
            let (asked, replied) = (request.dump(windows), reply.dump(windows));
            same("the message's number", asked.named("dwMessageID"), message_id("LINE_PROXYREQUEST"));
            same("the handler's line", asked.named("hDevice"), response.value("hLine"));
            same("the buffer", asked.named("dwParam1"), response.value("lpProxyRequest"));
            same("the reply's number", replied.named("dwMessageID"), message_id("LINE_REPLY"));
            same("the request id", replied.named("dwParam1"), call.value("returns"));
            same("the result", replied.named("dwParam2"), response.value("dwResult"));
        }
        same("lineProxyResponse", response.value("returns"), Some(0));
        for (step, windows) in
            news.iter().flat_map(|step| [(step, "64-bit Windows"), (step, "32-bit Windows")])
        {
            let (_, message) = step.title.rsplit_once(' ').expect("who gets what");
            same(message, step.dump(windows).named("dwMessageID"), message_id(message));
        }
        let buffer = request.dump("dwParam1");
        // What goes in by value stands in the arm under its own name.
        let arm = arm(buffer);
        for (name, number) in &call.values {
            let field =
                arm["fields"].as_array().expect("fields").iter().find(|field| field["name"] == **name);
            if let Some(field) = field {
                same(name, Some(*number), buffer.number(at(field, "offset_from_request"), 4));
            }
        }
        // What the application finds is what the handler left in the arm.
        let answered = response.dumps.first().unwrap_or(buffer);
        for found in reply.dumps.iter().filter(|dump| dump.what != "LINEMESSAGE") {
            let start = answer_offset(arm);
            let there = answered.bytes.get(start..start + found.bytes.len());
            if there != Some(&found.bytes) {
                problems.push(format!("{} is not what the handler has written", found.place));
            }
        }
        problems
    }
}

impl PageStep {
    fn value(&self, name: &str) -> Option<u64> {
        self.values.iter().find(|(own, _)| own == name).map(|(_, number)| *number)
    }

    fn dump(&self, place: &str) -> &Dump {
        self.dumps.iter().find(|dump| dump.place == place).unwrap_or_else(|| panic!("no {place}"))
    }
}

impl Dump {
    fn row(&mut self, offset: &str, row: &str) {
        let (digits, remark) = row.split_once("  ; ").unwrap_or((row, ""));
        let offset = usize::from_str_radix(offset, 16).expect("an offset");
        assert_eq!(offset, self.bytes.len(), "every byte stands once, in order");
        let bytes = digits.split(' ').map(|byte| u8::from_str_radix(byte, 16).expect("a byte"));
        self.bytes.extend(bytes);
        if let Some((name, value)) = remark.split_once(" = ") {
            let value = value.split(" | ").next().unwrap_or(value);
            self.rows.push((offset, name.into(), value.into()));
        }
    }

    /// A little-endian number.
    fn number(&self, offset: usize, size: usize) -> Option<u64> {
        let bytes = self.bytes.get(offset..offset + size)?;
        Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    /// The number in the row of a field of `LINEMESSAGE`, as the page writes it.
    fn named(&self, field: &str) -> Option<u64> {
        let row = self.rows.iter().find(|(_, name, _)| name.split(' ').next() == Some(field));
        row.and_then(|(.., value)| number(value))
    }

    fn check(&self, problems: &mut Vec<String>) {
        if self.bytes.len() != self.announced {
            problems.push(format!(
                "{}: {} bytes, {} are there",
                self.place,
                self.announced,
                self.bytes.len()
            ));
        }
        if !STRUCTURES["structures"].as_array().expect("structures").iter().any(|it| it["name"] == *self.what)
        {
            return;
        }
        let facts = named(&STRUCTURES["structures"], &self.what);
        let width = if self.place == "32-bit Windows" { "32" } else { "64" };
        for field in facts["fields"].as_array().expect("fields") {
            let offset = at(field, &format!("offset_{width}"));
            self.check_field(offset, at(field, &format!("size_{width}")), field, problems);
        }
        if self.what == "LINEPROXYREQUEST" {
            self.check_buffer(problems);
        }
    }

    /// The header of a request, and its arm.
    fn check_buffer(&self, problems: &mut Vec<String>) {
        if self.bytes.len() < SMALLEST || self.number(0, 4) != u64::try_from(self.bytes.len()).ok() {
            problems.push("dwSize is not that of the buffer".into());
        }
        self.check_text(4, 8, 0, "DESK-07", problems);
        self.check_text(12, 16, 0, "anna", problems);
        let arm = arm(self);
        for field in arm["fields"].as_array().expect("fields") {
            let (offset, size) = (at(field, "offset_from_request"), at(field, "size"));
            let kind = field["type"].as_str().expect("a type");
            if !kind.starts_with("LINE") {
                self.check_field(offset, size, field, problems);
                continue;
            }
            for inner in named(&STRUCTURES["structures"], kind)["fields"].as_array().expect("fields") {
                self.check_field(offset + at(inner, "offset_64"), at(inner, "size_64"), inner, problems);
            }
        }
        // Erratum E21: an agent's id and PIN count from the first field of the arm.
        let start = at(arm, "offset");
        for (name, text) in [("dwAgentIDSize", "4711"), ("dwAgentPINSize", "0815")] {
            let field = arm["fields"].as_array().expect("fields").iter().find(|field| field["name"] == name);
            if let Some(size) = field.map(|field| at(field, "offset_from_request")) {
                self.check_text(size, size + 4, start, text, problems);
            }
        }
    }

    /// A field stands where the facts have it, under its name, and the page writes its number.
    fn check_field(&self, offset: usize, size: usize, field: &Value, problems: &mut Vec<String>) {
        let name = field["name"].as_str().expect("a name");
        let row = self.rows.iter().find(|(start, ..)| *start == offset);
        let Some((_, written, value)) = row else {
            return problems.push(format!("{}: nothing begins at {offset:#x}, where {name} is", self.what));
        };
        if !written.split([' ', '.', '[']).any(|part| part == name) {
            problems.push(format!("{}: {written} is at {offset:#x}, where {name} is", self.what));
        }
        let kind = field["type"].as_str().expect("a type");
        let is_number = kind == "u32" || kind == "usize" || kind.ends_with("(u32)");
        if is_number && number(value) != self.number(offset, size) {
            problems.push(format!("{}: {name} is not {value}", self.what));
        }
    }

    /// A text with its terminator, as the fields at `size` and `offset` say; `base` is where the offset counts from.
    fn check_text(&self, size: usize, offset: usize, base: usize, text: &str, problems: &mut Vec<String>) {
        let expected: Vec<_> = text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let place = |at| self.number(at, 4).and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
        let start = base + place(offset);
        if self.bytes.get(start..start + place(size)) != Some(&expected) {
            problems.push(format!("{text:?} does not stand where {offset:#x} says"));
        }
    }
}

fn arm(buffer: &Dump) -> &'static Value {
    let arms = named(&STRUCTURES["structures"], "LINEPROXYREQUEST")["arms"].as_array().expect("arms");
    let arm = arms.iter().find(|arm| arm["request_type"].as_u64() == buffer.number(24, 4));
    arm.expect("dwRequestType chooses an arm")
}

/// Where the answer stands: a structure, the parameters of AgentSpecific, or a handle, which is the first field.
fn answer_offset(arm: &Value) -> usize {
    let mut fields = arm["fields"].as_array().expect("fields").iter();
    let answer = fields.find(|field| {
        field["name"] == "Params" || field["type"].as_str().is_some_and(|kind| kind.starts_with("LINE"))
    });
    answer.map_or_else(|| at(arm, "offset"), |field| at(field, "offset_from_request"))
}

fn message_id(name: &str) -> Option<u64> {
    named(&MESSAGES["messages"], name)["id"].as_u64()
}

fn at(facts: &Value, key: &str) -> usize {
    facts[key].as_u64().and_then(|number| usize::try_from(number).ok()).expect(key)
}

fn is_offset(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// The number that a value begins with.
fn number(value: &str) -> Option<u64> {
    let word = value.split(' ').next()?;
    match word.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    }
}
