//! The hub's signed word that it holds a stream up to some line.
//!
//! What must hold: a device counts a line as delivered only after [`Receipt::open`] with its pinned hub key and
//! after comparing `stream` and `head` with its own. An interceptor can then delay delivery but not fake it.

use serde::{Deserialize, Serialize};
use suar_domain::id::StreamId;

use crate::chain::Head;
use crate::key::{PublicKey, SigningKey};
use crate::signed_text::{self, SignedTextError};

const PURPOSE: &str = "suar-receipt-1";

/// Media type of a receipt.
pub const CONTENT_TYPE: &str = "application/vnd.suar.receipt.v1";

/// Most set-aside lines named in one receipt; the others are named when the device asks for the stream.
pub const MAX_REJECTED: usize = 1000;

/// What the hub holds of a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The stream this is about.
    #[serde(with = "crate::wire_id::stream")]
    pub stream: StreamId,
    /// Every line up to this one is committed at the hub; 0 is none.
    pub acked_seq: u64,
    /// The chain's head after that line.
    pub head: Head,
    /// The hub's clock, Unix milliseconds.
    pub hub_time: i64,
    /// The feed's latest number: a device that has read less has something to fetch.
    pub feed_cursor_hint: u64,
    /// Lines that the hub keeps but could not use, so that a person hears of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<Rejected>,
}

/// A line that is acknowledged but set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Its place in the stream.
    pub seq: u64,
    /// Stable name of the reason.
    pub code: String,
}

impl Receipt {
    /// The signed text, which is what a device stores.
    pub fn seal(&self, key: &SigningKey) -> String {
        // Numbers and plain texts always serialise; an empty text would not open as anything.
        let text = serde_json::to_string(self).unwrap_or_default();
        signed_text::seal(PURPOSE, &text, key)
    }

    /// The receipt, if this hub signed it. The caller compares stream and head with its own.
    pub fn open(signed: &str, hub: &PublicKey) -> Result<Self, SignedTextError> {
        let text = signed_text::open(PURPOSE, signed, hub)?;
        serde_json::from_str(text).map_err(|_| SignedTextError::Form)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::hello::Hello;

    fn receipt() -> Receipt {
        Receipt {
            stream: StreamId::from_uuid(Uuid::from_u128(5)),
            acked_seq: 12,
            head: Head::START.append(b"x"),
            hub_time: 1_793_000_000_000,
            feed_cursor_hint: 40,
            rejected: vec![Rejected {
                seq: 9,
                code: "not_json".into(),
            }],
        }
    }

    #[test]
    fn a_stored_receipt_can_be_verified_again() {
        let key = SigningKey::from_bytes(&[7; 32]);
        assert_eq!(
            Receipt::open(&receipt().seal(&key), &PublicKey::of(&key)),
            Ok(receipt())
        );
    }

    #[test]
    fn a_receipt_names_set_aside_lines_only_when_there_are_any() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let clean = Receipt {
            rejected: Vec::new(),
            ..receipt()
        };
        let signed = clean.seal(&key);
        assert!(!signed.contains("rejected"), "{signed}");
        assert_eq!(Receipt::open(&signed, &PublicKey::of(&key)), Ok(clean));
    }

    #[test]
    fn no_changed_byte_goes_unnoticed() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signed = receipt().seal(&key).into_bytes();
        for place in 0..signed.len() {
            let mut forged = signed.clone();
            forged[place] ^= 1;
            let opened =
                String::from_utf8(forged).map(|text| Receipt::open(&text, &PublicKey::of(&key)));
            assert!(!matches!(opened, Ok(Ok(_))), "byte {place} was changed");
        }
    }

    #[test]
    fn a_signed_greeting_is_not_a_receipt() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let hello = Hello {
            hub_time: 1,
            protocol: vec![1],
            schema: vec![1],
        }
        .seal(&key);
        assert_eq!(
            Receipt::open(&hello, &PublicKey::of(&key)),
            Err(SignedTextError::Signature)
        );
    }
}
