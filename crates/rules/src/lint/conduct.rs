//! What a value of a fact says: what another person does, how somebody lives, or nothing.
//!
//! `levels.md` 1.4 counts a circumstance only beside another person's conduct, and guard rail 1 says of no circumstance
//! that it is decisive. A list of circumstances alone would not keep that: any other fact could stand beside one. So
//! conduct is listed, and what is not listed is none. The values are those the catalogue (`indicators.toml`) builds
//! its decisive signs on; a purpose, an age, a paper or an innocent answer is none of them.

use Says::{Any, AtLeast, AtMost, Is, Yes};

use crate::cell::Cell;
use crate::expr::{Expr, Order};
use crate::fact::FactId;
use crate::lint::Input;

/// Which values of a fact are meant.
#[derive(Debug, Clone, Copy)]
enum Says {
    /// Yes, of a fact that is yes or no.
    Yes,
    /// No, of a fact that is yes or no.
    No,
    /// One of these.
    Is(&'static [&'static str]),
    /// Any value of a list.
    Any,
    AtLeast(i64),
    AtMost(i64),
}

/// Upper typical wage of RM 3,000 a month in rupiah, rounded (`pack.toml` of the core pack): a promise below it is one.
const TYPICAL_WAGE: i64 = 11_000_000;

/// What another person does.
const CONDUCT: &[(&str, Says)] = &[
    ("doc.passport_arranged_by", Is(&["recruiter", "other"])),
    ("doc.contract_understood", Is(&["told_to_sign"])),
    ("doc.contract_substituted", Yes),
    (
        "trip.onward_country",
        Is(&["hidden", "non_placement_country"]),
    ),
    ("trip.arranged_by", Is(&["escort", "recruiter"])),
    ("trip.departure_point", Is(&["informal_jetty"])),
    ("trip.night_transfer", Yes),
    ("trip.staging_place", Is(&["recruiter_house"])),
    ("trip.ticket_handover", Yes),
    ("trip.sent_one_by_one", Yes),
    ("trip.visit_pass_then_work", Yes),
    ("job.match", Is(&["different"])),
    ("job.offer_changed", Any),
    ("job.conditions_told", Is(&["no_rest_day"])),
    ("job.free_to_quit", Is(&["after_debt", "no"])),
    ("job.wage_promised", AtLeast(TYPICAL_WAGE)),
    (
        "money.ticket_payer",
        Is(&["new_acquaintance", "recruiter", "parcel_owner"]),
    ),
    ("money.all_costs_by_other", Yes),
    ("money.fee_receiver", Is(&["broker", "employer"])),
    ("money.repay", Is(&["unknown_amount"])),
    (
        "money.debt_to",
        Is(&["recruiter", "employer", "moneylender"]),
    ),
    ("money.repay_mode", Is(&["on_arrival", "wage_deduction"])),
    (
        "money.cancel_consequence",
        Is(&["family_billed", "threatened"]),
    ),
    ("money.pledge_held", Any),
    (
        "recruit.source",
        Is(&["social_media", "village_visitor", "broker"]),
    ),
    ("recruit.licensed", Is(&["unlicensed"])),
    ("recruit.told_what_to_say", Yes),
    ("recruit.promise_marriage", Yes),
    ("recruit.promise_training", Yes),
    ("recruit.promise_reunion", Yes),
    ("recruit.promise_unrealistic", Yes),
    ("recruit.papers_later", Yes),
    ("recruit.carry_only_offer", Yes),
    ("recruit.offered_again_after_return", Yes),
    ("recruit.by_phone_only", Yes),
    ("recruit.travels_apart", Yes),
    ("control.id_holder", Is(&["escort", "recruiter", "other"])),
    ("control.id_on_request", Is(&["refused"])),
    ("control.phone_holder", Is(&["other"])),
    ("control.call_freedom", Is(&["watched", "not_allowed"])),
    ("control.movement", Is(&["not_allowed"])),
    ("control.money_held", Yes),
    ("control.answers_by_other", Yes),
    ("control.phone_given", Yes),
    ("companion.unrelated_children", Yes),
    ("cargo.for_other", Yes),
    (
        "cargo.owner_relation",
        Is(&["new_acquaintance", "stranger", "unknown"]),
    ),
    ("cargo.content_known", Says::No),
    ("cargo.packed_by", Is(&["other"])),
    ("cargo.receiver_relation", Is(&["stranger", "unknown"])),
    ("cargo.reward", Any),
    ("cargo.reward_amount", AtLeast(1)),
    ("cargo.reward_on_delivery", Yes),
    ("cargo.advance_paid", Yes),
    ("cargo.can_refuse", Is(&["not_allowed", "threatened"])),
    ("cargo.report_instructions", Yes),
    (
        "cargo.content_claim",
        Is(&["gold_or_cosmetics", "avoid_tax", "not_told"]),
    ),
    ("cargo.unclaimed_in_group", Yes),
    ("harm.hurt_or_frightened", Yes),
    ("harm.violence", Yes),
    ("harm.threat", Yes),
    ("harm.threat_authority", Yes),
    ("harm.threat_family", Yes),
    ("harm.abducted", Yes),
    ("harm.forced_marriage", Yes),
    ("harm.sold", Yes),
    ("fin.account_lent", Yes),
    ("fin.bank_card_holder", Is(&["other"])),
    ("fin.money_forwarding", Yes),
    ("fin.id_lent", Yes),
    ("fin.cash_for_other", Yes),
    ("fin.wage_account_owner", Is(&["employer", "other"])),
    ("ret.hours_per_day", AtLeast(13)),
    ("ret.days_off", Is(&["rare", "none"])),
    ("ret.wage_received", Is(&["partly", "none"])),
    ("ret.wage_withheld", Yes),
    ("ret.deductions", Yes),
    ("ret.hazard", Yes),
    ("ret.housing_bad", Yes),
    ("ret.contract_respected", Says::No),
    ("ret.docs_held", Is(&["employer_refused"])),
    ("ret.debt_dest", Yes),
    (
        "ret.free_to_leave",
        Is(&["not_allowed", "locked_or_guarded"]),
    ),
    ("ret.violence", Yes),
    ("ret.threat", Yes),
    ("ret.threat_authority", Yes),
    ("ret.forced_illicit", Yes),
    ("ret.forced_tasks", Yes),
    ("ret.dependency", Yes),
    ("ret.situation_abused", Yes),
    ("link.same_contact_phone_30d", AtLeast(2)),
    ("link.same_ticket_payer_30d", AtLeast(2)),
    ("link.same_recruiter_phone_90d", AtLeast(2)),
    ("link.same_destination_address_30d", AtLeast(2)),
    ("link.same_lodging_30d", AtLeast(2)),
    ("link.identical_answers_n", AtLeast(2)),
];

/// The same, beside what is in the list above: facts about others of whom the register knows.
const KNOWN_OTHERS: &[(&str, Says)] = &[
    ("link.group_has_open_case", Yes),
    ("link.watchlist_match_strength", Is(&["probable", "exact"])),
    ("wish.safe_to_leave", Is(&["unsafe", "afraid_of_someone"])),
];

/// What somebody lives through, and what is seen of a journey: it counts beside another person's conduct.
const CIRCUMSTANCES: &[(&str, Says)] = &[
    ("vul.economic", Yes),
    ("vul.disaster", Yes),
    ("vul.family_difficult", Yes),
    ("vul.family_knows", Is(&["disagrees", "not_told"])),
    ("vul.no_fare", Yes),
    ("vul.oath", Yes),
    ("person.literacy_ok", Says::No),
    ("person.language_ok", Says::No),
    ("hist.worked_abroad", Is(&["sent_back"])),
    ("hist.deported", Yes),
    ("doc.ban_active", Yes),
    ("doc.passport_far_from_home", Yes),
    ("trip.destination_known", Is(&["partly", "unknown"])),
    ("trip.arranged_by", Is(&["unknown"])),
    ("trip.met_by", Is(&["stranger", "not_known_yet"])),
    ("trip.route_unknown", Any),
    ("trip.route_detour", Yes),
    (
        "trip.vessel_kind",
        Is(&["private_speedboat", "fishing_boat"]),
    ),
    ("trip.staging_place", Is(&["unknown"])),
    ("trip.staging_nights", AtLeast(1)),
    ("trip.planned_days", AtMost(2)),
    ("trip.luggage_mismatch", Yes),
    ("job.match", Is(&["employer_unknown", "job_unknown"])),
    ("job.sector", Is(&["entertainment", "online_admin"])),
    ("job.clarity", Is(&["partly", "not_explained"])),
    ("job.employer_known", Says::No),
    ("job.wage_known", Says::No),
    ("job.conditions_told", Is(&["partly", "not_told"])),
    ("money.fee_amount", AtLeast(1)),
    ("money.fee_months_of_wage", AtLeast(1)),
    ("money.fee_receipt", Says::No),
    ("money.repay", Is(&["known_amount", "debt_before"])),
    (
        "recruit.relation",
        Is(&["partner", "online_partner", "ex_pmi", "stranger"]),
    ),
    ("recruit.met_in_person", Says::No),
    ("recruit.days_since_first_contact", AtMost(30)),
    ("control.escort_present", Yes),
    ("control.movement", Is(&["with_permission"])),
    ("companion.child_docs_missing", Yes),
    ("companion.child_out_of_school", Yes),
    ("cargo.item_kind", Any),
    ("cargo.sealed", Yes),
    ("harm.injury_visible", Yes),
    ("link.prior_trips_60d", AtLeast(1)),
    ("link.consecutive_passports", AtLeast(2)),
];

/// What `levels.md` 1.4 names: poverty, literacy, family, an earlier deportation, an address that is not known.
const VULNERABILITIES: &[&str] = &[
    "vul.economic",
    "vul.disaster",
    "vul.family_difficult",
    "vul.family_knows",
    "vul.no_fare",
    "vul.oath",
    "person.literacy_ok",
    "person.language_ok",
    "hist.worked_abroad",
    "hist.deported",
    "trip.destination_known",
    "companion.child_docs_missing",
    "companion.child_out_of_school",
];

/// Whether a value says what another person does.
pub(super) fn is_conduct(fact: FactId, cell: Cell) -> bool {
    says(CONDUCT, fact, cell) || says(KNOWN_OTHERS, fact, cell)
}

/// Whether a value says how somebody lives or travels.
pub(super) fn is_circumstance(fact: FactId, cell: Cell) -> bool {
    says(CIRCUMSTANCES, fact, cell)
}

/// Whether a fact is about a vulnerability, whatever its value.
pub(super) fn is_vulnerability(id: &str) -> bool {
    VULNERABILITIES.contains(&id)
}

fn says(list: &[(&str, Says)], fact: FactId, cell: Cell) -> bool {
    let mut listed = list.iter().filter(|(id, _)| *id == fact.as_str());
    let named = |code: usize, words: &[&str]| {
        let value = fact.values().get(code);
        value.is_some_and(|value| words.contains(&value.as_str()))
    };
    listed.any(|(_, meant)| match (*meant, cell) {
        (Yes, Cell::Bool(value)) => value,
        (Says::No, Cell::Bool(value)) => !value,
        (Is(words), Cell::Code(code)) => named(usize::from(code), words),
        (Any, Cell::Code(_)) => true,
        (Any, Cell::Set(values)) => values != 0,
        (AtLeast(least), Cell::Number(number)) => number >= least,
        (AtMost(most), Cell::Number(number)) => number <= most,
        _ => false,
    })
}

/// A condition without its comparisons of a wage in the contract that is lower than the promised one: that is what
/// another person does, which no value of either fact says alone. Any other comparison of two facts says nothing.
pub(super) fn without_lower_wages(input: &Input<'_>, expr: &Expr) -> Expr {
    let parts = |parts: &[Expr]| -> Box<[Expr]> {
        parts
            .iter()
            .map(|part| without_lower_wages(input, part))
            .collect()
    };
    let slot = |id: &str| input.vocabulary.fact(id).map(|fact| fact.0.slot);
    let (contract, promised) = (slot("job.wage_contract"), slot("job.wage_promised"));
    match expr {
        Expr::Not(inner) => Expr::Not(Box::new(without_lower_wages(input, inner))),
        Expr::Surely(inner) => Expr::Surely(Box::new(without_lower_wages(input, inner))),
        Expr::All(all) => Expr::All(parts(all)),
        Expr::Any(any) => Expr::Any(parts(any)),
        Expr::AtLeast(least, of) => Expr::AtLeast(*least, parts(of)),
        Expr::Numbers((left, times), order, (right, by)) => {
            let (left, right) = (Some(*left), Some(*right));
            let lower = match order {
                Order::Less | Order::LessOrEqual if (left, right) == (contract, promised) => {
                    is_lower(*times, *by, *order)
                }
                Order::Greater | Order::GreaterOrEqual if (left, right) == (promised, contract) => {
                    is_lower(*by, *times, *order)
                }
                _ => false,
            };
            if lower {
                Expr::Constant(crate::truth::Truth::False)
            } else {
                expr.clone()
            }
        }
        _ => expr.clone(),
    }
}

/// Whether `contract * times` below `promised * by` means that the contract has less than was promised.
fn is_lower(times: i64, by: i64, order: Order) -> bool {
    let strict = matches!(order, Order::Less | Order::Greater);
    by > 0 && (times > by || (times == by && strict))
}
