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
    /// None for what is no file (a device, a pipe): there is no place beside it, and nothing may take its own.
    draft: Option<PathBuf>,
    out: BufWriter<File>,
}

impl Partial {
    /// Starts to write.
    pub fn begin(file: &Path) -> io::Result<Partial> {
        if fs::metadata(file).is_ok_and(|m| !m.is_file() && !m.is_dir()) {
            let out = fs::OpenOptions::new().write(true).open(file)?;
            return Ok(Partial { file: file.to_path_buf(), draft: None, out: BufWriter::new(out) });
        }
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = file.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        let draft = folder.join(format!(".{name}.{}.tmp", std::process::id()));
        let out = fs::OpenOptions::new().write(true).create_new(true).open(&draft)?;
        Ok(Partial { file: file.to_path_buf(), draft: Some(draft), out: BufWriter::new(out) })
    }

    /// Writes on.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Puts the file in its place.
    pub fn finish(mut self, existing: Existing) -> io::Result<()> {
        self.out.flush()?;
        let Partial { file, draft: Some(draft), .. } = &self else { return Ok(()) };
        self.out.get_ref().sync_all()?;
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
        if let Some(draft) = &self.draft {
            let _ = fs::remove_file(draft);
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    #[test]
    fn what_is_no_file_is_never_replaced() {
        let folder = std::env::temp_dir().join(format!("doisoat-put-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let socket = folder.join("socket");
        let listener = UnixListener::bind(&socket).unwrap();
        let written = put(&socket, b"x", Existing::Replaced);
        let kept = fs::metadata(&socket).is_ok_and(|m| !m.is_file());
        let alone = fs::read_dir(&folder).unwrap().count();
        drop(listener);
        fs::remove_dir_all(&folder).unwrap();
        assert!(written.is_err() && kept && alone == 1, "{written:?}");
    }
}
