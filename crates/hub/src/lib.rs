//! The reference hub: receives what the offices recorded, keeps it once, and signs for it.
//!
//! [`router`] is the whole HTTP surface over a [`Store`] (PostgreSQL); `main.rs` only reads arguments. Tests start
//! the router on port 0 over a database of their own.
//!
//! What must hold:
//! - a receipt is signed only after its transaction is committed;
//! - a line is stored once per `(stream, seq)`, byte for byte, whatever is sent again;
//! - a line that cannot be used never holds up the lines behind it: it is kept, acknowledged and named;
//! - an answer and a log line contain no value of a record and no key.
//!
//! Not here yet: feeds that devices pull, the OpenAPI document, per-record encryption (the hub reads the lines as
//! the ministry's plain text until then), rate limits, and transport encryption, which a proxy in front provides.

mod auth;
pub mod clock;
mod error;
pub mod key;
mod routes;
pub mod store;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{get, post};
use suar_protocol::batch::MAX_WIRE_BYTES;
use suar_protocol::key::SigningKey;
use suar_protocol::{enroll, hello, stream};

pub use crate::store::{Store, StoreError};

/// What every request needs.
#[derive(Clone)]
pub struct HubState {
    /// The database.
    pub store: Store,
    /// Signs receipts and the hub's time; never in the database.
    pub key: Arc<SigningKey>,
}

/// The hub's routes (sync design 3).
pub fn router(state: HubState) -> Router {
    Router::new()
        .route(hello::PATH, get(routes::time::get))
        .route(enroll::PATH, post(routes::enroll::post))
        .route(stream::PATH, post(routes::streams::open))
        .route("/v1/streams/{id}", get(routes::streams::get))
        .route("/v1/streams/{id}/batches", post(routes::batches::post))
        .route("/v1/health", get(routes::health::get))
        .fallback(routes::nothing_here)
        .method_not_allowed_fallback(routes::nothing_here)
        .layer(DefaultBodyLimit::max(MAX_WIRE_BYTES))
        .layer(map_response(no_store))
        .with_state(state)
}

/// Nothing the hub says may stay in a cache on the way.
async fn no_store(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
