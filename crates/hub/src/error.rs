//! What a handler answers when it does not succeed: a refusal the device understands, or a fault of the hub.
//!
//! A fault is logged once, here, without data of a record; the device is told only to come again.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use suar_protocol::problem::{self, Problem};
use suar_protocol::reject::Reject;

use crate::store::StoreError;

/// Seconds a device waits after a fault of the hub.
const RETRY_AFTER_S: u64 = 5;

/// Why a request did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// The request is refused.
    #[error("refused: {}", .0.code())]
    Reject(Reject),
    /// The hub could not do its work.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Reject> for HubError {
    fn from(reject: Reject) -> Self {
        Self::Reject(reject)
    }
}

impl From<tokio_postgres::Error> for HubError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Store(error.into())
    }
}

impl IntoResponse for HubError {
    fn into_response(self) -> Response {
        let reject = match self {
            Self::Reject(reject) => reject,
            Self::Store(error) => {
                tracing::error!(%error, "request failed");
                Reject::Unavailable {
                    retry_after_s: RETRY_AFTER_S,
                }
            }
        };
        let problem = Problem::from(&reject);
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(problem::CONTENT_TYPE),
        );
        if let Some(seconds) = problem.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
