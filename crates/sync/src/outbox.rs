//! What this crate needs of the registry: the log, its bookkeeping, and the link to the hub.
//!
//! A trait, so that the runner can be tested with thousands of cut connections over a log in memory; the app uses
//! the registry.

use suar_domain::time::Instant;
use suar_protocol::chain::Head;
use suar_protocol::key::SigningKey;
use suar_registry::{HubLink, OutboxLine, Registry, RegistryError, StreamState, SyncNote, Waiting};

/// The local log failed; the registry's own words, which name no person.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct OutboxError(pub String);

impl From<RegistryError> for OutboxError {
    fn from(error: RegistryError) -> Self {
        Self(error.to_string())
    }
}

/// The local log and what is known about the hub.
pub trait Outbox {
    /// Where the log stands.
    fn stream(&self) -> Result<StreamState, OutboxError>;
    /// Lines after `seq`, in order, as many as fit into `max_bytes` but at least one when any waits.
    fn outbox_after(&self, seq: u64, max_bytes: usize) -> Result<Vec<OutboxLine>, OutboxError>;
    /// The chain's head after line `seq`; none when there is no such line.
    fn head_at(&self, seq: u64) -> Result<Option<Head>, OutboxError>;
    /// What the hub has not confirmed.
    fn waiting(&self) -> Result<Waiting, OutboxError>;
    /// Keeps a verified receipt; only moves forward.
    fn record_receipt(
        &self,
        acked_seq: u64,
        head: Head,
        receipt: &str,
        at: Instant,
    ) -> Result<(), OutboxError>;
    /// The device's signing key.
    fn device_key(&self) -> Result<SigningKey, OutboxError>;
    /// Where this computer is enrolled.
    fn hub_link(&self) -> Result<Option<HubLink>, OutboxError>;
    /// Remembers the hub.
    fn set_hub_link(&self, link: &HubLink) -> Result<(), OutboxError>;
    /// Remembers how an attempt ended.
    fn sync_note(&self, note: &SyncNote) -> Result<(), OutboxError>;
    /// How the last attempt ended.
    fn last_sync_note(&self) -> Result<Option<SyncNote>, OutboxError>;
}

impl Outbox for Registry {
    fn stream(&self) -> Result<StreamState, OutboxError> {
        Ok(Self::stream(self)?)
    }

    fn outbox_after(&self, seq: u64, max_bytes: usize) -> Result<Vec<OutboxLine>, OutboxError> {
        Ok(Self::outbox_after(self, seq, max_bytes)?)
    }

    fn head_at(&self, seq: u64) -> Result<Option<Head>, OutboxError> {
        Ok(Self::head_at(self, seq)?)
    }

    fn waiting(&self) -> Result<Waiting, OutboxError> {
        Ok(Self::waiting(self)?)
    }

    fn record_receipt(
        &self,
        acked_seq: u64,
        head: Head,
        receipt: &str,
        at: Instant,
    ) -> Result<(), OutboxError> {
        Ok(Self::record_receipt(self, acked_seq, head, receipt, at)?)
    }

    fn device_key(&self) -> Result<SigningKey, OutboxError> {
        Ok(SigningKey::from_bytes(Self::device_key(self)?.seed()))
    }

    fn hub_link(&self) -> Result<Option<HubLink>, OutboxError> {
        Ok(Self::hub_link(self)?)
    }

    fn set_hub_link(&self, link: &HubLink) -> Result<(), OutboxError> {
        Ok(Self::set_hub_link(self, link)?)
    }

    fn sync_note(&self, note: &SyncNote) -> Result<(), OutboxError> {
        Ok(Self::sync_note(self, note)?)
    }

    fn last_sync_note(&self) -> Result<Option<SyncNote>, OutboxError> {
        Ok(Self::last_sync_note(self)?)
    }
}
