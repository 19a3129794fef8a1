//! What the program ships was reviewed with the program: it is measured against `levels.md` by the tests of this crate.
//! A check that could only repeat that review leaves alone what a pack takes over word for word. Whatever a pack
//! changes is looked at.

use super::Input;
use crate::expr::Expr;
use crate::indicator::Indicator;
use crate::pack::Pack;

/// What counts as reviewed while a pack is read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reviewed {
    /// The pack is the one the program ships.
    Everything,
    /// What is the same in the pack the program ships.
    Shipped(&'static Pack),
    /// Nothing; a test asks what the shipped pack owes to its review.
    #[cfg(test)]
    Nothing,
}

impl Input<'_> {
    /// Whether the condition of an indicator is the shipped one of its id.
    pub(super) fn has_shipped_condition(&self, index: usize) -> bool {
        self.is_shipped(index, &|own, shipped, same| {
            same(&own.condition, &shipped.condition)
        })
    }

    /// Whether condition and decisiveness of an indicator are the shipped ones of its id.
    pub(super) fn has_shipped_decisiveness(&self, index: usize) -> bool {
        self.is_shipped(index, &|own, shipped, same| {
            same(&own.condition, &shipped.condition)
                && own.decisive == shipped.decisive
                && both(same, &own.decisive_when, &shipped.decisive_when)
        })
    }

    /// Whether condition and all strengths of an indicator are the shipped ones of its id.
    pub(super) fn has_shipped_strengths(&self, index: usize) -> bool {
        self.is_shipped(index, &|own, shipped, same| {
            same(&own.condition, &shipped.condition) && strengths_agree(own, shipped, same)
        })
    }

    /// Whether a withdrawal stands also in the shipped indicator of this id.
    pub(super) fn has_shipped_cancel(&self, index: usize, cancel: &Expr) -> bool {
        self.is_shipped(index, &|_, shipped, same| {
            shipped.cancels.iter().any(|other| same(cancel, other))
        })
    }

    /// Whether an indicator and the shipped one of its id agree in something. They never do in another lane or
    /// dimension: there the same words count for something else.
    pub(super) fn is_shipped(
        &self,
        index: usize,
        agree: &dyn Fn(&Indicator, &Indicator, &Same<'_>) -> bool,
    ) -> bool {
        let own = &self.indicators[index];
        match self.reviewed {
            Reviewed::Everything => true,
            Reviewed::Shipped(pack) => pack.indicator(own.id.as_str()).is_some_and(|shipped| {
                let here = |index: u16| self.indicators[usize::from(index)].id.as_str();
                let there = |index: u16| pack.indicators[usize::from(index)].id.as_str();
                own.lane == shipped.lane
                    && own.dimension == shipped.dimension
                    && agree(own, shipped, &|left, right| {
                        same(left, right, &here, &there)
                    })
            }),
            #[cfg(test)]
            Reviewed::Nothing => false,
        }
    }
}

/// Whether a condition of this pack is one of the shipped pack.
pub(super) type Same<'a> = dyn Fn(&Expr, &Expr) -> bool + 'a;

/// Whether all strengths agree: the listed ones and the conditional ones, in their order.
pub(super) fn strengths_agree(own: &Indicator, shipped: &Indicator, same: &Same<'_>) -> bool {
    let conditional = own.strengths.iter().zip(&shipped.strengths);
    own.adult == shipped.adult
        && own.child == shipped.child
        && own.strengths.len() == shipped.strengths.len()
        && conditional
            .into_iter()
            .all(|(own, shipped)| own.1 == shipped.1 && same(&own.0, &shipped.0))
}

/// Whether two conditions that may be missing agree.
pub(super) fn both(same: &Same<'_>, own: &Option<Expr>, shipped: &Option<Expr>) -> bool {
    match (own, shipped) {
        (Some(own), Some(shipped)) => same(own, shipped),
        (None, None) => true,
        _ => false,
    }
}

/// Whether two conditions say the same, part by part; the order of parts makes no difference. The indicators they
/// point to are compared by id, since each pack numbers its own.
pub(super) fn same<'i>(
    left: &Expr,
    right: &Expr,
    here: &dyn Fn(u16) -> &'i str,
    there: &dyn Fn(u16) -> &'i str,
) -> bool {
    let parts = |left: &[Expr], right: &[Expr]| {
        let mut open: Vec<&Expr> = right.iter().collect();
        left.len() == right.len()
            && left.iter().all(|part| {
                let found = open.iter().position(|other| same(part, other, here, there));
                found.is_some_and(|found| {
                    open.swap_remove(found);
                    true
                })
            })
    };
    match (left, right) {
        (Expr::Not(left), Expr::Not(right)) | (Expr::Surely(left), Expr::Surely(right)) => {
            same(left, right, here, there)
        }
        (Expr::All(left), Expr::All(right)) | (Expr::Any(left), Expr::Any(right)) => {
            parts(left, right)
        }
        (Expr::AtLeast(least, left), Expr::AtLeast(other, right)) => {
            least == other && parts(left, right)
        }
        (Expr::Fires(left, least), Expr::Fires(right, other)) => {
            least == other && here(*left) == there(*right)
        }
        (left, right) => left == right,
    }
}
