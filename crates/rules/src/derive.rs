//! Facts that follow from other facts: the child status from ages, and a fee in months of wage (facts.toml, "Derived").
//!
//! What must hold: nothing follows from what is not known; and a statement about the child status never takes away
//! protection that the ages give. Of an adult by statement and a child by birth date the child stands, and the other
//! way round: whoever is wrong, a child that is treated as an adult is the greater harm.
//!
//! The other facts that facts.toml calls computed or converted (ages and validities at the sailing date, wages in
//! rupiah) are made where their sources are read, and come in as plain facts.

use crate::cell::Cell;
use crate::fact::{Decimal, FactId};
use crate::pack::Pack;
use crate::situation::Situation;

/// Age from which a person is an adult (UU 18/2017 art. 5; Palermo Protocol 3(d)).
const ADULT_YEARS: i64 = 18;
/// A stated age that differs from the document by this much, with one of them under 18, is a doubt (facts.toml,
/// `person.child_status`).
const DOUBT_YEARS: i64 = 2;

/// What was stated about facts that also follow from others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stated {
    pub(crate) child_status: Cell,
    pub(crate) fee_months: Cell,
}

impl Pack {
    /// What the cells say before anything is derived.
    pub(crate) fn stated(&self, cells: &[Cell]) -> Stated {
        let slots = &self.wiring.slots;
        Stated {
            child_status: cells[slots.child_status.slot()],
            fee_months: cells[slots.fee_months.slot()],
        }
    }

    /// The same after a change of one fact.
    pub(crate) fn stated_after(&self, mut stated: Stated, slot: usize, cell: Cell) -> Stated {
        let slots = &self.wiring.slots;
        if slot == slots.child_status.slot() {
            stated.child_status = cell;
        } else if slot == slots.fee_months.slot() {
            stated.fee_months = cell;
        }
        stated
    }

    /// Derives again what follows from other facts.
    pub(crate) fn derive(&self, situation: &mut Situation) {
        let slots = &self.wiring.slots;
        let status = [
            situation.stated.child_status,
            self.child_status_of_ages(situation),
        ];
        let most = status.into_iter().max_by_key(|cell| self.protection(*cell));
        let fee = match situation.stated.fee_months {
            Cell::Unknown => self.fee_in_months(situation),
            stated => stated,
        };
        for (fact, cell) in [
            (slots.child_status, most.unwrap_or(Cell::Unknown)),
            (slots.fee_months, fee),
        ] {
            situation.cells[fact.slot()] = cell;
            situation.papers[fact.slot()] = cell;
        }
    }

    /// How much protection a child status asks for: unknown, adult, doubt, child.
    fn protection(&self, status: Cell) -> u8 {
        let slots = &self.wiring.slots;
        match status {
            Cell::Unknown => 0,
            status if status == slots.adult => 1,
            status if status == slots.child => 3,
            _ => 2,
        }
    }

    /// The child status that follows from ages, papers and what was said about them (facts.toml, TIP-31).
    fn child_status_of_ages(&self, situation: &Situation) -> Cell {
        let slots = &self.wiring.slots;
        let is = |fact: FactId, value: &str| {
            fact.code(value)
                .is_some_and(|code| situation.cells[fact.slot()] == Cell::Code(code))
        };
        let document = number(situation, slots.age_years);
        let stated = number(situation, slots.age_stated);
        let is_minor = |age: Option<i64>| age.is_some_and(|age| age < ADULT_YEARS);
        let changed = is(slots.identity_conflict, "age_differs")
            && stated.is_none_or(|age| age < ADULT_YEARS);
        let raised = match (document, stated) {
            (Some(document), Some(stated)) => {
                let one_side = is_minor(Some(document)) != is_minor(Some(stated));
                one_side
                    && (stated < ADULT_YEARS
                        || document.abs_diff(stated) >= DOUBT_YEARS.unsigned_abs())
            }
            _ => false,
        };
        if raised {
            slots.doubt
        } else if is_minor(document) || is_minor(stated) {
            slots.child
        } else if changed || is(slots.birth_evidence, "minor") {
            slots.doubt
        } else if document.is_some() || stated.is_some() {
            slots.adult
        } else {
            Cell::Unknown
        }
    }

    /// The fee in months of the promised wage, in millionths; unknown where either is unknown or there is no wage.
    /// Rounded up, so that more than one month stays more than one.
    fn fee_in_months(&self, situation: &Situation) -> Cell {
        let slots = &self.wiring.slots;
        let (Some(fee), Some(wage)) = (
            number(situation, slots.fee_amount),
            number(situation, slots.wage_promised).filter(|wage| *wage > 0),
        ) else {
            return Cell::Unknown;
        };
        let (fee, wage) = (i128::from(fee), i128::from(wage));
        let months = (fee * i128::from(Decimal::SCALE) + wage - 1) / wage;
        i64::try_from(months)
            .ok()
            .filter(|months| (0..=Decimal::LARGEST).contains(months))
            .map_or(Cell::Unknown, Cell::Number)
    }

    /// Values of `fact` at which the fee in months meets a number that a condition compares it with, beside the wage or
    /// fee that is known; none for other facts.
    pub(crate) fn edges_of_fee(&self, situation: &Situation, fact: FactId) -> Vec<i64> {
        let slots = &self.wiring.slots;
        let is_stated = situation.stated.fee_months.is_known();
        let scale = i128::from(Decimal::SCALE);
        let edge = |limit: i64| -> Option<i128> {
            let limit = i128::from(limit);
            if fact == slots.fee_amount {
                let wage = number(situation, slots.wage_promised)?;
                Some(i128::from(wage) * limit / scale)
            } else if fact == slots.wage_promised {
                let fee = number(situation, slots.fee_amount)?;
                (i128::from(fee) * scale).checked_div(limit)
            } else {
                None
            }
        };
        let edges = self.wiring.fee_limits.iter();
        let edges = edges.filter_map(|limit| i64::try_from(edge(*limit)?).ok());
        edges.filter(|_| !is_stated).collect()
    }
}

fn number(situation: &Situation, fact: FactId) -> Option<i64> {
    match situation.cells[fact.slot()] {
        Cell::Number(value) => Some(value),
        _ => None,
    }
}
