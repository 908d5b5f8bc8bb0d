//! `[paths]`: which files a search through folders takes.

use super::Mistake;
use crate::finding::Text;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use schemars::JsonSchema;
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

/// Globs relative to the folder of the file, as in `.gitignore`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Paths {
    /// Only these drafts are taken; all where the list is empty.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub include: Vec<Spanned<String>>,
    /// These drafts are left out.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
}

/// The globs, ready to be asked.
#[derive(Debug)]
pub struct Selection {
    include: Gitignore,
    exclude: Gitignore,
}

impl Paths {
    /// The globs over a folder.
    pub fn over(&self, folder: &Path) -> Result<Selection, Mistake> {
        Ok(Selection { include: matcher(folder, &self.include)?, exclude: matcher(folder, &self.exclude)? })
    }
}

pub(super) fn matcher(folder: &Path, globs: &[Spanned<String>]) -> Result<Gitignore, Mistake> {
    let mut builder = GitignoreBuilder::new(folder);
    let refused = |span, e: ignore::Error| {
        let text = Text::new("mẫu đường dẫn không đọc được", "this glob cannot be read");
        Mistake::new(span, text).note(Text::new(format!("chi tiết: {e}"), e.to_string()))
    };
    for glob in globs {
        builder.add_line(None, glob.get_ref()).map_err(|e| refused(glob.span(), e))?;
    }
    builder.build().map_err(|e| refused(0..0, e))
}

impl Selection {
    /// Whether the search goes on into a folder or takes a file, given by its absolute path.
    pub fn takes(&self, path: &Path, is_folder: bool) -> bool {
        let named = |globs: &Gitignore| named(globs, path, is_folder);
        !named(&self.exclude) && (is_folder || self.include.is_empty() || named(&self.include))
    }
}

/// Whether globs name an absolute path or a folder above it.
pub(super) fn named(globs: &Gitignore, path: &Path, is_folder: bool) -> bool {
    naming(globs, path, is_folder).is_some()
}

/// The last of the globs that name an absolute path or a folder above it, as written.
pub(super) fn naming<'a>(globs: &'a Gitignore, path: &Path, is_folder: bool) -> Option<&'a str> {
    let inside = path.strip_prefix(globs.path()).ok().filter(|p| !p.as_os_str().is_empty())?;
    match globs.matched_path_or_any_parents(inside, is_folder) {
        Match::Ignore(glob) => Some(glob.original()),
        Match::None | Match::Whitelist(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_are_relative_to_the_folder_of_the_file() {
        let paths: Paths = toml::from_str("include = ['du-thao/', '/x.md']\nexclude = ['cu/', '*-nhap.md']").unwrap();
        let selection = paths.over(Path::new("/kho")).unwrap();
        let file = |path: &str| selection.takes(Path::new(path), false);
        assert!(file("/kho/du-thao/a/b.md") && file("/kho/x.md"));
        assert!(!file("/kho/y.md") && !file("/kho/du-thao/cu/b.md") && !file("/kho/du-thao/b-nhap.md"));
        assert!(!file("/khac/du-thao/a.md"), "outside the folder nothing is included");
        assert!(selection.takes(Path::new("/kho/khac"), true) && !selection.takes(Path::new("/kho/du-thao/cu"), true));
    }

    #[test]
    fn a_broken_glob_is_a_mistake_at_its_place() {
        let text = "include = ['[z-a]']";
        let paths: Paths = toml::from_str(text).unwrap();
        let lines =
            paths.over(Path::new("/kho")).unwrap_err().in_file(Path::new("d.toml"), text).lines(Default::default());
        assert!(lines.iter().any(|l| l.contains("d.toml:1:12")), "{lines:?}");
    }
}
