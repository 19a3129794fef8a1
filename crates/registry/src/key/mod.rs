//! The key of the registry and the slots that hold it.
//!
//! The database key is 32 random bytes. It is never stored; each account has a slot with the key sealed under
//! the account's passphrase:
//!
//! ```text
//! P      = Argon2id(passphrase, salt)                64 MiB, 3 passes (sync/security.md §2)
//! K      = HKDF-SHA256(P || DS, "slot" || user || slot version)
//! sealed = XChaCha20-Poly1305(K, key, AAD = registry id || user || role || slot version)
//! ```
//!
//! `DS` is the secret of the operating system's key store. Slots of version 1 have none; the version tells, so
//! that a later slot can add it and every registry of today still opens.
//!
//! The file beside the database carries no personal data of travellers: account names, parameters, sealed bytes.

mod file;
mod hex;
mod slot;

use zeroize::Zeroizing;

use crate::error::RegistryError;

pub use file::{Account, SlotFile};
pub(crate) use hex::{from_hex, to_hex};

/// The database key, wiped from memory when dropped.
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// A new key from the operating system's random source.
    pub fn random() -> Result<Self, RegistryError> {
        let mut key = Zeroizing::new([0; 32]);
        fill_random(key.as_mut_slice())?;
        Ok(Self(key))
    }

    /// The key of the databases in `tests/fixtures/registry`, which hold nobody.
    #[cfg(test)]
    pub(crate) fn of_fixtures() -> Self {
        Self(Zeroizing::new([0x53; 32]))
    }

    /// The key as SQLCipher wants it: `x'..'`, without a derivation of its own, because the slots do that.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(70));
        text.push_str("x'");
        for byte in self.0.iter() {
            text.push(char::from(hex::DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(hex::DIGITS[usize::from(byte & 15)]));
        }
        text.push('\'');
        text
    }
}

/// Fills a buffer with random bytes.
pub(crate) fn fill_random(buffer: &mut [u8]) -> Result<(), RegistryError> {
    getrandom::fill(buffer).map_err(|_| RegistryError::Io {
        kind: std::io::ErrorKind::Other,
    })
}
