//! A comparison in the language of packs.

use super::Tracer;
use crate::expr::{Expr, Order};
use crate::fact::{Decimal, FactKind};
use crate::indicator::Strength;
use crate::situation::Leg;
use crate::truth::Truth;

impl Tracer<'_> {
    fn id(&self, slot: u16) -> &'static str {
        self.facts
            .get(usize::from(slot))
            .map_or("", |fact| fact.as_str())
    }

    /// The comparison in the language of packs.
    pub(super) fn text(&self, leaf: &Expr) -> String {
        let id = |slot: &u16| self.id(*slot);
        match leaf {
            Expr::Constant(Truth::True) => "always".to_owned(),
            Expr::Constant(_) => "never".to_owned(),
            Expr::Known(slot) => format!("known({})", id(slot)),
            Expr::Bool(slot, wanted) => format!("{} = {wanted}", id(slot)),
            Expr::Code(slot, mask) => match self.listed(*slot, *mask).as_slice() {
                [only] => format!("{} = {only}", id(slot)),
                several => format!("{} in [{}]", id(slot), several.join(", ")),
            },
            Expr::Shares(slot, mask, least) => {
                let listed = self.listed(*slot, *mask);
                match (listed.as_slice(), least) {
                    ([only], _) => format!("{} contains {only}", id(slot)),
                    (several, 1) => {
                        format!("{} contains any [{}]", id(slot), several.join(", "))
                    }
                    (several, least) => format!(
                        "{} contains at least {least} of [{}]",
                        id(slot),
                        several.join(", ")
                    ),
                }
            }
            Expr::Number(slot, order, limit) => {
                format!(
                    "{} {} {}",
                    id(slot),
                    sign(*order),
                    self.number(*slot, *limit)
                )
            }
            Expr::Numbers((left, times), order, (right, by)) => {
                let side = |slot: &u16, factor: i64| match factor {
                    1 => id(slot).to_owned(),
                    _ => format!("{factor} * {}", id(slot)),
                };
                let (left, right) = (side(left, *times), side(right, *by));
                format!("{left} {} {right}", sign(*order))
            }
            Expr::DaysSince(slot, order, days) => {
                format!("days_since({}) {} {days}", id(slot), sign(*order))
            }
            Expr::Leg(Leg::Departure) => "leg = departure".to_owned(),
            Expr::Leg(Leg::Return) => "leg = return".to_owned(),
            Expr::Fires(index, least) => {
                let id = self.pack.indicators.get(usize::from(*index));
                let id = id.map_or("", |indicator| indicator.id.as_str());
                match least {
                    Strength::None => format!("fires({id})"),
                    least => format!("fires({id}, {})", least.as_str()),
                }
            }
            Expr::Asked(slots, all) => {
                let ids: Vec<&str> = slots.iter().map(id).collect();
                let how = if *all { "all" } else { "any" };
                format!("asked({how} of {})", ids.join(", "))
            }
            Expr::OtherDecisive(least) => format!("other_decisive({})", least.as_str()),
            Expr::DecisiveIn(dimension) => format!("decisive_in({})", dimension.as_str()),
            _ => String::new(),
        }
    }

    fn listed(&self, slot: u16, mask: u64) -> Vec<&'static str> {
        let values = self
            .facts
            .get(usize::from(slot))
            .map_or(&[][..], |fact| fact.values());
        let values = values.iter().enumerate();
        values
            .filter(|(code, _)| mask & (1 << code) != 0)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    fn number(&self, slot: u16, number: i64) -> String {
        let fact = self.facts.get(usize::from(slot));
        if fact.is_none_or(|fact| fact.kind() != FactKind::Decimal) {
            return number.to_string();
        }
        let (scale, size) = (Decimal::SCALE.unsigned_abs(), number.unsigned_abs());
        let sign = if number < 0 { "-" } else { "" };
        let text = format!("{sign}{}.{:06}", size / scale, size % scale);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

const fn sign(order: Order) -> &'static str {
    match order {
        Order::Equal => "=",
        Order::Less => "<",
        Order::LessOrEqual => "<=",
        Order::Greater => ">",
        Order::GreaterOrEqual => ">=",
    }
}
