//! What the registry counts for the rules, and over which days.
//!
#![doc = include_str!("../schema/registry-facts.md")]

#[cfg(test)]
mod tests {
    use crate::vocabulary::Vocabulary;

    #[test]
    fn every_fact_of_the_register_is_described() {
        let text = include_str!("../schema/registry-facts.md");
        let facts = Vocabulary::builtin().unwrap().facts();
        let of_register: Vec<_> = facts.filter(|fact| fact.is_filled_by("registry")).collect();
        assert!(of_register.len() > 15, "{}", of_register.len());
        for fact in of_register {
            assert!(
                text.contains(&format!("`{fact}`")),
                "{fact} is not described"
            );
        }
    }

    #[test]
    fn the_windows_described_are_those_of_the_ids() {
        let text = include_str!("../schema/registry-facts.md");
        let rows = text.lines().filter(|line| line.starts_with("| `link."));
        let mut windows = 0;
        for row in rows {
            let id = row.split('`').nth(1).unwrap_or_default();
            let days = id
                .rsplit_once('_')
                .and_then(|(_, end)| end.strip_suffix('d'));
            if let Some(days) = days.filter(|days| days.parse::<u32>().is_ok()) {
                windows += 1;
                assert!(row.contains(&format!("| {days} days |")), "{row}");
            }
        }
        assert_eq!(windows, 6);
    }
}
