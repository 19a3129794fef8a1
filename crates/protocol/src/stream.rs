//! Opening a stream at the hub, `POST /v1/streams`, and asking how far it got, `GET /v1/streams/{id}`.
//!
//! Both are answered with a signed receipt: a device that lost one learns here what it missed.

use serde::{Deserialize, Serialize};
use suar_domain::id::StreamId;

/// Path where streams are opened.
pub const PATH: &str = "/v1/streams";

/// Media type of the request body.
pub const CONTENT_TYPE: &str = "application/json";

/// Request to open a stream; asking again for a stream that is open is free of effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenStream {
    /// One incarnation of the device's log.
    #[serde(with = "crate::wire_id::stream")]
    pub stream: StreamId,
    /// The last line the device holds a receipt for; the answer lists the lines set aside after it.
    pub known_acked_seq: u64,
}

/// Path of one stream.
pub fn path_of(stream: StreamId) -> String {
    format!("{PATH}/{stream}")
}

/// Path where batches of one stream go.
pub fn batches_path(stream: StreamId) -> String {
    format!("{PATH}/{stream}/batches")
}
