//! Every failure as the page sees it: a code, where it belongs, and a reference. No internals, no personal data.

use serde::Serialize;
use suar_app::AppError;
use suar_app::import::ImportError;
use suar_app::{RegistryError, SyncProblem};
use ts_rs::TS;

/// A failure that the page can explain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    /// What went wrong.
    pub code: ErrorCode,
    /// The field concerned, when it is one that the officer typed.
    pub field: Option<String>,
    /// Numbers and words for the sentence, in the order of its placeholders; never personal data.
    pub args: Vec<String>,
    /// Reference of the log line, for unexpected failures.
    pub reference: Option<String>,
}

/// Codes, one for each sentence in the page's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// The passphrase does not open the registry.
    PassphraseWrong,
    /// Too many attempts: args[0] seconds to wait.
    PassphraseWait,
    /// Passphrase shorter than args[0] characters.
    PassphraseShort,
    /// A required field is empty.
    FieldEmpty,
    /// A field is longer than args[0] characters.
    FieldLong,
    /// A date could not be read.
    DateInvalid,
    /// A text names no port, or more than one.
    PortInvalid,
    /// The vessel sails on that day already; args are pairs of sailing id and time of departure, which may be empty.
    SailingUnclear,
    /// A document number could not be read.
    DocumentInvalid,
    /// The screen is locked.
    Locked,
    /// The role does not allow this.
    NotAllowed,
    /// Another Suar has the registry open.
    AlreadyOpen,
    /// The registry was written by a newer Suar.
    RegistryNewer,
    /// The registry or its key file is damaged.
    RegistryDamaged,
    /// The disk is full; nothing already saved is lost.
    DiskFull,
    /// The data folder cannot be written to.
    FolderReadOnly,
    /// The file cannot be read as a manifest; args[0] is a detail code.
    ManifestUnreadable,
    /// The file is empty.
    ManifestEmpty,
    /// No header row was found.
    ManifestNoHeader,
    /// The file is larger than allowed.
    ManifestTooLarge,
    /// The reading is no longer in memory: choose the file again.
    ManifestForgotten,
    /// The record is not there any more.
    NotFound,
    /// A decision was already taken.
    AlreadyDecided,
    /// Undo is no longer possible: use a correction.
    UndoTooLate,
    /// A decision that differs from the advice needs a reason.
    ReasonNeeded,
    /// The rules cannot be used; answers are kept, the level cannot be computed.
    RulesInvalid,
    /// The hub's address is not usable (https, or http on this computer only).
    HubAddress,
    /// The hub cannot be reached.
    HubUnreachable,
    /// The enrolment code was refused.
    HubCodeRefused,
    /// The hub answered something that is not trusted.
    HubUntrusted,
    /// The hub no longer accepts this computer.
    HubRevoked,
    /// The log on this computer and at the hub disagree.
    HubForked,
    /// The computer's clock differs too much: args[0] minutes.
    ClockSkew,
    /// The request did not have the agreed form.
    BadRequest,
    /// Something unexpected; see `reference`.
    Unexpected,
}

impl ApiError {
    /// A failure with its code only.
    pub(crate) const fn of(code: ErrorCode) -> Self {
        Self {
            code,
            field: None,
            args: Vec::new(),
            reference: None,
        }
    }

    /// A request that does not have the agreed form.
    pub fn bad_request(field: &str) -> Self {
        Self {
            field: Some(field.to_owned()),
            ..Self::of(ErrorCode::BadRequest)
        }
    }

    /// A failure that nobody foresaw. The reference leads to the line of the log; the page shows nothing else.
    pub fn unexpected(reference: impl Into<String>) -> Self {
        Self {
            reference: Some(reference.into()),
            ..Self::of(ErrorCode::Unexpected)
        }
    }

    /// What an attempt of the exchange left behind, by its code: only the code is kept until the next attempt.
    pub(crate) fn lasting(code: &str) -> Self {
        match code {
            "stream_forked" | "log_damaged" => Self::of(ErrorCode::HubForked),
            "device_revoked" | "device_unknown" => Self::of(ErrorCode::HubRevoked),
            "clock_skew" => Self::with(ErrorCode::ClockSkew, 10),
            "not_verified" | "receipt_mismatch" | "version_mismatch" => {
                Self::of(ErrorCode::HubUntrusted)
            }
            other => Self::unexpected(format!("hub-{other}")),
        }
    }

    fn at(code: ErrorCode, field: &str) -> Self {
        Self {
            field: Some(field.to_owned()),
            ..Self::of(code)
        }
    }

    fn with(code: ErrorCode, arg: impl ToString) -> Self {
        Self {
            args: vec![arg.to_string()],
            ..Self::of(code)
        }
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        Self::from(&error)
    }
}

impl From<&AppError> for ApiError {
    fn from(error: &AppError) -> Self {
        match error {
            AppError::Locked => Self::of(ErrorCode::Locked),
            AppError::Empty { field } => Self::at(ErrorCode::FieldEmpty, field),
            AppError::Long { field, limit } => Self {
                args: vec![limit.to_string()],
                ..Self::at(ErrorCode::FieldLong, field)
            },
            AppError::PassphraseShort { limit } => Self {
                args: vec![limit.to_string()],
                ..Self::at(ErrorCode::PassphraseShort, "passphrase")
            },
            AppError::Date { field } => Self::at(ErrorCode::DateInvalid, field),
            AppError::Port { field } => Self::at(ErrorCode::PortInvalid, field),
            AppError::SailingUnclear { known } => Self {
                args: known
                    .iter()
                    .flat_map(|(id, departs)| {
                        let time = departs.map(|time| time.to_string());
                        [id.to_string(), time.unwrap_or_default()]
                    })
                    .collect(),
                ..Self::at(ErrorCode::SailingUnclear, "departsAt")
            },
            AppError::Document => Self::at(ErrorCode::DocumentInvalid, "document"),
            AppError::Import(error) => import(error),
            AppError::Forgotten => Self::of(ErrorCode::ManifestForgotten),
            AppError::AlreadyDecided => Self::of(ErrorCode::AlreadyDecided),
            AppError::UndoTooLate => Self::of(ErrorCode::UndoTooLate),
            AppError::ReasonNeeded => Self::at(ErrorCode::ReasonNeeded, "reason"),
            AppError::RulesInvalid => Self::of(ErrorCode::RulesInvalid),
            AppError::BadRequest { what } => Self::bad_request(what),
            AppError::Denied(_) => Self::of(ErrorCode::NotAllowed),
            AppError::Registry(error) => registry(error),
            AppError::Sync(problem) => sync(problem),
        }
    }
}

fn import(error: &ImportError) -> ApiError {
    let code = match error.code() {
        "empty_file" => ErrorCode::ManifestEmpty,
        "no_header" => ErrorCode::ManifestNoHeader,
        "too_large" => ErrorCode::ManifestTooLarge,
        _ => ErrorCode::ManifestUnreadable,
    };
    // The sentences name what the file seems to be and the way out; they carry nothing from its cells.
    let (message, hint) = (error.message(), error.hint());
    ApiError {
        args: vec![
            error.code().to_owned(),
            message.id,
            message.en,
            hint.id,
            hint.en,
        ],
        ..ApiError::of(code)
    }
}

fn registry(error: &RegistryError) -> ApiError {
    match error {
        RegistryError::Missing | RegistryError::NotFound { .. } | RegistryError::UnknownUser => {
            ApiError::of(ErrorCode::NotFound)
        }
        RegistryError::Exists | RegistryError::AlreadyOpen => ApiError::of(ErrorCode::AlreadyOpen),
        RegistryError::WrongPassphrase => ApiError::at(ErrorCode::PassphraseWrong, "passphrase"),
        RegistryError::Wait { seconds } => ApiError::with(ErrorCode::PassphraseWait, seconds),
        RegistryError::Newer { .. } => ApiError::of(ErrorCode::RegistryNewer),
        RegistryError::Damaged { .. } => ApiError::of(ErrorCode::RegistryDamaged),
        RegistryError::DiskFull => ApiError::of(ErrorCode::DiskFull),
        RegistryError::WrongPermit => ApiError::of(ErrorCode::NotAllowed),
        RegistryError::Conflict { what: "decision" } => ApiError::of(ErrorCode::UndoTooLate),
        RegistryError::Conflict { .. } => ApiError::of(ErrorCode::AlreadyDecided),
        RegistryError::Io { kind } if cannot_write(*kind) => {
            ApiError::of(ErrorCode::FolderReadOnly)
        }
        RegistryError::Io { .. } => ApiError::unexpected("registry-io"),
        RegistryError::Database { code } if READ_ONLY.contains(&(code & 0xff)) => {
            ApiError::of(ErrorCode::FolderReadOnly)
        }
        RegistryError::Database { code } => ApiError::unexpected(format!("registry-{code}")),
    }
}

/// SQLite's primary codes for a file that may not be written or made: PERM, READONLY, CANTOPEN.
const READ_ONLY: [i32; 3] = [3, 8, 14];

/// The folder of the data is not one that this account may write to.
fn cannot_write(kind: std::io::ErrorKind) -> bool {
    use std::io::ErrorKind::{AlreadyExists, NotADirectory, PermissionDenied, ReadOnlyFilesystem};
    matches!(
        kind,
        PermissionDenied | ReadOnlyFilesystem | NotADirectory | AlreadyExists
    )
}

fn sync(problem: &SyncProblem) -> ApiError {
    match problem {
        SyncProblem::BadAddress(_) => ApiError::at(ErrorCode::HubAddress, "url"),
        SyncProblem::BadCode => ApiError::at(ErrorCode::HubCodeRefused, "code"),
        SyncProblem::Offline | SyncProblem::Busy { .. } | SyncProblem::HubFault { .. } => {
            ApiError::of(ErrorCode::HubUnreachable)
        }
        problem => match (ApiError::lasting(problem.code()), problem) {
            (unnamed, SyncProblem::Refused(_)) if unnamed.code == ErrorCode::Unexpected => {
                ApiError::at(ErrorCode::HubCodeRefused, "code")
            }
            (known, _) => known,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_written_to_is_said_to_be_one() {
        for error in [
            RegistryError::Io {
                kind: std::io::ErrorKind::PermissionDenied,
            },
            // SQLITE_READONLY_DIRECTORY and SQLITE_CANTOPEN
            RegistryError::Database { code: 1544 },
            RegistryError::Database { code: 14 },
        ] {
            assert_eq!(registry(&error).code, ErrorCode::FolderReadOnly, "{error}");
        }
        let other = RegistryError::Database { code: 1 };
        assert_eq!(registry(&other).code, ErrorCode::Unexpected);
    }

    #[test]
    fn what_lasts_has_the_sentence_of_the_attempt_that_met_it() {
        let met = [
            (SyncProblem::NotVerified, ErrorCode::HubUntrusted),
            (SyncProblem::ReceiptMismatch, ErrorCode::HubUntrusted),
            (SyncProblem::VersionMismatch, ErrorCode::HubUntrusted),
            (SyncProblem::LogDamaged { seq: 3 }, ErrorCode::HubForked),
        ];
        for (problem, code) in met {
            assert_eq!(sync(&problem).code, code, "{problem}");
            assert_eq!(ApiError::lasting(problem.code()).code, code, "{problem}");
        }
        for (code, named) in [
            ("stream_forked", ErrorCode::HubForked),
            ("device_revoked", ErrorCode::HubRevoked),
            ("device_unknown", ErrorCode::HubRevoked),
            ("clock_skew", ErrorCode::ClockSkew),
        ] {
            assert_eq!(ApiError::lasting(code).code, named, "{code}");
        }
    }

    #[test]
    fn what_has_no_sentence_of_its_own_has_a_reference() {
        let other = ApiError::lasting("encoding_unknown");
        assert_eq!(other.code, ErrorCode::Unexpected);
        assert_eq!(other.reference.as_deref(), Some("hub-encoding_unknown"));
    }
}
