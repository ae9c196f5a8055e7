//! A file of `fixtures/bytes`, whose format its README describes.

use std::ops::Range;

use tapi_wire::layout::{LAYOUTS, LineProxyRequest};
use tapi_wire::{Abi, ApiVersion, FieldRow, Layout};

use crate::value::Value;

/// A file.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// What the bytes are; for a request the arm.
    pub(crate) layout: &'static Layout,
    /// [`None`]: both.
    pub(crate) abi: Option<Abi>,
    pub(crate) version: ApiVersion,
    pub(crate) page: String,
    pub(crate) purpose: Purpose,
    pub(crate) items: Vec<Item>,
    pub(crate) bytes: Vec<u8>,
}

/// What is done with the bytes.
#[derive(Debug, PartialEq)]
pub(crate) enum Purpose {
    /// They are read, and written again.
    Canonical,
    /// They are the answer of another file in a smaller buffer.
    Partial(String),
    /// They are arranged in another way than ours.
    ReadOnly,
    /// Reading them is this error.
    Error(String),
}

/// Bytes with one meaning.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) offset: usize,
    pub(crate) bytes: Vec<u8>,
    /// The C names that lead to it; empty for what nobody uses.
    pub(crate) path: String,
    pub(crate) value: Value,
}

impl Item {
    pub(crate) fn is_unused(&self) -> bool {
        self.value == Value::Unused
    }

    /// Whether a size and an offset point to it, or a size counts it.
    pub(crate) fn is_tail(&self) -> bool {
        matches!(self.value, Value::Text(_) | Value::Bytes) || self.path.ends_with(']')
    }
}

impl Case {
    /// Reads a file.
    ///
    /// # Errors
    /// The line that breaks the format, or whose bytes are not what it says.
    pub(crate) fn parse(name: &str, text: &str) -> Result<Self, String> {
        let comments: Vec<_> = text.lines().map_while(|line| line.strip_prefix("# ")).collect();
        let (first, comments) = comments.split_first().ok_or("a file starts with its title")?;
        let (layout, abi, version, page) = title(first).ok_or_else(|| format!("{first:?} is no title"))?;
        let (purpose, prose) = purpose(comments);
        if !(1..=3).contains(&prose.len()) || prose.iter().any(|line| line.chars().count() > 118) {
            return Err("one to three lines say what the file shows".into());
        }
        let body = text.lines().skip(1 + comments.len());
        let mut case = Self {
            name: name.into(),
            layout,
            abi,
            version,
            page: page.into(),
            purpose,
            items: Vec::new(),
            bytes: Vec::new(),
        };
        for line in body {
            case.line(line).map_err(|error| format!("{line:?}: {error}"))?;
        }
        match case.items.iter().find(|item| item.value.bytes(&item.bytes) != item.bytes) {
            Some(wrong) => Err(format!("{}: {:02X?} is not {:?}", wrong.path, wrong.bytes, wrong.value)),
            None => Ok(case),
        }
    }

    /// `0018: 07 00 00 00  ; List[0].dwQueueID = 7`; without an annotation more bytes of the line before.
    fn line(&mut self, line: &str) -> Result<(), String> {
        let (bytes, annotation) = match line.split_once("  ; ") {
            Some((bytes, annotation)) => (bytes.trim_end(), Some(annotation)),
            None => (line, None),
        };
        let (offset, bytes) = bytes.split_once(": ").ok_or("no offset")?;
        if offset != format!("{:04X}", self.bytes.len()) {
            return Err(format!("the offset is {:04X}", self.bytes.len()));
        }
        let bytes: Vec<_> =
            bytes.split(' ').map(byte).collect::<Option<_>>().ok_or("bytes are two digits")?;
        if bytes.len() > 16 {
            return Err("a line has at most 16 bytes".into());
        }
        let offset = self.bytes.len();
        self.bytes.extend(&bytes);
        let (path, value) = match annotation {
            Some("unused") => ("", "unused"),
            Some(annotation) => annotation.split_once(" = ").ok_or("an annotation is `name = value`")?,
            None => {
                let full = self.items.last_mut().filter(|item| item.bytes.len().is_multiple_of(16));
                full.ok_or("only a full line goes on in the next")?.bytes.extend(bytes);
                return Ok(());
            }
        };
        if path.is_empty() != (value == "unused")
            || self.items.iter().any(|item| !path.is_empty() && item.path == path)
        {
            return Err("a name stands once, and only unused bytes have none".into());
        }
        let value = Value::parse(value)?;
        self.items.push(Item { offset, bytes, path: path.into(), value });
        Ok(())
    }

    /// The systems on which the bytes are these.
    pub(crate) fn abis(&self) -> Vec<Abi> {
        self.abi.map_or_else(|| vec![Abi::Win32, Abi::Win64], |abi| vec![abi])
    }

    /// Whether the negotiated version has the field.
    pub(crate) fn has(&self, row: &FieldRow) -> bool {
        row.since.is_none_or(|since| since <= self.version)
    }

    pub(crate) fn is_request(&self) -> bool {
        self.layout.name.starts_with("LINEPROXYREQUEST.")
    }

    /// The layouts that the bytes start with, and where.
    pub(crate) fn roots(&self) -> Vec<(&'static Layout, usize, String)> {
        match self.layout.name.strip_prefix("LINEPROXYREQUEST.") {
            Some(arm) => vec![
                (find("LINEPROXYREQUEST").expect("it is a structure"), 0, String::new()),
                (self.layout, LineProxyRequest::ARM_OFFSET, format!("{arm}.")),
            ],
            None => vec![(self.layout, 0, String::new())],
        }
    }

    pub(crate) fn item(&self, path: &str) -> &Item {
        self.find(path).unwrap_or_else(|| panic!("{}: {path} is not annotated", self.name))
    }

    fn find(&self, path: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.path == path)
    }

    /// The number of a field, whether digits or names say it.
    pub(crate) fn number(&self, path: &str) -> u32 {
        match self.item(path).value {
            Value::Number(number) => u32::try_from(number).expect("a DWORD has 32 bits"),
            Value::Names(_, bits) => bits,
            _ => panic!("{}: {path} is no number", self.name),
        }
    }

    /// A number that counts bytes or elements.
    pub(crate) fn size(&self, path: &str) -> usize {
        self.number(path) as usize
    }

    /// The bytes of a variable part; nothing where it is absent.
    pub(crate) fn tail(&self, path: &str) -> &[u8] {
        self.find(path).map_or(&[], |item| &item.bytes)
    }

    /// The text of a variable part; nothing where it is absent.
    pub(crate) fn text(&self, path: &str) -> &str {
        match self.find(path).map(|item| &item.value) {
            Some(Value::Text(text)) => text,
            Some(value) => panic!("{}: {path} is {value:?}", self.name),
            None => "",
        }
    }

    /// A buffer before anything is written: what nobody uses is as in the file, everything else is not.
    pub(crate) fn unwritten(&self, range: Range<usize>) -> Vec<u8> {
        let mut bytes: Vec<_> = self.bytes.iter().map(|byte| !byte).collect();
        for item in self.items.iter().filter(|item| item.is_unused()) {
            bytes[item.offset..][..item.bytes.len()].copy_from_slice(&item.bytes);
        }
        bytes[range].to_vec()
    }
}

pub(crate) fn find(name: &str) -> Option<&'static Layout> {
    LAYOUTS.iter().copied().find(|layout| layout.name == name)
}

/// `LINEMESSAGE on win32, TAPI 2.0, page "LINE_AGENTSPECIFIC message"`.
fn title(line: &str) -> Option<(&'static Layout, Option<Abi>, ApiVersion, &str)> {
    let (structure, rest) = line.split_once(" on ")?;
    let (abi, rest) = rest.split_once(", TAPI ")?;
    let (version, page) = rest.split_once(", page \"")?;
    let (major, minor) = version.split_once('.')?;
    let abi = match abi {
        "both" => None,
        "win32" => Some(Abi::Win32),
        "win64" => Some(Abi::Win64),
        _ => return None,
    };
    let version = ApiVersion::new(major.parse().ok()?, minor.parse().ok()?);
    Some((find(structure)?, abi, version, page.strip_suffix('"')?))
}

/// What the last comment says of it, and the comments before.
fn purpose<'a, 'b>(comments: &'a [&'b str]) -> (Purpose, &'a [&'b str]) {
    let Some((last, prose)) = comments.split_last() else { return (Purpose::Canonical, comments) };
    if let Some(error) = last.strip_prefix("error: ") {
        (Purpose::Error(error.into()), prose)
    } else if let Some(whole) = last.strip_prefix("whole: ").and_then(|file| file.strip_suffix(".hex")) {
        (Purpose::Partial(whole.into()), prose)
    } else if last.starts_with("read only: ") {
        (Purpose::ReadOnly, prose)
    } else {
        (Purpose::Canonical, comments)
    }
}

fn byte(digits: &str) -> Option<u8> {
    let plain = digits.len() == 2 && digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'A'..=b'F'));
    u8::from_str_radix(digits, 16).ok().filter(|_| plain)
}

#[test]
fn a_file_is_read_strictly() {
    const TITLE: &str = "# LINEDIALPARAMS on both, TAPI 2.0, page \"LINEDIALPARAMS structure\"\n# Why.\n";
    let error = |body: &str| Case::parse("", &format!("{TITLE}{body}")).expect_err(body);
    assert!(Case::parse("", &format!("{TITLE}0000: 0A 00 00 00  ; dwDialPause = 10")).is_ok());
    for (body, reason) in [
        ("0001: 00  ; a = 0", "the offset is 0000"),
        ("0000 00  ; a = 0", "no offset"),
        ("0000: 0  ; a = 0", "bytes are two digits"),
        ("0000: 0a  ; a = 10", "bytes are two digits"),
        ("0000: 00  00  ; a = 0", "bytes are two digits"),
        ("0000: 00 ; a = 0", "bytes are two digits"),
        ("0000: 00  ; a", "an annotation is `name = value`"),
        ("0000: 00  ; a = LINE_NOTHING", "\"LINE_NOTHING\" is no value"),
        ("0000: 00  ; a = 0\n0001: 00  ; a = 0", "a name stands once"),
        ("0000: 00  ; a = unused", "a name stands once"),
        ("0000: 00", "only a full line goes on"),
        ("0000: 00  ; a = 0\n0001: 00", "only a full line goes on"),
        ("0000: 01  ; a = 0", "a: [01] is not Number(0)"),
        ("0000: 00  ; a = 256", "a: [00] is not Number(256)"),
        (
            "0000: 05 00 00 00  ; a = LINEAGENTSTATE_READY | LINEAGENTSTATE_NOTREADY",
            "a: [05, 00, 00, 00] is not",
        ),
        ("0000: 41 00  ; a = \"A\"", "a: [41, 00] is not Text(\"A\")"),
        ("0000: 00 00 00 00 00 00 00 00  ; a = 0.0001", "is not Currency(1)"),
        ("0000: 00 00 00 00 00 00 00 00  ; a = 1900-01-01T00:00:00", "is not Date"),
        ("\n", "no offset"),
    ] {
        assert!(error(body).contains(reason), "{body:?}: {}", error(body));
    }
    for text in ["", "# LINEDIALPARAMS", "0000: 00  ; a = 0"] {
        assert!(Case::parse("", text).is_err(), "{text:?}");
    }
    assert!(
        Case::parse("", TITLE.lines().next().expect("it has a line")).is_err(),
        "no line says what it shows"
    );
}
