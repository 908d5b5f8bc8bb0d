//! Files written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

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
    let mut partial = Partial::begin(file)?;
    partial.write(bytes)?;
    partial.finish(existing)
}

/// A file that is being written beside its place; dropped before it is finished, nothing is left of it.
pub struct Partial {
    file: PathBuf,
    draft: PathBuf,
    out: BufWriter<File>,
}

impl Partial {
    /// Starts to write.
    pub fn begin(file: &Path) -> io::Result<Partial> {
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = file.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        let draft = folder.join(format!(".{name}.{}.tmp", std::process::id()));
        let out = fs::OpenOptions::new().write(true).create_new(true).open(&draft)?;
        Ok(Partial { file: file.to_path_buf(), draft, out: BufWriter::new(out) })
    }

    /// Writes on.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Puts the file in its place.
    pub fn finish(mut self, existing: Existing) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        let Partial { file, draft, .. } = &self;
        if existing == Existing::Replaced {
            return fs::rename(draft, file);
        }
        // Unlike renaming, linking never replaces a file that came in between.
        match fs::hard_link(draft, file) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(e),
            // A file system without links.
            Err(_) if file.exists() => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(draft, file),
            Ok(()) => Ok(()),
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Renamed away, or of no use any more; an error that led here says more than one of cleaning up.
        let _ = fs::remove_file(&self.draft);
    }
}
