//! Streams: how far the hub holds each device's log.

use suar_domain::id::{DeviceId, StreamId};
use suar_domain::time::Instant;
use suar_protocol::chain::Head;
use suar_protocol::hlc::Hlc;
use suar_protocol::receipt::{MAX_REJECTED, Rejected};
use suar_protocol::reject::Reject;
use tokio_postgres::{Client, Transaction};

use super::{Store, StoreError, from_db, hash_from_db, to_db};
use crate::error::HubError;

/// What a receipt says about a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamState {
    /// The stream.
    pub stream: StreamId,
    /// Every line up to this one is committed.
    pub acked_seq: u64,
    /// The chain's head there.
    pub head: Head,
    /// The feed's latest number.
    pub feed_seq: u64,
    /// Lines set aside in the range that was asked about.
    pub rejected: Vec<Rejected>,
}

/// A stream whose row is locked until the transaction ends.
pub struct LockedStream {
    /// The office's feed.
    pub feed: String,
    /// Every line up to this one is committed.
    pub acked_seq: u64,
    /// The chain's head there.
    pub head: Head,
    /// The stream's latest effective stamp.
    pub eff: Hlc,
}

impl Store {
    /// Opens a stream for a device; false when it is open already.
    pub async fn open_stream(
        &self,
        stream: StreamId,
        device: DeviceId,
        feed: &str,
        now: Instant,
    ) -> Result<bool, HubError> {
        let connection = self.connection().await?;
        let made = connection
            .execute(
                "INSERT INTO stream (stream_id, device_id, feed_id, head, opened_ms)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (stream_id) DO NOTHING",
                &[
                    &stream.uuid(),
                    &device.uuid(),
                    &feed,
                    &Head::START.0.as_slice(),
                    &now.millis(),
                ],
            )
            .await?;
        Ok(made == 1)
    }

    /// How far a stream of this device got, with the lines set aside after `after`.
    pub async fn stream(
        &self,
        stream: StreamId,
        device: DeviceId,
        after: u64,
    ) -> Result<StreamState, HubError> {
        let connection = self.connection().await?;
        state(&connection, stream, device, after).await
    }
}

/// Reads what a receipt says, on a connection at hand.
pub(super) async fn state(
    connection: &Client,
    stream: StreamId,
    device: DeviceId,
    after: u64,
) -> Result<StreamState, HubError> {
    let row = connection
        .query_opt(
            "SELECT s.device_id, s.acked_seq, s.head, f.seq
             FROM stream s JOIN feed_head f USING (feed_id) WHERE s.stream_id = $1",
            &[&stream.uuid()],
        )
        .await?
        .ok_or(Reject::StreamUnknown)?;
    if DeviceId::from_uuid(row.get(0)) != device {
        return Err(Reject::StreamNotYours.into());
    }
    let set_aside = connection
        .query(
            "SELECT sseq, code FROM op_quarantine
             WHERE stream_id = $1 AND sseq > $2 ORDER BY sseq LIMIT $3",
            &[&stream.uuid(), &to_db(after), &(MAX_REJECTED as i64)],
        )
        .await?;
    Ok(StreamState {
        stream,
        acked_seq: from_db(row.get(1)),
        head: Head(hash_from_db(row.get(2), "stream head")?),
        feed_seq: from_db(row.get(3)),
        rejected: set_aside
            .iter()
            .map(|row| Rejected {
                seq: from_db(row.get(0)),
                code: row.get(1),
            })
            .collect(),
    })
}

/// Locks a stream's row for this transaction: the device's pushes come one after the other.
pub async fn lock(
    transaction: &Transaction<'_>,
    stream: StreamId,
    device: DeviceId,
) -> Result<LockedStream, HubError> {
    let row = transaction
        .query_opt(
            "SELECT device_id, feed_id, acked_seq, head, eff_millis, eff_counter
             FROM stream WHERE stream_id = $1 FOR UPDATE",
            &[&stream.uuid()],
        )
        .await?
        .ok_or(Reject::StreamUnknown)?;
    if DeviceId::from_uuid(row.get(0)) != device {
        return Err(Reject::StreamNotYours.into());
    }
    let counter = u16::try_from(row.get::<_, i32>(5)).map_err(|_| StoreError::Damaged("stamp"))?;
    Ok(LockedStream {
        feed: row.get(1),
        acked_seq: from_db(row.get(2)),
        head: Head(hash_from_db(row.get(3), "stream head")?),
        eff: Hlc::new(from_db(row.get(4)), counter).map_err(|_| StoreError::Damaged("stamp"))?,
    })
}

/// Moves a locked stream forward.
pub async fn advance(
    transaction: &Transaction<'_>,
    stream: StreamId,
    acked_seq: u64,
    head: Head,
    eff: Hlc,
) -> Result<(), HubError> {
    transaction
        .execute(
            "UPDATE stream SET acked_seq = $2, head = $3, eff_millis = $4, eff_counter = $5
             WHERE stream_id = $1",
            &[
                &stream.uuid(),
                &to_db(acked_seq),
                &head.0.as_slice(),
                &to_db(eff.millis()),
                &i32::from(eff.counter()),
            ],
        )
        .await?;
    Ok(())
}
