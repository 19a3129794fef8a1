//! `POST /v1/streams/{id}/batches`: one range of a stream; 200 with a receipt, also when all of it is known.

use axum::extract::{Path, State};
use axum::response::Response;
use suar_domain::id::StreamId;
use suar_protocol::SCHEMA_VERSION;
use suar_protocol::batch::{Batch, BatchError, Encoding};
use suar_protocol::reject::Reject;

use crate::auth::SignedRequest;
use crate::error::HubError;
use crate::store::ingest::{Evidence, Push};
use crate::{HubState, clock, routes};

/// Takes a batch in.
pub async fn post(
    State(state): State<HubState>,
    Path(id): Path<String>,
    signed: SignedRequest,
) -> Result<Response, HubError> {
    let stream: StreamId = id.parse().map_err(|_| Reject::StreamUnknown)?;
    let encoding =
        Encoding::from_content_type(&signed.content_type).ok_or(Reject::EncodingUnknown)?;
    let batch = decode(encoding, signed.body.clone()).await?;
    if batch.header().stream != stream || batch.header().device != signed.device {
        return Err(Reject::Malformed("the header names another stream or device").into());
    }
    if batch.header().feed != signed.office {
        return Err(Reject::Malformed("the header names another feed").into());
    }
    if batch.header().schema != SCHEMA_VERSION {
        return Err(Reject::SchemaUnknown.into());
    }
    let evidence = Evidence {
        content_type: signed.content_type,
        body: signed.body,
        signature_input: signed.signature_input,
        signature: signed.signature,
    };
    let push = Push {
        device: signed.device,
        batch,
        evidence,
    };
    let held = state.store.ingest(&push, clock::now()).await?;
    Ok(routes::receipt(&state, held))
}

/// Unpacks outside the threads that serve connections: a large batch takes tens of milliseconds.
async fn decode(encoding: Encoding, body: axum::body::Bytes) -> Result<Batch, HubError> {
    let decoded = tokio::task::spawn_blocking(move || Batch::decode(encoding, &body)).await;
    match decoded {
        Ok(Ok(batch)) => Ok(batch),
        Ok(Err(BatchError::TooLarge)) => Err(Reject::too_large().into()),
        Ok(Err(_)) | Err(_) => Err(Reject::Malformed("the batch").into()),
    }
}
