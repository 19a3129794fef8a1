//! Numbers and texts in as few bytes as they need: seven bits a byte, lowest first, and texts behind their length.

use crate::error::RegistryError;
use crate::table::damaged;

/// Longest number, in bytes.
const LONGEST: u32 = 10;

/// Bytes being written.
#[derive(Default)]
pub(crate) struct Packer(Vec<u8>);

impl Packer {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(crate) fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A number that may be negative: small ones of either sign are short.
    pub(crate) fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Bytes being read. Whatever they are, reading ends with an answer or an error.
pub(crate) struct Unpacker<'a>(&'a [u8]);

impl<'a> Unpacker<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, RegistryError> {
        let (first, rest) = self.0.split_first().ok_or_else(damaged)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(crate) fn number(&mut self) -> Result<u64, RegistryError> {
        let mut number = 0_u64;
        for place in 0..LONGEST {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            let shifted = bits << (7 * place);
            if shifted >> (7 * place) != bits {
                return Err(damaged());
            }
            number |= shifted;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(damaged())
    }

    pub(crate) fn signed(&mut self) -> Result<i64, RegistryError> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// A count of things that take at least one byte each: more than there are bytes cannot be.
    pub(crate) fn count(&mut self) -> Result<usize, RegistryError> {
        let count = usize::try_from(self.number()?).map_err(|_| damaged())?;
        if count > self.0.len() {
            return Err(damaged());
        }
        Ok(count)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, RegistryError> {
        let length = self.count()?;
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        std::str::from_utf8(text).map_err(|_| damaged())
    }

    /// Nothing may follow.
    pub(crate) fn end(&self) -> Result<(), RegistryError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(damaged())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn everything_is_read_back(number in any::<u64>(), signed in any::<i64>(), text in ".{0,40}") {
            let mut packer = Packer::default();
            packer.number(number);
            packer.signed(signed);
            packer.text(&text);
            let bytes = packer.into_bytes();
            let mut unpacker = Unpacker::new(&bytes);
            prop_assert_eq!(unpacker.number().ok(), Some(number));
            prop_assert_eq!(unpacker.signed().ok(), Some(signed));
            prop_assert_eq!(unpacker.text().ok(), Some(text.as_str()));
            prop_assert!(unpacker.end().is_ok());
        }
    }

    #[test]
    fn small_numbers_of_either_sign_take_one_byte() {
        for number in [0, 1, -1, 63, -64] {
            let mut packer = Packer::default();
            packer.signed(number);
            assert_eq!(packer.into_bytes().len(), 1, "{number}");
        }
    }

    #[test]
    fn bytes_that_were_cut_or_never_end_are_an_error() {
        assert!(Unpacker::new(&[]).number().is_err());
        assert!(Unpacker::new(&[0x80]).number().is_err());
        assert!(Unpacker::new(&[0xff; 11]).number().is_err(), "65 bits");
        assert!(Unpacker::new(&[200, 1, b'a']).text().is_err());
        assert!(Unpacker::new(&[0]).end().is_err(), "something follows");
    }
}
