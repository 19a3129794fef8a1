//! Why the hub refuses a request: a closed list, each with what the device should do about it.
//!
//! A reason exists once, here; [`crate::problem`] is its form on the wire. Refusals are not signed: they may stop
//! a device from sending, which anyone on the line can do anyway, but never make it believe something arrived.

use crate::batch::{Encoding, MAX_WIRE_BYTES};
use crate::hex;

/// A refusal by the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reject {
    /// The body or a header could not be read; the text names what, never a value.
    Malformed(&'static str),
    /// The request is not signed, or not by the device's key.
    SigInvalid,
    /// Signed too far from the hub's time, given in Unix milliseconds.
    ClockSkew { hub_time: i64 },
    /// The hub does not know the device.
    DeviceUnknown,
    /// The device may no longer send.
    DeviceRevoked,
    /// The stream belongs to another device.
    StreamNotYours,
    /// The stream was never opened.
    StreamUnknown,
    /// Lines are missing before the batch.
    SeqGap { expected_seq: u64 },
    /// The hub holds another line under this number, or another history up to it; the hash is that line's or
    /// that history's.
    StreamForked { seq: u64, hub_hash: [u8; 32] },
    /// The body is larger than `max` bytes.
    BatchTooLarge { max: u64 },
    /// The batch is packed in a way this hub does not read.
    EncodingUnknown,
    /// The records are of a schema this hub does not read.
    SchemaUnknown,
    /// The enrolment code is wrong, used, too old, or of another office.
    CodeRefused,
    /// The key is enrolled for another office.
    AlreadyEnrolled,
    /// Too many requests; try again after this many seconds.
    TooManyRequests { retry_after_s: u64 },
    /// The hub cannot work now; try again after this many seconds.
    Unavailable { retry_after_s: u64 },
    /// No such address at this hub.
    NotFound,
}

/// What a device does about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Correct the clock offset and sign again.
    SignAgain { hub_time: i64 },
    /// Send again, starting here.
    ResendFrom { seq: u64 },
    /// Send fewer lines at a time.
    SmallerBatch,
    /// Wait this many seconds.
    Wait { seconds: u64 },
    /// Open the stream, then send again.
    OpenStream,
    /// Stop this stream and call a supervisor.
    StopStream,
    /// A person must act: a supervisor, or someone who updates the app.
    AskForHelp,
}

impl Reject {
    /// Stable name; texts for people are chosen by it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::SigInvalid => "sig_invalid",
            Self::ClockSkew { .. } => "clock_skew",
            Self::DeviceUnknown => "device_unknown",
            Self::DeviceRevoked => "device_revoked",
            Self::StreamNotYours => "stream_not_yours",
            Self::StreamUnknown => "stream_unknown",
            Self::SeqGap { .. } => "seq_gap",
            Self::StreamForked { .. } => "stream_forked",
            Self::BatchTooLarge { .. } => "batch_too_large",
            Self::EncodingUnknown => "encoding_unknown",
            Self::SchemaUnknown => "schema_unknown",
            Self::CodeRefused => "code_refused",
            Self::AlreadyEnrolled => "already_enrolled",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::Unavailable { .. } => "unavailable",
            Self::NotFound => "not_found",
        }
    }

    /// HTTP status (sync design 3).
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) => 400,
            Self::SigInvalid | Self::ClockSkew { .. } => 401,
            Self::DeviceUnknown
            | Self::DeviceRevoked
            | Self::StreamNotYours
            | Self::CodeRefused => 403,
            Self::StreamUnknown | Self::NotFound => 404,
            Self::SeqGap { .. } | Self::StreamForked { .. } | Self::AlreadyEnrolled => 409,
            Self::BatchTooLarge { .. } => 413,
            Self::EncodingUnknown | Self::SchemaUnknown => 415,
            Self::TooManyRequests { .. } => 429,
            Self::Unavailable { .. } => 503,
        }
    }

    /// What the device does about it.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::ClockSkew { hub_time } => Remedy::SignAgain {
                hub_time: *hub_time,
            },
            Self::SeqGap { expected_seq } => Remedy::ResendFrom { seq: *expected_seq },
            Self::BatchTooLarge { .. } => Remedy::SmallerBatch,
            Self::TooManyRequests { retry_after_s } | Self::Unavailable { retry_after_s } => {
                Remedy::Wait {
                    seconds: *retry_after_s,
                }
            }
            Self::StreamUnknown => Remedy::OpenStream,
            Self::StreamForked { .. } | Self::StreamNotYours => Remedy::StopStream,
            Self::Malformed(_)
            | Self::SigInvalid
            | Self::DeviceUnknown
            | Self::DeviceRevoked
            | Self::EncodingUnknown
            | Self::SchemaUnknown
            | Self::CodeRefused
            | Self::AlreadyEnrolled
            | Self::NotFound => Remedy::AskForHelp,
        }
    }

    /// One English sentence with the fix, for whoever reads the hub's answers with a tool.
    pub fn detail(&self) -> String {
        match self {
            Self::Malformed(what) => format!("The request could not be read: {what}."),
            Self::SigInvalid => "The request is not signed by the device's key; sign it again.".into(),
            Self::ClockSkew { .. } => {
                "The request was signed more than ten minutes from the hub's time; sign it again with hub_time."
                    .into()
            }
            Self::DeviceUnknown => "This hub does not know the device; enrol it with a code.".into(),
            Self::DeviceRevoked => "The device was withdrawn; ask the office's supervisor.".into(),
            Self::StreamNotYours => "The stream belongs to another device; open a new one.".into(),
            Self::StreamUnknown => "The stream is not open; open it first.".into(),
            Self::SeqGap { expected_seq } => {
                format!("Lines are missing before this batch; send again from {expected_seq}.")
            }
            Self::StreamForked { seq, .. } => format!(
                "The hub holds another history of this stream at line {seq}; stop it and start a new stream."
            ),
            Self::BatchTooLarge { max } => format!("The body is larger than {max} bytes; send fewer lines."),
            Self::EncodingUnknown => "This hub does not read batches packed this way; see known.".into(),
            Self::SchemaUnknown => "This hub does not read records of this schema; see known.".into(),
            Self::CodeRefused => {
                "The code is wrong, used or out of date, or of another office; ask for a new one.".into()
            }
            Self::AlreadyEnrolled => "This key is enrolled for another office.".into(),
            Self::TooManyRequests { retry_after_s } => {
                format!("Too many requests; try again in {retry_after_s} seconds.")
            }
            Self::Unavailable { retry_after_s } => {
                format!("The hub cannot answer now; try again in {retry_after_s} seconds.")
            }
            Self::NotFound => "There is nothing at this address.".into(),
        }
    }

    /// The 413 of a hub with the usual limit.
    pub const fn too_large() -> Self {
        Self::BatchTooLarge {
            max: MAX_WIRE_BYTES as u64,
        }
    }

    /// What the hub would have read instead, for 415.
    pub fn known(&self) -> Vec<String> {
        match self {
            Self::EncodingUnknown => Encoding::ALL
                .iter()
                .map(|known| known.content_type().to_owned())
                .collect(),
            Self::SchemaUnknown => vec![crate::SCHEMA_VERSION.to_string()],
            _ => vec![],
        }
    }

    /// Hexadecimal hash of the line the hub holds, for a fork.
    pub fn hub_hash(&self) -> Option<String> {
        match self {
            Self::StreamForked { hub_hash, .. } => Some(hex::encode(hub_hash)),
            _ => None,
        }
    }
}
