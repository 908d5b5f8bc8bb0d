//! The value in a bracket behind a ranking that is right: `thấp nhất là Mật ong bạc hà (54,5 điểm)`.

use super::computed::beside::{Beside, comparable, counts_the_same, scaled};
use super::computed::measures::Measure;
use super::mentions::Piece;
use super::values::{report_of, typed, usable};
use super::{Compared, Draft, bind, ledger};
use crate::claims::Verdict;
use crate::figures::Figure;

/// Compares the figure alone in the bracket right behind a ranking with the field of the row in the column that is ranked.
///
/// Any field of the row that holds it may be meant.
pub fn check(
    draft: &Draft<'_>,
    (sheet, table): (usize, &Beside<'_>),
    (measures, row, end): (&[Measure], usize, usize),
    out: &mut Compared,
) {
    let pieces = &table.paragraph.pieces;
    // the row may stand between the ranking and the bracket
    let inside = |i: &usize| table.paragraph.word(*i).is_some();
    let open = (end..pieces.len()).find(|i| !inside(i)).unwrap_or(end);
    if !matches!(pieces.get(open), Some(Piece::Open)) || table.rows_in(end..open).iter().any(|n| n.row != row) {
        return;
    }
    let noun = |i: &usize| table.paragraph.word(*i).is_some_and(|w| w.noun);
    let close = (open + 2..pieces.len()).find(|i| !noun(i)).unwrap_or(open);
    let alone = matches!((pieces.get(open + 1), pieces.get(close)), (Some(Piece::Figure(_, None)), Some(Piece::Close)));
    let Some(mention) = table.paragraph.mentions.iter().find(|m| alone && m.own.end == open + 1) else { return };
    let number = mention.figure.number;
    let told = out.agreed.contains(&number) || out.conflicts.iter().any(|c| c.0 == number);
    if told || !usable(mention.figure) {
        return;
    }
    let field = |column: usize| {
        let name = table.columns.iter().find(|c| c.name.column == column)?.name;
        let kind = |f: &Figure| comparable(mention, f) || (mention.figure.is_rate() && f.is_rate());
        let field = table.field(row, column).filter(|f| kind(f) && counts_the_same(mention, name, f));
        field.map(|f| scaled(mention.figure, f))
    };
    let holds = |column: usize| field(column).is_some_and(|f| bind::equal(mention.figure, &f));
    let agrees = table.columns.iter().any(|c| holds(c.name.column));
    let columns: Vec<usize> =
        measures.iter().filter_map(|m| if let Measure::Column(c) = m { Some(*c) } else { None }).collect();
    // of several columns the one that a slip of typing makes of it
    let mistyped = |c: &usize| field(*c).is_some_and(|f| typed(mention.figure, &f).is_some_and(|s| !s.is_scale()));
    let column = match columns.as_slice() {
        [one] if measures.len() == 1 => Some(*one),
        _ => columns.iter().copied().find(mistyped),
    };
    let Some((column, wanted)) =
        column.or(columns.first().copied().filter(|_| agrees)).and_then(|c| Some((c, field(c)?)))
    else {
        return;
    };
    let verdict = if agrees { Verdict::Ok } else { Verdict::Wrong };
    let at = table.at(row, column);
    let shown = draft.document.slice(table.sheet.place(draft.document, at)).trim().to_owned();
    out.ledger.push(ledger::reference(mention.range(), mention.figure, &wanted, verdict, &shown));
    match agrees {
        true => {
            out.agreed.insert(number);
        }
        false => {
            let told = report_of(draft, (mention.figure, mention.range()), (sheet, at, &wanted), None);
            out.conflicts.push((number, told));
        }
    }
}
