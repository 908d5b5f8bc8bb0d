//! Standard output and standard error without panics.

use super::put::{Existing, Partial};
use crate::report::visible;
use std::io::{BufWriter, IsTerminal, Result, StdoutLock, Write};

/// Where results go.
enum Sink {
    /// Standard output.
    Stdout(BufWriter<StdoutLock<'static>>),
    /// A file that gets its name when it is whole.
    File(Partial),
}

/// Standard output, or a file; a closed pipe is an error for the caller, never a panic.
pub struct Output {
    sink: Sink,
}

impl Output {
    /// Locks standard output.
    pub fn new() -> Output {
        Output { sink: Sink::Stdout(BufWriter::new(std::io::stdout().lock())) }
    }

    /// Writes to a file.
    pub fn into(partial: Partial) -> Output {
        Output { sink: Sink::File(partial) }
    }

    /// Whether results go into a file.
    pub fn is_file(&self) -> bool {
        matches!(self.sink, Sink::File(_))
    }

    /// Nothing more will come: a file gets its name.
    pub fn finish(self) -> Result<()> {
        match self.sink {
            Sink::Stdout(mut out) => out.flush(),
            Sink::File(partial) => partial.finish(Existing::Replaced),
        }
    }

    /// Writes bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.sink {
            Sink::Stdout(out) => out.write_all(bytes),
            Sink::File(partial) => partial.write(bytes),
        }
    }

    /// Writes a text and a line end.
    pub fn line(&mut self, text: &str) -> Result<()> {
        self.write(text.as_bytes())?;
        self.write(b"\n")
    }

    /// Writes a line for people: nothing in it acts on the terminal.
    pub fn say(&mut self, text: &str) -> Result<()> {
        self.line(&visible::line(text))
    }

    /// Writes out what is buffered.
    pub fn flush(&mut self) -> Result<()> {
        match &mut self.sink {
            Sink::Stdout(out) => out.flush(),
            Sink::File(_) => Ok(()),
        }
    }
}

/// A line on standard error. Nobody can be told when that fails.
pub fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", visible::line(line));
}

/// Whether colours are wanted: by the flag, else on a terminal that does not forbid them.
pub fn color(when: super::args::When) -> bool {
    match when {
        super::args::When::Always => true,
        super::args::When::Never => false,
        super::args::When::Auto => {
            let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
            std::io::stdout().is_terminal() && !set("NO_COLOR") && !dumb
        }
    }
}

/// Columns to print in: the terminal's, else `COLUMNS`, else 100.
pub fn width() -> usize {
    let stated = || std::env::var("COLUMNS").ok()?.parse().ok().filter(|&w: &usize| w >= 20);
    terminal_size::terminal_size_of(std::io::stdout()).map(|(w, _)| usize::from(w.0)).or_else(stated).unwrap_or(100)
}
