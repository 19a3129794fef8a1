//! The hub as the client sees it: one trait, whatever carries the bytes.
//!
//! An implementation moves bytes and tells refusals from faults. It verifies nothing: signatures and heads are the
//! runner's affair, so that no carrier can be trusted by mistake.

use std::future::Future;

use suar_domain::id::{DeviceId, StreamId};
use suar_domain::time::Instant;
use suar_protocol::batch::EncodedBatch;
use suar_protocol::enroll::{EnrollRequest, EnrollResponse};
use suar_protocol::key::SigningKey;
use suar_protocol::reject::Reject;
use suar_protocol::stream::OpenStream;

/// Who signs a request, and when by the hub's clock.
pub struct Signer<'a> {
    /// The device's identifier at the hub.
    pub device: DeviceId,
    /// Its key.
    pub key: &'a SigningKey,
    /// The hub's time.
    pub created: Instant,
}

/// Why the hub gave no answer of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HubFailure {
    /// No connection, or it ended before the answer did.
    #[error("the hub cannot be reached")]
    Unreachable,
    /// The hub refused, for a known reason.
    #[error("the hub refused the request ({})", .0.code())]
    Refused(Reject),
    /// The hub, or something on the way, answered in a way that cannot be used.
    #[error("the hub answered with status {status} and nothing usable")]
    Unusable {
        /// HTTP status, or the like.
        status: u16,
    },
}

/// A hub.
pub trait SyncHub {
    /// The signed greeting, unverified.
    fn hello(&self) -> impl Future<Output = Result<String, HubFailure>>;

    /// Enrols this computer.
    fn enroll(
        &self,
        request: &EnrollRequest,
    ) -> impl Future<Output = Result<EnrollResponse, HubFailure>>;

    /// Opens a stream; the signed receipt, unverified.
    fn open(
        &self,
        request: &OpenStream,
        signer: Signer<'_>,
    ) -> impl Future<Output = Result<String, HubFailure>>;

    /// Sends a batch; the signed receipt, unverified.
    fn push(
        &self,
        stream: StreamId,
        batch: &EncodedBatch,
        signer: Signer<'_>,
    ) -> impl Future<Output = Result<String, HubFailure>>;
}
