//! `[batch]`: which drafts are the reports of communes, which is the roll-up over them.

use super::Mistake;
use super::paths::{matcher, named};
use crate::batch::Role;
use ignore::gitignore::Gitignore;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
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
    names: Vec<(Gitignore, String)>,
}

impl Batch {
    /// The globs over a folder; none where no batch is described.
    pub fn over(&self, folder: &Path) -> Result<Option<Members>, Mistake> {
        let names =
            self.names.iter().map(|(glob, name)| Ok((matcher(folder, std::slice::from_ref(glob))?, name.clone())));
        let members = Members {
            communes: matcher(folder, &self.communes)?,
            rollup: matcher(folder, &self.rollup)?,
            names: names.collect::<Result<_, Mistake>>()?,
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
        self.names.iter().find(|(glob, _)| named(glob, path, false)).map(|(_, name)| name.as_str())
    }
}

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
        assert!(Batch::default().over(Path::new("/kho")).unwrap().is_none());
    }
}
