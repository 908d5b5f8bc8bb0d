//! Plans that stand in a sentence before what was reached of them: `Kế hoạch vốn năm nay là 446,2 tỷ đồng, ….
//! Đến hết tháng 6 giải ngân 186,5 tỷ đồng, đạt 41,8% kế hoạch`. That the percentage closes is what binds them.

use super::above::Above;
use super::fit::{Fit, fit};
use super::{Claim, Operand, Relation, Role, closes};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure};

/// How many figures before a percentage are asked, and how many sentences before it.
const WINDOW: usize = 16;
const SENTENCES: u32 = 2;

/// Gives percentages of an unstated plan the plan of the sentences before that closes, as printed or with the
/// one separator that may be read in two ways read the other way.
pub fn settle(above: &Above<'_, '_>, claims: &mut [Claim]) {
    for claim in claims.iter_mut() {
        let open = claim.relation == Relation::OfTarget && claim.get(Role::Target).is_none();
        let (Some(stated), Some(level)) = (claim.get(Role::Stated), claim.get(Role::Level)) else { continue };
        if !open || level.is_rate() || stated.hedge.is_some() {
            continue;
        }
        let Some(passage) = above.passage_at(level.range.start) else { continue };
        let items = &passage.items.items;
        let at = passage.index_at(level.range.start);
        let Some(sentence) = items.get(at).map(|x| x.sentence) else { continue };
        let plans = items.get(at.saturating_sub(WINDOW)..at).unwrap_or_default().iter().rev().filter(|x| {
            x.sentence + SENTENCES >= sentence && x.cues.any(&[Cue::Target, Cue::Given]) && !x.cues.has(Cue::Done)
        });
        let plan = plans
            .filter_map(|x| Some((x, passage.first(x)?)))
            .filter(|(_, f)| fit(f, level) == Fit::Same && f.hedge.is_none())
            .find(|(_, f)| closes::share(level, f, stated) || other_way(level, f, stated));
        if let Some((item, figure)) = plan {
            claim.operands.push(Operand::new(Role::Target, figure, item.period));
        }
    }
}

/// Whether `186.500 tỷ đồng` of `446,2 tỷ đồng` closes as `186,500`.
fn other_way(level: &Figure, plan: &Figure, stated: &Figure) -> bool {
    let smaller = || Some(Figure { printed: level.printed.div(Exact::int(1000))?, ..level.clone() });
    level.form.ambiguous && level.decimals == 0 && smaller().is_some_and(|l| closes::share(&l, plan, stated))
}
