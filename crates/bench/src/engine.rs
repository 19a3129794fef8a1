//! Suar's engine over the measured cases.

use suar_rules::program::Explanation;
use suar_rules::{Columns, FactId, Memory, Row, Rules};

use crate::case::{Case, schema};
use crate::emit;
use crate::ruleset::rules;

/// Why the measured rules or cases cannot be used.
pub type Failure = Box<dyn std::error::Error>;

/// The rules, compiled.
///
/// # Errors
/// A rule does not compile.
pub fn compile() -> Result<Rules, Failure> {
    let texts: Vec<(String, String)> = (1..)
        .zip(rules())
        .map(|(number, rule)| (format!("R{number:02}"), emit::suar(&rule)))
        .collect();
    let conditions: Vec<(&str, &str)> = texts
        .iter()
        .map(|(rule, text)| (rule.as_str(), text.as_str()))
        .collect();
    Ok(Rules::compile(schema()?, &conditions)?)
}

/// The facts of the cases, in the order of their fields.
///
/// # Errors
/// The schema is broken.
pub fn facts() -> Result<Vec<FactId>, Failure> {
    Ok(schema()?.facts().collect())
}

/// A row for each case.
///
/// # Errors
/// A case does not fit the schema.
pub fn rows(cases: &[Case]) -> Result<Vec<Row<'_>>, Failure> {
    let facts = facts()?;
    let mut rows = Vec::with_capacity(cases.len());
    for case in cases {
        let mut row = Row::new(schema()?);
        case.bind(&facts, &mut row)?;
        rows.push(row);
    }
    Ok(rows)
}

/// Columns of all rows.
///
/// # Errors
/// The schema is broken.
pub fn columns<'t>(rows: &[Row<'t>]) -> Result<Columns<'t>, Failure> {
    let mut columns = Columns::new(schema()?);
    rows.iter().for_each(|row| columns.push(row));
    Ok(columns)
}

/// The rules that hold, one bit each.
#[must_use]
pub fn verdict(rules: &Rules, row: &Row<'_>, memory: &mut Memory) -> u128 {
    rules.verdict(row, memory);
    mask(memory.fired())
}

/// The same, and why.
#[must_use]
pub fn explained<'t>(
    rules: &Rules,
    row: &Row<'t>,
    memory: &mut Memory,
    explanation: &mut Explanation<'t>,
) -> u128 {
    rules.verdict(row, memory);
    rules.explain(row, memory, explanation);
    mask(memory.fired())
}

/// The rules that hold of a batch, case by case.
#[must_use]
pub fn masks(fired: &[u64]) -> Vec<u128> {
    fired.chunks(2).map(mask).collect()
}

fn mask(words: &[u64]) -> u128 {
    let word = |place: usize| u128::from(words.get(place).copied().unwrap_or(0));
    word(0) | word(1) << 64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{generate, hand, hash};

    #[test]
    fn the_engine_says_what_hand_written_code_says() {
        let cases = generate::cases(1, hash::CASES);
        let expected: Vec<u128> = cases.iter().map(hand::fired).collect();
        let rules = compile().unwrap();
        let rows = rows(&cases).unwrap();
        let mut memory = rules.memory();
        let mut explanation = Explanation::default();
        let found: Vec<u128> = rows
            .iter()
            .map(|row| verdict(&rules, row, &mut memory))
            .collect();
        for (rule, text) in rules.ids().iter().enumerate() {
            let fires =
                |results: &[u128]| results.iter().filter(|each| *each >> rule & 1 == 1).count();
            assert_eq!(fires(&found), fires(&expected), "{text}");
        }
        assert_eq!(hash::of(&found), hash::of(&expected));
        let explained: Vec<u128> = rows
            .iter()
            .map(|row| explained(&rules, row, &mut memory, &mut explanation))
            .collect();
        assert_eq!(hash::of(&explained), hash::of(&expected));
        let mut fired = Vec::new();
        rules.batch(&columns(&rows).unwrap(), &mut fired);
        assert_eq!(hash::of(&masks(&fired)), hash::of(&expected));
        let fired: u32 = expected.iter().map(|each| each.count_ones()).sum();
        assert!(
            (3_000..5_000).contains(&fired),
            "about four rules a case hold, as in the field: {fired}"
        );
    }

    #[test]
    fn the_cases_of_a_seed_are_fixed() {
        let one = generate::cases(7, 3);
        let again = generate::cases(7, 3);
        let other = generate::cases(8, 3);
        let json = |cases: &[Case]| -> Vec<_> { cases.iter().map(Case::json).collect() };
        assert_eq!(json(&one), json(&again));
        assert_ne!(json(&one), json(&other));
        assert_eq!(
            one[0].json().len(),
            Case::SPECS.len(),
            "every field has a value or null"
        );
    }
}
