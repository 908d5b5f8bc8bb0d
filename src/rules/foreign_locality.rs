//! foreign-locality: the name of another commune where the issuing one must stand.

use crate::batch::{Batch, Placed};
use crate::finding::{Finding, Severity, Text};

/// Name of the rule.
pub const NAME: &str = "foreign-locality";

/// Compares the names with those of the batch.
pub fn check(batch: &Batch, out: &mut Vec<Placed>) {
    for (index, draft) in batch.communes() {
        for mention in &draft.mentions {
            // Only a commune of this batch is surely another one: `xã A cũ` is not.
            if !known(batch, &mention.name) {
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

/// Whether a name, or its first words where it runs on, is that of a commune.
fn known(batch: &Batch, name: &str) -> bool {
    let ends = name.match_indices(' ').map(|(i, _)| i).chain([name.len()]);
    ends.filter_map(|end| name.get(..end)).any(|start| batch.knows(start))
}
