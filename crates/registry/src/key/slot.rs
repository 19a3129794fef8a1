//! One slot: the database key sealed under one account's passphrase, and the delay after wrong ones.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use suar_domain::time::Instant;
use zeroize::Zeroizing;

use super::{DatabaseKey, from_hex};
use crate::error::RegistryError;

/// Memory of the key derivation in KiB, passes and lanes; measured at 310 ms on a small PC (security.md §2).
pub(super) const MEMORY_KIB: u32 = 64 * 1024;
pub(super) const PASSES: u32 = 3;
pub(super) const LANES: u32 = 1;
pub(super) const SLOT_VERSION: u32 = 1;
/// Wrong passphrases that are free of delay; then 1 s, 2 s, 4 s ... up to five minutes. Never a lock-out.
const FREE_TRIES: u32 = 3;
pub(super) const LONGEST_WAIT_S: u32 = 300;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slot {
    pub(super) user: String,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) version: u32,
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
    pub(super) salt: String,
    pub(super) nonce: String,
    pub(super) sealed: String,
    pub(super) failed: u32,
    pub(super) not_before: i64,
}

impl Slot {
    pub(super) fn wait_seconds(&self, now: Instant) -> u32 {
        let left = self.not_before.saturating_sub(now.millis());
        // A clock that was set back must not turn seconds into years.
        let capped = left.clamp(0, i64::from(LONGEST_WAIT_S) * 1000);
        u32::try_from((capped + 999) / 1000).unwrap_or(LONGEST_WAIT_S)
    }

    pub(super) fn note_failure(&mut self, now: Instant) {
        self.failed = self.failed.saturating_add(1);
        if let Some(over) = self.failed.checked_sub(FREE_TRIES) {
            let wait = 1_u32
                .checked_shl(over)
                .unwrap_or(LONGEST_WAIT_S)
                .min(LONGEST_WAIT_S);
            self.not_before = now.millis() + i64::from(wait) * 1000;
        }
    }

    pub(super) fn unseal(
        &self,
        registry: &str,
        passphrase: &str,
    ) -> Result<DatabaseKey, RegistryError> {
        let wrong = || RegistryError::WrongPassphrase;
        let damaged = || RegistryError::Damaged { what: "key file" };
        if self.version != SLOT_VERSION {
            return Err(RegistryError::Newer {
                found: self.version,
            });
        }
        let salt = from_hex(&self.salt).ok_or_else(damaged)?;
        let nonce: [u8; 24] = from_hex(&self.nonce)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(damaged)?;
        let sealed = from_hex(&self.sealed).ok_or_else(damaged)?;
        let cost = (self.memory_kib, self.passes, self.lanes);
        let wrap = wrapping_key(passphrase, &salt, cost, &self.user, self.version)?;
        let cipher = XChaCha20Poly1305::new((&*wrap).into());
        let aad = bound_to(registry, &self.user, &self.role, self.version);
        let plain = cipher
            .decrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: &sealed,
                    aad: &aad,
                },
            )
            .map(Zeroizing::new)
            .map_err(|_| wrong())?;
        let mut key = Zeroizing::new([0; 32]);
        if plain.len() != key.len() {
            return Err(damaged());
        }
        key.copy_from_slice(&plain);
        Ok(DatabaseKey(key))
    }
}

pub(super) fn wrapping_key(
    passphrase: &str,
    salt: &[u8],
    (memory, passes, lanes): (u32, u32, u32),
    user: &str,
    version: u32,
) -> Result<Zeroizing<[u8; 32]>, RegistryError> {
    let damaged = || RegistryError::Damaged { what: "key file" };
    // A tampered file must not make the app ask for all memory of the computer.
    if !(8 * 1024..=1024 * 1024).contains(&memory) || !(1..=20).contains(&passes) {
        return Err(damaged());
    }
    let params = Params::new(memory, passes, lanes, Some(32)).map_err(|_| damaged())?;
    let mut stretched = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, stretched.as_mut_slice())
        .map_err(|_| damaged())?;
    let mut info = b"slot".to_vec();
    info.extend_from_slice(user.as_bytes());
    info.extend_from_slice(&version.to_be_bytes());
    let mut wrap = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, stretched.as_slice())
        .expand(&info, wrap.as_mut_slice())
        .map_err(|_| damaged())?;
    Ok(wrap)
}

pub(super) fn bound_to(registry: &str, user: &str, role: &str, version: u32) -> Vec<u8> {
    format!("{registry}|{user}|{role}|{version}").into_bytes()
}
