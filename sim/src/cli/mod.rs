//! The command `acdsim`: arguments, exit codes and what people see.

mod check;
mod explain;
mod list;
mod output;
mod run;
mod text;

use std::ffi::OsString;
use std::fmt::Display;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// All is well.
    Ok,
    /// What was judged breaks a documented rule.
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
        Trouble::Said(message.to_string())
    }

    /// What writing to `target` reported.
    fn writing(target: impl Display, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Trouble::NobodyReads,
            _ => Trouble::Said(format!("cannot write {target}: {error}")),
        }
    }
}

/// What writing to standard output reported.
fn stdout_trouble(error: io::Error) -> Trouble {
    Trouble::writing("to standard output", &error)
}

const ABOUT: &str =
    "A call centre that speaks TAPI's call-center protocol, without Windows and without a switch";

const LONG_ABOUT: &str = "\
A call centre that speaks TAPI's call-center protocol, without Windows and without a switch.

A scenario says who calls and who answers; from one seed come the same messages, byte for byte, on every machine. \
Applications see what TAPI would deliver to them: agent, session, group, queue and proxy messages, replies and calls.";

const EXAMPLES: &str = "\
Examples:
  acdsim run bank-1999 --seed 7                         a day at a bank: first messages and the figures
  acdsim run bank-1999 --seed 7 --seat agent-01         the same day as one agent's desktop sees it
  acdsim run bank-1999 --seed 7 --until 2h --out t.jsonl   two hours, every seat, into a trace
  acdsim check t.jsonl                                  judge a trace by the protocol's rules
  acdsim explain LINE_AGENTSESSIONSTATUS                what a message says, and where its page is wrong
  acdsim explain 0x1d                                   everything that a number may mean

Exit codes: 0 all is well; 1 what was judged breaks a documented rule; 2 usage or input error.";

#[derive(Debug, Parser)]
#[command(name = "acdsim", version, about = ABOUT, long_about = LONG_ABOUT, after_help = EXAMPLES, max_term_width = 110)]
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
    /// Put a message, constant, error, function, rule or number into words.
    Explain(ExplainArgs),
    /// Judge a trace by the protocol's rules.
    #[command(after_help = CHECK_HELP)]
    Check(CheckArgs),
}

const RUN_HELP: &str = "\
What is shown:
  Without --format, --out or --json: the first messages of one seat, then the figures.
  With --format and without --out: the whole trace on standard output, and nothing else.
  With --out: the whole trace goes into the file (JSON lines unless --format says otherwise); the figures are shown.
  With --json: the figures as JSON on standard output.
  With --seat: the trace has that seat only.

A trace is the same, byte for byte, for the same scenario, kind of day, duration, seed and version of the program.";

const CHECK_HELP: &str = "\
TRACE is a file of JSON lines as 'acdsim run' writes them, or - for standard input.

A broken rule is a 'must' where a Microsoft page states the rule, else a 'hint'. Exit code 1 means that a must was \
broken.";

#[derive(Debug, Args)]
struct RunArgs {
    /// An embedded scenario (see 'acdsim list') or a file that ends in .toml.
    scenario: String,
    /// The seed of all randomness: a whole number from 0 on.
    #[arg(long, value_name = "N", default_value_t = 1)]
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
    /// Write the trace into this file; it appears when the run is over.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
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
    query: String,
    /// Read a number, or names joined by |, in this family: LINEAGENTSTATUSEX_.
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,
    /// Print the readings as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// The trace, or - for standard input.
    trace: PathBuf,
    /// Print the verdict and all findings as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command with the process's arguments.
pub fn main() -> ExitCode {
    run_with(std::env::args_os())
}

/// Runs the command with these arguments; the first one is the program's name.
fn run_with(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // clap chooses the stream: help and version go to standard output. A closed pipe is no error.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let outcome = match cli.command {
        Command::List => list::list(),
        Command::Run(args) => run::run(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Check(args) => check::check(&args),
    };
    match outcome {
        Ok(Verdict::Ok) | Err(Trouble::NobodyReads) => ExitCode::SUCCESS,
        Ok(Verdict::Failed) => ExitCode::from(1),
        Err(Trouble::Said(message)) => {
            anstream::eprintln!("acdsim: {message}");
            ExitCode::from(2)
        }
    }
}
