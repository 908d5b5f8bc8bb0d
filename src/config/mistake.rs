//! A mistake in a file written by hand, shown with its line and what is allowed there.

use crate::finding::Text;
use crate::nearest::nearest;
use crate::report::Lang;
use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::SimpleFile;
use codespan_reporting::term::{self, Config};
use std::ops::Range;
use std::path::Path;

/// A mistake; boxed, as it travels as an error through functions that mostly succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake(Box<Said>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    /// The file, as people write it, and its text.
    file: (String, String),
    /// The bytes of the text that are wrong.
    span: Range<usize>,
    /// What is wrong.
    message: Text,
    /// What stands under the caret; may be empty.
    caret: Text,
    /// What is allowed, what to do: a line each.
    notes: Vec<Text>,
}

impl Mistake {
    /// A mistake at bytes of a text; [`Mistake::in_file`] says which.
    pub fn new(span: Range<usize>, message: Text) -> Mistake {
        let (file, caret, notes) = Default::default();
        Mistake(Box::new(Said { file, span, message, caret, notes }))
    }

    /// Says which file, and what its text is.
    #[must_use]
    pub fn in_file(mut self, file: &Path, text: &str) -> Mistake {
        self.0.file = (file.to_string_lossy().into_owned(), text.to_owned());
        self
    }

    /// Moves its place towards the end: for a text of which a beginning was cut off.
    #[must_use]
    pub fn moved(mut self, by: usize) -> Mistake {
        self.0.span = self.0.span.start + by..self.0.span.end + by;
        self
    }

    /// Adds a line below.
    #[must_use]
    pub fn note(mut self, note: Text) -> Mistake {
        self.0.notes.push(note);
        self
    }

    /// Says what was probably meant.
    #[must_use]
    pub fn meant(mut self, name: Option<&str>) -> Mistake {
        if let Some(name) = name {
            self.0.caret = Text::new(format!("có phải {name}?"), format!("did you mean {name}?"));
        }
        self
    }

    /// Lists what is allowed, and suggests what is nearest to what was written.
    #[must_use]
    fn allowed(self, given: &str, names: &[&str]) -> Mistake {
        let list = names.join(", ");
        self.meant(nearest(given, names.iter().copied()))
            .note(Text::new(format!("được phép: {list}"), format!("allowed: {list}")))
    }

    /// What `toml` says about a text, in both languages where it is a usual mistake.
    pub fn of_toml(error: &toml::de::Error, text: &str) -> Mistake {
        let span = error.span().unwrap_or(0..0);
        let shown = text.get(span.clone()).unwrap_or("");
        Mistake::of_said(error.message(), span, shown)
    }

    /// What serde says about a value, given as it is written.
    pub(super) fn of_said(said: &str, span: Range<usize>, shown: &str) -> Mistake {
        let names = quoted(said);
        let of = |vi: String, en: String| Mistake::new(span.clone(), Text::new(vi, en));
        match names.as_slice() {
            [given, allowed @ ..] if said.starts_with("unknown field") => {
                of(format!("không có khóa {given}"), format!("there is no key {given}")).allowed(given, allowed)
            }
            [given, allowed @ ..] if said.starts_with("unknown variant") => {
                of(format!("không nhận giá trị {given:?}"), format!("{given:?} is no value for this key"))
                    .allowed(given, allowed)
            }
            [missing, ..] if said.starts_with("missing field") => {
                of(format!("thiếu khóa {missing}"), format!("the key {missing} is missing"))
            }
            _ if said.starts_with("invalid type") || said.starts_with("wanted") => {
                of(format!("không nhận giá trị {shown}"), format!("{shown} is no value for this key"))
                    .note(wanted(said))
            }
            _ if said.starts_with("duplicate key") => {
                of("khóa được ghi hai lần".into(), "the key is written twice".into())
            }
            _ if said.starts_with("no factor") => of(
                "hệ số phải là số, ví dụ 1000, 0.5 hoặc 10^9".into(),
                "the factor must be a number: 1000, 0.5, 10^9".into(),
            ),
            // What our own readers of values say stands in both languages.
            _ if said.contains(BETWEEN) => {
                let (vi, en) = said.split_once(BETWEEN).unwrap_or((said, said));
                of(vi.to_owned(), en.to_owned())
            }
            _ => of(
                "tệp viết dở, hoặc sai cú pháp TOML ở đây".into(),
                "the file is half written, or this is not the syntax of TOML".into(),
            )
            .note(Text::new(format!("chi tiết: {said}"), said)),
        }
    }

    /// The lines to print: what and where, the excerpt, what is allowed.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let (name, text) = &self.0.file;
        let end = text.len();
        // A file that stops too early is wrong at its end: show the last line that says something.
        let last = text.trim_end().char_indices().next_back().map_or(0, |(i, _)| i);
        let start = if self.0.span.start >= end { last } else { self.0.span.start };
        let span = start..self.0.span.end.clamp(start, end);
        let diagnostic = Diagnostic::error()
            .with_label(Label::primary((), span).with_message(lang.of(&self.0.caret)))
            .with_notes(self.0.notes.iter().map(|n| lang.of(n).to_owned()).collect());
        let file = SimpleFile::new(name, text);
        let config = Config { tab_width: 1, ..Config::default() };
        let shown = term::emit_into_string(&config, &file, &diagnostic).unwrap_or_default();
        let mut lines = vec![format!("doisoat: {name}: {}.", lang.of(&self.0.message))];
        // The first line of the excerpt names a severity, in English.
        lines.extend(shown.trim_end().lines().skip(1).map(|l| l.trim_end().to_owned()));
        lines
    }
}

/// What kind of value is allowed, where serde says it in a way that a reader can use.
fn wanted(said: &str) -> Text {
    match said.rsplit_once("expected ").map_or("", |(_, kind)| kind) {
        "a sequence" => Text::new(
            "được phép: một danh sách trong ngoặc vuông, ví dụ [\"a\", \"b\"]",
            "allowed: a list in square brackets, as [\"a\", \"b\"]",
        ),
        kind if kind.contains("string") => {
            Text::new("được phép: chữ trong ngoặc kép, ví dụ \"a\"", "allowed: text in quotation marks, as \"a\"")
        }
        kind if kind.starts_with("a map") || kind.starts_with("struct") => {
            Text::new("được phép: một mục gồm các dòng khóa = giá trị", "allowed: a part with lines of key = value")
        }
        _ => Text::new(format!("chi tiết: {said}"), said),
    }
}

/// Stands between the languages in a message that has to pass through serde.
const BETWEEN: &str = "\u{1f}";

/// An error of a reader of values, in both languages.
pub fn custom<E: serde::de::Error>(vi: &str, en: &str) -> E {
    E::custom(format_args!("{vi}{BETWEEN}{en}"))
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Values;
    use super::*;

    fn shown(text: &str) -> String {
        let mistake = Values::parse(text).unwrap_err().in_file(Path::new("doisoat.toml"), text);
        mistake.lines(Lang::En).join("\n")
    }

    #[test]
    fn a_mistake_shows_its_line_and_what_is_allowed() {
        let level = shown("lang = \"vi\"\n[rules]\nnumber-format = \"worning\"\n");
        assert_eq!(
            level,
            "doisoat: doisoat.toml: \"worning\" is no value for this key.\n  ┌─ doisoat.toml:3:17\n  │\n\
             3 │ number-format = \"worning\"\n  │                 ^^^^^^^^^ did you mean warning?\n  │\n  \
             = allowed: off, note, warning, error"
        );
        let key = shown("langs = \"vi\"\n");
        assert!(key.contains("no key langs") && key.contains("did you mean lang?") && key.contains("fail-on"), "{key}");
        let rule = shown("[rules]\nshare-mismach = \"off\"\n");
        assert!(rule.contains("\"share-mismach\"") && rule.contains("^ did you mean share-mismatch?"), "{rule}");
        assert!(rule.contains("groups: arithmetic,"), "{rule}");
        let kind = shown("lang = 3\n");
        assert!(kind.contains("3 is no value for this key"), "{kind}");
        let twice = shown("lang = \"vi\"\nlang = \"en\"\n");
        assert!(twice.contains("written twice") && twice.contains("doisoat.toml:2:1"), "{twice}");
    }

    #[test]
    fn a_half_written_file_is_called_so() {
        for text in
            ["lang = \"vi", "[rules", "[rules]\nsum-mismatch =", "lang", "[rules]\nsum-mismatch = \"off\"\nx = [1,"]
        {
            let half = shown(text);
            assert!(half.contains("half written") && half.contains("┌─ doisoat.toml:"), "{text:?}: {half}");
        }
    }
}
