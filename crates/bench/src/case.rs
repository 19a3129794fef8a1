//! The measured case: 69 fields of a departing person, as a program would hold them.

use std::sync::OnceLock;

use serde_json::{Map, Value as Json};
use suar_rules::{Decimal, FactId, FactKind, FactSpec, Row, RowError, Schema, SchemaError, Value};

/// Days from 1 January of year 1, as [`suar_rules::Date::ordinal`] counts them.
pub type Day = i64;

/// A field of any type, in the shape in which engines take it.
pub enum Plain<'a> {
    /// Not known.
    Unknown,
    /// Yes or no.
    Bool(bool),
    /// A whole number or a day.
    Number(i64),
    /// A number with decimals.
    Float(f64),
    /// Position of a listed value.
    Code(u8),
    /// Positions of listed values.
    Codes(u64),
    /// A text.
    Text(&'a str),
}

/// How a field is handed to engines.
trait Field {
    fn plain(&self) -> Plain<'_>;
}

/// A closed list of values.
macro_rules! listed {
    ($name:ident { $($variant:ident $text:literal),* }) => {
        #[doc = concat!("`", stringify!($name), "`.")]
        #[allow(missing_docs, reason = "the names are the values")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $name { $($variant),* }

        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// Their names in conditions.
            pub const NAMES: &'static [&'static str] = &[$($text),*];
        }

        impl Field for $name {
            fn plain(&self) -> Plain<'_> {
                Plain::Code(*self as u8)
            }
        }
    };
}

listed! { Sex { M "M", F "F" } }
listed! { Marital { Single "single", Married "married", Divorced "divorced", Widowed "widowed" } }
listed! { Education { None "none", Sd "sd", Smp "smp", Sma "sma", D3 "d3", S1 "s1" } }
listed! { Province { Jabar "jabar", Jateng "jateng", Jatim "jatim", Ntt "ntt", Ntb "ntb", Lampung "lampung", Sumut "sumut", Kalbar "kalbar", Banten "banten", Dki "dki", Sulsel "sulsel", Aceh "aceh" } }
listed! { Visa { Work "work", Tourist "tourist", Umrah "umrah", Visit "visit", Student "student", None "none" } }
listed! { Language { Id "id", En "en", Ar "ar", Zh "zh", Ms "ms" } }
listed! { Sponsor { Agency "agency", Individual "individual", Online "online", Relative "relative", None "none" } }
listed! { Channel { Facebook "facebook", Whatsapp "whatsapp", Telegram "telegram", Village "village", Agency "agency", Friend "friend" } }
listed! { Country { My "MY", Sg "SG", Hk "HK", Tw "TW", Sa "SA", Ae "AE", Kh "KH", Mm "MM", Th "TH", La "LA", Ph "PH", Cn "CN", Jp "JP", Kr "KR" } }
listed! { Payer { Oneself "self", Family "family", Sponsor "sponsor", Employer "employer", Stranger "stranger" } }
listed! { Purpose { Work "work", Holiday "holiday", Umrah "umrah", Family "family", Study "study", Business "business" } }
listed! { Airport { Sin "SIN", Kul "KUL", Bkk "BKK", Mnl "MNL", Hkg "HKG", Cgk "CGK", Sgn "SGN" } }

impl Field for bool {
    fn plain(&self) -> Plain<'_> {
        Plain::Bool(*self)
    }
}

impl Field for i64 {
    fn plain(&self) -> Plain<'_> {
        Plain::Number(*self)
    }
}

impl Field for f64 {
    fn plain(&self) -> Plain<'_> {
        Plain::Float(*self)
    }
}

impl Field for String {
    fn plain(&self) -> Plain<'_> {
        Plain::Text(self)
    }
}

impl Field for Vec<Airport> {
    fn plain(&self) -> Plain<'_> {
        Plain::Codes(self.iter().fold(0, |all, each| all | 1 << *each as u8))
    }
}

impl<T: Field> Field for Option<T> {
    fn plain(&self) -> Plain<'_> {
        self.as_ref().map_or(Plain::Unknown, Field::plain)
    }
}

/// What is known about the type of a field.
pub struct Spec {
    /// Name in conditions.
    pub id: &'static str,
    /// Type.
    pub kind: FactKind,
    /// Listed values.
    pub values: &'static [&'static str],
    /// Whether it can be missing.
    pub optional: bool,
}

macro_rules! case {
    ($($field:ident: $type:ty = $kind:ident $values:expr;)*) => {
        /// One case.
        #[allow(missing_docs, reason = "the names say it")]
        #[derive(Debug, Clone)]
        pub struct Case { $(pub $field: $type),* }

        impl Case {
            /// Every field, in order.
            pub const SPECS: &'static [Spec] = &[$(Spec {
                id: stringify!($field),
                kind: FactKind::$kind,
                values: $values,
                optional: is_optional(stringify!($type)),
            }),*];

            /// Visits every field, in order.
            fn each<'a>(&'a self, mut visit: impl FnMut(Plain<'a>)) {
                $(visit(self.$field.plain());)*
            }
        }
    };
}

const fn is_optional(of: &str) -> bool {
    matches!(of.as_bytes(), [b'O', b'p', b't', b'i', b'o', b'n', ..])
}

case! {
    sex: Sex = Enum Sex::NAMES;
    birth_date: Day = Date &[];
    marital: Option<Marital> = Enum Marital::NAMES;
    education: Option<Education> = Enum Education::NAMES;
    province: Province = Enum Province::NAMES;
    district: Option<String> = Text &[];
    occupation: Option<String> = Text &[];
    nik: String = Text &[];
    prior_departures: i64 = Int &[];
    prior_deport: Option<bool> = Bool &[];
    children_u5: Option<bool> = Bool &[];
    income_idr: Option<i64> = Int &[];
    speaks_dest_lang: Option<bool> = Bool &[];
    phone: Option<String> = Text &[];
    passport_no: String = Text &[];
    passport_issue: Day = Date &[];
    passport_expiry: Day = Date &[];
    passport_office: Option<String> = Text &[];
    passport_first: bool = Bool &[];
    visa_type: Option<Visa> = Enum Visa::NAMES;
    visa_issue: Option<Day> = Date &[];
    work_permit: Option<bool> = Bool &[];
    contract: Option<bool> = Bool &[];
    contract_salary: Option<i64> = Int &[];
    contract_lang: Option<Language> = Enum Language::NAMES;
    registered: bool = Bool &[];
    insurance: Option<bool> = Bool &[];
    medical: Option<bool> = Bool &[];
    medical_date: Option<Day> = Date &[];
    doc_anomalies: i64 = Int &[];
    family_letter: Option<bool> = Bool &[];
    sponsor_type: Option<Sponsor> = Enum Sponsor::NAMES;
    sponsor_license: Option<String> = Text &[];
    license_expiry: Option<Day> = Date &[];
    sponsor_phone: Option<String> = Text &[];
    sponsor_fee: Option<i64> = Int &[];
    debt_idr: Option<i64> = Int &[];
    recruit_channel: Option<Channel> = Enum Channel::NAMES;
    sponsor_known_days: Option<i64> = Int &[];
    employer: Option<String> = Text &[];
    employer_country: Option<Country> = Enum Country::NAMES;
    dest: Country = Enum Country::NAMES;
    transit: Vec<Airport> = Set Airport::NAMES;
    transit_count: i64 = Int &[];
    payer: Option<Payer> = Enum Payer::NAMES;
    oneway: bool = Bool &[];
    ticket_date: Option<Day> = Date &[];
    departure: Day = Date &[];
    dep_hour: i64 = Int &[];
    luggage_kg: Option<f64> = Decimal &[];
    companions: i64 = Int &[];
    companion_known: Option<bool> = Bool &[];
    stay_days: Option<i64> = Int &[];
    cash_usd: Option<i64> = Int &[];
    hotel_booked: Option<bool> = Bool &[];
    knows_address: Option<bool> = Bool &[];
    knows_job: Option<bool> = Bool &[];
    consistency: Option<i64> = Int &[];
    coached: Option<bool> = Bool &[];
    purpose: Purpose = Enum Purpose::NAMES;
    notes: Option<String> = Text &[];
    phone_held: Option<bool> = Bool &[];
    carrying_for_other: Option<bool> = Bool &[];
    nervous: Option<i64> = Int &[];
    same_phone_30d: i64 = Int &[];
    same_address_30d: i64 = Int &[];
    same_payer_30d: i64 = Int &[];
    same_sponsor_30d: i64 = Int &[];
    watch_score: f64 = Decimal &[];
}

/// The fields as facts for rules.
///
/// # Errors
/// The table above contradicts itself; a test keeps that from happening.
pub fn schema() -> Result<&'static Schema, SchemaError> {
    static SCHEMA: OnceLock<Result<Schema, SchemaError>> = OnceLock::new();
    let specs = Case::SPECS
        .iter()
        .map(|spec| FactSpec::new(spec.id, spec.kind, spec.values));
    let schema = SCHEMA.get_or_init(|| Schema::new(specs));
    schema.as_ref().map_err(Clone::clone)
}

impl Case {
    /// Binds the fields to a row; `facts` are those of [`schema`].
    ///
    /// # Errors
    /// A field does not fit its fact.
    pub fn bind<'a>(&'a self, facts: &[FactId], row: &mut Row<'a>) -> Result<(), RowError> {
        let mut facts = facts.iter();
        let mut result = Ok(());
        self.each(|plain| {
            if let Some(fact) = facts.next() {
                result = result.and(row.set(*fact, value(*fact, &plain)));
            }
        });
        result
    }

    /// The fields as a JSON map: what the other engines take.
    #[must_use]
    pub fn json(&self) -> Map<String, Json> {
        let mut specs = Self::SPECS.iter();
        let mut map = Map::new();
        self.each(|plain| {
            let Some(spec) = specs.next() else {
                return;
            };
            let name = |code: usize| Json::from(spec.values.get(code).copied().unwrap_or_default());
            let json = match plain {
                Plain::Unknown => Json::Null,
                Plain::Bool(value) => value.into(),
                Plain::Number(value) => value.into(),
                Plain::Float(value) => value.into(),
                Plain::Text(value) => value.into(),
                Plain::Code(code) => name(usize::from(code)),
                Plain::Codes(mask) => (0..spec.values.len())
                    .filter(|code| mask >> code & 1 == 1)
                    .map(name)
                    .collect(),
            };
            map.insert(spec.id.to_owned(), json);
        });
        map
    }
}

fn value<'a>(fact: FactId, plain: &Plain<'a>) -> Value<'a> {
    match *plain {
        Plain::Unknown => Value::Unknown,
        Plain::Bool(value) => Value::Bool(value),
        Plain::Number(value) if fact.kind() == FactKind::Date => Value::Day(value),
        Plain::Number(value) => Value::Number(value),
        Plain::Float(value) => Decimal::from_f64(value).map_or(Value::Unknown, Value::Decimal),
        Plain::Code(code) => Value::Code(code),
        Plain::Codes(mask) => Value::Set(mask),
        Plain::Text(text) => Value::Text(text),
    }
}
