//! Files written whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It gives way.
    Replaced,
    /// It stays, and nothing is written.
    Kept,
}

/// Writes a file beside its place first, so that nobody ever sees half of it.
pub fn put(file: &Path, bytes: &[u8], existing: Existing) -> io::Result<()> {
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = file.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let draft = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::OpenOptions::new().write(true).create_new(true).open(&draft).and_then(|mut out| {
        out.write_all(bytes)?;
        out.sync_all()?;
        drop(out);
        if existing == Existing::Replaced {
            return fs::rename(&draft, file);
        }
        // Unlike renaming, linking never replaces a file that came in between.
        match fs::hard_link(&draft, file) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(e),
            // A file system without links.
            Err(_) if file.exists() => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(&draft, file),
            Ok(()) => fs::remove_file(&draft),
        }
    });
    if written.is_err() {
        // The error that led here says more than one of cleaning up.
        let _ = fs::remove_file(&draft);
    }
    written
}
