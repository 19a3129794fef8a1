//! Cases from a seed: the same on every machine, none about a real person.

use crate::case::{
    Airport, Case, Channel, Country, Day, Education, Language, Marital, Payer, Province, Purpose,
    Sex, Sponsor, Visa,
};

/// First day of departure: 4 October 2024.
const FIRST_DAY: Day = 739_162;

const OCCUPATIONS: [&str; 10] = [
    "petani",
    "buruh",
    "tidak bekerja",
    "ibu rumah tangga",
    "it support",
    "marketing online",
    "guru",
    "pedagang",
    "supir",
    "nelayan",
];
const DISTRICTS: [&str; 12] = [
    "kupang",
    "malaka",
    "belu",
    "cirebon",
    "indramayu",
    "lombok timur",
    "sambas",
    "bandung",
    "medan",
    "sleman",
    "malang",
    "blitar",
];
const OFFICES: [&str; 6] = [
    "tanjung perak",
    "jakarta barat",
    "kupang",
    "mataram",
    "medan",
    "semarang",
];
const NOTES: [&str; 14] = [
    "ditawari kerja operator di luar negeri",
    "mengaku liburan bersama teman kantor",
    "diminta titip koper oleh kenalan",
    "titipan paket untuk saudara di sana",
    "jawaban seperti hafalan",
    "tidak tahu nama majikan dan alamat kerja",
    "gaji besar dijanjikan",
    "dijanjikan gaji 15 juta sebulan",
    "bekerja sebagai customer service",
    "sudah pernah bekerja di perkebunan",
    "mengunjungi suami yang bekerja di sana",
    "admin online situs permainan",
    "dokumen lengkap, jawaban lancar",
    "akan bertemu agen di bandara tujuan",
];
const REGIONS: [&str; 6] = ["32", "33", "35", "52", "53", "18"];
const PREFIXES: [(&str, u64); 6] = [
    ("08", 60),
    ("+62", 25),
    ("+855", 4),
    ("+95", 2),
    ("+856", 2),
    ("+60", 7),
];

/// So many cases of a seed.
#[must_use]
pub fn cases(seed: u64, count: usize) -> Vec<Case> {
    let mut random = Random(seed);
    (0..count).map(|_| random.case()).collect()
}

/// A source of equal draws for equal seeds (SplitMix64, Steele, Lea and Flood 2014).
pub struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: i64) -> i64 {
        (self.next() % bound.max(1).unsigned_abs()) as i64
    }

    pub(crate) fn between(&mut self, from: i64, before: i64) -> i64 {
        from + self.below(before - from)
    }

    /// From 0 to 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn chance(&mut self, of: f64) -> bool {
        self.share() < of
    }

    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as i64) as usize]
    }

    /// One of the weights, by its place.
    pub(crate) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut left = self.next() % weights.iter().sum::<u64>();
        for (place, weight) in weights.iter().enumerate() {
            if left < *weight {
                return place;
            }
            left -= weight;
        }
        0
    }

    /// Exponential with this mean, whole.
    fn exponential(&mut self, mean: f64) -> i64 {
        (-(1.0 - self.share()).ln() * mean) as i64
    }

    /// Geometric with this mean, at most 40.
    fn geometric(&mut self, mean: f64) -> i64 {
        let mut count = 0;
        while count < 40 && self.chance(mean / (1.0 + mean)) {
            count += 1;
        }
        count
    }

    /// A score between 0 and 1, mostly low: a beta distribution with 2 and 3.2, by rejection.
    fn score(&mut self) -> f64 {
        let density = |x: f64| x * (1.0 - x).powf(2.2);
        let highest = density(1.0 / 3.2);
        loop {
            let x = self.share();
            if self.chance(density(x) / highest) {
                return (x * 1000.0).round() / 1000.0;
            }
        }
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + self.below(10) as u8))
            .collect()
    }

    fn phone(&mut self) -> String {
        let weights = PREFIXES.map(|(_, weight)| weight);
        let prefix = PREFIXES[self.weighted(&weights)].0;
        format!("{prefix}{}", self.digits(9))
    }

    fn notes(&mut self) -> String {
        let count = self.between(1, 4);
        let parts: Vec<&str> = (0..count).map(|_| self.pick(&NOTES)).collect();
        parts.join("; ")
    }

    fn license(&mut self) -> String {
        if self.chance(0.8) {
            format!("SIP3MI-{}/{}", self.digits(4), self.between(18, 26))
        } else {
            format!("REG {}", self.below(9999))
        }
    }

    fn transit(&mut self) -> Vec<Airport> {
        let count = self.weighted(&[50, 35, 12, 3]);
        let mut found = Vec::new();
        while found.len() < count {
            let airport = self.pick(Airport::ALL);
            if !found.contains(&airport) {
                found.push(airport);
            }
        }
        found
    }

    /// Known in 85 of 100 cases.
    fn mostly<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let value = draw(self);
        (!self.chance(0.15)).then_some(value)
    }

    /// Known in half of the cases.
    fn half<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let value = draw(self);
        self.chance(0.5).then_some(value)
    }

    fn case(&mut self) -> Case {
        let departure = FIRST_DAY + self.below(365);
        let transit = self.transit();
        Case {
            sex: self.pick(Sex::ALL),
            birth_date: departure - self.between(16 * 365, 55 * 365),
            marital: self.mostly(|random| random.pick(Marital::ALL)),
            education: self.mostly(|random| random.pick(Education::ALL)),
            province: self.pick(Province::ALL),
            district: self.mostly(|random| random.pick(&DISTRICTS).to_owned()),
            occupation: self.mostly(|random| random.pick(&OCCUPATIONS).to_owned()),
            nik: format!("{}{}", self.pick(&REGIONS), self.digits(14)),
            prior_departures: self.geometric(1.2),
            prior_deport: self.mostly(|random| random.chance(0.05)),
            children_u5: self.mostly(|random| random.chance(0.45)),
            income_idr: self.mostly(|random| random.between(5, 120) * 100_000),
            speaks_dest_lang: self.mostly(|random| random.chance(0.45)),
            phone: self.mostly(Self::phone),
            passport_no: format!(
                "{}{}",
                self.pick(&["A", "B", "C", "E", "X"]),
                self.digits(7)
            ),
            passport_issue: departure - self.exponential(500.0),
            passport_expiry: departure + self.between(60, 3650),
            passport_office: self.mostly(|random| random.pick(&OFFICES).to_owned()),
            passport_first: self.chance(0.45),
            visa_type: self.mostly(|random| random.pick(Visa::ALL)),
            visa_issue: self.half(|random| departure - random.exponential(30.0)),
            work_permit: self.mostly(|random| random.chance(0.45)),
            contract: self.mostly(|random| random.chance(0.75)),
            contract_salary: self.mostly(|random| random.between(30, 450) * 100_000),
            contract_lang: self.mostly(|random| random.pick(Language::ALL)),
            registered: self.chance(0.75),
            insurance: self.mostly(|random| random.chance(0.75)),
            medical: self.mostly(|random| random.chance(0.75)),
            medical_date: self.half(|random| departure - random.exponential(60.0)),
            doc_anomalies: self.geometric(0.3),
            family_letter: self.mostly(|random| random.chance(0.45)),
            sponsor_type: self.mostly(|random| random.pick(Sponsor::ALL)),
            sponsor_license: self.half(Self::license),
            license_expiry: self.mostly(|random| departure + random.between(-300, 2000)),
            sponsor_phone: self.mostly(Self::phone),
            sponsor_fee: self.mostly(|random| random.below(300) * 100_000),
            debt_idr: self.mostly(|random| random.exponential(80.0) * 100_000),
            recruit_channel: self.mostly(|random| random.pick(Channel::ALL)),
            sponsor_known_days: self.mostly(|random| random.exponential(200.0)),
            employer: self.mostly(|random| {
                format!(
                    "PT {}{}",
                    random.pick(&["maju", "jaya", "abadi"]),
                    random.below(900)
                )
            }),
            employer_country: self.mostly(|random| random.pick(Country::ALL)),
            dest: self.pick(Country::ALL),
            transit_count: transit.len() as i64,
            transit,
            payer: self.mostly(|random| random.pick(Payer::ALL)),
            oneway: self.chance(0.45),
            ticket_date: self.mostly(|random| departure - random.exponential(20.0)),
            departure,
            dep_hour: self.below(24),
            luggage_kg: self.mostly(|random| (30.0 + random.share() * 320.0).round() / 10.0),
            companions: self.geometric(0.9),
            companion_known: self.mostly(|random| random.chance(0.75)),
            stay_days: self.mostly(|random| random.exponential(40.0)),
            cash_usd: self.mostly(|random| random.exponential(600.0)),
            hotel_booked: self.mostly(|random| random.chance(0.45)),
            knows_address: self.mostly(|random| random.chance(0.75)),
            knows_job: self.mostly(|random| random.chance(0.75)),
            consistency: self.mostly(|random| 1 + random.weighted(&[3, 7, 25, 35, 30]) as i64),
            coached: self.mostly(|random| random.chance(0.05)),
            purpose: self.pick(Purpose::ALL),
            notes: self.mostly(Self::notes),
            phone_held: self.mostly(|random| random.chance(0.03)),
            carrying_for_other: self.mostly(|random| random.chance(0.04)),
            nervous: self.mostly(|random| 1 + random.weighted(&[35, 30, 20, 10, 5]) as i64),
            same_phone_30d: self.geometric(0.8),
            same_address_30d: self.geometric(0.5),
            same_payer_30d: self.geometric(1.0),
            same_sponsor_30d: self.geometric(1.5),
            watch_score: self.score(),
        }
    }
}
