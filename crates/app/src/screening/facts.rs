//! From records to facts: the only bridge between the registry's words and the rules' vocabulary.
//!
//! A blank cell, a document not looked at, a question not asked state nothing: unknown is not false.

use serde_json::{Value, json};
use suar_domain::departure::StatedFact;
use suar_domain::document::{DocumentKind, PassportNumber};
use suar_domain::manifest::LineFields;
use suar_domain::mrz::Mrz;
use suar_domain::relation::Relations;
use suar_domain::sailing::Sailing;
use suar_domain::screening::{DocumentItem, TickState};
use suar_domain::time::PlainDate;
use suar_rules::{FactId, FactValue, Vocabulary};

/// Facts of one source.
struct Stated {
    source: &'static str,
    facts: Vec<StatedFact>,
}

impl Stated {
    const fn by(source: &'static str) -> Self {
        Self {
            source,
            facts: Vec::new(),
        }
    }

    fn add(&mut self, fact: &str, value: impl Into<Value>) {
        let value = value.into().to_string();
        self.facts.push(StatedFact {
            fact: fact.to_owned(),
            value,
            source: self.source.to_owned(),
        });
    }

    fn add_known(&mut self, fact: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.add(fact, value);
        }
    }
}

/// What a manifest row states about its passenger.
pub(crate) fn from_manifest(fields: &LineFields, sailing: &Sailing) -> Vec<StatedFact> {
    let mut stated = Stated::by("manifest");
    let age = fields
        .birth_date
        .map(|born| born.years_until(sailing.date))
        .filter(|age| (0..=120).contains(age));
    stated.add_known("person.age_years", age.or(fields.age.map(i32::from)));
    stated.add_known("person.sex", fields.sex.map(|sex| sex.as_str()));
    stated.add_known(
        "person.nationality",
        fields.nationality.map(|code| code.as_str()),
    );
    stated.add_known("person.nik_present", fields.nik.as_ref().map(|_| true));
    stated.add_known(
        "doc.travel_document",
        fields.document_kind.map(|kind| kind.as_str()),
    );
    let months = fields
        .document_expiry
        .map(|expires| sailing.date.months_until(expires));
    stated.add_known("doc.passport_valid_months", months);
    stated.add_known(
        "doc.passport_issue_date",
        fields.issue_date.map(|date| date.to_string()),
    );
    stated.add_known(
        "doc.passport_issue_office",
        fields.issue_office.as_ref().map(|office| office.as_str()),
    );
    if fields.e_pmi.is_some() {
        stated.add("doc.e_kpmi", true);
        stated.add("doc.siskop_registered", true);
    }
    let purpose = fields.purpose.map(|purpose| purpose.as_str());
    let crew = (fields.crew == Some(true)).then_some("crew_duty");
    stated.add_known("trip.purpose", crew.or(purpose));
    stated.add_known("trip.scheme", fields.scheme.map(|scheme| scheme.as_str()));
    stated.add_known("trip.departure_point", sailing.from.departure_point());
    stated.add_known(
        "money.ticket_payer",
        fields.payer_code.map(|payer| payer.as_str()),
    );
    stated.add_known("companion.children_n", fields.children);
    stated.facts
}

/// What the machine-readable zone states.
pub(crate) fn from_mrz(mrz: &Mrz, sailing: &Sailing, today: PlainDate) -> Vec<StatedFact> {
    let mut stated = Stated::by("mrz");
    let born = mrz.birth_date(today);
    stated.add_known(
        "person.age_years",
        born.map(|born| born.years_until(sailing.date))
            .filter(|age| *age >= 0),
    );
    stated.add_known("person.sex", mrz.sex().map(|sex| sex.as_str()));
    stated.add_known(
        "person.nationality",
        mrz.nationality().map(|code| code.as_str()),
    );
    stated.add("doc.travel_document", mrz.kind().as_str());
    let months = mrz
        .expiry_date(today)
        .map(|expires| sailing.date.months_until(expires));
    stated.add_known("doc.passport_valid_months", months);
    stated.add("doc.mrz_check_failed", false);
    stated.facts
}

/// What an officer states by typing a document number instead of scanning it.
pub(crate) fn from_typed(
    number: &PassportNumber,
    birth_date: Option<PlainDate>,
    sailing: &Sailing,
) -> Vec<StatedFact> {
    let mut stated = Stated::by("document");
    if number.usual_shape() {
        stated.add("doc.travel_document", DocumentKind::Passport.as_str());
    }
    let age = birth_date
        .map(|born| born.years_until(sailing.date))
        .filter(|age| *age >= 0);
    stated.add_known("person.age_years", age);
    stated.facts
}

/// What the officer saw on the table.
pub(crate) fn from_documents(ticks: &[(DocumentItem, TickState)], all: bool) -> Vec<StatedFact> {
    let mut stated = Stated::by("document");
    if all {
        stated.add("doc.placement_docs", "all");
    }
    for (item, state) in ticks {
        let seen = match state {
            TickState::Unknown => continue,
            // "All documents seen" is one answer for everything that was not recorded singly.
            TickState::Seen if all && *item != DocumentItem::Passport => continue,
            TickState::Seen => true,
            TickState::NotShown => false,
        };
        add_document(&mut stated, *item, seen);
    }
    stated.facts
}

fn add_document(stated: &mut Stated, item: DocumentItem, seen: bool) {
    match item {
        // The kind of document comes from the scan or the manifest; a tick only says whether there is one.
        DocumentItem::Passport if seen => {}
        DocumentItem::Passport => stated.add("doc.travel_document", "none"),
        DocumentItem::Visa => stated.add("doc.work_visa", if seen { "work_visa" } else { "none" }),
        DocumentItem::Contract => stated.add("doc.work_contract", seen),
        DocumentItem::EPmi => stated.add("doc.e_kpmi", seen),
        DocumentItem::Opp => stated.add("doc.opp_done", seen),
        DocumentItem::Bpjs => stated.add("doc.bpjs", seen),
        DocumentItem::Medical => stated.add("doc.medical", seen),
        DocumentItem::Family => {
            stated.add("doc.marital_letter", seen);
            stated.add("doc.family_permission", seen);
        }
    }
}

/// What the registry itself knows: links to others, and what was before. What it cannot know it does not state.
pub(crate) fn from_relations(relations: &Relations) -> Vec<StatedFact> {
    let mut stated = Stated::by("registry");
    for (fact, count) in [
        ("link.same_contact_phone_30d", relations.same_contact_phone),
        ("link.same_ticket_payer_30d", relations.same_ticket_payer),
        (
            "link.same_recruiter_phone_90d",
            relations.same_recruiter_phone,
        ),
        (
            "link.same_destination_address_30d",
            relations.same_destination_address,
        ),
        ("link.same_lodging_30d", relations.same_lodging),
        ("link.prior_trips_60d", relations.prior_trips),
        ("link.group_size_same_sailing", relations.group_size),
        ("link.shared_attribute_kinds", relations.shared_kinds),
        (
            "link.consecutive_passports",
            relations.consecutive_passports,
        ),
        ("link.identical_answers_n", relations.identical_answers),
    ] {
        stated.add_known(fact, count);
    }
    for (fact, yes) in [
        ("link.group_has_open_case", relations.group_has_open_case),
        ("link.whitelisted_contact", relations.whitelisted_contact),
        ("link.whitelisted_payer", relations.whitelisted_payer),
        ("hist.deported", relations.deported),
        ("hist.cleared_recently", relations.cleared_recently),
        (
            "hist.travel_reason_registered",
            relations.travel_reason_registered,
        ),
    ] {
        stated.add_known(fact, yes);
    }
    for (fact, code) in [
        (
            "link.open_protection_case_match",
            relations.open_case.map(|found| found.as_str()),
        ),
        (
            "link.watchlist_match_strength",
            relations.watchlist.map(|found| found.as_str()),
        ),
        (
            "hist.prior_outcome",
            relations.prior_outcome.map(|outcome| outcome.as_str()),
        ),
    ] {
        stated.add_known(fact, code);
    }
    stated.facts
}

/// A value of the vocabulary as JSON.
pub(crate) fn value(value: &FactValue) -> Value {
    match value {
        FactValue::Bool(yes) => json!(yes),
        FactValue::Int(number) | FactValue::Money(number) => json!(number),
        FactValue::Decimal(number) => json!(number.as_f64()),
        FactValue::Date(date) => json!(date.to_string()),
        FactValue::Text(text) | FactValue::Enum(text) => json!(text),
        FactValue::Set(values) => json!(values),
    }
}

/// A stated fact in the words of the vocabulary; none when the vocabulary does not know it or its value.
pub(crate) fn read(vocabulary: &Vocabulary, stated: &StatedFact) -> Option<(FactId, FactValue)> {
    let fact = vocabulary.fact(&stated.fact)?;
    let value = serde_json::from_str(&stated.value).ok()?;
    let value = vocabulary.value(fact, &value).ok()?;
    Some((fact, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'a>(facts: &'a [StatedFact], id: &str) -> Option<&'a str> {
        facts
            .iter()
            .find(|fact| fact.fact == id)
            .map(|fact| fact.value.as_str())
    }

    #[test]
    fn every_fact_of_the_registry_is_one_of_the_vocabulary_with_that_source() {
        let all = Relations {
            same_contact_phone: Some(1),
            same_ticket_payer: Some(1),
            same_recruiter_phone: Some(1),
            same_destination_address: Some(1),
            same_lodging: Some(1),
            prior_trips: Some(1),
            open_case: Some(suar_domain::relation::CaseMatch::Exact),
            group_has_open_case: Some(true),
            watchlist: Some(suar_domain::relation::MatchStrength::Weak),
            group_size: Some(1),
            shared_kinds: Some(1),
            consecutive_passports: Some(1),
            identical_answers: Some(1),
            whitelisted_contact: Some(true),
            whitelisted_payer: Some(true),
            deported: Some(true),
            cleared_recently: Some(true),
            prior_outcome: Some(suar_domain::relation::PriorOutcome::Cleared),
            travel_reason_registered: Some(true),
        };
        let vocabulary = crate::rules().expect("the rules").vocabulary();
        let stated = from_relations(&all);
        for fact in &stated {
            let (id, _) = read(vocabulary, fact).expect("a fact and a value of the vocabulary");
            assert!(id.is_filled_by("registry"), "{}", fact.fact);
        }
        let of_registry = vocabulary
            .facts()
            .filter(|fact| fact.is_filled_by("registry"));
        for fact in of_registry.filter(|fact| fact.as_str().starts_with("link.")) {
            assert!(of(&stated, fact.as_str()).is_some(), "{}", fact.as_str());
        }
        assert!(
            from_relations(&Relations::default()).is_empty(),
            "unknown is not false"
        );
    }

    #[test]
    fn a_document_that_nobody_looked_at_states_nothing() {
        assert!(from_documents(&[(DocumentItem::Visa, TickState::Unknown)], false).is_empty());
    }

    #[test]
    fn all_documents_are_one_answer_and_single_ones_override_it() {
        let ticks = [
            (DocumentItem::Visa, TickState::Seen),
            (DocumentItem::Contract, TickState::NotShown),
        ];
        let facts = from_documents(&ticks, true);
        assert_eq!(of(&facts, "doc.placement_docs"), Some("\"all\""));
        assert_eq!(
            of(&facts, "doc.work_visa"),
            None,
            "covered by the overall answer"
        );
        assert_eq!(
            of(&facts, "doc.work_contract"),
            Some("false"),
            "recorded singly"
        );
    }

    #[test]
    fn a_passport_that_is_not_shown_is_none() {
        let facts = from_documents(&[(DocumentItem::Passport, TickState::NotShown)], false);
        assert_eq!(of(&facts, "doc.travel_document"), Some("\"none\""));
    }
}
