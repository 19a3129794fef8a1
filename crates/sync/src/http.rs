//! The hub over HTTPS.
//!
//! TLS roots are the operating system's. Redirects are not followed and cookies not kept: the hub is where the
//! enrolment says. Answers are read up to a limit, in bounded time.

use std::sync::Once;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response};
use suar_domain::id::StreamId;
use suar_protocol::batch::EncodedBatch;
use suar_protocol::enroll::{self, EnrollRequest, EnrollResponse};
use suar_protocol::problem::Problem;
use suar_protocol::reject::Reject;
use suar_protocol::sign::{self, RequestParts};
use suar_protocol::stream::{self, OpenStream, batches_path};
use suar_protocol::{hello, signed_text};

use crate::address::HubAddress;
use crate::hub::{HubFailure, Signer, SyncHub};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// Longest pause between two pieces of an answer.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// A whole request: a minute of sending at the slowest pace, and the answer.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(180);
/// Longest wait a `Retry-After` header may ask for, in seconds.
const MAX_RETRY_S: u64 = 3600;

static TLS: Once = Once::new();

/// A hub reached over HTTP.
pub struct HttpHub {
    client: Client,
    address: HubAddress,
}

impl HttpHub {
    /// Prepares a client; connects on first use. Fails only when TLS cannot be set up on this computer.
    pub fn new(address: HubAddress) -> Result<Self, HubFailure> {
        TLS.call_once(|| {
            // An error means that the process has installed a provider already, which is as good.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let mut client = Client::builder()
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            .pool_max_idle_per_host(1);
        if address.is_local() {
            client = client.no_proxy();
        }
        if !address.is_encrypted() {
            // The system's certificates are not needed then: a computer that has none can still be tried out.
            client = client.tls_certs_only([]);
        }
        Ok(Self {
            client: client.build().map_err(|_| HubFailure::Unreachable)?,
            address,
        })
    }

    async fn post_signed(
        &self,
        path: &str,
        content_type: &str,
        body: Vec<u8>,
        signer: &Signer<'_>,
    ) -> Result<String, HubFailure> {
        let parts = RequestParts {
            method: "POST",
            path,
            query: "",
            content_type,
            body: &body,
        };
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce).map_err(|_| HubFailure::Unreachable)?;
        let headers = sign::sign(&parts, signer.device, signer.created, &nonce, signer.key);
        let request = self
            .client
            .request(Method::POST, self.address.at(path))
            .header(CONTENT_TYPE, content_type)
            .header(sign::CONTENT_DIGEST, headers.content_digest)
            .header(sign::SIGNATURE_INPUT, headers.signature_input)
            .header(sign::SIGNATURE, headers.signature)
            .body(body);
        text(ask(request).await?)
    }
}

impl SyncHub for HttpHub {
    async fn hello(&self) -> Result<String, HubFailure> {
        text(ask(self.client.get(self.address.at(hello::PATH))).await?)
    }

    async fn enroll(&self, request: &EnrollRequest) -> Result<EnrollResponse, HubFailure> {
        let body = serde_json::to_vec(request).map_err(|_| HubFailure::Unusable { status: 0 })?;
        let request = self
            .client
            .post(self.address.at(enroll::PATH))
            .header(CONTENT_TYPE, "application/json");
        let answer = ask(request.body(body)).await?;
        serde_json::from_slice(&answer).map_err(|_| HubFailure::Unusable { status: 200 })
    }

    async fn open(&self, request: &OpenStream, signer: Signer<'_>) -> Result<String, HubFailure> {
        let body = serde_json::to_vec(request).map_err(|_| HubFailure::Unusable { status: 0 })?;
        self.post_signed(stream::PATH, stream::CONTENT_TYPE, body, &signer)
            .await
    }

    async fn push(
        &self,
        stream: StreamId,
        batch: &EncodedBatch,
        signer: Signer<'_>,
    ) -> Result<String, HubFailure> {
        let content_type = batch.encoding.content_type();
        self.post_signed(
            &batches_path(stream),
            content_type,
            batch.bytes.clone(),
            &signer,
        )
        .await
    }
}

fn text(answer: Vec<u8>) -> Result<String, HubFailure> {
    String::from_utf8(answer).map_err(|_| HubFailure::Unusable { status: 200 })
}

/// Sends a request and reads the answer; anything but 200 and 201 is a failure.
async fn ask(request: RequestBuilder) -> Result<Vec<u8>, HubFailure> {
    let response = request.send().await.map_err(|_| HubFailure::Unreachable)?;
    let status = response.status().as_u16();
    let retry_after = retry_after(&response);
    let body = read(response).await?;
    if matches!(status, 200 | 201) {
        return Ok(body);
    }
    let reject = Problem::parse(&body)
        .filter(|problem| problem.status == status)
        .and_then(|it| it.reject());
    Err(match (reject, status, retry_after) {
        (Some(reject), ..) => HubFailure::Refused(reject),
        (None, 429, Some(retry_after_s)) => {
            HubFailure::Refused(Reject::TooManyRequests { retry_after_s })
        }
        (None, 503, Some(retry_after_s)) => {
            HubFailure::Refused(Reject::Unavailable { retry_after_s })
        }
        _ => HubFailure::Unusable { status },
    })
}

fn retry_after(response: &Response) -> Option<u64> {
    let seconds: u64 = response
        .headers()
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(seconds.min(MAX_RETRY_S))
}

async fn read(mut response: Response) -> Result<Vec<u8>, HubFailure> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(piece) = response
        .chunk()
        .await
        .map_err(|_| HubFailure::Unreachable)?
    {
        body.extend_from_slice(&piece);
        if body.len() > signed_text::MAX_BYTES {
            return Err(HubFailure::Unusable { status });
        }
    }
    Ok(body)
}
