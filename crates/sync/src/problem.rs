//! Why an attempt ended without sending everything: one code each, for the screen's texts.

use suar_protocol::reject::Reject;

use crate::address::AddressError;
use crate::hub::HubFailure;
use crate::outbox::OutboxError;

/// An attempt that did not succeed. Nothing that was not confirmed is marked as delivered.
#[derive(Debug, thiserror::Error)]
pub enum SyncProblem {
    /// This computer has no hub yet.
    #[error("this computer is not enrolled at a hub; enrol it with a code from the supervisor")]
    NotEnrolled,
    /// No connection.
    #[error("the hub cannot be reached; what waits is sent when the network is back")]
    Offline,
    /// The client was stopped, because the screen was locked.
    #[error("the attempt was stopped; what waits is sent after the next unlock")]
    Stopped,
    /// The hub asks for patience.
    #[error("the hub is busy; the next attempt is in {retry_after_s} seconds")]
    Busy {
        /// Seconds to wait.
        retry_after_s: u64,
    },
    /// The hub, or something on the way, is broken.
    #[error("the hub answered with status {status} and nothing usable; tried again later")]
    HubFault {
        /// HTTP status.
        status: u16,
    },
    /// An answer that this hub did not sign, or that was cut short.
    #[error("an answer was not signed by the enrolled hub; if this stays, call the supervisor")]
    NotVerified,
    /// A receipt that the hub signed, but not for what was sent.
    #[error("the hub confirmed something else than was sent; if this stays, call the supervisor")]
    ReceiptMismatch,
    /// The hub holds another history of this log, as after a restored backup.
    #[error("the hub holds another history of this log from line {seq} on; call the supervisor")]
    Forked {
        /// First line that differs, or the last one confirmed.
        seq: u64,
    },
    /// One line alone is larger than the hub accepts.
    #[error("line {seq} is larger than the hub accepts; call the supervisor")]
    LineTooLarge {
        /// Its number.
        seq: u64,
    },
    /// The hub speaks no version that this app speaks.
    #[error("the hub needs another version of Suar; update the app")]
    VersionMismatch,
    /// The hub refused for a reason a person must see to.
    #[error("the hub refused: {}", .0.detail())]
    Refused(Reject),
    /// The local log does not fit together.
    #[error("the operation log is damaged at line {seq}; call the supervisor")]
    LogDamaged {
        /// The line.
        seq: u64,
    },
    /// The registry failed.
    #[error("the registry failed: {0}")]
    Registry(#[from] OutboxError),
    /// What was typed is not a code.
    #[error("the code is not complete; it has ten letters and digits")]
    BadCode,
    /// What was typed is not an address.
    #[error("the address cannot be used: {0}")]
    BadAddress(#[from] AddressError),
    /// The client could not be started on this computer.
    #[error("the connection to the hub cannot be prepared on this computer")]
    Setup,
}

impl SyncProblem {
    /// Stable name; texts for people are chosen by it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotEnrolled => "not_enrolled",
            Self::Offline => "offline",
            Self::Stopped => "stopped",
            Self::Busy { .. } => "hub_busy",
            Self::HubFault { .. } => "hub_fault",
            Self::NotVerified => "not_verified",
            Self::ReceiptMismatch => "receipt_mismatch",
            Self::Forked { .. } => "stream_forked",
            Self::LineTooLarge { .. } => "line_too_large",
            Self::VersionMismatch => "version_mismatch",
            Self::Refused(reject) => reject.code(),
            Self::LogDamaged { .. } => "log_damaged",
            Self::Registry(_) => "registry_failed",
            Self::BadCode => "bad_code",
            Self::BadAddress(_) => "bad_address",
            Self::Setup => "setup_failed",
        }
    }

    /// Whether waiting can help; otherwise a person must act.
    pub const fn passes_by_itself(&self) -> bool {
        is_passing(self.code())
    }

    /// Seconds the hub asked to wait.
    pub const fn retry_after_s(&self) -> Option<u64> {
        match self {
            Self::Busy { retry_after_s } => Some(*retry_after_s),
            _ => None,
        }
    }
}

/// Whether a problem with this code goes away when the network or the hub comes back.
pub const fn is_passing(code: &str) -> bool {
    matches!(
        code.as_bytes(),
        b"offline" | b"stopped" | b"hub_busy" | b"hub_fault"
    )
}

impl From<HubFailure> for SyncProblem {
    fn from(failure: HubFailure) -> Self {
        match failure {
            HubFailure::Unreachable => Self::Offline,
            HubFailure::Unusable { status } => Self::HubFault { status },
            HubFailure::Refused(
                Reject::TooManyRequests { retry_after_s } | Reject::Unavailable { retry_after_s },
            ) => Self::Busy { retry_after_s },
            HubFailure::Refused(Reject::StreamForked { seq, .. }) => Self::Forked { seq },
            HubFailure::Refused(reject) => Self::Refused(reject),
        }
    }
}
