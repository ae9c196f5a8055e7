//! The command `acdsim`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tapi_sim::cli::main()
}
