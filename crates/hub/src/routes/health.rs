//! `GET /v1/health`: can the hub reach its database?

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::HubState;
use crate::error::HubError;

/// `{"status":"ok"}`, or 503.
pub async fn get(State(state): State<HubState>) -> Result<Json<Value>, HubError> {
    state.store.ping().await?;
    Ok(Json(json!({ "status": "ok" })))
}
