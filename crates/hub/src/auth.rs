//! Who sends: the extractor that a route names when only an enrolled device may call it.
//!
//! The order is fixed: read the body within its limit and time, read the signature headers, look the device up,
//! verify digest and signature, then the clock. A handler gets the body only in this wrapper, so no route can
//! forget the check.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use suar_domain::id::DeviceId;
use suar_protocol::reject::Reject;
use suar_protocol::sign::{
    CONTENT_DIGEST, Claim, RequestParts, SIGNATURE, SIGNATURE_INPUT, SignError,
};

use crate::error::HubError;
use crate::{HubState, clock};

/// How long a body may take to arrive: a large one over 64 kbit/s, not for ever.
const BODY_TIMEOUT: Duration = Duration::from_secs(120);

/// A request whose signature, clock and device were checked.
pub struct SignedRequest {
    /// The device that signed.
    pub device: DeviceId,
    /// The office the device belongs to, which is also its feed.
    pub office: String,
    /// Value of the `Content-Type` header.
    pub content_type: String,
    /// The signature headers, kept as evidence.
    pub signature_input: String,
    /// The signature headers, kept as evidence.
    pub signature: String,
    /// The exact body.
    pub body: Bytes,
}

impl FromRequest<HubState> for SignedRequest {
    type Rejection = HubError;

    async fn from_request(request: Request, state: &HubState) -> Result<Self, HubError> {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let headers = request.headers().clone();
        let body = read_body(request, state).await?;

        let (signature_input, signature) = (
            value(&headers, SIGNATURE_INPUT)?,
            value(&headers, SIGNATURE)?,
        );
        let claim = Claim::read(signature_input, signature).map_err(|_| Reject::SigInvalid)?;
        let device = state
            .store
            .device(claim.device())
            .await?
            .ok_or(Reject::DeviceUnknown)?;
        let content_type = value(&headers, header::CONTENT_TYPE.as_str())?;
        let parts = RequestParts {
            method: method.as_str(),
            path: uri.path(),
            query: uri.query().unwrap_or(""),
            content_type,
            body: &body,
        };
        let now = clock::now();
        claim
            .verify(
                &parts,
                value(&headers, CONTENT_DIGEST)?,
                &device.sign_key,
                now,
            )
            .map_err(|error| match error {
                SignError::Clock => Reject::ClockSkew {
                    hub_time: now.millis(),
                },
                SignError::Form | SignError::Digest | SignError::Signature => Reject::SigInvalid,
            })?;
        // After the signature: only the device itself learns that it was withdrawn.
        if device.revoked {
            return Err(Reject::DeviceRevoked.into());
        }
        Ok(Self {
            device: claim.device(),
            office: device.office,
            content_type: content_type.to_owned(),
            signature_input: signature_input.to_owned(),
            signature: signature.to_owned(),
            body,
        })
    }
}

/// Reads a body within the limit of its route and in bounded time.
pub async fn read_body(request: Request, state: &HubState) -> Result<Bytes, HubError> {
    let read = tokio::time::timeout(BODY_TIMEOUT, Bytes::from_request(request, state)).await;
    match read {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Reject::too_large().into())
        }
        Ok(Err(_)) => Err(Reject::Malformed("the body was cut off").into()),
        Err(_) => Err(Reject::Malformed("the body did not arrive in two minutes").into()),
    }
}

fn value<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, HubError> {
    let mut values = headers.get_all(name).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Reject::SigInvalid.into());
    };
    Ok(value.to_str().map_err(|_| Reject::SigInvalid)?.trim())
}
