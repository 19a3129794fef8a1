//! A figure, its baseline and its goal, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// A figure.
pub(super) struct Row {
    pub(super) area: &'static str,
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) unit: String,
    /// Name and value of the baseline.
    pub(super) baseline: Option<(String, f64)>,
    /// Where it was measured side by side; otherwise it is value by baseline.
    pub(super) measured_ratio: Option<f64>,
    pub(super) goal: Option<Goal>,
}

/// What the figure, or its ratio to the baseline, should be.
pub(super) struct Goal {
    pub(super) of: &'static str,
    pub(super) op: &'static str,
    pub(super) limit: f64,
}

impl Row {
    fn ratio(&self) -> Option<f64> {
        let divided = self.baseline.as_ref().map(|(_, value)| self.value / value);
        self.measured_ratio
            .or(divided)
            .filter(|ratio| ratio.is_finite())
    }

    fn met(&self) -> Option<bool> {
        let goal = self.goal.as_ref()?;
        let figure = if goal.of == "ratio" {
            self.ratio()?
        } else {
            self.value
        };
        Some(if goal.op == "<=" {
            figure <= goal.limit
        } else {
            figure >= goal.limit
        })
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "area": self.area,
            "name": self.name,
            "value": rounded(self.value),
            "unit": self.unit,
            "baseline": self.baseline.as_ref().map(|(name, value)| json!({"name": name, "value": rounded(*value)})),
            "ratio": self.ratio().map(rounded),
            "goal": self.goal.as_ref().map(|goal| json!({"of": goal.of, "op": goal.op, "limit": goal.limit})),
            "met": self.met(),
        })
    }

    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "{:8} {:34} {:>12} {}",
            self.area,
            self.name,
            rounded(self.value),
            self.unit
        );
        if let (Some((name, value)), Some(ratio)) = (&self.baseline, self.ratio()) {
            let _ = write!(
                text,
                "   {} × of {name}: {}",
                rounded(ratio),
                rounded(*value)
            );
        }
        if let (Some(goal), Some(met)) = (&self.goal, self.met()) {
            let _ = write!(
                text,
                "   goal {} {} {}: {}",
                goal.of,
                goal.op,
                goal.limit,
                if met { "met" } else { "missed" }
            );
        }
        text
    }
}

/// Four significant digits: more would be noise.
pub(super) fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = 10_f64.powf(3.0 - value.abs().log10().floor());
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: f64, goal: Option<Goal>) -> Row {
        Row {
            area: "a",
            name: "n".to_owned(),
            value,
            unit: "u".to_owned(),
            baseline: Some(("b".to_owned(), 4.0)),
            measured_ratio: None,
            goal,
        }
    }

    #[test]
    fn a_row_has_every_field_also_when_it_is_null() {
        let text = row(2.0, None).json().to_string();
        assert_eq!(
            text,
            r#"{"area":"a","name":"n","value":2.0,"unit":"u","baseline":{"name":"b","value":4.0},"ratio":0.5,"goal":null,"met":null}"#
        );
    }

    #[test]
    fn a_goal_is_held_against_the_value_or_the_ratio() {
        let goal = |of, op, limit| Some(Goal { of, op, limit });
        assert_eq!(
            row(2.0, goal("value", "<=", 2.0)).met(),
            Some(true),
            "the limit itself is within"
        );
        assert_eq!(row(2.0, goal("ratio", ">=", 0.6)).met(), Some(false));
    }

    #[test]
    fn a_ratio_measured_side_by_side_stands_before_a_division() {
        let row = Row {
            measured_ratio: Some(0.7),
            ..row(2.0, None)
        };
        assert_eq!(row.ratio(), Some(0.7));
    }

    #[test]
    fn figures_keep_four_digits() {
        assert_eq!(rounded(123_456.0), 123_500.0);
        assert_eq!(rounded(0.001_234_56), 0.001_235);
        assert_eq!(rounded(0.0), 0.0);
    }
}
