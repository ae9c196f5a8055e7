//! Where a trace goes: a file that appears whole or not at all, or standard output.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Trouble, stdout_trouble};

/// A trace's destination, opened before the run so that what cannot be written fails first.
pub(super) enum Output {
    Stdout(BufWriter<anstream::Stdout>),
    /// Written beside its place and moved there when complete.
    New {
        temporary: BufWriter<NamedTempFile>,
        place: PathBuf,
    },
    /// A device or a pipe: nothing can be put in its place.
    Special {
        file: BufWriter<File>,
        place: PathBuf,
    },
}

impl Output {
    pub(super) fn stdout() -> Self {
        Output::Stdout(BufWriter::new(anstream::stdout()))
    }

    pub(super) fn file(place: &Path) -> Result<Self, Trouble> {
        let trouble = |error: io::Error| Trouble::new(format!("cannot write {}: {error}", place.display()));
        match place.metadata() {
            Ok(there) if there.is_dir() => Err(trouble(io::ErrorKind::IsADirectory.into())),
            Ok(there) if !there.is_file() => {
                let file = File::options().write(true).open(place).map_err(trouble)?;
                Ok(Output::Special { file: BufWriter::new(file), place: place.to_owned() })
            }
            Ok(there) if there.permissions().readonly() => {
                Err(trouble(io::ErrorKind::PermissionDenied.into()))
            }
            _ => {
                let temporary = BufWriter::new(beside(place).map_err(trouble)?);
                Ok(Output::New { temporary, place: place.to_owned() })
            }
        }
    }

    /// The trace is complete.
    pub(super) fn finish(self) -> Result<(), Trouble> {
        match self {
            Output::Stdout(mut out) => out.flush().map_err(stdout_trouble),
            Output::Special { mut file, place } => {
                file.flush().map_err(|error| Trouble::writing(place.display(), &error))
            }
            Output::New { temporary, place } => {
                let trouble = |error: &io::Error| Trouble::writing(place.display(), error);
                let file = temporary.into_inner().map_err(|error| trouble(error.error()))?;
                file.persist(&place).map_err(|error| trouble(&error.error))?;
                Ok(())
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Stdout(out) => out.write(bytes),
            Output::New { temporary, .. } => temporary.write(bytes),
            Output::Special { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(out) => out.flush(),
            Output::New { temporary, .. } => temporary.flush(),
            Output::Special { file, .. } => file.flush(),
        }
    }
}

/// A new file in the directory of `place`, with the permissions that a file created there would have.
fn beside(place: &Path) -> io::Result<NamedTempFile> {
    let directory = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".acdsim-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The process's umask still applies.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}
