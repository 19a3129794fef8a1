//! Eighty rules over the case, as a tree that is written out for every engine.
//!
//! They are two-valued, as most engines are: a comparison with a missing field is false.

/// A number: a field, a constant, or one of each combined.
#[derive(Debug, Clone)]
pub enum Number {
    /// A field.
    Field(&'static str),
    /// A constant as it is written.
    Constant(String),
    /// Two numbers and the sign between them.
    Pair(Box<Number>, &'static str, Box<Number>),
}

impl From<&'static str> for Number {
    fn from(field: &'static str) -> Self {
        Self::Field(field)
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self::Constant(number.to_string())
    }
}

impl From<f64> for Number {
    fn from(number: f64) -> Self {
        Self::Constant(format!("{number:?}"))
    }
}

impl Number {
    /// Fields it reads.
    pub fn fields(&self, into: &mut Vec<&'static str>) {
        match self {
            Self::Field(field) => into.push(field),
            Self::Constant(_) => {}
            Self::Pair(left, _, right) => {
                left.fields(into);
                right.fields(into);
            }
        }
    }
}

/// A condition.
#[derive(Debug, Clone)]
pub enum Test {
    /// All hold.
    All(Vec<Test>),
    /// One holds.
    Any(Vec<Test>),
    /// Does not hold.
    Not(Box<Test>),
    /// A comparison with `<`, `<=`, `>` or `>=`.
    Compare(Number, &'static str, Number),
    /// A field is one of some numbers.
    NumberOf(&'static str, &'static [i64]),
    /// A field is yes or no.
    Is(&'static str, bool),
    /// A field is missing.
    Missing(&'static str),
    /// A field has this value or text.
    Equal(&'static str, &'static str),
    /// A field is known and has another value or text.
    NotEqual(&'static str, &'static str),
    /// A field has one of these values or texts.
    OneOf(&'static str, &'static [&'static str]),
    /// A text has a part.
    Contains(&'static str, &'static str),
    /// A text begins so.
    Starts(&'static str, &'static str),
    /// A text matches a pattern.
    Matches(&'static str, &'static str),
    /// A list has a value.
    Has(&'static str, &'static str),
}

fn all<const N: usize>(parts: [Test; N]) -> Test {
    Test::All(parts.into())
}

fn any<const N: usize>(parts: [Test; N]) -> Test {
    Test::Any(parts.into())
}

fn not(test: Test) -> Test {
    Test::Not(Box::new(test))
}

fn below(left: impl Into<Number>, right: impl Into<Number>) -> Test {
    Test::Compare(left.into(), "<", right.into())
}

fn at_most(left: impl Into<Number>, right: impl Into<Number>) -> Test {
    Test::Compare(left.into(), "<=", right.into())
}

fn above(left: impl Into<Number>, right: impl Into<Number>) -> Test {
    Test::Compare(left.into(), ">", right.into())
}

fn at_least(left: impl Into<Number>, right: impl Into<Number>) -> Test {
    Test::Compare(left.into(), ">=", right.into())
}

fn minus(left: impl Into<Number>, right: impl Into<Number>) -> Number {
    Number::Pair(Box::new(left.into()), "-", Box::new(right.into()))
}

fn plus(left: impl Into<Number>, right: impl Into<Number>) -> Number {
    Number::Pair(Box::new(left.into()), "+", Box::new(right.into()))
}

fn times(left: impl Into<Number>, right: i64) -> Number {
    Number::Pair(Box::new(left.into()), "*", Box::new(right.into()))
}

fn yes(field: &'static str) -> Test {
    Test::Is(field, true)
}

fn no(field: &'static str) -> Test {
    Test::Is(field, false)
}

use Test::{
    Contains as contains, Equal as is, Has as has, Matches as matches, Missing as missing,
    NotEqual as is_not, NumberOf as number_of, OneOf as one_of, Starts as starts,
};

/// The rules, in the order of their bits.
#[must_use]
pub fn rules() -> Vec<Test> {
    vec![
        all([
            one_of("visa_type", &["tourist", "visit", "none"]),
            is("purpose", "work"),
        ]),
        all([
            one_of("dest", &["KH", "MM", "LA", "TH", "PH"]),
            yes("oneway"),
            at_least("same_phone_30d", 3),
        ]),
        all([is("payer", "sponsor"), below("sponsor_known_days", 30)]),
        all([
            is("payer", "stranger"),
            any([yes("carrying_for_other"), above("luggage_kg", 28.0)]),
        ]),
        all([
            below(minus("departure", "passport_issue"), 14),
            yes("passport_first"),
        ]),
        all([
            below(minus("departure", "ticket_date"), 3),
            is("payer", "sponsor"),
        ]),
        below(minus("passport_expiry", "departure"), 180),
        all([
            is("sex", "F"),
            below(minus("departure", "birth_date"), 7670),
            one_of("dest", &["SA", "AE"]),
        ]),
        below(minus("departure", "birth_date"), 6570),
        all([no("contract"), is("purpose", "work")]),
        all([missing("contract"), is("purpose", "work"), no("registered")]),
        all([yes("contract"), not(one_of("contract_lang", &["id", "en"]))]),
        all([
            yes("contract"),
            at_least("contract_salary", 30_000_000),
            one_of("dest", &["KH", "MM", "LA", "TH", "PH"]),
        ]),
        all([
            is("sponsor_type", "individual"),
            at_least("same_sponsor_30d", 5),
        ]),
        all([
            is("sponsor_type", "agency"),
            any([
                missing("sponsor_license"),
                below("license_expiry", "departure"),
            ]),
        ]),
        all([
            is("sponsor_type", "agency"),
            not(matches("sponsor_license", "^SIP3MI-[0-9]{4}/[0-9]{2}$")),
        ]),
        at_least("debt_idr", 30_000_000),
        all([
            at_least("sponsor_fee", 10_000_000),
            below("income_idr", 3_000_000),
        ]),
        above("debt_idr", times("income_idr", 12)),
        all([
            one_of("recruit_channel", &["facebook", "telegram"]),
            no("knows_address"),
        ]),
        all([
            one_of("recruit_channel", &["facebook", "telegram", "whatsapp"]),
            one_of("dest", &["KH", "MM", "LA", "TH", "PH"]),
            no("speaks_dest_lang"),
        ]),
        all([no("knows_job"), is("purpose", "work")]),
        all([
            no("knows_job"),
            no("knows_address"),
            at_most("consistency", 2),
        ]),
        yes("coached"),
        yes("phone_held"),
        yes("carrying_for_other"),
        contains("notes", "titip"),
        matches("notes", "titip(an)? (koper|paket|tas)"),
        any([
            contains("notes", "operator"),
            contains("notes", "admin online"),
            contains("notes", "customer service"),
        ]),
        matches("notes", "gaji (besar|[0-9]+ juta)"),
        all([contains("notes", "tidak tahu"), at_least("nervous", 4)]),
        contains("notes", "hafalan"),
        all([has("transit", "BKK"), one_of("dest", &["KH", "MM", "LA"])]),
        all([has("transit", "SIN"), is("dest", "KH")]),
        all([
            at_least("transit_count", 2),
            yes("oneway"),
            missing("visa_type"),
        ]),
        all([
            number_of("dep_hour", &[0, 1, 2, 3, 4]),
            at_least("companions", 3),
        ]),
        all([at_least("companions", 3), no("companion_known")]),
        all([
            at_least("companions", 2),
            no("companion_known"),
            is("sex", "F"),
        ]),
        at_least("same_address_30d", 4),
        at_least("same_payer_30d", 6),
        all([
            at_least("same_phone_30d", 5),
            one_of("province", &["ntt", "ntb", "lampung", "jatim"]),
        ]),
        all([
            at_least(plus("same_phone_30d", "same_payer_30d"), 6),
            yes("passport_first"),
        ]),
        at_least("watch_score", 0.95),
        all([at_least("watch_score", 0.85), below("watch_score", 0.95)]),
        all([is("purpose", "holiday"), above("stay_days", 60)]),
        all([
            is("purpose", "holiday"),
            yes("oneway"),
            below("cash_usd", 200),
        ]),
        all([
            is("purpose", "holiday"),
            no("hotel_booked"),
            below("income_idr", 4_000_000),
        ]),
        all([is("purpose", "umrah"), yes("oneway")]),
        all([
            is("purpose", "umrah"),
            above("stay_days", 45),
            no("family_letter"),
        ]),
        all([is("visa_type", "umrah"), is("purpose", "work")]),
        all([yes("children_u5"), no("family_letter"), is("sex", "F")]),
        all([is("marital", "married"), no("family_letter")]),
        all([yes("prior_deport"), is("purpose", "holiday")]),
        all([yes("prior_deport"), is("purpose", "work"), no("registered")]),
        all([
            is_not("employer_country", "MY"),
            is("dest", "MY"),
            is("purpose", "work"),
        ]),
        all([missing("employer"), is("purpose", "work")]),
        all([no("insurance"), is("purpose", "work")]),
        all([no("medical"), is("purpose", "work")]),
        above(minus("departure", "medical_date"), 90),
        at_least("doc_anomalies", 2),
        all([
            at_least("doc_anomalies", 3),
            any([yes("passport_first"), no("registered")]),
        ]),
        all([
            is("education", "sd"),
            any([
                contains("occupation", "marketing"),
                contains("occupation", "it "),
            ]),
        ]),
        all([
            one_of("education", &["none", "sd", "smp"]),
            at_least("contract_salary", 20_000_000),
        ]),
        all([starts("phone", "+855"), is_not("dest", "KH")]),
        any([
            starts("sponsor_phone", "+855"),
            starts("sponsor_phone", "+95"),
            starts("sponsor_phone", "+856"),
        ]),
        all([
            is("payer", "employer"),
            missing("employer"),
            no("work_permit"),
        ]),
        all([above("luggage_kg", 25.0), below("stay_days", 7)]),
        all([
            below("luggage_kg", 7.0),
            yes("oneway"),
            is("purpose", "work"),
        ]),
        all([
            below("stay_days", 6),
            at_least("prior_departures", 4),
            below("income_idr", 5_000_000),
            one_of("dest", &["HK", "CN", "TH", "MY"]),
        ]),
        all([
            is("payer", "stranger"),
            below("stay_days", 8),
            yes("hotel_booked"),
        ]),
        all([
            yes("carrying_for_other"),
            one_of("payer", &["stranger", "sponsor"]),
            below(minus("departure", "ticket_date"), 5),
        ]),
        all([
            any([is("purpose", "business"), is("purpose", "holiday")]),
            one_of("occupation", &["petani", "buruh", "tidak bekerja"]),
            above("prior_departures", 3),
        ]),
        all([
            not(yes("registered")),
            one_of("dest", &["MY", "TW", "HK", "SG"]),
            is("purpose", "work"),
        ]),
        all([at_most("consistency", 2), at_least("nervous", 3)]),
        all([
            below(minus("departure", "visa_issue"), 4),
            one_of("visa_type", &["tourist", "visit"]),
        ]),
        all([
            one_of(
                "district",
                &[
                    "kupang",
                    "malaka",
                    "belu",
                    "cirebon",
                    "indramayu",
                    "lombok timur",
                    "sambas",
                ],
            ),
            no("registered"),
            one_of("sponsor_type", &["individual", "online"]),
        ]),
        all([
            is("passport_office", "tanjung perak"),
            is("province", "ntt"),
        ]),
        all([starts("nik", "53"), not(is("province", "ntt"))]),
        all([
            above(plus("sponsor_fee", "debt_idr"), times("contract_salary", 6)),
            yes("contract"),
        ]),
        all([
            any([yes("coached"), at_most("consistency", 1)]),
            any([yes("phone_held"), no("companion_known")]),
            at_least("same_phone_30d", 2),
        ]),
    ]
}
