//! Guard rail 7: people are only linked over a whitelist. Counsellors, ship agents and village relatives pay and
//! telephone for many; a sign that counts shared payers or phones must know them.

use super::{Input, raises};
use crate::diagnostic::{Code, Problems};

/// Facts that link one person to others (their windows are part of their names).
const LINKS: [&str; 3] = ["link.same_", "link.group_has_", "link.consecutive_"];
const WHITELIST: &str = "link.whitelisted_";

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for (index, indicator) in input.indicators.iter().enumerate() {
        let reads = |start: &str| {
            indicator
                .direct_facts()
                .iter()
                .any(|fact| fact.as_str().starts_with(start))
        };
        let links = LINKS.iter().any(|start| reads(start));
        if raises(indicator)
            && links
            && !reads(WHITELIST)
            && let Some(written) = input.condition(index)
        {
            let message = format!("{} links people without a whitelist", indicator.id);
            let hint = "withdraw it for link.whitelisted_contact or link.whitelisted_payer";
            input.report(written, Code::RailLinking, message, hint, problems);
        }
    }
}
