//! Numbers of people, documents and phones, so that they are found when one digit is wrong or only a part is known.
//!
//! Every number is listed twice: by its first digits, and by its last digits read backwards. One wrong digit leaves one
//! of the two as it was; a typed beginning or end is a range of one of them.

use suar_domain::document::PassportNumber;
use suar_domain::nik::Nik;
use suar_domain::phone::PhoneNumber;

use crate::pairs::{Pairs, Places};

/// A NIK as sixteen digits of four bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NikDigits(pub(crate) u64);

impl NikDigits {
    pub(crate) fn new(nik: &Nik) -> Self {
        let digits = nik.as_str().bytes();
        Self(digits.fold(0, |all, digit| (all << 4) | u64::from(digit & 15)))
    }

    /// Digits in which two numbers differ.
    fn differing(self, other: Self) -> u32 {
        let differ = self.0 ^ other.0;
        let any = differ | (differ >> 1) | (differ >> 2) | (differ >> 3);
        (any & 0x1111_1111_1111_1111).count_ones()
    }

    /// Whether one digit differs or two neighbours are swapped.
    pub(crate) fn is_near(self, other: Self) -> bool {
        match self.differing(other) {
            1 => true,
            2 => (0..15).any(|at| {
                let pair = |number: u64| (number >> (4 * at)) & 0xff;
                let swapped = |pair: u64| (pair >> 4) | ((pair & 15) << 4);
                let rest = !(0xff << (4 * at));
                self.0 & rest == other.0 & rest && pair(self.0) == swapped(pair(other.0))
            }),
            _ => false,
        }
    }

    pub(crate) fn text(self) -> String {
        format!("{:016x}", self.0)
    }

    const fn ends(self) -> (u32, u32) {
        ((self.0 >> 32) as u32, backwards(self.0 as u32))
    }
}

/// The digits of a word of four-bit digits in opposite order.
const fn backwards(digits: u32) -> u32 {
    let bytes = digits.swap_bytes();
    ((bytes & 0x0f0f_0f0f) << 4) | ((bytes >> 4) & 0x0f0f_0f0f)
}

/// Digits of a phone without country code, as they follow a written zero; at most fifteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PhoneDigits(pub(crate) u64);

impl PhoneDigits {
    /// The number with its country code.
    pub(crate) fn new(phone: &PhoneNumber) -> Self {
        let digits = phone.as_str().trim_start_matches('+');
        Self(digits.parse().unwrap_or(0))
    }

    /// Digits after the country code of Indonesia or Malaysia; all of them for other countries.
    pub(crate) fn national(self) -> String {
        let all = self.0.to_string();
        let known = CODES.into_iter().find_map(|code| all.strip_prefix(code));
        known.map(str::to_owned).unwrap_or(all)
    }

    fn ends(self) -> (u32, u32) {
        let digits = self.national();
        (nibbles(digits.bytes()), nibbles(digits.bytes().rev()))
    }
}

/// Country codes that people leave out: Indonesia's and Malaysia's.
pub(crate) const CODES: [&str; 2] = ["62", "60"];

/// Up to eight digits from the left; unused places are 15.
fn nibbles(digits: impl Iterator<Item = u8>) -> u32 {
    let mut all = u32::MAX;
    for (at, digit) in digits.take(8).enumerate() {
        let shift = 28 - 4 * at;
        all &= !(15 << shift);
        all |= u32::from(digit & 15) << shift;
    }
    all
}

/// Characters of a document number at each end that are listed.
const PASSPORT: usize = 4;

/// Up to four characters from the left, six bits each; unused places are 63.
fn sixes(characters: impl Iterator<Item = u8>) -> u32 {
    let mut all = (1 << (6 * PASSPORT)) - 1;
    for (at, character) in characters.take(PASSPORT).enumerate() {
        let value = match character {
            b'0'..=b'9' => character - b'0',
            b'A'..=b'Z' => character - b'A' + 10,
            _ => 62,
        };
        let shift = 6 * (PASSPORT - 1 - at);
        all &= !(63 << shift);
        all |= u32::from(value) << shift;
    }
    all
}

fn passport_ends(number: &[u8]) -> (u32, u32) {
    (
        sixes(number.iter().copied()),
        sixes(number.iter().rev().copied()),
    )
}

/// Whether two document numbers differ in one character.
pub(crate) fn passports_are_near(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).filter(|(a, b)| a != b).count() == 1
}

/// Numbers of one kind by both ends.
#[derive(Default)]
pub(crate) struct Ends {
    first: Pairs,
    last: Pairs,
}

impl Ends {
    pub(crate) fn begin_bulk(&mut self) {
        self.first.begin_bulk();
        self.last.begin_bulk();
    }

    pub(crate) fn settle(&mut self) {
        self.first.settle();
        self.last.settle();
    }

    fn add(&mut self, (first, last): (u32, u32), place: u32) {
        self.first.add(first, place);
        self.last.add(last, place);
    }

    fn of(&self, (first, last): (u32, u32)) -> [Places<'_>; 2] {
        [self.first.of(first), self.last.of(last)]
    }
}

/// All numbers of the index.
#[derive(Default)]
pub(crate) struct Numbers {
    nik: Ends,
    passport: Ends,
    phone: Ends,
}

impl Numbers {
    pub(crate) fn begin_bulk(&mut self) {
        for ends in [&mut self.nik, &mut self.passport, &mut self.phone] {
            ends.begin_bulk();
        }
    }

    pub(crate) fn settle(&mut self) {
        for ends in [&mut self.nik, &mut self.passport, &mut self.phone] {
            ends.settle();
        }
    }

    pub(crate) fn add_nik(&mut self, nik: NikDigits, place: u32) {
        self.nik.add(nik.ends(), place);
    }

    pub(crate) fn add_passport(&mut self, number: &[u8], place: u32) {
        self.passport.add(passport_ends(number), place);
    }

    pub(crate) fn add_phone(&mut self, phone: PhoneDigits, place: u32) {
        self.phone.add(phone.ends(), place);
    }

    /// Places whose NIK has the same first or last half.
    pub(crate) fn near_nik(&self, nik: NikDigits) -> [Places<'_>; 2] {
        self.nik.of(nik.ends())
    }

    /// Places with a document number that has the same beginning or end.
    pub(crate) fn near_passport(&self, number: &PassportNumber) -> [Places<'_>; 2] {
        self.passport.of(passport_ends(number.as_str().as_bytes()))
    }

    /// Places with a phone that has the same last digits.
    pub(crate) fn like_phone(&self, phone: PhoneDigits) -> Places<'_> {
        self.phone.last.of(phone.ends().1)
    }

    /// Places with a number that may begin or end with `part`, which is letters A to Z and digits.
    pub(crate) fn with_part(&self, part: &str) -> Vec<Places<'_>> {
        let mut found = Vec::new();
        let forwards = || part.bytes();
        let reversed = || part.bytes().rev();
        if part.bytes().all(|b| b.is_ascii_digit()) {
            let open = 4 * (8 - part.len().min(8));
            let low = |digits: u32| digits & !free(open);
            found.push(pairs_from(&self.nik.first, low(nibbles(forwards())), open));
            found.push(pairs_from(&self.nik.last, low(nibbles(reversed())), open));
            let national = part.trim_start_matches('0');
            let cut = CODES.into_iter().find_map(|code| part.strip_prefix(code));
            for digits in [Some(national), cut]
                .into_iter()
                .flatten()
                .filter(|d| !d.is_empty())
            {
                let open = 4 * (8 - digits.len().min(8));
                let low = nibbles(digits.bytes()) & !free(open);
                found.push(pairs_from(&self.phone.first, low, open));
            }
            found.push(pairs_from(&self.phone.last, low(nibbles(reversed())), open));
        }
        let open = 6 * (PASSPORT - part.len().min(PASSPORT));
        let low = |characters: u32| characters & !free(open);
        found.push(pairs_from(
            &self.passport.first,
            low(sixes(forwards())),
            open,
        ));
        found.push(pairs_from(
            &self.passport.last,
            low(sixes(reversed())),
            open,
        ));
        found
    }
}

/// The lowest so many bits.
const fn free(bits: usize) -> u32 {
    if bits >= 32 {
        u32::MAX
    } else {
        (1 << bits) - 1
    }
}

fn pairs_from(pairs: &Pairs, low: u32, open: usize) -> Places<'_> {
    pairs.within(low, low | free(open))
}

#[cfg(test)]
mod tests {
    use suar_domain::phone::Country;

    use super::*;

    fn nik(text: &str) -> NikDigits {
        NikDigits::new(&Nik::parse(text).expect("16 digits"))
    }

    #[test]
    fn a_nik_is_near_when_one_digit_differs_or_two_are_swapped() {
        let own = nik("6503024507050001");
        assert_eq!(own.text(), "6503024507050001");
        for (other, near) in [
            ("6503024507050001", false),
            ("6503024507050002", true),
            ("7503024507050001", true),
            ("6503024507500001", true),
            ("5603024507050001", true),
            ("6503024507050110", false),
            ("6503124507050002", false),
        ] {
            assert_eq!(own.is_near(nik(other)), near, "{other}");
        }
    }

    #[test]
    fn numbers_are_found_by_their_beginning_and_by_their_end() {
        let mut numbers = Numbers::default();
        numbers.add_nik(nik("6503024507050001"), 1);
        numbers.add_passport(b"X0000471", 2);
        let phone = PhoneNumber::parse("0812-0000-0104", Country::Indonesia).expect("a phone");
        numbers.add_phone(PhoneDigits::new(&phone), 3);
        for (part, place) in [
            ("6503", 1),
            ("650302450705", 1),
            ("0001", 1),
            ("50001", 1),
            ("X00", 2),
            ("X00004", 2),
            ("471", 2),
            ("0812", 3),
            ("62812", 3),
            ("81200000104", 3),
            ("0104", 3),
        ] {
            let found: Vec<u32> = numbers
                .with_part(part)
                .into_iter()
                .flat_map(Places::iter)
                .collect();
            assert!(found.contains(&place), "{part} finds {place}: {found:?}");
        }
        let found: Vec<u32> = numbers
            .with_part("9999")
            .into_iter()
            .flat_map(Places::iter)
            .collect();
        assert_eq!(found, [0; 0]);
    }

    #[test]
    fn one_wrong_digit_leaves_one_end() {
        let mut numbers = Numbers::default();
        numbers.add_nik(nik("6503024507050001"), 1);
        for wrong in ["6503024507050009", "9503024507050001", "6503024597050001"] {
            let found = numbers
                .near_nik(nik(wrong))
                .into_iter()
                .flat_map(Places::iter)
                .count();
            assert!(found > 0, "{wrong}");
        }
    }
}
