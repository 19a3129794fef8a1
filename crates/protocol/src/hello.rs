//! The hub's signed greeting, `GET /v1/time`: its clock, the versions it speaks, its key.
//!
//! A device learns here how far its own clock is off, before it signs anything. The operating system's clock is
//! never changed (sync design 1.4).

use serde::{Deserialize, Serialize};

use crate::key::{PublicKey, SigningKey};
use crate::signed_text::{self, SignedTextError};

const PURPOSE: &str = "suar-time-1";

/// Path of the greeting.
pub const PATH: &str = "/v1/time";

/// What the hub says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The hub's clock, Unix milliseconds.
    pub hub_time: i64,
    /// Protocol versions the hub speaks.
    pub protocol: Vec<u32>,
    /// Record schemas the hub accepts.
    pub schema: Vec<u32>,
}

impl Hello {
    /// The signed text of this greeting.
    pub fn seal(&self, key: &SigningKey) -> String {
        // Numbers and plain texts always serialise; an empty text would not open as anything.
        let text = serde_json::to_string(self).unwrap_or_default();
        signed_text::seal(PURPOSE, &text, key)
    }

    /// The greeting, if this hub signed it.
    pub fn open(signed: &str, hub: &PublicKey) -> Result<Self, SignedTextError> {
        let text = signed_text::open(PURPOSE, signed, hub)?;
        serde_json::from_str(text).map_err(|_| SignedTextError::Form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_of_another_hub_does_not_set_the_clock() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let hello = Hello {
            hub_time: 1_793_000_000_000,
            protocol: vec![1],
            schema: vec![1],
        };
        let signed = hello.seal(&key);
        assert_eq!(Hello::open(&signed, &PublicKey::of(&key)), Ok(hello));
        let other = PublicKey::of(&SigningKey::from_bytes(&[8; 32]));
        assert_eq!(
            Hello::open(&signed, &other),
            Err(SignedTextError::Signature)
        );
    }
}
