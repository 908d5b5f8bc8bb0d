//! Drafts side by side: the reports of many communes and the roll-up over them.
//!
//! Each draft is read into a [`Draft`] of small facts and dropped; the rules of
//! the group *batch* compare the facts, and their findings are printed with the
//! others of their draft. Which drafts belong to a batch is for the caller to say.

pub mod draft;
pub mod locality;
pub mod mentions;
pub mod prose;
mod units;
pub mod values;

pub use draft::{Draft, Role};
pub use values::{Amount, Value};

use crate::document::Document;
use crate::figures::Period;
use crate::finding::{Finding, Text};
use crate::rules::{Check, RULES, copied_figures};
use hashbrown::{HashMap, HashSet};
use locality::same_kind;
use prose::Sentence;
use std::collections::{BTreeMap, BTreeSet};
use values::Shared;

/// The drafts of a batch.
#[derive(Debug, Default)]
pub struct Batch {
    /// In the order of the run.
    pub drafts: Vec<Draft>,
    /// Whether every commune of the batch is here: else nothing is added up.
    pub complete: bool,
    /// Communes by name.
    by_name: HashMap<String, Vec<usize>>,
    /// The short prints of sentences that may stand in two drafts.
    watched: HashSet<u32>,
    /// Those sentences, of the drafts that were read again.
    recalled: BTreeMap<usize, Vec<Sentence>>,
    shared: Shared,
}

/// A finding and the index of its draft.
pub type Placed = (usize, Finding);

impl Batch {
    /// Puts drafts together.
    pub fn new(drafts: Vec<Draft>, complete: bool) -> Batch {
        let mut batch = Batch { complete, ..Batch::default() };
        drafts.into_iter().for_each(|draft| batch.add(draft));
        batch
    }

    /// Adds the next draft.
    pub fn add(&mut self, mut draft: Draft) {
        if let Some(place) = draft.place.as_ref().filter(|_| draft.role == Role::Commune) {
            self.by_name.entry(place.clone()).or_default().push(self.drafts.len());
        }
        self.shared.share(&mut draft.values);
        draft.values.sort_by(|a, b| (&a.name, a.when, a.span).cmp(&(&b.name, b.when, b.span)));
        // A copy takes no more than it holds, and lies apart from what its reader left behind.
        self.drafts.push(draft.clone());
    }

    /// The drafts of which [`Batch::recall`] needs the sentences: of them all only short prints are kept.
    pub fn suspects(&mut self) -> BTreeSet<usize> {
        let (drafts, prints) = copied_figures::suspects(self);
        self.watched = prints;
        drafts
    }

    /// Keeps the sentences in question of a draft that was read again.
    pub fn recall(&mut self, index: usize, document: &Document) {
        let Some(draft) = self.drafts.get(index) else { return };
        let mut sentences = draft.sentences(document);
        sentences.retain(|s| self.watched.contains(&s.short()));
        self.recalled.insert(index, sentences);
    }

    /// The sentences of the drafts that were read again.
    pub fn recalled(&self) -> impl Iterator<Item = (usize, &Sentence)> {
        self.recalled.iter().flat_map(|(index, all)| all.iter().map(|s| (*index, s)))
    }

    /// The communes with their indices.
    pub fn communes(&self) -> impl Iterator<Item = (usize, &Draft)> {
        self.drafts.iter().enumerate().filter(|(_, d)| d.role == Role::Commune)
    }

    /// The roll-ups with their indices.
    pub fn rollups(&self) -> impl Iterator<Item = (usize, &Draft)> {
        self.drafts.iter().enumerate().filter(|(_, d)| d.role == Role::Rollup)
    }

    /// The communes of a name (folded) that may be of a kind: `phường Đông Hải` is not `xã Đông Hải`.
    pub fn named<'a>(&'a self, kind: &'a str, name: &str) -> impl Iterator<Item = usize> + 'a {
        let of_kind = move |i: &usize| self.drafts.get(*i).is_some_and(|d| same_kind(kind, &d.kind));
        self.by_name.get(name).into_iter().flatten().copied().filter(of_kind)
    }

    /// The one commune of a label that [`locality::folded`] made; none where it may be two.
    pub fn commune(&self, label: &str) -> Option<usize> {
        let (kind, name) = locality::parted(label);
        let mut found = self.named(kind, name);
        found.next().filter(|_| found.next().is_none())
    }

    /// What the tables of a draft say about an indicator at a time; none where they say several things.
    pub fn value(&self, draft: usize, name: &str, when: Option<Period>) -> Option<&Value> {
        let values = &self.drafts.get(draft)?.values;
        let from = values.partition_point(|v| (&*v.name, v.when) < (name, when));
        let same = |v: &&Value| &*v.name == name && v.when == when;
        let mut all = values.get(from..)?.iter().take_while(same).filter(|v| v.of.is_none());
        let first = all.next()?;
        all.all(|other| other.exact() == first.exact()).then_some(first)
    }

    /// What a person must know to read the result rightly: a draft's name and a sentence.
    pub fn notices(&self) -> Vec<(String, Text)> {
        let mut out = Vec::new();
        let some = self.communes().next().is_some();
        for (_, rollup) in self.rollups() {
            if !some {
                out.push((
                    rollup.path.clone(),
                    Text::new(
                        "bản tổng hợp không có báo cáo xã nào trong lần chạy này, nên chưa đối chiếu được. \
                     Hãy chạy trên cả thư mục, hoặc xem lại communes trong doisoat.toml.",
                        "a roll-up without any report of a commune in this run: nothing was compared. \
                     Check the whole folder, or look at communes in doisoat.toml.",
                    ),
                ));
            } else if !self.complete {
                out.push((rollup.path.clone(), Text::new(
                    "lần chạy này thiếu báo cáo xã (không được chọn, hoặc không đọc được), nên chưa cộng để đối chiếu.",
                    "reports of communes are missing from this run (not chosen, or not readable): no sums were compared.",
                )));
            }
        }
        for (_, commune) in self.communes().filter(|(_, d)| d.place.is_none()) {
            out.push((
                commune.path.clone(),
                Text::new(
                    "không biết báo cáo này của xã nào. Hãy ghi tên xã ở [batch.names] trong doisoat.toml.",
                    "cannot tell whose report this is. Name the commune under [batch.names] in doisoat.toml.",
                ),
            ));
        }
        out.extend(units::notices(self));
        out.extend(self.by_name.values().flat_map(|indices| self.same_names(indices)));
        out.sort_by(|a, b| (&a.0, &a.1.vi).cmp(&(&b.0, &b.1.vi)));
        out
    }

    /// A sentence for drafts that cannot be told apart by the name of their commune.
    fn same_names(&self, indices: &[usize]) -> Option<(String, Text)> {
        let all: Vec<&Draft> = indices.iter().filter_map(|&i| self.drafts.get(i)).collect();
        let twin = |d: &&&Draft| all.iter().any(|o| o.path != d.path && same_kind(&o.kind, &d.kind));
        let mut alike = all.iter().filter(twin);
        let first = alike.next()?;
        let others: Vec<&str> = alike.map(|d| d.path.as_str()).collect();
        let (place, others) = (&first.shown_place, others.join(", "));
        Some((
            first.path.clone(),
            Text::new(
                format!(
                    "cùng tên {place} với {others}, nên không đối chiếu từng xã với bản tổng hợp. Nếu là hai xã khác nhau, hãy ghi tên ở [batch.names]."
                ),
                format!(
                    "has the name {place} as {others} has: neither is compared with the roll-up. If they are two communes, name them under [batch.names]."
                ),
            ),
        ))
    }
}

/// The findings of the rules of the group *batch*, by draft and place.
pub fn check(batch: &Batch) -> Vec<Placed> {
    let mut out = Vec::new();
    for rule in RULES {
        if let Check::Batch(look) = rule.check {
            look(batch, &mut out);
        }
    }
    out.sort_by(|(i, a), (j, b)| (i, a.span, a.rule, &a.message.vi).cmp(&(j, b.span, b.rule, &b.message.vi)));
    out
}
