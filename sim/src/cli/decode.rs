//! `acdsim decode`.

mod source;
mod table;

use std::io::{self, BufWriter, Write};

use tapi_acd::wire::layout::Structure as _;
use tapi_acd::wire::{Abi, ApiVersion, Layout, LineMessage};

use super::{DecodeArgs, Tapi, Trouble, Verdict, Windows, shown};
use crate::decode::{Dialect, dissect, message, structure};
use source::Source;

pub(super) fn decode(args: &DecodeArgs) -> Result<Verdict, Trouble> {
    let layout = structure(&args.structure).map_err(Trouble::new)?;
    let mut source = Source::open(args)?;
    let out = &mut BufWriter::new(anstream::stdout().lock());
    let problems = match layout.name == LineMessage::LAYOUT.name {
        true => messages(&mut source, args, out)?,
        false => one_structure(layout, &mut source, args, out)?,
    };
    shown(out.flush())?;
    Ok(if problems == 0 { Verdict::Ok } else { Verdict::Failed })
}

/// Shows a structure and returns how many problems it has.
fn one_structure(
    layout: &'static Layout,
    source: &mut Source,
    args: &DecodeArgs,
    out: &mut impl Write,
) -> Result<usize, Trouble> {
    let bytes = source.read_all()?;
    let dialect = Dialect { abi: abi(args), version: version(args) };
    let root = dissect(layout, dialect, &bytes);
    let problems = root.problems().count();
    shown(if args.json {
        serde_json::to_writer_pretty(&mut *out, &root).map_err(io::Error::from).and_then(|()| writeln!(out))
    } else {
        let grew = layout.fields.iter().any(|row| row.since.is_some());
        let version = if grew { format!(", TAPI {}", dialect.version) } else { String::new() };
        let counted = format!("{} bytes", bytes.len());
        table::heading(out, &[layout.name, &version].concat())
            .and_then(|()| root.children.iter().try_for_each(|child| table::rows(out, child, 0)))
            .and_then(|()| table::verdict(out, &counted, problems))
    })?;
    Ok(problems)
}

/// Shows one message after the other, without having them all in memory, and returns how many problems they have.
fn messages(source: &mut Source, args: &DecodeArgs, out: &mut impl Write) -> Result<usize, Trouble> {
    let abi = abi(args);
    let size = LineMessage::size(abi);
    if !args.json {
        shown(table::heading(out, &format!("LINEMESSAGE, {size} bytes each")))?;
    }
    let (mut buffer, mut offset, mut index, mut problems) = (Vec::new(), 0, 0_u64, 0);
    loop {
        let length = source.fill(&mut buffer, size)?;
        if length == 0 {
            break;
        }
        let node = message(index, offset, &buffer, abi);
        problems += node.problems().count();
        shown(if args.json {
            serde_json::to_writer(&mut *out, &node).map_err(io::Error::from).and_then(|()| writeln!(out))
        } else {
            table::rows(out, &node, 0)
        })?;
        (offset, index) = (offset + length, index + 1);
    }
    if !args.json {
        let plural = if index == 1 { "" } else { "s" };
        shown(table::verdict(out, &format!("{index} message{plural}, {offset} bytes"), problems))?;
    }
    Ok(problems)
}

fn abi(args: &DecodeArgs) -> Abi {
    match args.abi {
        Windows::Win32 => Abi::Win32,
        Windows::Win64 => Abi::Win64,
    }
}

fn version(args: &DecodeArgs) -> ApiVersion {
    match args.tapi {
        Tapi::V2_0 => ApiVersion::V2_0,
        Tapi::V2_1 => ApiVersion::V2_1,
        Tapi::V2_2 => ApiVersion::V2_2,
        Tapi::V3_0 => ApiVersion::V3_0,
        Tapi::V3_1 => ApiVersion::V3_1,
    }
}
