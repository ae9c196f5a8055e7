//! Where a trace goes: a file that appears whole or not at all, a device, or standard output.

use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A trace's destination, opened before the run so that what cannot be written fails first.
pub(super) enum Output {
    Stdout(BufWriter<Box<dyn Write>>),
    /// Written beside its place and moved there when complete.
    New {
        temporary: BufWriter<NamedTempFile>,
        place: PathBuf,
    },
    /// A device or a pipe: nothing can be put in its place.
    Special(BufWriter<File>),
}

impl Output {
    /// Standard output, as it is or behind what removes colours.
    pub(super) fn stdout(out: impl Write + 'static) -> Self {
        Output::Stdout(BufWriter::new(Box::new(out)))
    }

    pub(super) fn file(place: &Path) -> io::Result<Self> {
        let is_directory = place.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
        if is_directory || place.file_name().is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "expected the name of a file"));
        }
        match place.metadata() {
            Ok(there) if there.is_dir() => {
                Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"))
            }
            Ok(there) if !there.is_file() => {
                Ok(Output::Special(BufWriter::new(File::options().write(true).open(place)?)))
            }
            Ok(there) if there.permissions().readonly() => {
                Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"))
            }
            // A link stays a link: the file that it names is replaced.
            Ok(there) => Self::new(place.canonicalize()?, Some(there.permissions())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::new(place.to_owned(), None),
            Err(error) => Err(error),
        }
    }

    fn new(place: PathBuf, permissions: Option<Permissions>) -> io::Result<Self> {
        let directory = match place.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if !directory.is_dir() {
            let message = format!("there is no directory {}", directory.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
        // The error names the temporary file, which the user never asked for.
        let file = beside(directory).map_err(|error| io::Error::from(error.kind()))?;
        if let Some(permissions) = permissions {
            file.as_file().set_permissions(permissions)?;
        }
        Ok(Output::New { temporary: BufWriter::new(file), place })
    }

    /// The trace is complete.
    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Output::Stdout(mut out) => out.flush(),
            Output::Special(mut file) => file.flush(),
            Output::New { temporary, place } => {
                let file = temporary.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.persist(&place).map_err(|error| error.error)?;
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
            Output::Special(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(out) => out.flush(),
            Output::New { temporary, .. } => temporary.flush(),
            Output::Special(file) => file.flush(),
        }
    }
}

/// A new file in the directory, with the permissions that any new file there would have.
fn beside(directory: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".acdsim-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The process's umask still applies.
        builder.permissions(Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}
