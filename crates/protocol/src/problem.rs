//! A refusal on the wire: a problem document of RFC 9457 with a stable `code`.
//!
//! What must hold: a [`Reject`] survives the way over the wire. A device that reads an unknown code, or no
//! document at all, has not been refused for a reason it knows; the caller treats that as a fault of the line.

use serde::{Deserialize, Serialize};

use crate::hex;
use crate::reject::Reject;

/// Media type of a problem document.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// Seconds to wait when a hub asks for patience without saying how long.
const DEFAULT_RETRY_S: u64 = 30;
/// Longest wait a hub may ask for, in seconds: an hour.
const MAX_RETRY_S: u64 = 3600;

/// The document. Members that a refusal does not need are absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Address of the explanation, one for each code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code in words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable name.
    pub code: String,
    /// A sentence with the fix.
    pub detail: String,
    /// For `clock_skew`: the hub's clock, Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hub_time: Option<i64>,
    /// For `seq_gap`: the first missing line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_seq: Option<u64>,
    /// For `stream_forked`: the first differing line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// For `stream_forked`: SHA-256 of the line the hub holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hub_hash: Option<String>,
    /// For `batch_too_large`: the limit in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// For 429 and 503: seconds to wait, also in the `Retry-After` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// For 415: what the hub reads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<String>,
}

impl From<&Reject> for Problem {
    fn from(reject: &Reject) -> Self {
        let code = reject.code();
        let mut problem = Self {
            kind: format!("urn:suar:problem:{code}"),
            title: code.replace('_', " "),
            status: reject.status(),
            code: code.to_owned(),
            detail: reject.detail(),
            hub_time: None,
            expected_seq: None,
            seq: None,
            hub_hash: reject.hub_hash(),
            max: None,
            retry_after: None,
            known: reject.known(),
        };
        match reject {
            Reject::ClockSkew { hub_time } => problem.hub_time = Some(*hub_time),
            Reject::SeqGap { expected_seq } => problem.expected_seq = Some(*expected_seq),
            Reject::StreamForked { seq, .. } => problem.seq = Some(*seq),
            Reject::BatchTooLarge { max } => problem.max = Some(*max),
            Reject::TooManyRequests { retry_after_s } | Reject::Unavailable { retry_after_s } => {
                problem.retry_after = Some(*retry_after_s);
            }
            _ => {}
        }
        problem
    }
}

impl Problem {
    /// Reads a document; `None` when the bytes are no problem document.
    pub fn parse(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }

    /// The refusal; `None` for a code or members this version does not know.
    pub fn reject(&self) -> Option<Reject> {
        let wait = self.retry_after.unwrap_or(DEFAULT_RETRY_S).min(MAX_RETRY_S);
        let reject = match self.code.as_str() {
            "malformed" => Reject::Malformed("the hub says so"),
            "sig_invalid" => Reject::SigInvalid,
            "clock_skew" => Reject::ClockSkew {
                hub_time: self.hub_time?,
            },
            "device_unknown" => Reject::DeviceUnknown,
            "device_revoked" => Reject::DeviceRevoked,
            "stream_not_yours" => Reject::StreamNotYours,
            "stream_unknown" => Reject::StreamUnknown,
            "seq_gap" => Reject::SeqGap {
                expected_seq: self.expected_seq?,
            },
            "stream_forked" => Reject::StreamForked {
                seq: self.seq?,
                hub_hash: hex::decode(self.hub_hash.as_ref()?)?,
            },
            "batch_too_large" => Reject::BatchTooLarge { max: self.max? },
            "encoding_unknown" => Reject::EncodingUnknown,
            "schema_unknown" => Reject::SchemaUnknown,
            "code_refused" => Reject::CodeRefused,
            "already_enrolled" => Reject::AlreadyEnrolled,
            "too_many_requests" => Reject::TooManyRequests {
                retry_after_s: wait,
            },
            "unavailable" => Reject::Unavailable {
                retry_after_s: wait,
            },
            "not_found" => Reject::NotFound,
            _ => return None,
        };
        Some(reject)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn every_reject() -> Vec<Reject> {
        vec![
            Reject::Malformed("the hub says so"),
            Reject::SigInvalid,
            Reject::ClockSkew { hub_time: 5 },
            Reject::DeviceUnknown,
            Reject::DeviceRevoked,
            Reject::StreamNotYours,
            Reject::StreamUnknown,
            Reject::SeqGap { expected_seq: 3 },
            Reject::StreamForked {
                seq: 4,
                hub_hash: [9; 32],
            },
            Reject::too_large(),
            Reject::EncodingUnknown,
            Reject::SchemaUnknown,
            Reject::CodeRefused,
            Reject::AlreadyEnrolled,
            Reject::TooManyRequests { retry_after_s: 7 },
            Reject::Unavailable { retry_after_s: 8 },
            Reject::NotFound,
        ]
    }

    #[test]
    fn every_refusal_survives_the_wire() {
        let mut codes = HashSet::new();
        for reject in every_reject() {
            let body = serde_json::to_vec(&Problem::from(&reject)).expect("plain members");
            let read = Problem::parse(&body).and_then(|problem| problem.reject());
            assert_eq!(read, Some(reject.clone()), "{}", reject.code());
            assert!(
                codes.insert(reject.code()),
                "{} names one refusal only",
                reject.code()
            );
        }
    }

    #[test]
    fn what_is_no_problem_document_is_no_refusal() {
        for body in [
            &b""[..],
            b"<html>502 Bad Gateway</html>",
            b"{}",
            b"[]",
            b"null",
            b"\xff",
        ] {
            assert_eq!(Problem::parse(body), None, "{body:?}");
        }
        let mut unknown = Problem::from(&Reject::SigInvalid);
        unknown.code = "new_in_version_2".into();
        assert_eq!(unknown.reject(), None);
        let gap = Problem {
            expected_seq: None,
            ..Problem::from(&Reject::SeqGap { expected_seq: 3 })
        };
        assert_eq!(
            gap.reject(),
            None,
            "a gap that does not say where is of no use"
        );
    }

    #[test]
    fn a_hub_cannot_silence_a_device_for_days() {
        let problem = Problem::from(&Reject::Unavailable {
            retry_after_s: u64::MAX,
        });
        assert_eq!(
            problem.reject(),
            Some(Reject::Unavailable {
                retry_after_s: 3600
            })
        );
    }
}
