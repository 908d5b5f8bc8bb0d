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

use crate::finding::{Finding, Text};
use crate::rules::{Check, RULES};
use hashbrown::HashMap;
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
    /// For each draft its values that are no rows of localities, by indicator and year.
    by_indicator: Vec<Box<[u32]>>,
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
        let own = draft.values.iter().zip(0..).filter(|(v, _)| v.of.is_none());
        let mut order: Vec<(&Value, u32)> = own.collect();
        order.sort_by_key(|(v, i)| (&v.name, v.year, *i));
        self.by_indicator.push(order.into_iter().map(|(_, i)| i).collect());
        // A copy takes no more than it holds, and lies apart from what its reader left behind.
        self.drafts.push(draft.clone());
    }

    /// The communes with their indices.
    pub fn communes(&self) -> impl Iterator<Item = (usize, &Draft)> {
        self.drafts.iter().enumerate().filter(|(_, d)| d.role == Role::Commune)
    }

    /// The roll-ups with their indices.
    pub fn rollups(&self) -> impl Iterator<Item = (usize, &Draft)> {
        self.drafts.iter().enumerate().filter(|(_, d)| d.role == Role::Rollup)
    }

    /// Whether a commune of the batch has this name (folded).
    pub fn knows(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// The names of all communes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// The one commune of a name; none where two have it.
    pub fn commune(&self, name: &str) -> Option<usize> {
        match self.by_name.get(name)?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// What the tables of a draft say about an indicator in a year; none where they say several things.
    pub fn value(&self, draft: usize, name: &str, year: Option<u16>) -> Option<&Value> {
        let (order, values) = (self.by_indicator.get(draft)?, &self.drafts.get(draft)?.values);
        let get = |i: &u32| values.get(*i as usize);
        let before = |i: &u32| get(i).is_some_and(|v| (&*v.name, v.year) < (name, year));
        let from = order.partition_point(before);
        let same = |v: &&Value| &*v.name == name && v.year == year;
        let mut all = order.get(from..)?.iter().filter_map(get).take_while(same);
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
        for (_, indices) in self.by_name.iter().filter(|(_, i)| i.len() > 1) {
            let paths: Vec<&str> = indices.iter().filter_map(|&i| Some(self.drafts.get(i)?.path.as_str())).collect();
            let (Some(first), Some(draft)) = (paths.first(), indices.first().and_then(|&i| self.drafts.get(i))) else {
                continue;
            };
            let (place, others) = (&draft.shown_place, paths.get(1..).unwrap_or(&[]).join(", "));
            out.push(((*first).to_owned(), Text::new(
                format!("cùng tên {place} với {others}, nên không đối chiếu từng xã với bản tổng hợp. Nếu là hai xã khác nhau, hãy ghi tên ở [batch.names]."),
                format!("has the name {place} as {others} has: neither is compared with the roll-up. If they are two communes, name them under [batch.names]."),
            )));
        }
        out.sort_by(|a, b| (&a.0, &a.1.vi).cmp(&(&b.0, &b.1.vi)));
        out
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
