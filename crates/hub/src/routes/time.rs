//! `GET /v1/time`: the signed greeting. Open to everyone; costs one signature and no query.

use axum::extract::State;
use suar_protocol::hello::Hello;
use suar_protocol::{PROTOCOL_VERSION, SCHEMA_VERSION};

use crate::{HubState, clock};

/// The hub's time and versions.
pub async fn get(State(state): State<HubState>) -> String {
    let hello = Hello {
        hub_time: clock::now().millis(),
        protocol: vec![PROTOCOL_VERSION],
        schema: vec![SCHEMA_VERSION],
    };
    hello.seal(&state.key)
}
