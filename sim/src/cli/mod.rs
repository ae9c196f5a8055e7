//! The command `acdsim`: arguments, exit codes and what people see.

mod check;
mod decode;
mod erlang;
mod explain;
mod facts;
mod figures;
mod list;
mod output;
mod replicate;
mod report;
mod run;
mod schema;
mod text;
mod trace;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::replicate::{Target, Vary};
use crate::scenario::LoadError;
use erlang::{ERLANG_HELP, ErlangArgs};
use text::{BAD, HEADING};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// All is well.
    Ok,
    /// What was judged breaks a documented rule, or bytes are not what their structure requires.
    Failed,
}

/// Why a command could not do its work: a usage or input error.
#[derive(Debug)]
enum Trouble {
    /// For the user, on standard error.
    Said(String),
    /// The reader of the output has left; nobody is there to be told.
    NobodyReads,
}

impl Trouble {
    fn new(message: impl Display) -> Self {
        Trouble::Said(format!("{BAD}error{BAD:#}: {message}"))
    }

    /// What writing to `target` reported.
    fn writing(target: impl Display, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Trouble::NobodyReads,
            _ => Trouble::new(format!("cannot write {target}: {error}")),
        }
    }
}

impl From<LoadError> for Trouble {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Unknown(unknown) => Trouble::new(format!(
                "{unknown}\n\n  tip: a file is named with a path, or a name that ends in .toml"
            )),
            LoadError::Unreadable { .. } => Trouble::new(error),
            // It begins with "error:" itself, as it goes on with the line of the file.
            LoadError::Wrong(wrong) => Trouble::Said(wrong.to_coloured()),
        }
    }
}

/// The outcome of writing to standard output.
fn shown(written: io::Result<()>) -> Result<(), Trouble> {
    written.map_err(|error| Trouble::writing("to standard output", &error))
}

/// Tells what the user should know beside what was asked for.
fn warn(text: &str) {
    // A warning that nobody can read stops nothing.
    let _ = writeln!(anstream::stderr(), "{HEADING}warning{HEADING:#}: {text}");
}

const ABOUT: &str =
    "A call centre that speaks TAPI's call-center protocol, without Windows and without a switch";

const LONG_ABOUT: &str = "\
A call centre that speaks TAPI's call-center protocol, without Windows and without a switch.

A scenario says who calls and who answers; from one seed come the same messages, byte for byte, on every machine. \
Applications see what TAPI would deliver to them: agent, session, group, queue and proxy messages, replies and calls.";

const EXAMPLES: &str = "\
Examples:
  A day at a bank, its first messages and its figures:
    acdsim run bank-1999 --seed 7
  The same day as one agent's desktop sees it:
    acdsim run bank-1999 --seed 7 --seat agent-01
  Two hours of it, every seat, into a trace:
    acdsim run bank-1999 --seed 7 --until 2h --out t.jsonl
  A hundred days of a scenario, every figure with its interval, and Erlang's formulas beside them:
    acdsim replicate erlang-a
  The formulas alone:
    acdsim erlang c --rate 48/min --service 1min --agents 50 --threshold 20s
  What a scenario may say, for an editor:
    acdsim schema scenario
  That trace, judged by the protocol's rules:
    acdsim check t.jsonl
  What a message says, and where its page is wrong:
    acdsim explain LINE_AGENTSESSIONSTATUS
  Everything that a number may mean:
    acdsim explain 0x1d
  Where every field of a structure lies:
    acdsim explain LINEAGENTSTATUS
  All tables, for programs:
    acdsim facts --json
  The bytes of a structure, from a debugger or a capture:
    acdsim decode LINEAGENTSTATUS status.bin
  What queueing theory says of fifty agents:
    acdsim erlang c --rate 48/min --service 1min --agents 50 --threshold 20s

Exit codes: 0 all is well; 1 what was judged breaks a documented rule, or decoded bytes are wrong; 2 usage or input \
error.";

#[derive(Debug, Parser)]
#[command(name = "acdsim", version, max_term_width = 110)]
#[command(about = ABOUT, long_about = LONG_ABOUT, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the scenarios that are part of the program.
    List,
    /// Play a scenario.
    #[command(after_help = RUN_HELP)]
    Run(RunArgs),
    /// Play a scenario, or variants of it, many times: every figure with its confidence interval.
    #[command(after_help = REPLICATE_HELP)]
    Replicate(ReplicateArgs),
    /// Put a message, constant, error, structure, function, rule or number into words.
    Explain(ExplainArgs),
    /// Print every table as one JSON document.
    #[command(after_help = FACTS_HELP)]
    Facts(FactsArgs),
    /// Judge a trace by the protocol's rules.
    #[command(after_help = CHECK_HELP)]
    Check(CheckArgs),
    /// Print the figures of a recorded run: what one seat of a trace tells.
    #[command(after_help = REPORT_HELP)]
    Report(ReportArgs),
    /// Take the bytes of a structure apart, field by field.
    #[command(after_help = DECODE_HELP)]
    Decode(DecodeArgs),
    /// Calculate waits, losses and staffing by Erlang's formulas.
    #[command(after_help = ERLANG_HELP)]
    Erlang(ErlangArgs),
    /// Print the JSON Schema of a file, for editors.
    #[command(after_help = SCHEMA_HELP)]
    Schema(SchemaArgs),
}

const RUN_HELP: &str = "\
A seat is one application and what it sees: handler is the agent handler, which answers the requests of the others; \
supervisor watches every queue; agent-01 and so on are the agents' desktops.

What is shown:
  Without --format, --out or --json: the first messages of one seat, then the figures.
  With --format: the whole trace on standard output, and nothing else.
  With --out: the whole trace in the file, as JSON lines or as --format says; the figures are shown.
  With --json: the figures as JSON on standard output; the trace goes to --out or nowhere.
  With --seat: the trace has that seat only.

A trace is the same, byte for byte, for the same scenario, kind of day, duration, seed and version of the program. \
Every run is judged as 'acdsim check' would judge it; exit code 1 means that a documented rule was broken.";

const REPLICATE_HELP: &str = "\
Replication r is what 'acdsim run' plays with the seed N + r - 1, in every variant: all variants meet the same \
callers. The result does not depend on the number of threads.

A figure such as asa is a quotient of sums over all replications, so a run weighs as much as its calls; its interval \
is that of the delta method. A figure of a part is named after it: queues.sales.asa, call_types.S.p_abandon, \
teams.english.occupancy. Beside the figures of the whole stands the Erlang model that is nearest, and why it may differ.

A place in the file is a key, or the name or code of an entry of a list: teams.english.size. Several --vary give every \
combination.

Examples:
  How sure is the service level of the bank's day?
    acdsim replicate bank-1999 --replications 200 --seed 1
  Until it is known to half a percent:
    acdsim replicate bank-1999 --replications 5000 --until-halfwidth 'service_level<0.005'
  What another trader or two would change:
    acdsim replicate bank-1999 --vary 'teams.traders.size=3..5'
  One long run, cut into batches:
    acdsim replicate bank-1999 --batches 17

Exit codes: 0 all is well; 1 a target was not reached; 2 usage or input error.";

const CHECK_HELP: &str = "\
A broken rule is a 'must' where a Microsoft page states the rule, else a 'hint'. Exit code 1 means that a must was \
broken. 'acdsim explain S02' tells more about a rule.";

const FACTS_HELP: &str = "\
Constants, messages, structures, functions, requests, errata, machines and rules, in C names, for programs in other \
languages. since is the first TAPI version that has a thing; since_basis says whether a Microsoft page documents that \
version or this project inferred it, and is null where the table does not tell.";

const REPORT_HELP: &str = "\
The figures are counted from the messages and function calls of one seat, which has to watch every line with its \
calls: in the scenario, a seat with lines = \"all\". They are those of 'acdsim run', to the last digit, but for the \
call types, which no message tells. The scenario says which address is whose, and what is to be counted from when on.

Examples:
  The figures of a day that was recorded:
    acdsim run storm-day --seed 7 --out t.jsonl
    acdsim report t.jsonl --scenario storm-day

Exit codes: 0 all is well; 1 the trace breaks a documented rule; 2 usage or input error.";

const DECODE_HELP: &str = "\
A structure is named as in tapi.h, in any case: LINEAGENTSTATUS, or AGENTSTATUS. LINEPROXYREQUEST goes on with the arm \
that its request type chooses; an arm alone is LINEPROXYREQUEST.CreateAgent, or CreateAgent. LINEMESSAGE is a stream: \
one message after the other, as far as the bytes go.

Strings are taken for UTF-16, as the W functions and the telephony server write them. What is wrong is marked with a \
cross at its field, and everything else is still shown.

Hex text is what xxd, xxd -p and hexdump -C print, and 40 00 00 00 or 0x40, 0x00 as people write it; comments begin \
with #. A file is taken for hex text where its first 4096 bytes have no control character, such as a zero byte.

Examples:
  acdsim decode LINEMESSAGE messages.bin --abi win32
  acdsim decode LINEPROXYREQUEST --hex '24 00 00 00 00 00 00 00 ...'
  xxd -p queue.bin | acdsim decode LINEQUEUEINFO -

Exit codes: 0 nothing is wrong; 1 something in the bytes is wrong; 2 usage or input error.";

const SCHEMA_HELP: &str = "\
An editor that knows JSON Schema completes and checks a scenario while it is written. With Taplo, for one, keep the \
schema beside the scenario and begin the scenario with #:schema scenario.schema.json

  acdsim schema scenario > scenario.schema.json";

#[derive(Debug, Args)]
struct RunArgs {
    /// The name of a scenario (see 'acdsim list'), or a file: a path, or a name that ends in .toml.
    scenario: String,
    /// The seed of all randomness: a whole number from 0 on.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = seed, allow_negative_numbers = true)]
    seed: u64,
    /// Stop after this long from the scenario's start: 8h, 90min, 8h30.
    #[arg(long, value_name = "DURATION")]
    until: Option<String>,
    /// The kind of day; a scenario's default otherwise.
    #[arg(long, value_name = "KIND")]
    day: Option<String>,
    /// The seat whose messages are shown: handler, supervisor, agent-01 and so on.
    #[arg(long, value_name = "NAME")]
    seat: Option<String>,
    /// Write the whole trace in this format.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write the trace into this file, or to standard output for -; a file appears when the run is over.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct ReplicateArgs {
    /// The name of a scenario (see 'acdsim list'), or a file: a path, or a name that ends in .toml.
    scenario: String,
    /// How many times it is played; with --until-halfwidth at most so many times.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    replications: u32,
    /// The seed of the first replication; the others follow.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = seed, allow_negative_numbers = true)]
    seed: u64,
    /// Replace a value of the file by each of these: 'teams.english.size=90..110', '…=90..110/5', '…=5,10,20'.
    #[arg(long, value_name = "PLACE=VALUES")]
    vary: Vec<Vary>,
    /// End as soon as the half width of a figure's interval is below this: 'service_level<0.005'.
    #[arg(long, value_name = "FIGURE<WIDTH")]
    until_halfwidth: Vec<Target>,
    /// Threads; all cores otherwise.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    jobs: Option<u32>,
    /// The confidence level of the intervals.
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, value_parser = level)]
    level: f64,
    /// Play once, and take the intervals from so many batches of equal length.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100_000),
          conflicts_with_all = ["replications", "until_halfwidth", "jobs"])]
    batches: Option<u32>,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
}

fn level(text: &str) -> Result<f64, String> {
    let inside = |level: &f64| (0.5..=0.9999).contains(level);
    text.parse().ok().filter(inside).ok_or_else(|| "expected a share from 0.5 to 0.9999".to_owned())
}

fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("expected a whole number from 0 to {}", u64::MAX))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned lines for people.
    Text,
    /// One JSON object a line, for machines and for 'acdsim check'.
    Jsonl,
}

#[derive(Debug, Args)]
struct ExplainArgs {
    /// A C name, a part of one, a number (0x1d, 29, -2147483576), a rule (S02) or an erratum (E02).
    #[arg(allow_negative_numbers = true)]
    query: String,
    /// Read a number, or names joined by |, in this family: LINEAGENTSTATUSEX_.
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,
    /// Print the readings as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct FactsArgs {
    /// Print the document; without it, how much there is.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// A file of JSON lines as 'acdsim run' writes them, or - for standard input.
    trace: PathBuf,
    /// Print the verdict and all findings as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct ReportArgs {
    /// A file of JSON lines as 'acdsim run' writes them, or - for standard input.
    trace: PathBuf,
    /// The scenario: a name (see 'acdsim list'), or a file: a path, or a name that ends in .toml.
    #[arg(long, value_name = "NAME|FILE")]
    scenario: String,
    /// The seat whose records are counted; the first one of the scenario that watches every line otherwise.
    #[arg(long, value_name = "NAME")]
    seat: Option<String>,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct DecodeArgs {
    /// The C name of the structure.
    structure: String,
    /// A file of bytes or of hex text, or - for standard input.
    #[arg(required_unless_present = "hex", conflicts_with = "hex")]
    file: Option<PathBuf>,
    /// The bytes as hex text.
    #[arg(long, value_name = "TEXT")]
    hex: Option<String>,
    /// What the file is.
    #[arg(long, value_enum, default_value_t = Encoding::Auto, conflicts_with = "hex")]
    format: Encoding,
    /// The Windows that made the bytes; LINEMESSAGE and LINEINITIALIZEEXPARAMS differ.
    #[arg(long, value_enum, default_value_t = Windows::Win64)]
    abi: Windows,
    /// The TAPI version that was negotiated; LINECALLPARAMS and LINEAGENTCAPS grew.
    #[arg(long, value_enum, default_value_t = Tapi::V3_1)]
    tapi: Tapi,
    /// Print the fields as JSON; a stream of messages one object a line.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct SchemaArgs {
    /// What kind of file.
    #[arg(value_enum)]
    of: SchemaOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SchemaOf {
    /// What 'acdsim run' plays, in TOML.
    Scenario,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Encoding {
    /// Hex text where the file looks like text, else bytes.
    Auto,
    /// Hex text.
    Hex,
    /// Bytes.
    Raw,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Windows {
    /// 32 bits: a LINEMESSAGE has 24 bytes.
    Win32,
    /// 64 bits: a LINEMESSAGE has 40 bytes.
    Win64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Tapi {
    #[value(name = "2.0")]
    V2_0,
    #[value(name = "2.1")]
    V2_1,
    #[value(name = "2.2")]
    V2_2,
    #[value(name = "3.0")]
    V3_0,
    #[value(name = "3.1")]
    V3_1,
}

/// Runs the command with the process's arguments.
pub fn main() -> ExitCode {
    run_with(std::env::args_os())
}

/// Runs the command with these arguments; the first one is the program's name.
fn run_with(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let outcome = match Cli::try_parse_from(args) {
        Ok(cli) => match cli.command {
            Command::List => list::list(),
            Command::Run(args) => run::run(&args),
            Command::Replicate(args) => replicate::run(&args),
            Command::Explain(args) => explain::explain(&args),
            Command::Facts(args) => facts::facts(&args),
            Command::Check(args) => check::check(&args),
            Command::Report(args) => report::report(&args),
            Command::Decode(args) => decode::decode(&args),
            Command::Erlang(args) => erlang::erlang(&args),
            Command::Schema(args) => schema::schema(&args),
        },
        Err(error) if error.use_stderr() => {
            let _ = error.print();
            return ExitCode::from(2);
        }
        // Help and version.
        Err(error) => shown(error.print()).map(|()| Verdict::Ok),
    };
    match outcome {
        Ok(Verdict::Ok) | Err(Trouble::NobodyReads) => ExitCode::SUCCESS,
        Ok(Verdict::Failed) => ExitCode::from(1),
        Err(Trouble::Said(message)) => {
            // When standard error cannot be written either, the exit code has to say it all.
            let _ = writeln!(anstream::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}
