//! What the registry knows about how a departure relates to others and to what was before: the `link.*` and `hist.*`
//! facts, as values. What is `None` cannot be known from this registry; a zero is a statement.
//!
//! Not here: how they are counted (registry), the words of the rules (app), what they mean (rules).

use crate::text::codes;

/// Most people that one shared thing counts. A thing that more people share is named as a hub: a ticket office is
/// whitelisted once, and nothing is gained by counting further.
pub const HUB: u32 = 200;
/// Fewest answers that must be equal before two people count as answering alike (facts.toml,
/// `link.identical_answers_n`).
pub const FEWEST_ALIKE: usize = 5;

codes! {
    /// How certain it is that a person is the one of an open protection case.
    CaseMatch {
        /// No such case is known.
        None = "none",
        /// The same number, and the birth date differs or is not known.
        Possible = "possible",
        /// The same travel document or NIK, and the same birth date.
        Exact = "exact",
    }
}

codes! {
    /// How certain it is that a contact or recruiter is one of a watchlist. Never about the traveller.
    MatchStrength {
        /// On no list.
        None = "none",
        /// The name alone; it never counts.
        Weak = "weak",
        /// The name and something else.
        Probable = "probable",
        /// The same number or document.
        Exact = "exact",
    }
}

codes! {
    /// How the last talk before this departure ended. Shown; no rule reads it.
    PriorOutcome {
        /// The person was here and nothing was decided.
        None = "none",
        /// Cleared.
        Cleared = "cleared",
        /// Proceeded after advice.
        Education = "education",
        /// Proceeded after papers were completed.
        Completed = "completed",
        /// Referred to those who help.
        Protected = "protected",
        /// Nothing certain came of it.
        Unclear = "unclear",
    }
}

/// How a departure relates to others, and what was before. Counts are people other than the traveller, kin and
/// whitelisted things left out, at most [`HUB`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Relations {
    /// Others with the same contact phone, sailing at most 30 days apart.
    pub same_contact_phone: Option<u32>,
    /// Others with the same ticket payer, at most 30 days apart.
    pub same_ticket_payer: Option<u32>,
    /// Others with the same recruiter's phone, at most 90 days apart.
    pub same_recruiter_phone: Option<u32>,
    /// Others with the same destination address, at most 30 days apart.
    pub same_destination_address: Option<u32>,
    /// Others with the same lodging booking, at most 30 days apart.
    pub same_lodging: Option<u32>,
    /// Trips of this person in the 60 days before this one.
    pub prior_trips: Option<u32>,
    /// Match with an open protection case.
    pub open_case: Option<CaseMatch>,
    /// Somebody of an open protection case shares two kinds of attribute on this sailing.
    pub group_has_open_case: Option<bool>,
    /// Contact or recruiter on a watchlist.
    pub watchlist: Option<MatchStrength>,
    /// The person's group on this sailing, the person included; 1 when nobody is linked.
    pub group_size: Option<u32>,
    /// Most kinds of attribute that one member of the group shares with the person.
    pub shared_kinds: Option<u32>,
    /// Passports in a row on this sailing, this one included; kin between them are not counted.
    pub consecutive_passports: Option<u32>,
    /// Members of the group who gave the same answers.
    pub identical_answers: Option<u32>,
    /// Every contact that the person named is whitelisted.
    pub whitelisted_contact: Option<bool>,
    /// Every payer that was named is whitelisted.
    pub whitelisted_payer: Option<bool>,
    /// A deportation is on record.
    pub deported: Option<bool>,
    /// Checked and cleared in the 30 days before this sailing.
    pub cleared_recently: Option<bool>,
    /// How the last talk ended.
    pub prior_outcome: Option<PriorOutcome>,
    /// A reason for repeated trips is on record.
    pub travel_reason_registered: Option<bool>,
}
