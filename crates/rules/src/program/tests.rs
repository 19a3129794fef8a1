//! Compiled conditions against an obvious evaluator, on random conditions and rows.

use proptest::prelude::*;

use super::{Columns, Explanation, Program, Row, Rules, Value};
use crate::expr::{Expr, Order};
use crate::fact::{Decimal, FactId, FactKind};
use crate::schema::{FactSpec, Schema};
use crate::text::{How, TextTest};
use crate::truth::Truth;

const TODAY: i64 = 100;

fn schema() -> &'static Schema {
    static SCHEMA: std::sync::OnceLock<Schema> = std::sync::OnceLock::new();
    SCHEMA.get_or_init(|| {
        let mut specs = Vec::new();
        for copy in ["a", "b"] {
            let mut add = |id: &str, kind, values: &[&str]| {
                specs.push(FactSpec::new(&format!("{id}.{copy}"), kind, values));
            };
            add("bool", FactKind::Bool, &[]);
            add("enum", FactKind::Enum, &["red", "green", "blue"]);
            add("int", FactKind::Int, &[]);
            add("decimal", FactKind::Decimal, &[]);
            add("date", FactKind::Date, &[]);
            add("set", FactKind::Set, &["x", "y", "z"]);
            add("text", FactKind::Text, &[]);
        }
        Schema::new(specs).unwrap()
    })
}

fn of_kind(kinds: &[FactKind], pick: usize) -> FactId {
    let facts: Vec<FactId> = schema()
        .facts()
        .filter(|fact| kinds.contains(&fact.kind()))
        .collect();
    facts[pick % facts.len()]
}

const WORDS: [&str; 4] = ["ab", "ba", "a", "abba"];

/// A value of a fact, by a number; every fourth is unknown.
fn value(fact: FactId, choice: usize) -> Value<'static> {
    if choice.is_multiple_of(4) {
        return Value::Unknown;
    }
    let small = (choice / 4 % 9) as i64 - 4;
    match fact.kind() {
        FactKind::Bool => Value::Bool(small > 0),
        FactKind::Enum => Value::Code((choice / 4 % 3) as u8),
        FactKind::Int | FactKind::Money => Value::Number(small),
        FactKind::Decimal => Value::Decimal(Decimal::from_f64(small as f64 / 2.0).unwrap()),
        FactKind::Date => Value::Day(TODAY + small),
        FactKind::Set => Value::Set((choice / 4 % 8) as u64),
        FactKind::Text => Value::Text(["", "ab", "abba", "cab", "BA"][choice / 4 % 5]),
    }
}

fn row(choices: &[usize]) -> Row<'static> {
    let mut row = Row::new(schema());
    row.set_today(TODAY);
    for (fact, choice) in schema().facts().zip(choices) {
        row.set(fact, value(fact, *choice)).unwrap();
    }
    row
}

fn rows() -> impl Strategy<Value = Row<'static>> {
    proptest::collection::vec(0usize..1000, 14).prop_map(|choices| row(&choices))
}

fn leaf() -> impl Strategy<Value = Expr> {
    let orders = [
        Order::Equal,
        Order::Less,
        Order::LessOrEqual,
        Order::Greater,
        Order::GreaterOrEqual,
    ];
    let hows = [How::Equals, How::Starts, How::Contains, How::Matches];
    let numbers = [FactKind::Int, FactKind::Decimal, FactKind::Date];
    (0..9, any::<usize>(), any::<usize>(), -5i64..6).prop_map(move |(form, one, other, small)| {
        let order = orders[other % 5];
        let slot = |kinds: &[FactKind], pick| of_kind(kinds, pick).0.slot;
        let limit = |kind| match kind {
            FactKind::Decimal => small * 500_000,
            FactKind::Date => TODAY + small,
            _ => small,
        };
        match form {
            0 => Expr::Bool(slot(&[FactKind::Bool], one), other.is_multiple_of(2)),
            1 => Expr::Code(slot(&[FactKind::Enum], one), other as u64 % 8),
            2 => Expr::Shares(
                slot(&[FactKind::Set], one),
                other as u64 % 8,
                1 + one as u32 % 2,
            ),
            3 => {
                let fact = of_kind(&numbers, one);
                Expr::Number(fact.0.slot, order, limit(fact.kind()))
            }
            4 => {
                let slot = |pick| slot(&[FactKind::Int], pick);
                Expr::Numbers((slot(one), small), order, (slot(other), 2))
            }
            5 => {
                let terms = [
                    (slot(&[FactKind::Date], one), 1),
                    (slot(&[FactKind::Date], other), -1),
                ];
                Expr::Sum(terms.into(), order, small)
            }
            6 => Expr::DaysSince(slot(&[FactKind::Date], one), order, small),
            7 => Expr::Known(schema().facts().nth(one % 14).unwrap().0.slot),
            _ => {
                let words = [WORDS[one % 4].into(), WORDS[other % 4].into()].into();
                let test = TextTest {
                    how: hows[other % 4],
                    words,
                };
                Expr::Text(slot(&[FactKind::Text], one), Box::new(test))
            }
        }
    })
}

fn condition() -> impl Strategy<Value = Expr> {
    let constant = proptest::sample::select(vec![Truth::True, Truth::False, Truth::Unknown]);
    let leaves = prop_oneof![9 => leaf(), 1 => constant.prop_map(Expr::Constant)];
    leaves.prop_recursive(5, 40, 5, |inner| {
        let parts = proptest::collection::vec(inner.clone(), 1..5);
        prop_oneof![
            inner.clone().prop_map(|inner| Expr::Not(Box::new(inner))),
            inner.prop_map(|inner| Expr::Surely(Box::new(inner))),
            parts.clone().prop_map(|parts| Expr::All(parts.into())),
            parts.clone().prop_map(|parts| Expr::Any(parts.into())),
            (1usize..4, parts)
                .prop_map(|(least, parts)| { Expr::AtLeast(least.min(parts.len()), parts.into()) }),
        ]
    })
}

/// What the condition means, as plainly as it can be written.
fn obviously(expr: &Expr, row: &Row<'_>) -> Truth {
    let facts: Vec<FactId> = schema().facts().collect();
    let value = |slot: &u16| row.value(facts[usize::from(*slot)]);
    let number = |slot: &u16| match value(slot) {
        Value::Number(number) | Value::Day(number) => Some(number),
        Value::Decimal(decimal) => Some(decimal.millionths()),
        _ => None,
    };
    let all =
        |parts: &[Expr]| -> Vec<Truth> { parts.iter().map(|part| obviously(part, row)).collect() };
    let truth = |known: Option<bool>| known.map_or(Truth::Unknown, Truth::from);
    match expr {
        Expr::Constant(truth) => *truth,
        Expr::Not(inner) => obviously(inner, row).negated(),
        Expr::Surely(inner) => obviously(inner, row).surely(),
        Expr::All(parts) => all(parts).into_iter().fold(Truth::True, Truth::and),
        Expr::Any(parts) => all(parts).into_iter().fold(Truth::False, Truth::or),
        Expr::AtLeast(least, parts) => {
            let parts = all(parts);
            let count = |wanted| parts.iter().filter(|truth| **truth == wanted).count();
            if count(Truth::True) >= *least {
                Truth::True
            } else if count(Truth::True) + count(Truth::Unknown) >= *least {
                Truth::Unknown
            } else {
                Truth::False
            }
        }
        Expr::Known(slot) => (value(slot) != Value::Unknown).into(),
        Expr::Bool(slot, wanted) => truth(match value(slot) {
            Value::Bool(value) => Some(value == *wanted),
            _ => None,
        }),
        Expr::Code(slot, mask) => truth(match value(slot) {
            Value::Code(code) => Some(mask >> code & 1 == 1),
            _ => None,
        }),
        Expr::Shares(slot, mask, least) => truth(match value(slot) {
            Value::Set(set) => Some((set & mask).count_ones() >= *least),
            _ => None,
        }),
        Expr::Number(slot, order, limit) => {
            truth(number(slot).map(|number| order.holds(number, *limit)))
        }
        Expr::Numbers((left, times), order, (right, by)) => {
            let sides = number(left).zip(number(right));
            truth(sides.map(|(left, right)| order.holds(left * times, right * by)))
        }
        Expr::Sum(terms, order, limit) => {
            let sum = terms
                .iter()
                .map(|(slot, by)| number(slot).map(|number| number * by))
                .sum::<Option<i64>>();
            truth(sum.map(|sum| order.holds(sum, *limit)))
        }
        Expr::DaysSince(slot, order, days) => {
            truth(number(slot).map(|day| order.holds(TODAY - day, *days)))
        }
        Expr::Text(slot, test) => truth(match value(slot) {
            Value::Text(text) => {
                let text = text.to_lowercase();
                Some(test.words.iter().any(|word| match test.how {
                    How::Equals => text == **word,
                    How::Starts => text.starts_with(&**word),
                    How::Contains | How::Matches => text.contains(&**word),
                }))
            }
            _ => None,
        }),
        Expr::Leg(_) | Expr::Fires(..) | Expr::Asked(..) | Expr::OtherDecisive(_) => Truth::Unknown,
        Expr::DecisiveIn(_) => Truth::Unknown,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn compiled_conditions_say_what_they_obviously_mean(
        conditions in proptest::collection::vec(condition(), 1..80),
        rows in proptest::collection::vec(rows(), 1..70),
    ) {
        let program = Program::new(schema().facts().collect(), schema().layout(), conditions.iter());
        let mut memory = program.memory();
        let mut columns = Columns::new(schema());
        let mut one_by_one = Vec::new();
        for row in &rows {
            program.run(row, &mut memory, true);
            for (rule, condition) in conditions.iter().enumerate() {
                prop_assert_eq!(memory.truth(rule), obviously(condition, row), "{:?}", condition);
            }
            one_by_one.extend(memory.fired().to_vec());
            columns.push(row);
        }
        let mut fired = Vec::new();
        program.batch(&columns, &mut fired);
        prop_assert_eq!(fired, one_by_one, "columns say what rows say");
    }

    #[test]
    fn an_explanation_shows_each_leaf_of_each_rule_that_holds(
        conditions in proptest::collection::vec(condition(), 1..20), row in rows(),
    ) {
        let program = Program::new(schema().facts().collect(), schema().layout(), conditions.iter());
        let mut memory = program.memory();
        program.run(&row, &mut memory, true);
        let mut explanation = Explanation::default();
        program.explain(&row, &memory, &mut explanation);
        for reason in explanation.reasons() {
            prop_assert_eq!(memory.truth(reason.rule), Truth::True);
            for (fact, value) in explanation.values(reason) {
                prop_assert_eq!(*value, row.value(*fact));
            }
            let known = explanation.values(reason).iter().all(|(_, value)| *value != Value::Unknown);
            let asks_known = program.shown.text(reason.leaf).starts_with("known(");
            prop_assert_eq!(reason.truth == Truth::Unknown, !known && !asks_known);
        }
    }
}

#[test]
fn a_leaf_is_answered_once_however_it_is_spelled() {
    let conditions = [
        ("A", "int.a >= 5 and bool.a = true"),
        ("B", "not int.a < 5 or bool.a = false"),
        ("C", "int.a > 4 and not int.a <= 4 and bool.a != true"),
    ];
    let rules = Rules::compile(schema(), &conditions).unwrap();
    assert_eq!(
        rules.leaves(),
        2,
        "one about the number, one about the bool"
    );
}

#[test]
fn known_beside_its_comparison_costs_nothing() {
    let condition = "known(int.a) and int.a > 3 and not (known(enum.b) and enum.b = red)";
    let rules = Rules::compile(schema(), &[("A", condition)]).unwrap();
    let mut memory = rules.memory();
    let mut row = Row::new(schema());
    rules.eval(&row, &mut memory);
    assert_eq!(memory.truth(0), Truth::False, "known(f) is never unknown");
    row.set(schema().fact("int.a").unwrap(), Value::Number(4))
        .unwrap();
    rules.eval(&row, &mut memory);
    assert_eq!(
        memory.truth(0),
        Truth::True,
        "a colour that is not known is not known to be red"
    );
    let mut explanation = Explanation::default();
    rules.explain(&row, &memory, &mut explanation);
    let shown: Vec<&str> = explanation
        .reasons()
        .iter()
        .map(|reason| rules.leaf(reason.leaf))
        .collect();
    assert_eq!(shown, ["int.a <= 3", "enum.b = red"]);
}

#[test]
fn rows_and_memory_of_other_rules_answer_unknown_and_never_panic() {
    let other = Schema::new([FactSpec::new("x", FactKind::Bool, &[])]).unwrap();
    let rules = Rules::compile(schema(), &[("A", "int.a > 3 or not int.a > 3")]).unwrap();
    let small = Rules::compile(&other, &[("A", "x = true")]).unwrap();
    let mut memory = rules.memory();
    rules.eval(&Row::new(&other), &mut memory);
    assert_eq!(memory.truth(0), Truth::Unknown);
    let mut memory = small.memory();
    rules.eval(&Row::new(schema()), &mut memory);
    rules.explain(&Row::new(schema()), &memory, &mut Explanation::default());
    assert_eq!(memory.truth(0), Truth::Unknown);
    assert_eq!(memory.truth(900), Truth::Unknown);
    let mut fired = Vec::new();
    rules.batch(&Columns::new(&other), &mut fired);
    assert_eq!(fired, Vec::<u64>::new());
}

#[test]
fn sums_do_not_wrap_round() {
    let rules = Rules::compile(
        schema(),
        &[
            ("A", "1_000_000 * int.a + 1_000_000 * int.b > 12"),
            ("B", "int.a - int.b > 12"),
        ],
    )
    .unwrap();
    let (mut memory, mut row) = (rules.memory(), Row::new(schema()));
    let largest = 1_000_000_000_000_000_000;
    row.set(schema().fact("int.a").unwrap(), Value::Number(largest))
        .unwrap();
    row.set(schema().fact("int.b").unwrap(), Value::Number(largest))
        .unwrap();
    rules.eval(&row, &mut memory);
    assert_eq!(
        (memory.truth(0), memory.truth(1)),
        (Truth::True, Truth::False)
    );
    row.set(schema().fact("int.b").unwrap(), Value::Number(-largest))
        .unwrap();
    rules.eval(&row, &mut memory);
    assert_eq!(
        (memory.truth(0), memory.truth(1)),
        (Truth::False, Truth::True)
    );
}

#[test]
fn a_condition_that_cannot_be_read_is_named_with_place_and_fix() {
    let conditions = [
        ("good", "bool.a = true"),
        ("bad", "int.a > "),
        ("leg", "leg = return"),
    ];
    let errors = Rules::compile(schema(), &conditions).unwrap_err();
    let named: Vec<_> = errors
        .errors()
        .iter()
        .map(|error| (error.rule.as_str(), error.offset))
        .collect();
    assert_eq!(named, [("bad", 8), ("leg", 0)]);
}
