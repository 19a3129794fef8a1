//! `POST /v1/streams` opens a stream (201, or 200 when it is open); `GET /v1/streams/{id}?after=N` says how far
//! it got. Both answer with a signed receipt.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use suar_domain::id::StreamId;
use suar_protocol::reject::Reject;
use suar_protocol::stream::{CONTENT_TYPE, OpenStream};

use crate::auth::SignedRequest;
use crate::error::HubError;
use crate::{HubState, clock, routes};

/// Opens a stream for the device that signed.
pub async fn open(
    State(state): State<HubState>,
    signed: SignedRequest,
) -> Result<Response, HubError> {
    if signed.content_type != CONTENT_TYPE {
        return Err(Reject::EncodingUnknown.into());
    }
    let open: OpenStream = serde_json::from_slice(&signed.body)
        .map_err(|_| Reject::Malformed("the stream request"))?;
    let is_new = state
        .store
        .open_stream(open.stream, signed.device, &signed.office, clock::now())
        .await?;
    let held = state
        .store
        .stream(open.stream, signed.device, open.known_acked_seq)
        .await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, routes::receipt(&state, held)).into_response())
}

/// Query of [`get`].
#[derive(Deserialize)]
pub struct After {
    /// List only lines set aside after this one.
    #[serde(default)]
    after: u64,
}

/// How far a stream of the device that signed got.
pub async fn get(
    State(state): State<HubState>,
    Path(id): Path<String>,
    query: Result<Query<After>, QueryRejection>,
    signed: SignedRequest,
) -> Result<Response, HubError> {
    let stream: StreamId = id.parse().map_err(|_| Reject::StreamUnknown)?;
    let Query(query) = query.map_err(|_| Reject::Malformed("after"))?;
    let held = state
        .store
        .stream(stream, signed.device, query.after)
        .await?;
    Ok(routes::receipt(&state, held))
}
