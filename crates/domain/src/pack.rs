//! Which rule pack is in force, and which is being tried beside it.
//!
//! A pack is named by the hash of its files; two packs with one version and different files are two packs.
//! What a pack says and whether it is usable is not known here.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::operation::Operation;
use crate::screening::{Assessment, Level};
use crate::time::Instant;

/// SHA-256 over the files of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackHash([u8; 32]);

/// Not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the hash of a pack has 64 hexadecimal digits")]
pub struct PackHashError;

impl PackHash {
    /// The first half of the hash, as the audit names the pack.
    pub fn audit_id(self) -> Uuid {
        let mut half = [0; 16];
        half.copy_from_slice(&self.0[..16]);
        Uuid::from_bytes(half)
    }
}

impl FromStr for PackHash {
    type Err = PackHashError;

    /// Reads lower-case digits only, so that a pack has one name.
    fn from_str(text: &str) -> Result<Self, PackHashError> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(PackHashError);
        }
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Ok(digit - b'0'),
            b'a'..=b'f' => Ok(digit - b'a' + 10),
            _ => Err(PackHashError),
        };
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value(pair[0])? << 4 | value(pair[1])?;
        }
        Ok(Self(hash))
    }
}

impl fmt::Display for PackHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A pack by its version and its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackVersion {
    /// Version as its author wrote it.
    pub version: String,
    /// Hash of its files.
    pub hash: PackHash,
}

/// A change of what the rules are. Where no pack is named, the one that Suar ships is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackChange {
    /// Kept on this computer; nothing else changes.
    Keep(PackVersion),
    /// In force from now on; a plan is given up.
    Activate(PackVersion),
    /// To be put in force at a chosen moment.
    Plan {
        /// The pack.
        pack: PackVersion,
        /// From when on.
        starts: Instant,
    },
    /// The plan is given up.
    Unplan,
    /// The planned moment has come, and the pack could not be used: the one in force stays.
    Refuse(PackVersion),
    /// The planned moment has come.
    Begin(PackVersion),
    /// The pack that was in force before is in force again.
    RollBack(Option<PackVersion>),
    /// Tried beside the pack in force, without any effect; none ends that.
    Shadow(Option<PackVersion>),
}

impl PackChange {
    /// How the audit calls this change.
    pub const fn audit_name(&self) -> &'static str {
        match self {
            Self::Keep(_) => "pack.keep",
            Self::Activate(_) => "pack.activate",
            Self::Plan { .. } => "pack.plan",
            Self::Unplan => "pack.unplan",
            Self::Refuse(_) => "pack.refuse",
            Self::Begin(_) => "pack.begin",
            Self::RollBack(_) => "pack.roll_back",
            Self::Shadow(Some(_)) => "pack.shadow",
            Self::Shadow(None) => "pack.unshadow",
        }
    }

    /// The pack that is named.
    pub const fn pack(&self) -> Option<&PackVersion> {
        match self {
            Self::Keep(pack)
            | Self::Activate(pack)
            | Self::Plan { pack, .. }
            | Self::Refuse(pack)
            | Self::Begin(pack) => Some(pack),
            Self::RollBack(pack) | Self::Shadow(pack) => pack.as_ref(),
            Self::Unplan => None,
        }
    }
}

/// What the pack in shadow said beside the pack in force. It says nothing about who it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShadowSaying {
    /// Hash of the pack in force.
    pub active: String,
    /// The pack in shadow.
    pub shadow: PackHash,
    /// Level under the pack in force.
    pub said: Level,
    /// Level under the pack in shadow.
    pub shadow_said: Level,
}

impl Operation {
    /// The assessments that this change stores.
    pub fn assessments(&self) -> Vec<&Assessment> {
        match self {
            Self::ImportManifest(import) => {
                let passengers = import.passengers.iter();
                passengers
                    .filter_map(|each| each.assessment.as_ref())
                    .collect()
            }
            Self::CorrectLine(line) => {
                let passengers = line.passengers.iter();
                passengers
                    .filter_map(|each| each.assessment.as_ref())
                    .collect()
            }
            Self::OpenScreening(open) => Vec::from_iter(&open.result.assessment),
            Self::AttachScan(scan) => Vec::from_iter(&scan.result.assessment),
            Self::AnswerQuestion { result, .. } | Self::TickDocuments { result, .. } => {
                Vec::from_iter(&result.assessment)
            }
            Self::JudgeAgain(again) => {
                let judged = again.judged.iter();
                judged
                    .filter_map(|each| each.result.assessment.as_ref())
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_has_one_form_and_names_no_path() {
        let text = "0a".repeat(32);
        let hash: PackHash = text.parse().expect("64 digits");
        assert_eq!(hash.to_string(), text);
        assert_eq!(hash.audit_id(), Uuid::from_bytes([10; 16]));
        let wrong = [
            "",
            "0a",
            "../../etc/passwd",
            &"0A".repeat(32),
            &"é".repeat(32),
        ];
        for text in wrong {
            assert_eq!(text.parse::<PackHash>(), Err(PackHashError), "{text}");
        }
    }
}
