//! The file of slots.

use std::fs;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use suar_domain::id::UserId;
use suar_domain::time::Instant;
use suar_domain::user::Role;

use super::slot::{LANES, MEMORY_KIB, PASSES, SLOT_VERSION, Slot, bound_to, wrapping_key};
use super::{DatabaseKey, fill_random, to_hex};
use crate::error::RegistryError;
use crate::whole_file::write_whole;

const FILE: &str = "suar.slots.json";

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

#[cfg(test)]
mod tests {
    use super::super::slot::LONGEST_WAIT_S;
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
