//! How a computer becomes known to the hub: a one-time code and a public key, `POST /v1/enroll`.
//!
//! A supervisor creates the code at the hub for one office and reads it to the officer. The device proves that it
//! holds the private key by signing the request. Asking again with the same code and key gives the same answer,
//! so a lost reply does not cost a new code.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use suar_domain::id::DeviceId;

use crate::key::{KeyError, PublicKey, SigningKey, sign as sign_bytes};

/// Path of the request.
pub const PATH: &str = "/v1/enroll";

/// Characters of a code, Crockford's base 32: no I, L, O or U.
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters in a code: 50 bits.
pub const CODE_LENGTH: usize = 10;

/// Longest office name and device name, in characters.
pub const MAX_NAME: usize = 80;

const PURPOSE: &str = "suar-enroll-1";

/// A one-time code. It is a secret: not shown in `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct EnrollCode([u8; CODE_LENGTH]);

/// The text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an enrolment code: it has ten letters and digits, without I, L, O and U")]
pub struct CodeError;

impl EnrollCode {
    /// A code from random bytes; each gives five bits.
    pub fn from_random(bytes: &[u8; CODE_LENGTH]) -> Self {
        Self(bytes.map(|byte| ALPHABET[usize::from(byte & 31)]))
    }

    /// The ten characters, to be hashed or shown to the supervisor once.
    pub fn expose(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for EnrollCode {
    type Err = CodeError;

    /// Reads what a person types: any case, spaces and hyphens anywhere, O for 0 and I or L for 1.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let mut code = [0; CODE_LENGTH];
        let mut typed = text.bytes().filter(|byte| !matches!(byte, b' ' | b'-'));
        for place in &mut code {
            let letter = match typed.next().ok_or(CodeError)?.to_ascii_uppercase() {
                b'O' => b'0',
                b'I' | b'L' => b'1',
                letter => letter,
            };
            if !ALPHABET.contains(&letter) {
                return Err(CodeError);
            }
            *place = letter;
        }
        if typed.next().is_some() {
            Err(CodeError)
        } else {
            Ok(Self(code))
        }
    }
}

impl From<EnrollCode> for String {
    fn from(code: EnrollCode) -> Self {
        code.expose().to_owned()
    }
}

impl TryFrom<String> for EnrollCode {
    type Error = CodeError;
    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl fmt::Debug for EnrollCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrollCode([hidden])")
    }
}

/// What the device sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrollRequest {
    /// The supervisor's code.
    pub code: EnrollCode,
    /// The office the code was made for, as typed.
    pub office: String,
    /// The device's public signing key, 64 hexadecimal digits.
    pub sign_key: String,
    /// Signature of office and code by that key, base64.
    pub proof: String,
}

/// What the hub answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrollResponse {
    /// The identifier the device signs with from now on.
    #[serde(with = "crate::wire_id::device")]
    pub device: DeviceId,
    /// The office's feed.
    pub feed: String,
    /// The hub's public signing key, 64 hexadecimal digits: the device pins it.
    pub hub_key: String,
    /// The hub's clock, Unix milliseconds.
    pub hub_time: i64,
}

impl EnrollRequest {
    /// A request signed with the device's own key.
    pub fn new(code: EnrollCode, office: &str, key: &SigningKey) -> Self {
        let proof = STANDARD.encode(sign_bytes(key, &message(office, &code)));
        Self {
            code,
            office: office.to_owned(),
            sign_key: PublicKey::of(key).to_hex(),
            proof,
        }
    }

    /// The key, if the sender holds its private half.
    pub fn proven_key(&self) -> Result<PublicKey, KeyError> {
        let key = PublicKey::from_hex(&self.sign_key)?;
        let proof = STANDARD
            .decode(&self.proof)
            .ok()
            .and_then(|proof| proof.try_into().ok())
            .ok_or(KeyError)?;
        key.verify(&message(&self.office, &self.code), &proof)
            .map_err(|_| KeyError)?;
        Ok(key)
    }
}

impl EnrollResponse {
    /// The hub's key to pin.
    pub fn hub_public_key(&self) -> Result<PublicKey, KeyError> {
        PublicKey::from_hex(&self.hub_key)
    }
}

/// The office as the hub's tables spell it: trimmed, upper case.
pub fn office_key(typed: &str) -> String {
    typed.trim().to_uppercase()
}

fn message(office: &str, code: &EnrollCode) -> Vec<u8> {
    format!("{PURPOSE}\n{office}\n{}", code.expose()).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code: EnrollCode = "0123456789".parse().expect("a code");
        for typed in ["o123456789", "OI23456789", "0l234-56789", " 01234 56789 "] {
            assert_eq!(typed.parse(), Ok(code.clone()), "{typed}");
        }
        for typed in [
            "",
            "012345678",
            "01234567890",
            "U123456789",
            "012345678\u{e9}",
            "0123_56789",
        ] {
            assert_eq!(typed.parse::<EnrollCode>(), Err(CodeError), "{typed}");
        }
    }

    #[test]
    fn a_code_from_random_bytes_reads_back() {
        let code = EnrollCode::from_random(&[0, 31, 32, 255, 10, 20, 30, 40, 50, 60]);
        assert_eq!(code.expose().parse(), Ok(code.clone()));
        assert!(
            !format!("{code:?}").contains(code.expose()),
            "a code is a secret"
        );
    }

    #[test]
    fn a_request_without_the_private_key_is_not_proven() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let request = EnrollRequest::new("0123456789".parse().expect("a code"), "Nunukan", &key);
        assert_eq!(request.proven_key(), Ok(PublicKey::of(&key)));
        let other = PublicKey::of(&SigningKey::from_bytes(&[8; 32])).to_hex();
        let stolen = EnrollRequest {
            sign_key: other,
            ..request.clone()
        };
        assert_eq!(
            stolen.proven_key(),
            Err(KeyError),
            "someone else's public key"
        );
        let moved = EnrollRequest {
            office: "Tarakan".into(),
            ..request
        };
        assert_eq!(
            moved.proven_key(),
            Err(KeyError),
            "the office is part of the proof"
        );
    }
}
