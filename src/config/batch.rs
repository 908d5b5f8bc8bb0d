//! `[batch]`: which drafts are the reports of communes, which is the roll-up over them.

use super::Mistake;
use super::paths::{matcher, named, naming};
use crate::batch::Role;
use crate::finding::Text;
use hashbrown::{HashMap, HashSet};
use ignore::gitignore::Gitignore;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// Drafts that are compared with each other; globs as in `.gitignore`, relative
/// to the folder of the file.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Batch {
    /// The reports of the communes.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub communes: Vec<Spanned<String>>,
    /// The report over all of them.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub rollup: Vec<Spanned<String>>,
    /// Whose report a draft is, by glob: `"01.md" = "xã A"`. Other drafts tell it by their letterhead.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub names: BTreeMap<Spanned<String>, String>,
}

/// The globs of `[batch]`, ready to be asked.
#[derive(Debug)]
pub struct Members {
    communes: Gitignore,
    rollup: Gitignore,
    names: Gitignore,
    /// The name that each glob of `names` gives.
    name_of: HashMap<String, String>,
    /// Every glob with its key.
    globs: Vec<(&'static str, Spanned<String>)>,
}

impl Batch {
    /// The globs over a folder; none where no batch is described.
    pub fn over(&self, folder: &Path) -> Result<Option<Members>, Mistake> {
        if let Some((glob, _)) = self.names.iter().find(|(_, name)| name.trim().is_empty()) {
            let text = Text::new("thiếu tên xã cho mẫu này", "the name of the commune is missing here");
            return Err(Mistake::new(glob.span(), text));
        }
        let names: Vec<Spanned<String>> = self.names.keys().cloned().collect();
        let with = |key: &'static str, globs: &[Spanned<String>]| -> Vec<_> {
            globs.iter().map(|glob| (key, glob.clone())).collect()
        };
        let members = Members {
            communes: matcher(folder, &self.communes)?,
            rollup: matcher(folder, &self.rollup)?,
            globs: [with("communes", &self.communes), with("rollup", &self.rollup), with("names", &names)].concat(),
            names: matcher(folder, &names)?,
            name_of: self.names.iter().map(|(glob, name)| (glob.get_ref().clone(), name.clone())).collect(),
        };
        Ok(Some(members).filter(|m| !m.communes.is_empty() || !m.rollup.is_empty()))
    }
}

impl Members {
    /// What a file, given by its absolute path, is in the batch. A roll-up among
    /// the communes (`*.md`) is the roll-up.
    pub fn role(&self, path: &Path) -> Option<Role> {
        if named(&self.rollup, path, false) {
            Some(Role::Rollup)
        } else {
            named(&self.communes, path, false).then_some(Role::Commune)
        }
    }

    /// Whose report a file is, where the configuration says so.
    pub fn name(&self, path: &Path) -> Option<&str> {
        self.name_of.get(naming(&self.names, path, false)?).map(String::as_str)
    }

    /// Some of the globs that name none of the files, with their keys: most likely misspelt.
    pub fn unmatched(&self, files: &[PathBuf]) -> Vec<(&'static str, &str)> {
        let sets = [("communes", &self.communes), ("rollup", &self.rollup), ("names", &self.names)];
        let of = |path| sets.into_iter().filter_map(move |(key, globs)| Some((key, naming(globs, path, false)?)));
        let seen: HashSet<_> = files.iter().flat_map(|path| of(path)).collect();
        let unseen = self.globs.iter().filter(|(key, glob)| !seen.contains(&(*key, glob.get_ref().as_str())));
        // A file is named by the last glob that fits: the others are tried alone.
        let alone = |glob: &Spanned<String>| matcher(self.communes.path(), std::slice::from_ref(glob)).ok();
        let none = |globs: &Gitignore| !files.iter().any(|path| named(globs, path, false));
        let some = unseen.take(SOME).filter(|(_, glob)| alone(glob).as_ref().is_some_and(none));
        some.map(|(key, glob)| (*key, glob.get_ref().as_str())).collect()
    }
}

/// So many globs that name nothing are looked at.
const SOME: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rollup_may_lie_among_the_communes() {
        let text = "communes = ['*.md']\nrollup = ['tong-hop.md']\n[names]\n'x/01-*' = 'xã A'";
        let batch: Batch = toml::from_str(text).unwrap();
        let members = batch.over(Path::new("/kho")).unwrap().unwrap();
        let path = |p: &'static str| Path::new(p);
        assert_eq!(members.role(path("/kho/x/01-a.md")), Some(Role::Commune));
        assert_eq!(members.role(path("/kho/x/tong-hop.md")), Some(Role::Rollup));
        assert_eq!(members.role(path("/kho/a.txt")), None);
        assert_eq!(members.name(path("/kho/x/01-a.md")), Some("xã A"));
        assert_eq!(members.name(path("/kho/x/02-b.md")), None);
        let files = ["/kho/x/01-a.md", "/kho/tong-hop.md"].map(PathBuf::from);
        assert!(members.unmatched(&files).is_empty());
        assert_eq!(members.unmatched(&files[..1]), [("rollup", "tong-hop.md")]);
        let shadowed: Batch = toml::from_str("communes = ['01-a.md', '*.md', 'b.md']").unwrap();
        assert_eq!(shadowed.over(Path::new("/kho")).unwrap().unwrap().unmatched(&files), [("communes", "b.md")]);
        assert!(Batch::default().over(Path::new("/kho")).unwrap().is_none());
    }
}
