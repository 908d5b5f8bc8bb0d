//! foreign-locality: the name of another commune where the issuing one must stand.

use crate::batch::locality::same_kind;
use crate::batch::mentions::Mention;
use crate::batch::{Batch, Draft, Placed};
use crate::finding::{Finding, Severity, Text};

/// Name of the rule.
pub const NAME: &str = "foreign-locality";

/// Compares the names with those of the batch.
pub fn check(batch: &Batch, out: &mut Vec<Placed>) {
    for (index, draft) in batch.communes() {
        for mention in &draft.mentions {
            // Only a commune of this batch is surely another one.
            if !another(batch, draft, mention) {
                continue;
            }
            let shown = &draft.shown_place;
            let message = Text::new(
                format!("“{}” trong báo cáo của {shown}", mention.shown),
                format!("“{}” in the report of {shown}", mention.shown),
            );
            let note = Text::new(
                "chỗ này phải là tên đơn vị ra báo cáo; đoạn này có thể chép từ báo cáo của xã khác, hãy xem lại cả số liệu",
                "the issuing unit must stand here; the passage may be copied from another report: look at its figures, too",
            );
            out.push((index, Finding::new(NAME, Severity::Warning, mention.span, message).note(note)));
        }
    }
}

/// Whether a mention names another commune, whole or by its first words where it runs on: the longest name is the
/// one that is meant, for the name of one commune may start with that of another.
fn another(batch: &Batch, draft: &Draft, mention: &Mention) -> bool {
    let name = &*mention.name;
    let ends = name.match_indices(' ').map(|(i, _)| i).chain([name.len()]);
    let known = ends.rev().filter_map(|end| name.get(..end)).find(|start| batch.named("", start).next().is_some());
    known.is_some_and(|name| match draft.place.as_deref() == Some(name) {
        // A ward and a commune may have one name.
        true => !same_kind(&mention.kind, &draft.kind) && batch.named(&mention.kind, name).next().is_some(),
        false => true,
    })
}
