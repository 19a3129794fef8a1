//! A record in the fewest bytes that can be compared: numbers of words, a day, and digits.
//!
//! What must hold: what was written is read back; bytes that nobody wrote are read as nothing at all, never past their
//! end.

use crate::date::Day;
use crate::dictionary::Token;
use crate::number::{NikDigits, PhoneDigits};

/// A record, unpacked. Reused from one record to the next.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Words of all names.
    pub(crate) words: Vec<Token>,
    /// Where each name ends in `words`.
    pub(crate) names: Vec<usize>,
    /// Birth date.
    pub(crate) day: Option<Day>,
    /// The birth date is the one inside the NIK; no other is known.
    pub(crate) day_from_nik: bool,
    pub(crate) nik: Option<NikDigits>,
    /// Characters of all document numbers.
    pub(crate) passports: Vec<u8>,
    /// Where each document number ends in `passports`.
    pub(crate) passport_ends: Vec<usize>,
    pub(crate) phones: Vec<PhoneDigits>,
}

impl Facts {
    fn clear(&mut self) {
        self.words.clear();
        self.names.clear();
        self.passports.clear();
        self.passport_ends.clear();
        self.phones.clear();
        self.day = None;
        self.day_from_nik = false;
        self.nik = None;
    }

    /// The names, each as its words.
    pub(crate) fn each_name(&self) -> impl Iterator<Item = &[Token]> {
        pieces(&self.words, &self.names)
    }

    /// The document numbers.
    pub(crate) fn each_passport(&self) -> impl Iterator<Item = &[u8]> {
        pieces(&self.passports, &self.passport_ends)
    }

    /// Writes the record behind what is in `out`.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let flags = u8::from(self.nik.is_some()) | (u8::from(self.day_from_nik) << 1);
        out.push(flags);
        for count in [
            self.names.len(),
            self.passport_ends.len(),
            self.phones.len(),
        ] {
            number(out, count as u64);
        }
        for name in self.each_name() {
            number(out, name.len() as u64);
            for &word in name {
                number(out, word.into());
            }
        }
        number(out, self.day.map_or(0, Day::key).into());
        if let Some(NikDigits(nik)) = self.nik {
            out.extend_from_slice(&nik.to_le_bytes());
        }
        for passport in self.each_passport() {
            number(out, passport.len() as u64);
            out.extend_from_slice(passport);
        }
        for phone in &self.phones {
            number(out, phone.0);
        }
    }

    /// Reads a record from the front and gives its length in bytes; `None` when there is none.
    pub(crate) fn read(&mut self, bytes: &[u8]) -> Option<usize> {
        self.clear();
        let mut rest = bytes;
        let flags = *rest.split_off_first()?;
        let mut counts = [0usize; 3];
        for count in &mut counts {
            *count = usize::try_from(take(&mut rest)?).ok()?;
        }
        let [names, passports, phones] = counts;
        for _ in 0..names {
            for _ in 0..take(&mut rest)? {
                self.words.push(u32::try_from(take(&mut rest)?).ok()?);
            }
            self.names.push(self.words.len());
        }
        let day = u32::try_from(take(&mut rest)?).ok()?;
        if day != 0 {
            self.day = Some(Day::from_key(day)?);
        }
        self.day_from_nik = flags & 2 != 0;
        if flags & 1 != 0 {
            let digits = rest.split_off(..8)?.try_into().ok()?;
            self.nik = Some(NikDigits(u64::from_le_bytes(digits)));
        }
        for _ in 0..passports {
            let length = usize::try_from(take(&mut rest)?).ok()?;
            self.passports.extend_from_slice(rest.split_off(..length)?);
            self.passport_ends.push(self.passports.len());
        }
        for _ in 0..phones {
            self.phones.push(PhoneDigits(take(&mut rest)?));
        }
        Some(bytes.len() - rest.len())
    }
}

fn pieces<'a, T>(all: &'a [T], ends: &'a [usize]) -> impl Iterator<Item = &'a [T]> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts
        .zip(ends)
        .map(|(start, &end)| all.get(start..end).unwrap_or(&[]))
}

/// Seven bits a byte, lowest first; the upper bit says that more follow.
pub(crate) fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads what [`number`] wrote.
pub(crate) fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.split_off_first()?;
        value |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read_back(
            names in prop::collection::vec(prop::collection::vec(any::<u32>(), 1..8), 1..4),
            nik in prop::option::of(any::<u64>()),
            passports in prop::collection::vec("[A-Z0-9]{3,20}", 0..3),
            phones in prop::collection::vec(any::<u64>(), 0..3),
        ) {
            let mut facts = Facts { nik: nik.map(NikDigits), ..Facts::default() };
            for name in &names {
                facts.words.extend(name);
                facts.names.push(facts.words.len());
            }
            for passport in &passports {
                facts.passports.extend(passport.bytes());
                facts.passport_ends.push(facts.passports.len());
            }
            facts.phones = phones.into_iter().map(PhoneDigits).collect();
            let mut bytes = Vec::new();
            facts.write(&mut bytes);
            let mut read = Facts::default();
            prop_assert_eq!(read.read(&bytes), Some(bytes.len()));
            prop_assert_eq!(&read, &facts);
            for cut in 0..bytes.len() {
                prop_assert_eq!(read.read(&bytes[..cut]), None);
            }
        }

        #[test]
        fn bytes_that_nobody_wrote_are_harmless(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let read = Facts::default().read(&bytes);
            prop_assert!(read.is_none_or(|length| length <= bytes.len()));
        }
    }
}
