//! Finding and reading the file.

use super::{Config, Mistake, Values, cards};
use crate::finding::Text;
use crate::report::Lang;
use crate::rules::own;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Why a file that is written by hand could not be used.
#[derive(Debug)]
pub enum Trouble {
    /// It cannot be read.
    Unreadable(PathBuf, io::Error),
    /// Something in it is wrong.
    Mistake(Mistake),
}

/// The file of this name in the folder of a path or above it. The search ends
/// at the root of a repository, so that every checkout finds the same.
pub fn upwards(from: &Path, name: &str) -> Option<PathBuf> {
    let folder = real(if from.is_dir() { from } else { from.parent()? });
    for folder in folder.ancestors() {
        let file = folder.join(name);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    None
}

/// A path from the root, without links and `..` where it exists.
pub fn real(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf())
}

/// A path as people write it from where they stand.
pub fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path).to_path_buf()
}

impl Trouble {
    /// The lines to print.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        match self {
            Trouble::Mistake(mistake) => mistake.lines(lang),
            Trouble::Unreadable(file, error) => {
                let file = file.display();
                vec![match lang {
                    Lang::Vi => {
                        format!("doisoat: {file}: không đọc được ({error}). Hãy kiểm tra đường dẫn và quyền truy cập.")
                    }
                    Lang::En => {
                        format!("doisoat: {file}: cannot be read ({error}). Check the path and its access rights.")
                    }
                }]
            }
        }
    }
}

impl Config {
    /// Reads a file.
    pub fn read(file: &Path) -> Result<Config, Trouble> {
        let file = real(file);
        let text = text(&file)?;
        let folder = file.parent().unwrap_or(Path::new("/"));
        let read = || {
            let values = Values::parse(&text)?;
            let selection = values.paths.over(folder)?;
            let members = values.batch.over(folder)?;
            Ok((values, selection, members))
        };
        let (values, selection, members) =
            read().map_err(|m: Mistake| Trouble::Mistake(m.in_file(&shown(&file), &text)))?;
        Ok(Config { file: Some(file), text, values, selection: Some(selection), members })
    }

    /// Makes the tables of words and the rules it names part of the program,
    /// for the one run that it is the configuration of.
    pub fn install(&self) -> Result<(), Trouble> {
        let Some(folder) = self.folder() else { return Ok(()) };
        let words = self.values.lexicon.load(folder).map_err(|t| self.blame(t))?;
        let rules = cards::load(folder, &self.values.cards).map_err(|t| self.blame(t))?;
        let in_time = (words.is_empty() || crate::lexicon::install(words)) && (rules.is_empty() || own::install(rules));
        if !in_time {
            let error = io::Error::other("another configuration is in force in this run");
            return Err(Trouble::Unreadable(folder.to_path_buf(), error));
        }
        Ok(())
    }

    /// A file that this one names and that cannot be read is shown where it is named.
    pub fn blame(&self, trouble: Trouble) -> Trouble {
        let (Trouble::Unreadable(missing, error), Some(file), Some(folder)) = (&trouble, &self.file, self.folder())
        else {
            return trouble;
        };
        let named = |s: &&Range<usize>| {
            let name = self.text.get((*s).clone()).unwrap_or("");
            !name.is_empty() && real(&folder.join(name)) == real(missing)
        };
        let places = quoted(&self.text);
        let Some(place) = places.iter().find(named) else { return trouble };
        let message = Text::new(
            format!("không đọc được {} ({error})", missing.display()),
            format!("{} cannot be read ({error})", missing.display()),
        );
        let note = Text::new(
            "đường dẫn tính từ thư mục của tệp cấu hình này",
            "paths are relative to the folder of this configuration",
        );
        Trouble::Mistake(Mistake::new(place.clone(), message).note(note).in_file(&shown(file), &self.text))
    }

    /// The folder that its paths are relative to.
    pub fn folder(&self) -> Option<&Path> {
        self.file.as_deref().and_then(Path::parent)
    }
}

/// What stands in quotation marks on one line, by place.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (i, c) in text.char_indices() {
        match open {
            Some((from, quote)) if c == quote => {
                out.push(from..i);
                open = None;
            }
            _ if c == '\n' => open = None,
            None if c == '"' || c == '\'' => open = Some((i + 1, c)),
            _ => {}
        }
    }
    out
}

/// The text of a file written by hand.
pub fn text(file: &Path) -> Result<String, Trouble> {
    let bytes = std::fs::read(file).map_err(|e| Trouble::Unreadable(shown(file), e))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let message = Text::new("tệp không theo mã UTF-8; hãy lưu lại với mã UTF-8", "not UTF-8; save it as UTF-8");
        Trouble::Mistake(Mistake::new(at..at, message).in_file(&shown(file), &text))
    })
}

impl Values {
    /// Reads the text of a file.
    pub fn parse(text: &str) -> Result<Values, Mistake> {
        let values: Values = toml::from_str(text).map_err(|e| Mistake::of_toml(&e, text))?;
        values.rules.unknown().map_or(Ok(values), Err)
    }
}
