//! Signed requests: one fixed profile of RFC 9421.
//!
//! The signature covers `"@method" "@path" "@query" "content-digest" "content-type"` and the parameters
//! `created`, `nonce`, `keyid` and `tag="suar-sync-1"`, with Ed25519 (sync design 3.2). Nothing is negotiated: a
//! header that is not written exactly in this form is refused before any key is looked up.
//!
//! Both headers that the signature covers are always sent, also with an empty body. A replayed request is
//! harmless, since every route is idempotent; the nonce makes each signature its own.
//!
//! Not here: which device a key belongs to (the hub's table) and reading clocks.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use suar_domain::id::DeviceId;
use suar_domain::time::Instant;

use crate::hex;
use crate::key::{PublicKey, SigningKey, sign as sign_bytes};

/// Name of the header with the digest of the body.
pub const CONTENT_DIGEST: &str = "content-digest";
/// Name of the header with what is signed.
pub const SIGNATURE_INPUT: &str = "signature-input";
/// Name of the header with the signature.
pub const SIGNATURE: &str = "signature";

/// How far `created` may lie from the hub's clock, in milliseconds, either way: ten minutes.
pub const CREATED_TOLERANCE_MS: i64 = 10 * 60 * 1000;

const LABEL: &str = "suar";
const TAG: &str = "suar-sync-1";
const COMPONENTS: &str = r#"("@method" "@path" "@query" "content-digest" "content-type")"#;

/// The request as both sides see it.
#[derive(Clone, Copy)]
pub struct RequestParts<'a> {
    /// `GET` or `POST`.
    pub method: &'a str,
    /// Absolute path, without the query.
    pub path: &'a str,
    /// The query without its question mark; empty when there is none.
    pub query: &'a str,
    /// Value of the `Content-Type` header.
    pub content_type: &'a str,
    /// The exact body.
    pub body: &'a [u8],
}

impl fmt::Debug for RequestParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}?{} ({})",
            self.method, self.path, self.query, self.content_type
        )
    }
}

/// The three header values that make a request a signed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureHeaders {
    /// `Content-Digest`.
    pub content_digest: String,
    /// `Signature-Input`.
    pub signature_input: String,
    /// `Signature`.
    pub signature: String,
}

/// Why a request is not accepted as signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// A header is missing or not of the fixed form.
    #[error("the signature headers are not of the form this hub reads")]
    Form,
    /// The body is not the one that was digested.
    #[error("the body differs from its digest")]
    Digest,
    /// The signature is of another request or key.
    #[error("the signature is not the device's")]
    Signature,
    /// Signed too long ago, or in the future.
    #[error("the request was signed more than ten minutes from the hub's time")]
    Clock,
}

/// Signs a request. `created` is the device's time after correction by the hub's; `nonce` is 16 random bytes.
pub fn sign(
    parts: &RequestParts<'_>,
    device: DeviceId,
    created: Instant,
    nonce: &[u8; 16],
    key: &SigningKey,
) -> SignatureHeaders {
    let content_digest = content_digest(parts.body);
    let params = params(
        created.millis().div_euclid(1000),
        &hex::encode(nonce),
        device,
    );
    let signature = sign_bytes(key, base(parts, &content_digest, &params).as_bytes());
    SignatureHeaders {
        content_digest,
        signature_input: format!("{LABEL}={params}"),
        signature: format!("{LABEL}=:{}:", STANDARD.encode(signature)),
    }
}

/// Who says to have signed, and when; nothing is proven before [`Claim::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    device: DeviceId,
    created_secs: i64,
    params: String,
    signature: [u8; 64],
}

impl Claim {
    /// Reads the two signature headers.
    pub fn read(signature_input: &str, signature: &str) -> Result<Self, SignError> {
        let claim = read_claim(signature_input, signature);
        claim.ok_or(SignError::Form)
    }

    /// The device whose key must be looked up.
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// Checks digest, signature, then clock. The clock comes last, so that only the device itself learns that
    /// its clock is off.
    pub fn verify(
        &self,
        parts: &RequestParts<'_>,
        content_digest_header: &str,
        key: &PublicKey,
        now: Instant,
    ) -> Result<(), SignError> {
        let digest = content_digest(parts.body);
        if digest != content_digest_header {
            return Err(SignError::Digest);
        }
        let base = base(parts, &digest, &self.params);
        key.verify(base.as_bytes(), &self.signature)
            .map_err(|_| SignError::Signature)?;
        let created = self.created_secs.saturating_mul(1000);
        if created.abs_diff(now.millis()) > CREATED_TOLERANCE_MS.unsigned_abs() {
            return Err(SignError::Clock);
        }
        Ok(())
    }
}

fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(body)))
}

fn params(created_secs: i64, nonce: &str, device: DeviceId) -> String {
    format!(r#"{COMPONENTS};created={created_secs};nonce="{nonce}";keyid="{device}";tag="{TAG}""#)
}

/// The signature base of RFC 9421 section 2.5 for the fixed components.
fn base(parts: &RequestParts<'_>, content_digest: &str, params: &str) -> String {
    let RequestParts {
        method,
        path,
        query,
        content_type,
        ..
    } = parts;
    format!(
        "\"@method\": {method}\n\"@path\": {path}\n\"@query\": ?{query}\n\
         \"content-digest\": {content_digest}\n\"content-type\": {content_type}\n\
         \"@signature-params\": {params}"
    )
}

fn read_claim(signature_input: &str, signature: &str) -> Option<Claim> {
    let params_text = signature_input.strip_prefix(LABEL)?.strip_prefix('=')?;
    let rest = params_text
        .strip_prefix(COMPONENTS)?
        .strip_prefix(";created=")?;
    let (created, rest) = rest.split_once(";nonce=\"")?;
    let (nonce, rest) = rest.split_once("\";keyid=\"")?;
    let (device, rest) = rest.split_once("\";tag=\"")?;
    let created_secs = created.parse().ok()?;
    let device: DeviceId = device.parse().ok()?;
    let nonce_is_hex = nonce.len() == 32 && nonce.bytes().all(|byte| byte.is_ascii_hexdigit());
    // Writing the parameters again and comparing leaves exactly one accepted spelling.
    if rest.strip_suffix('"')? != TAG
        || !nonce_is_hex
        || params(created_secs, nonce, device) != params_text
    {
        return None;
    }
    let signature = signature
        .strip_prefix(LABEL)?
        .strip_prefix("=:")?
        .strip_suffix(':')?;
    let signature = STANDARD.decode(signature).ok()?.try_into().ok()?;
    Some(Claim {
        device,
        created_secs,
        params: params_text.to_owned(),
        signature,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NOW: Instant = Instant::from_millis(1_793_000_049_905);

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn device() -> DeviceId {
        DeviceId::from_uuid(Uuid::from_u128(0x01a1_7721_8cf1_74e6_9d9a_b30f_cb06_ad8f))
    }

    fn push() -> RequestParts<'static> {
        RequestParts {
            method: "POST",
            path: "/v1/streams/x/batches",
            query: "",
            content_type: "application/vnd.suar.batch.v1+zstd",
            body: b"body",
        }
    }

    fn check(
        parts: &RequestParts<'_>,
        headers: &SignatureHeaders,
        now: Instant,
    ) -> Result<(), SignError> {
        let claim = Claim::read(&headers.signature_input, &headers.signature)?;
        claim.verify(parts, &headers.content_digest, &PublicKey::of(&key()), now)
    }

    #[test]
    fn the_headers_are_written_in_the_one_form() {
        let headers = sign(&push(), device(), NOW, &[0xab; 16], &key());
        assert_eq!(
            headers.signature_input,
            r#"suar=("@method" "@path" "@query" "content-digest" "content-type");created=1793000049;nonce="abababababababababababababababab";keyid="01a17721-8cf1-74e6-9d9a-b30fcb06ad8f";tag="suar-sync-1""#
        );
        assert_eq!(
            headers.content_digest,
            "sha-256=:Iw2DWNyOiJC0xY3utikS7i8gNXrpKlzIYbmOaP4xrLU=:"
        );
        assert_eq!(check(&push(), &headers, NOW), Ok(()));
    }

    #[test]
    fn every_signed_part_is_protected() {
        let headers = sign(&push(), device(), NOW, &[1; 16], &key());
        let changed = [
            RequestParts {
                method: "GET",
                ..push()
            },
            RequestParts {
                path: "/v1/streams/y/batches",
                ..push()
            },
            RequestParts {
                query: "after=1",
                ..push()
            },
            RequestParts {
                content_type: "application/vnd.suar.batch.v1",
                ..push()
            },
        ];
        for parts in changed {
            assert_eq!(
                check(&parts, &headers, NOW),
                Err(SignError::Signature),
                "{parts:?}"
            );
        }
        let other_body = RequestParts {
            body: b"Body",
            ..push()
        };
        assert_eq!(check(&other_body, &headers, NOW), Err(SignError::Digest));
        let later = headers.signature_input.replace("1793000049", "1793000050");
        let moved = SignatureHeaders {
            signature_input: later,
            ..headers
        };
        assert_eq!(
            check(&push(), &moved, NOW),
            Err(SignError::Signature),
            "created is signed too"
        );
    }

    #[test]
    fn ten_minutes_either_way_are_forgiven() {
        let headers = sign(&push(), device(), NOW, &[1; 16], &key());
        let at = |seconds: i64| Instant::from_millis((1_793_000_049 + seconds) * 1000);
        assert_eq!(check(&push(), &headers, at(600)), Ok(()));
        assert_eq!(check(&push(), &headers, at(-600)), Ok(()));
        assert_eq!(check(&push(), &headers, at(601)), Err(SignError::Clock));
        assert_eq!(check(&push(), &headers, at(-601)), Err(SignError::Clock));
    }

    #[test]
    fn no_other_spelling_is_read() {
        let good = sign(&push(), device(), NOW, &[1; 16], &key());
        let edits = [
            ("suar=(", "sig1=("),
            ("\"@query\" ", ""),
            ("\"@method\" \"@path\"", "\"@path\" \"@method\""),
            (";tag=\"suar-sync-1\"", ""),
            ("suar-sync-1", "suar-sync-2"),
            (";created=", ";created=0"),
            (";created=", ";alg=\"hmac-sha256\";created="),
            ("\";keyid", "z\";keyid"),
            (";tag", ";expires=1;tag"),
        ];
        for (old, new) in edits {
            let input = good.signature_input.replace(old, new);
            assert_ne!(input, good.signature_input, "{old} is in the header");
            assert_eq!(
                Claim::read(&input, &good.signature),
                Err(SignError::Form),
                "{input}"
            );
        }
        for signature in ["", "suar=::", "suar=:AAAA:", "sig1=:AAAA:"] {
            assert_eq!(
                Claim::read(&good.signature_input, signature),
                Err(SignError::Form),
                "{signature}"
            );
        }
    }
}
