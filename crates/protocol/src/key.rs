//! Ed25519 keys, the only kind of key in the exchange.
//!
//! What must hold: a public key that exists is a usable one (weak points are refused), and verification is the
//! strict kind, so that one signature has one reading on both sides. Not here: where keys are stored.

pub use ed25519_dalek::SigningKey;
use ed25519_dalek::{Signature, Signer, VerifyingKey};

use crate::hex;

/// The bytes are not a public key that signatures can be trusted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a usable Ed25519 public key: 64 digits 0-9 and a-f")]
pub struct KeyError;

/// The signature does not belong to the message and key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct SignatureError;

/// A public key of a device or of the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// A key from its 32 bytes.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        VerifyingKey::from_bytes(bytes)
            .ok()
            .filter(|key| !key.is_weak())
            .map(Self)
            .ok_or(KeyError)
    }

    /// A key from 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        Self::from_bytes(&hex::decode(text).ok_or(KeyError)?)
    }

    /// The public half of a signing key.
    pub fn of(key: &SigningKey) -> Self {
        Self(key.verifying_key())
    }

    /// The 32 bytes, for storage.
    pub fn to_bytes(self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// 64 hexadecimal digits, for the wire.
    pub fn to_hex(self) -> String {
        hex::encode(&self.0.to_bytes())
    }

    /// Checks a signature strictly.
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), SignatureError> {
        self.0
            .verify_strict(message, &Signature::from_bytes(signature))
            .map_err(|_| SignatureError)
    }
}

/// The signature of a message, 64 bytes.
pub fn sign(key: &SigningKey, message: &[u8]) -> [u8; 64] {
    key.sign(message).to_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weak_key_that_accepts_anything_is_refused() {
        let mut identity = [0_u8; 32];
        identity[0] = 1;
        assert_eq!(
            PublicKey::from_bytes(&identity),
            Err(KeyError),
            "the neutral point signs every message"
        );
    }

    #[test]
    fn a_signature_belongs_to_one_message_and_one_key() {
        let (mine, other) = (
            SigningKey::from_bytes(&[7; 32]),
            SigningKey::from_bytes(&[8; 32]),
        );
        let signature = sign(&mine, b"words");
        assert_eq!(PublicKey::of(&mine).verify(b"words", &signature), Ok(()));
        assert_eq!(
            PublicKey::of(&mine).verify(b"word", &signature),
            Err(SignatureError)
        );
        assert_eq!(
            PublicKey::of(&other).verify(b"words", &signature),
            Err(SignatureError)
        );
    }
}
