//! Numbers of things that a group of rows has: `Cấp tiểu học có 3 trường, 28 lớp` beside a row `Tiểu học` over
//! its schools.

use super::mentions::{Mention, Paragraph};
use super::{Compared, Draft, bind, counts, finding, ledger};
use crate::claims::Verdict;
use crate::finding::Text;
use crate::lexicon;
use crate::tables::claims;
use crate::tables::names::Names;
use crate::tables::prose_words;
use crate::tables::relation::Term;
use crate::tables::rows::RowKind;
use crate::tables::sheet::Sheet;

/// Compares the counts of a paragraph that a group of rows is named for.
pub fn check(draft: &Draft<'_>, (sheet, names): (&Sheet, &Names), noun: &str, block: u32, out: &mut Compared) {
    let Some(lexed) = draft.lexed.get(block as usize) else { return };
    // Most paragraphs count no such things.
    if !lexed.figures.iter().any(|f| f.is_count() && f.unit.key == *noun) {
        return;
    }
    let entities = counts::entities(sheet);
    let Some(paragraph) = draft.paragraph(block) else { return };
    for mention in &paragraph.mentions {
        let counted = mention.figure.is_count() && mention.unit().key == *noun && mention.lower.is_none();
        // `1 trường nội trú` counts some of them only
        let all = mention.tail.clone().all(|i| paragraph.word(i).is_some_and(|w| w.noun));
        if !counted || !all || mention.other || mention.plan || mention.figure.hedge.is_some() {
            continue;
        }
        let Some(group) = group(sheet, names, &paragraph, mention) else { continue };
        let there = entities.iter().filter(|&&i| sheet.rows[i].parent == Some(group)).count();
        let Some(count) = mention.figure.value().and_then(|v| v.to_i64()).filter(|_| there >= 2) else { continue };
        // The other figures of its sentence show that the group is meant.
        let row = sheet.rows[group].row;
        let held = |m: &&Mention<'_>| {
            let field = |c: usize| claims::figure(sheet, Term::plus(row, c));
            let holds = |c: usize| field(c).is_some_and(|f| bind::equal(m.figure, &f));
            m.sentence == mention.sentence
                && m.figure.number != mention.figure.number
                && sheet.value_columns().any(holds)
        };
        let known: Vec<&Mention<'_>> = paragraph.mentions.iter().filter(held).collect();
        let sure = known.len() >= 2 || known.iter().any(|m| m.figure.printed.show(9).len() >= 3);
        let there = there as i64;
        if count == there {
            out.ledger.push(ledger::count(mention.figure.range, mention.figure, there, Verdict::Ok));
        } else if sure {
            let label = sheet.rows[group].label.trim();
            let shown = draft.document.slice(mention.figure.range).trim();
            let message = Text::new(
                format!("văn bản nêu {shown}, biểu có {there} dòng dưới “{label}”"),
                format!("the text says {shown}, the table has {there} rows below “{label}”"),
            );
            let at = sheet.rows[group].label_block.and_then(|b| draft.document.blocks.get(b as usize));
            let other = at.map_or(mention.figure.range, |b| b.range);
            let label = Text::new("dòng của nhóm", "the row of the group");
            out.ledger.push(ledger::count(mention.figure.range, mention.figure, there, Verdict::Wrong));
            out.findings.push(finding(draft, mention.figure.range, message, other, label));
        }
    }
}

/// The row of a group whose name is all that the clause of a figure says.
fn group(sheet: &Sheet, names: &Names, paragraph: &Paragraph<'_>, mention: &Mention<'_>) -> Option<usize> {
    let words: Vec<&str> = mention.own.clone().filter_map(|i| Some(paragraph.word(i)?.text.as_ref())).collect();
    let of_group = |row: &usize| sheet.rows[*row].kind != RowKind::Total;
    for start in 0..words.len() {
        let word = |i: usize| words.get(start + i).copied();
        let named = names.rows.get(&lexicon::key(words[start])).into_iter().flatten();
        let Some((row, length)) = named.filter_map(|n| Some((n.row, n.fits(word)?))).find(|n| of_group(&n.0)) else {
            continue;
        };
        let level = |i: usize| prose_words::level(&words[i..]) > 0 || prose_words::group(&words[i..]) > 0;
        let silent = |i: usize| (start..start + length).contains(&i) || prose_words::is_filler(words[i]) || level(i);
        return (0..words.len()).all(silent).then_some(row);
    }
    None
}
