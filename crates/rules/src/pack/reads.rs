//! Which facts an indicator rests on: those it reads itself, and those of the indicators it points to with `fires(…)`.
//!
//! `other_decisive` and `decisive_in` look at a whole lane; its facts are not listed, since a list of everything says
//! nothing.

use crate::bits::IndicatorSet;
use crate::expr::Expr;
use crate::fact::FactId;
use crate::indicator::Indicator;
use crate::pack::wiring::expressions;

/// Adds the facts of the indicators that each one points to. Waves come in order: what is pointed to is complete
/// before it is looked at.
pub(super) fn complete(indicators: &mut [Indicator], waves: &[IndicatorSet]) {
    for index in waves.iter().flat_map(IndicatorSet::iter) {
        let mut pointed = Vec::new();
        for expr in expressions(&indicators[index]) {
            collect_fires(expr, &mut pointed);
        }
        let mut facts: Vec<FactId> = indicators[index].facts.to_vec();
        let mut set = indicators[index].fact_set;
        for other in pointed {
            set = set.union(&indicators[other].fact_set);
            for fact in indicators[other].facts.iter() {
                if !facts.contains(fact) {
                    facts.push(*fact);
                }
            }
        }
        indicators[index].facts = facts.into();
        indicators[index].fact_set = set;
    }
}

/// Indicators that a condition names, in the order of the text.
pub(super) fn collect_fires(expr: &Expr, found: &mut Vec<usize>) {
    match expr {
        Expr::Not(inner) | Expr::Surely(inner) => collect_fires(inner, found),
        Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => {
            for part in parts {
                collect_fires(part, found);
            }
        }
        Expr::Fires(index, _) if !found.contains(&usize::from(*index)) => {
            found.push(usize::from(*index));
        }
        _ => {}
    }
}
