//! The routes, one file a resource. A handler reads its request, asks the store, and words the answer.

pub mod batches;
pub mod enroll;
pub mod health;
pub mod streams;
pub mod time;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use suar_protocol::receipt::{self, Receipt};
use suar_protocol::reject::Reject;

use crate::error::HubError;
use crate::store::stream::StreamState;
use crate::{HubState, clock};

/// Any other address or method.
pub async fn nothing_here() -> HubError {
    Reject::NotFound.into()
}

/// The signed receipt for what is committed.
fn receipt(state: &HubState, held: StreamState) -> Response {
    let receipt = Receipt {
        stream: held.stream,
        acked_seq: held.acked_seq,
        head: held.head,
        hub_time: clock::now().millis(),
        feed_cursor_hint: held.feed_seq,
        rejected: held.rejected,
    };
    (
        [(header::CONTENT_TYPE, receipt::CONTENT_TYPE)],
        receipt.seal(&state.key),
    )
        .into_response()
}
