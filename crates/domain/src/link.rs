//! What connects people: a phone, a payer, a recruiter, an employer, an address, a booking; and who said so.
//!
//! What must hold: two spellings of one thing have one key; words that name nobody (`sendiri`, `keluarga`, `-`) have
//! none, because half a ferry would share them. A link says that somebody named the thing, and nothing about the thing.
//!
//! Not here: how many people share one (registry), what that means (rules), telling two similar names apart.

use std::fmt;

use crate::document::PassportNumber;
use crate::phone::{Country, PhoneNumber};
use crate::sensitive::Sensitive;
use crate::text::{codes, folded, hidden_debug};
use crate::time::PlainDate;

codes! {
    /// What a thing is to the person who named it. The place in the list is the stored form: it is only added to.
    LinkRole {
        /// Number at which the person, or somebody at the destination, is reached.
        ContactPhone = "contact_phone",
        /// Who paid the ticket.
        TicketPayer = "ticket_payer",
        /// Number of whoever recruited.
        RecruiterPhone = "recruiter_phone",
        /// Who recruited, by name.
        Recruiter = "recruiter",
        /// Who stands for the person over there.
        Sponsor = "sponsor",
        /// Who travels along and leads.
        Escort = "escort",
        /// Employer.
        Employer = "employer",
        /// Placement agency (P3MI).
        Agency = "agency",
        /// Where the person goes.
        DestinationAddress = "destination_address",
        /// Booking of a place to stay: the same booking, not the same hotel.
        Lodging = "lodging",
        /// The batch that a passport comes from: series, office and day of issue. Its number is the link's.
        PassportBatch = "passport_batch",
    }
}

codes! {
    /// What a thing is.
    EntityKind {
        /// A phone.
        Phone = "phone",
        /// A person by name.
        Name = "name",
        /// A firm, an estate, an agency.
        Organisation = "organisation",
        /// An address.
        Address = "address",
        /// A booking.
        Booking = "booking",
        /// Passports of one series, office and day.
        PassportBatch = "passport_batch",
    }
}

impl LinkRole {
    /// Half the width of the window in which two people count as sharing it, in days of sailing: `_30d` and `_90d` of
    /// the facts (facts.toml).
    pub const fn window_days(self) -> i32 {
        match self {
            Self::RecruiterPhone | Self::Recruiter => 90,
            _ => 30,
        }
    }

    /// The kind of attribute that a group shares, one of five (facts.toml, `link.shared_attribute_kinds`).
    pub const fn attribute(self) -> Option<Attribute> {
        match self {
            Self::ContactPhone => Some(Attribute::Phone),
            Self::TicketPayer => Some(Attribute::Payer),
            Self::RecruiterPhone | Self::Recruiter => Some(Attribute::Recruiter),
            Self::DestinationAddress => Some(Attribute::Address),
            Self::PassportBatch => Some(Attribute::Passports),
            Self::Sponsor | Self::Escort | Self::Employer | Self::Agency | Self::Lodging => None,
        }
    }
}

/// A kind of attribute that the members of a group may share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// Contact phone.
    Phone,
    /// Ticket payer.
    Payer,
    /// Recruiter, by number or name.
    Recruiter,
    /// Destination address.
    Address,
    /// Passports with consecutive numbers.
    Passports,
}

/// Words that say what somebody is to the traveller and not who it is, folded.
const NOBODY: [&str; 38] = [
    "ADA",
    "ADIK",
    "AGEN",
    "AGENT",
    "ANAK",
    "AYAH",
    "BAPAK",
    "BELUM",
    "BOSS",
    "BROKER",
    "CALO",
    "CASH",
    "FAMILY",
    "FRIEND",
    "IBU",
    "ISTRI",
    "KAKAK",
    "KELUARGA",
    "LUNAS",
    "MAJIKAN",
    "NIHIL",
    "NULL",
    "ORANG",
    "ORTU",
    "PAMAN",
    "PERUSAHAAN",
    "PRIBADI",
    "SAUDARA",
    "SELF",
    "SENDIRI",
    "SPONSOR",
    "SUAMI",
    "TEMAN",
    "TIDAK",
    "TOKE",
    "TUA",
    "TUNAI",
    "UNKNOWN",
];
/// Legal forms of firms: they are written or left out at will.
const LEGAL_FORMS: [&str; 9] = [
    "PT",
    "CV",
    "UD",
    "TBK",
    "SDN",
    "BHD",
    "PERSERO",
    "LTD",
    "ENTERPRISE",
];
/// Shortest key of a text, in letters and digits: less says too little to connect anybody.
const SHORTEST: usize = 3;
/// Longest key, in characters.
const LONGEST: usize = 500;

/// A thing that people may share, in comparable form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity {
    kind: EntityKind,
    key: String,
    shown: String,
}

hidden_debug!(Entity);

impl Entity {
    /// A phone; its key is E.164.
    pub fn phone(number: &PhoneNumber) -> Self {
        Self {
            kind: EntityKind::Phone,
            key: number.as_str().to_owned(),
            shown: number.as_str().to_owned(),
        }
    }

    /// Somebody who was named: a phone when the text is one, a firm when it names a legal form, else a person, whose
    /// words may stand in any order. None for a text that names nobody.
    pub fn somebody(text: &str, country: Country) -> Option<Self> {
        if let Ok(number) = PhoneNumber::parse(text, country) {
            return Some(Self::phone(&number));
        }
        let folded = folded(text);
        let mut words: Vec<&str> = folded.split(' ').collect();
        if words.iter().any(|word| LEGAL_FORMS.contains(word)) {
            return Self::organisation(text);
        }
        words.sort_unstable();
        Self::of_words(EntityKind::Name, &words, text)
    }

    /// A firm, whatever legal form is written with it.
    pub fn organisation(text: &str) -> Option<Self> {
        let folded = folded(text);
        let words: Vec<&str> = folded
            .split(' ')
            .filter(|word| !LEGAL_FORMS.contains(word))
            .collect();
        Self::of_words(EntityKind::Organisation, &words, text)
    }

    /// An address.
    pub fn address(text: &str) -> Option<Self> {
        let folded = folded(text);
        let words: Vec<&str> = folded.split(' ').collect();
        Self::of_words(EntityKind::Address, &words, text)
    }

    /// A booking.
    pub fn booking(text: &str) -> Option<Self> {
        let folded = folded(text);
        let words: Vec<&str> = folded.split(' ').collect();
        Self::of_words(EntityKind::Booking, &words, text)
    }

    /// The batch of a passport, and its number in it. None unless number, office and day are known and the number ends
    /// in digits.
    pub fn passport_batch(
        number: &PassportNumber,
        office: &str,
        issued: PlainDate,
    ) -> Option<(Self, u64)> {
        let text = number.as_str();
        let series = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let within = text.get(series.len()..)?.parse().ok()?;
        let office = folded(office);
        if office.is_empty() {
            return None;
        }
        let batch = Self {
            kind: EntityKind::PassportBatch,
            // Numbers of another length are of another series.
            key: format!("{series} {} {office} {issued}", text.len()),
            shown: format!("{series}… {office} {issued}"),
        };
        Some((batch, within))
    }

    fn of_words(kind: EntityKind, words: &[&str], shown: &str) -> Option<Self> {
        let says_nothing = |word: &&str| word.is_empty() || NOBODY.contains(word);
        if words.iter().all(says_nothing) {
            return None;
        }
        let key = words.join(" ");
        let letters = key.chars().filter(|c| c.is_alphanumeric()).count();
        if letters < SHORTEST || key.chars().count() > LONGEST {
            return None;
        }
        Some(Self {
            kind,
            key,
            shown: shown.to_owned(),
        })
    }

    /// From its stored form.
    pub const fn from_stored(kind: EntityKind, key: String, shown: String) -> Self {
        Self { kind, key, shown }
    }

    /// What it is.
    pub const fn kind(&self) -> EntityKind {
        self.kind
    }

    /// Its comparable form. Personal: not for logs.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// As it was written when it was first named. Personal: not for logs.
    pub fn shown(&self) -> Sensitive<String> {
        Sensitive::new(self.shown.clone())
    }

    /// Whether it is the same thing, however it was written.
    pub fn is_same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.key == other.key
    }
}

/// One statement: somebody named a thing in a role.
#[derive(Clone, PartialEq, Eq)]
pub struct StatedLink {
    /// What the thing is to the person.
    pub role: LinkRole,
    /// The thing.
    pub entity: Entity,
    /// Number of a passport in its batch; nothing has one otherwise.
    pub number: Option<u64>,
    /// Who said so: `manifest`, `mrz`, `document`, `officer` or a question id, as for facts.
    pub source: String,
}

impl fmt::Debug for StatedLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} by {}", self.role, self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(entity: Option<Entity>) -> Option<(EntityKind, String)> {
        entity.map(|entity| (entity.kind(), entity.key().to_owned()))
    }

    #[test]
    fn spellings_of_one_payer_have_one_key() {
        let payer = |text: &str| key(Entity::somebody(text, Country::Indonesia));
        let contoh = Some((EntityKind::Name, "BUDI CONTOH".to_owned()));
        for text in [
            "Budi Contoh",
            "CONTOH, BUDI",
            " budi  contoh ",
            "Budi 'Contoh'",
        ] {
            assert_eq!(payer(text), contoh, "{text}");
        }
        let firm = Some((EntityKind::Organisation, "SAWIT REKAAN".to_owned()));
        for text in [
            "PT Sawit Rekaan",
            "PT. SAWIT REKAAN Tbk",
            "Sawit Rekaan Sdn. Bhd.",
        ] {
            assert_eq!(payer(text), firm, "{text}");
        }
        let phone = Some((EntityKind::Phone, "+6281200000101".to_owned()));
        for text in ["0812-0000-0101", "+62 812 0000 0101"] {
            assert_eq!(payer(text), phone, "{text}");
        }
    }

    #[test]
    fn words_that_name_nobody_connect_nobody() {
        for text in [
            "sendiri",
            "Keluarga",
            "orang tua",
            "-",
            "",
            "Tidak ada",
            "AB",
            "PT",
        ] {
            assert_eq!(Entity::somebody(text, Country::Indonesia), None, "{text}");
        }
        assert!(
            Entity::somebody("Ibu Melati", Country::Indonesia).is_some(),
            "a name is there"
        );
    }

    #[test]
    fn a_batch_needs_series_office_and_day() {
        let number = |text: &str| PassportNumber::parse(text).expect("a number");
        let day = PlainDate::new(2026, 5, 4).expect("a day");
        let (one, at) =
            Entity::passport_batch(&number("X0000471"), "Kanim Nunukan", day).expect("known");
        assert_eq!(at, 471);
        let (other, next) =
            Entity::passport_batch(&number("X0000472"), "KANIM NUNUKAN", day).expect("known");
        assert!(one.is_same(&other) && next == at + 1);
        let (shorter, _) =
            Entity::passport_batch(&number("X000471"), "Kanim Nunukan", day).expect("known");
        assert!(
            !one.is_same(&shorter),
            "numbers of another length are not its neighbours"
        );
        assert_eq!(
            Entity::passport_batch(&number("X0000471"), " - ", day),
            None
        );
        assert_eq!(
            Entity::passport_batch(&number("ABCDEF"), "Kanim Nunukan", day),
            None
        );
    }

    #[test]
    fn nothing_of_it_is_printed() {
        let entity = Entity::somebody("Budi Contoh", Country::Indonesia).expect("a name");
        let link = StatedLink {
            role: LinkRole::TicketPayer,
            entity: entity.clone(),
            number: None,
            source: "manifest".into(),
        };
        assert_eq!(
            format!("{entity:?} {link:?}"),
            "Entity([hidden]) ticket_payer by manifest"
        );
    }
}
