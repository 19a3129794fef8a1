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

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use suar_domain::id::UserId;
use suar_domain::time::Instant;
use suar_domain::user::Role;
use zeroize::Zeroizing;

use crate::error::RegistryError;

/// Memory of the key derivation in KiB, passes and lanes; measured at 310 ms on a small PC (security.md §2).
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
const SLOT_VERSION: u32 = 1;
const FILE: &str = "suar.slots.json";
/// Wrong passphrases that are free of delay; then 1 s, 2 s, 4 s ... up to five minutes. Never a lock-out.
const FREE_TRIES: u32 = 3;
const LONGEST_WAIT_S: u32 = 300;

/// The database key, wiped from memory when dropped.
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// A new key from the operating system's random source.
    pub fn random() -> Result<Self, RegistryError> {
        let mut key = Zeroizing::new([0; 32]);
        fill_random(key.as_mut_slice())?;
        Ok(Self(key))
    }

    /// The key as SQLCipher wants it: `x'..'`, without a derivation of its own, because the slots do that.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(70));
        text.push_str("x'");
        for byte in self.0.iter() {
            text.push(char::from(HEX[usize::from(byte >> 4)]));
            text.push(char::from(HEX[usize::from(byte & 15)]));
        }
        text.push('\'');
        text
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Fills a buffer with random bytes.
pub(crate) fn fill_random(buffer: &mut [u8]) -> Result<(), RegistryError> {
    getrandom::fill(buffer).map_err(|_| RegistryError::Io {
        kind: std::io::ErrorKind::Other,
    })
}

/// The file of slots.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotFile {
    format: u32,
    registry: String,
    /// The registry holds fictional data for training.
    pub training: bool,
    slots: Vec<Slot>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slot {
    user: String,
    name: String,
    role: String,
    version: u32,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    nonce: String,
    sealed: String,
    failed: u32,
    not_before: i64,
}

/// An account that can unlock this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identity.
    pub user: UserId,
    /// Display name.
    pub name: String,
    /// Role.
    pub role: Role,
}

impl SlotFile {
    /// A file without slots for a new registry.
    pub fn new(training: bool) -> Result<Self, RegistryError> {
        let mut id = [0; 16];
        fill_random(&mut id)?;
        Ok(Self {
            format: 1,
            registry: to_hex(&id),
            training,
            slots: Vec::new(),
        })
    }

    /// Where the file of a registry folder is.
    pub fn path(folder: &Path) -> PathBuf {
        folder.join(FILE)
    }

    /// Reads the file.
    pub fn read(folder: &Path) -> Result<Self, RegistryError> {
        let text = match fs::read(Self::path(folder)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(RegistryError::Damaged { what: "key file" });
            }
            Err(error) => return Err(error.into()),
        };
        let file: Self = serde_json::from_slice(&text)
            .map_err(|_| RegistryError::Damaged { what: "key file" })?;
        if file.format != 1 {
            return Err(RegistryError::Newer { found: file.format });
        }
        Ok(file)
    }

    /// Writes the file so that a power cut leaves either the old or the new one.
    pub fn write(&self, folder: &Path) -> Result<(), RegistryError> {
        let text = serde_json::to_vec_pretty(self)
            .map_err(|_| RegistryError::Damaged { what: "key file" })?;
        write_whole(&Self::path(folder), &text)
    }

    /// The accounts, in the order in which they were made.
    pub fn accounts(&self) -> Result<Vec<Account>, RegistryError> {
        self.slots
            .iter()
            .map(|slot| {
                let damaged = RegistryError::Damaged { what: "key file" };
                let (Ok(user), Some(role)) = (slot.user.parse(), Role::from_code(&slot.role))
                else {
                    return Err(damaged);
                };
                Ok(Account {
                    user,
                    name: slot.name.clone(),
                    role,
                })
            })
            .collect()
    }

    /// Adds a slot that holds `key` under `passphrase`.
    pub fn add(
        &mut self,
        account: &Account,
        passphrase: &str,
        key: &DatabaseKey,
    ) -> Result<(), RegistryError> {
        let mut salt = [0; 16];
        let mut nonce = [0; 24];
        fill_random(&mut salt)?;
        fill_random(&mut nonce)?;
        let user = account.user.to_string();
        let role = account.role.code();
        let wrap = wrapping_key(
            passphrase,
            &salt,
            (MEMORY_KIB, PASSES, LANES),
            &user,
            SLOT_VERSION,
        )?;
        let cipher = XChaCha20Poly1305::new((&*wrap).into());
        let aad = bound_to(&self.registry, &user, role, SLOT_VERSION);
        let sealed = cipher
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: key.0.as_slice(),
                    aad: &aad,
                },
            )
            .map_err(|_| RegistryError::Damaged { what: "key" })?;
        self.slots.push(Slot {
            user,
            name: account.name.clone(),
            role: role.to_owned(),
            version: SLOT_VERSION,
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: to_hex(&salt),
            nonce: to_hex(&nonce),
            sealed: to_hex(&sealed),
            failed: 0,
            not_before: 0,
        });
        Ok(())
    }

    /// Seconds until the next attempt of this account is accepted; 0 when it is accepted now.
    pub fn wait_seconds(&self, user: UserId, now: Instant) -> u32 {
        let user = user.to_string();
        self.slots
            .iter()
            .find(|slot| slot.user == user)
            .map_or(0, |slot| slot.wait_seconds(now))
    }

    /// Opens an account's slot. A wrong passphrase is counted in the file; the right one resets the count.
    ///
    /// # Errors
    /// [`RegistryError::Wait`] before the delay is over, [`RegistryError::WrongPassphrase`] for every fault of
    /// passphrase or seal alike, so that nothing is learnt from the difference.
    pub fn open(
        &mut self,
        folder: &Path,
        user: UserId,
        passphrase: &str,
        now: Instant,
    ) -> Result<DatabaseKey, RegistryError> {
        let registry = self.registry.clone();
        let name = user.to_string();
        let slot = self
            .slots
            .iter_mut()
            .find(|slot| slot.user == name)
            .ok_or(RegistryError::UnknownUser)?;
        let wait = slot.wait_seconds(now);
        if wait > 0 {
            return Err(RegistryError::Wait { seconds: wait });
        }
        match slot.unseal(&registry, passphrase) {
            Ok(key) => {
                if slot.failed > 0 {
                    slot.failed = 0;
                    slot.not_before = 0;
                    // A full disk must not keep an officer out who knows the passphrase: the count stays then.
                    let _ = self.write(folder);
                }
                Ok(key)
            }
            Err(error) => {
                slot.note_failure(now);
                // On a full disk the count is lost, and what was wrong is still said. Whoever can fill the disk can
                // copy the file too: then only the cost of each try slows him down, here as there.
                let _ = self.write(folder);
                Err(error)
            }
        }
    }
}

impl Slot {
    fn wait_seconds(&self, now: Instant) -> u32 {
        let left = self.not_before.saturating_sub(now.millis());
        // A clock that was set back must not turn seconds into years.
        let capped = left.clamp(0, i64::from(LONGEST_WAIT_S) * 1000);
        u32::try_from((capped + 999) / 1000).unwrap_or(LONGEST_WAIT_S)
    }

    fn note_failure(&mut self, now: Instant) {
        self.failed = self.failed.saturating_add(1);
        if let Some(over) = self.failed.checked_sub(FREE_TRIES) {
            let wait = 1_u32
                .checked_shl(over)
                .unwrap_or(LONGEST_WAIT_S)
                .min(LONGEST_WAIT_S);
            self.not_before = now.millis() + i64::from(wait) * 1000;
        }
    }

    fn unseal(&self, registry: &str, passphrase: &str) -> Result<DatabaseKey, RegistryError> {
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

fn wrapping_key(
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

fn bound_to(registry: &str, user: &str, role: &str, version: u32) -> Vec<u8> {
    format!("{registry}|{user}|{role}|{version}").into_bytes()
}

/// Writes a file beside the old one, flushes it, and renames it over the old one.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), RegistryError> {
    let temporary = path.with_extension("new");
    if let Err(error) = write_flushed(&temporary, bytes).and_then(|()| fs::rename(&temporary, path))
    {
        // Half a file would only take space, most likely on a full disk.
        let _ = fs::remove_file(&temporary);
        return Err(error.into());
    }
    // On Windows a folder cannot be opened for flushing; there the rename itself is durable enough.
    if let Some(folder) = path.parent()
        && let Ok(folder) = fs::File::open(folder)
    {
        folder.sync_all().or_else(|error| match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::InvalidInput => Ok(()),
            _ => Err(error),
        })?;
    }
    Ok(())
}

fn write_flushed(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn account() -> Account {
        Account {
            user: UserId::from_uuid(Uuid::from_u128(9)),
            name: "Rekaan".into(),
            role: Role::Supervisor,
        }
    }

    fn at(seconds: i64) -> Instant {
        Instant::from_millis(seconds * 1000)
    }

    #[test]
    fn the_right_passphrase_gives_the_key_and_a_wrong_one_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = DatabaseKey::random().expect("random bytes");
        let mut file = SlotFile::new(false).expect("random bytes");
        file.add(&account(), "kapal berangkat pagi", &key)
            .expect("a slot");
        file.write(folder.path()).expect("written");

        let mut stored = SlotFile::read(folder.path()).expect("read back");
        let user = account().user;
        let wrong = stored
            .open(folder.path(), user, "kapal berangkat sore", at(0))
            .err();
        assert!(matches!(wrong, Some(RegistryError::WrongPassphrase)));
        let opened = stored
            .open(folder.path(), user, "kapal berangkat pagi", at(0))
            .expect("the right one");
        assert_eq!(opened.pragma().as_str(), key.pragma().as_str());
    }

    #[test]
    fn waiting_grows_but_never_locks_out() {
        let mut slot_file = SlotFile::new(false).expect("random bytes");
        slot_file
            .add(
                &account(),
                "kapal berangkat pagi",
                &DatabaseKey::random().expect("random"),
            )
            .expect("a slot");
        let slot = &mut slot_file.slots[0];
        let waits: Vec<u32> = (0..14)
            .map(|_| {
                slot.note_failure(at(0));
                slot.wait_seconds(at(0))
            })
            .collect();
        assert_eq!(waits[..6], [0, 0, 1, 2, 4, 8]);
        assert_eq!(waits[13], LONGEST_WAIT_S);
        assert_eq!(
            slot.wait_seconds(at(-9_000_000)),
            LONGEST_WAIT_S,
            "a clock set back adds nothing"
        );
        assert_eq!(
            slot.wait_seconds(at(301)),
            0,
            "after five minutes everyone may try again"
        );
    }

    #[test]
    fn a_slot_cannot_be_moved_to_another_account_or_registry() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut file = SlotFile::new(false).expect("random bytes");
        file.add(
            &account(),
            "kapal berangkat pagi",
            &DatabaseKey::random().expect("random"),
        )
        .expect("a slot");
        file.registry = "00".repeat(16);
        let moved = file
            .open(folder.path(), account().user, "kapal berangkat pagi", at(0))
            .err();
        assert!(matches!(moved, Some(RegistryError::WrongPassphrase)));
    }
}
