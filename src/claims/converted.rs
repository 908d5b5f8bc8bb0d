//! Amounts written again in another unit: `14.160 m2 (1,416 ha)`, `2.894,6 triệu đồng (2,8946 tỷ đồng)`.

use super::items::{Item, Passage, Value};
use super::{Claim, ClaimKind, Operand, Relation, Role};
use crate::figures::{Dimension, Figure, TokenKind};

/// Reads such amounts of a passage: alone in the bracket right behind the other one, no word before or behind.
pub fn converted(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for (number, group) in (0u32..).zip(&passage.items.groups).skip(1) {
        let Some(host) = group.host.and_then(|h| passage.item(h)) else { continue };
        let mut inside = passage.items.of_group(number);
        let (Some((_, item)), None) = (inside.next(), inside.next()) else { continue };
        let (Value::One(a), Value::One(b)) = (host.value, item.value) else { continue };
        let (Some(level), Some(again)) = (passage.figure(a), passage.figure(b)) else { continue };
        let alone = item.own.is_empty() && item.tail.is_empty();
        let near =
            group.adjacent && host.tail.is_empty() || named(passage, host, group.tokens.start) && shifted(level, again);
        if alone && near && may_be_one(level, again) {
            let operands = vec![Operand::new(Role::Stated, again, None), Operand::new(Role::Level, level, host.period)];
            let range = level.range.cover(again.range);
            claims.push(Claim::new(ClaimKind::CrossReference, Relation::Converted, range, operands));
        }
    }
}

/// `1.246.300 m2 đất (124,63 ha)`: whether nothing but the noun stands before the bracket.
fn named(passage: &Passage<'_>, host: &Item, bracket: usize) -> bool {
    const LONG: usize = 3;
    let between = passage.lexed.tokens.get(host.token + 1..bracket.saturating_sub(1)).unwrap_or_default();
    between.len() <= LONG && between.iter().all(|t| t.kind == TokenKind::Word)
}

/// Whether two amounts have the same digits but for zeros at their ends: then they are one amount, whatever the units say.
fn shifted(a: &Figure, b: &Figure) -> bool {
    let digits = |f: &Figure| {
        let shown: String = f.printed.show(9).chars().filter(char::is_ascii_digit).collect();
        shown.trim_matches('0').to_owned()
    };
    digits(a).len() >= 2 && digits(a) == digits(b)
}

/// Two amounts of one dimension, each printed with a unit of its own.
fn may_be_one(a: &Figure, b: &Figure) -> bool {
    let measured = |f: &Figure| {
        matches!(f.unit.dimension, Dimension::Area | Dimension::Mass | Dimension::Length | Dimension::Dong)
    };
    let plain = |f: &Figure| f.hedge.is_none() && !f.unit.elided && !f.signed;
    measured(a) && a.unit.dimension == b.unit.dimension && a.unit.factor != b.unit.factor && plain(a) && plain(b)
}
