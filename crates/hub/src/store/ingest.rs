//! Taking a batch in: one transaction from the stream's lock to the commit (sync design 4).
//!
//! What must hold:
//! - `(stream, seq)` decides whether a line is new; a known number must carry the same bytes, or the stream is
//!   forked and nothing of the batch is stored;
//! - the chain of the new lines continues the stored head;
//! - numbers in the feed are given while the feed's row is locked, so they become visible in order;
//! - effective stamps are at most five minutes ahead of the hub's clock and strictly increase along a stream;
//! - a line that is no usable change is set aside, acknowledged, and named in the answer.

use std::collections::HashSet;

use axum::body::Bytes;
use suar_domain::id::DeviceId;
use suar_domain::time::Instant;
use suar_protocol::batch::Batch;
use suar_protocol::chain::line_hash;
use suar_protocol::change::{Change, ChangeKind};
use suar_protocol::hlc::Hlc;
use suar_protocol::reject::Reject;
use tokio_postgres::Transaction;
use uuid::Uuid;

use super::materialise::{self, FieldValue};
use super::stream::{self, LockedStream, StreamState};
use super::{Store, StoreError, from_db, hash_from_db, to_db};
use crate::error::HubError;

/// How far a device's stamp may lie ahead of the hub's clock before it is cut: five minutes (sync design 1.4).
const MAX_AHEAD_MS: i64 = 5 * 60 * 1000;

/// Set aside because the line's own number is not its place in the stream.
const WRONG_PLACE: &str = "wrong_place";
/// Set aside because the record was deleted before.
const RECORD_DELETED: &str = "record_deleted";

/// A batch and who signed it.
pub struct Push {
    /// The device whose signature was verified.
    pub device: DeviceId,
    /// The batch, which names that device.
    pub batch: Batch,
    /// The request as signed.
    pub evidence: Evidence,
}

/// A signed request, kept so that its signature can be checked again later.
pub struct Evidence {
    /// Value of the `Content-Type` header.
    pub content_type: String,
    /// The exact body.
    pub body: Bytes,
    /// Value of the `Signature-Input` header.
    pub signature_input: String,
    /// Value of the `Signature` header.
    pub signature: String,
}

/// A line that will be applied.
pub(super) struct Op<'a> {
    pub place: u64,
    pub line: &'a [u8],
    pub change: Change,
    pub eff: Hlc,
    /// What the line sets; empty for kinds that set no field.
    pub fields: Vec<FieldValue>,
}

struct SetAside<'a> {
    place: u64,
    line: &'a [u8],
    code: &'static str,
}

impl Store {
    /// Stores what is new in a batch and says how far the stream is held.
    pub async fn ingest(&self, push: &Push, now: Instant) -> Result<StreamState, HubError> {
        let header = push.batch.header();
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await?;
        let held = stream::lock(&transaction, header.stream, push.device).await?;

        if header.from > held.acked_seq + 1 {
            return Err(Reject::SeqGap {
                expected_seq: held.acked_seq + 1,
            }
            .into());
        }
        compare_known(&transaction, push, &held).await?;
        let fresh = fresh_lines(push, &held);
        let head = fresh
            .iter()
            .fold(held.head, |head, (_, line)| head.append(line));
        if header.to >= held.acked_seq && head != header.head {
            return Err(forked(held.acked_seq, held.head.0));
        }
        if fresh.is_empty() {
            transaction.rollback().await?;
        } else {
            store(&transaction, push, &held, &fresh, now).await?;
            transaction.commit().await?;
        }
        // Read after the commit, in one way for new and for repeated batches: both get the same answer.
        stream::state(&connection, header.stream, push.device, header.from - 1).await
    }
}

/// Writes the new lines of a batch; the caller commits.
async fn store(
    transaction: &Transaction<'_>,
    push: &Push,
    held: &LockedStream,
    fresh: &[(u64, &[u8])],
    now: Instant,
) -> Result<(), HubError> {
    let header = push.batch.header();
    lock_feed(transaction, &held.feed).await?;
    let (mut ops, mut aside, eff) = sort(fresh, held.eff, now);
    set_aside_deleted(transaction, &held.feed, &mut ops, &mut aside).await?;
    let feed_seq = advance_feed(transaction, &held.feed, ops.len()).await?;
    insert_ops(transaction, push, &held.feed, feed_seq, &ops, now).await?;
    insert_set_aside(transaction, push, &held.feed, &aside, now).await?;
    materialise::apply(transaction, &held.feed, header.stream, header.schema, &ops).await?;
    insert_batch(transaction, push, now).await?;
    stream::advance(transaction, header.stream, header.to, header.head, eff).await?;
    tracing::info!(
        stream = %header.stream, from = header.from, to = header.to, new = fresh.len(), aside = aside.len(),
        "batch taken in"
    );
    Ok(())
}

fn forked(seq: u64, hub_hash: [u8; 32]) -> HubError {
    Reject::StreamForked { seq, hub_hash }.into()
}

/// Lines that the hub holds already must be the same bytes.
async fn compare_known(
    transaction: &Transaction<'_>,
    push: &Push,
    held: &LockedStream,
) -> Result<(), HubError> {
    let header = push.batch.header();
    let last_known = header.to.min(held.acked_seq);
    if header.from > last_known {
        return Ok(());
    }
    let stored = transaction
        .query(
            "SELECT sseq, line_hash FROM op WHERE feed_id = $1 AND stream_id = $2 AND sseq BETWEEN $3 AND $4
             UNION ALL
             SELECT sseq, line_hash FROM op_quarantine WHERE stream_id = $2 AND sseq BETWEEN $3 AND $4
             ORDER BY 1",
            &[&held.feed, &header.stream.uuid(), &to_db(header.from), &to_db(last_known)],
        )
        .await?;
    if stored.len() as u64 != last_known - header.from + 1 {
        return Err(StoreError::Damaged("stream").into());
    }
    for (line, row) in push.batch.lines().iter().zip(&stored) {
        let hub_hash = hash_from_db(row.get(1), "line hash")?;
        if line_hash(line) != hub_hash {
            return Err(forked(from_db(row.get(0)), hub_hash));
        }
    }
    Ok(())
}

/// The lines after the last one held, with their places.
fn fresh_lines<'a>(push: &'a Push, held: &LockedStream) -> Vec<(u64, &'a [u8])> {
    let places = push.batch.header().from..;
    let placed = places.zip(push.batch.lines().iter().map(Vec::as_slice));
    placed
        .filter(|(place, _)| *place > held.acked_seq)
        .collect()
}

/// Parts usable lines from the others and gives each usable one its effective stamp.
fn sort<'a>(
    fresh: &[(u64, &'a [u8])],
    mut latest: Hlc,
    now: Instant,
) -> (Vec<Op<'a>>, Vec<SetAside<'a>>, Hlc) {
    let limit = Hlc::at(Instant::from_millis(
        now.millis().saturating_add(MAX_AHEAD_MS),
    ));
    let (mut ops, mut aside) = (Vec::new(), Vec::new());
    for &(place, line) in fresh {
        match read(place, line) {
            Ok((change, fields)) => {
                latest = change.hlc.min(limit).max(latest.successor());
                ops.push(Op {
                    place,
                    line,
                    change,
                    eff: latest,
                    fields,
                });
            }
            Err(code) => aside.push(SetAside { place, line, code }),
        }
    }
    (ops, aside, latest)
}

fn read(place: u64, line: &[u8]) -> Result<(Change, Vec<FieldValue>), &'static str> {
    let change = Change::parse_line(line).map_err(|error| error.code())?;
    if change.seq != place {
        return Err(WRONG_PLACE);
    }
    let fields = materialise::fields_of(&change)?;
    Ok((change, fields))
}

/// Sets aside what comes after a deletion, here or in this batch, so that nothing rises from the dead.
async fn set_aside_deleted<'a>(
    transaction: &Transaction<'_>,
    feed: &str,
    ops: &mut Vec<Op<'a>>,
    aside: &mut Vec<SetAside<'a>>,
) -> Result<(), HubError> {
    let records: Vec<Uuid> = ops.iter().map(|op| op.change.record).collect();
    let mut deleted: HashSet<Uuid> = transaction
        .query(
            "SELECT record_id FROM record WHERE feed_id = $1 AND record_id = ANY($2) AND tomb",
            &[&feed, &records],
        )
        .await?
        .iter()
        .map(|row| row.get(0))
        .collect();
    ops.retain(|op| {
        if deleted.contains(&op.change.record) {
            aside.push(SetAside {
                place: op.place,
                line: op.line,
                code: RECORD_DELETED,
            });
            return false;
        }
        if op.change.kind == ChangeKind::Tombstone {
            deleted.insert(op.change.record);
        }
        true
    });
    Ok(())
}

/// Makes the office's batches come one after the other from here to the commit.
async fn lock_feed(transaction: &Transaction<'_>, feed: &str) -> Result<(), HubError> {
    transaction
        .query_one(
            "SELECT seq FROM feed_head WHERE feed_id = $1 FOR UPDATE",
            &[&feed],
        )
        .await?;
    Ok(())
}

/// Takes numbers from the feed; returns the last one before them.
async fn advance_feed(
    transaction: &Transaction<'_>,
    feed: &str,
    count: usize,
) -> Result<u64, HubError> {
    let query = "UPDATE feed_head SET seq = seq + $2 WHERE feed_id = $1 RETURNING seq - $2";
    let row = transaction
        .query_one(query, &[&feed, &to_db(count as u64)])
        .await?;
    Ok(from_db(row.get(0)))
}

async fn insert_ops(
    transaction: &Transaction<'_>,
    push: &Push,
    feed: &str,
    feed_seq: u64,
    ops: &[Op<'_>],
    now: Instant,
) -> Result<(), HubError> {
    fn column<T>(ops: &[Op<'_>], value: impl Fn(&Op<'_>) -> T) -> Vec<T> {
        ops.iter().map(value).collect()
    }
    let seqs: Vec<i64> = (1..=ops.len() as u64)
        .map(|n| to_db(feed_seq + n))
        .collect();
    let lines: Vec<&[u8]> = ops.iter().map(|op| op.line).collect();
    let hashes: Vec<Vec<u8>> = column(ops, |op| line_hash(op.line).to_vec());
    transaction
        .execute(
            "INSERT INTO op (feed_id, stream_id, received_ms, seq, sseq, record_id, kind, field, h_millis,
                             h_counter, eff_millis, eff_counter, base, officer, line, line_hash)
             SELECT $1::text, $2::uuid, $3::int8, * FROM unnest($4::int8[], $5::int8[], $6::uuid[], $7::text[], $8::text[],
                             $9::int8[], $10::int4[], $11::int8[], $12::int4[], $13::text[], $14::text[],
                             $15::bytea[], $16::bytea[])",
            &[
                &feed,
                &push.batch.header().stream.uuid(),
                &now.millis(),
                &seqs,
                &column(ops, |op| to_db(op.place)),
                &column(ops, |op| op.change.record),
                &column(ops, |op| op.change.kind.wire()),
                &column(ops, |op| op.change.field.clone()),
                &column(ops, |op| to_db(op.change.hlc.millis())),
                &column(ops, |op| i32::from(op.change.hlc.counter())),
                &column(ops, |op| to_db(op.eff.millis())),
                &column(ops, |op| i32::from(op.eff.counter())),
                &column(ops, |op| op.change.base.map(|base| base.to_string())),
                &column(ops, |op| op.change.author.clone()),
                &lines,
                &hashes,
            ],
        )
        .await?;
    Ok(())
}

async fn insert_set_aside(
    transaction: &Transaction<'_>,
    push: &Push,
    feed: &str,
    aside: &[SetAside<'_>],
    now: Instant,
) -> Result<(), HubError> {
    let places: Vec<i64> = aside.iter().map(|line| to_db(line.place)).collect();
    let codes: Vec<&str> = aside.iter().map(|line| line.code).collect();
    let lines: Vec<&[u8]> = aside.iter().map(|line| line.line).collect();
    let hashes: Vec<Vec<u8>> = aside
        .iter()
        .map(|line| line_hash(line.line).to_vec())
        .collect();
    transaction
        .execute(
            "INSERT INTO op_quarantine (stream_id, feed_id, received_ms, sseq, code, line, line_hash)
             SELECT $1::uuid, $2::text, $3::int8, * FROM unnest($4::int8[], $5::text[], $6::bytea[], $7::bytea[])",
            &[&push.batch.header().stream.uuid(), &feed, &now.millis(), &places, &codes, &lines, &hashes],
        )
        .await?;
    Ok(())
}

async fn insert_batch(
    transaction: &Transaction<'_>,
    push: &Push,
    now: Instant,
) -> Result<(), HubError> {
    let (header, evidence) = (push.batch.header(), &push.evidence);
    transaction
        .execute(
            "INSERT INTO batch (stream_id, from_seq, to_seq, content_type, body, signature_input, signature,
                                received_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &[
                &header.stream.uuid(),
                &to_db(header.from),
                &to_db(header.to),
                &evidence.content_type,
                &evidence.body.as_ref(),
                &evidence.signature_input,
                &evidence.signature,
                &now.millis(),
            ],
        )
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Instant = Instant::from_millis(1_793_000_000_000);

    fn line(seq: u64, hlc: &str) -> String {
        let change = Change {
            seq,
            record: Uuid::from_u128(1),
            kind: ChangeKind::Set,
            field: "phone".into(),
            value: json!("x"),
            hlc: hlc.parse().expect("a stamp in the test table"),
            base: None,
            author: "off-1".into(),
        };
        change.to_line()
    }

    #[test]
    fn a_fast_clock_is_cut_and_two_cut_edits_keep_their_order() {
        let lines = [
            line(1, "1793000000000.0"),
            line(2, "9793000000000.0"),
            line(3, "9793000000001.0"),
        ];
        let fresh: Vec<(u64, &[u8])> = (1..).zip(lines.iter().map(String::as_bytes)).collect();
        let (ops, aside, latest) = sort(&fresh, Hlc::ZERO, NOW);
        let effs: Vec<String> = ops.iter().map(|op| op.eff.to_string()).collect();
        assert_eq!(
            effs,
            ["1793000000000.0", "1793000300000.0", "1793000300000.1"]
        );
        assert!(aside.is_empty());
        assert_eq!(latest, ops[2].eff, "the next batch goes on from here");
    }

    #[test]
    fn a_stamp_that_goes_back_is_raised_above_the_last() {
        let lines = [line(1, "1000.0")];
        let fresh: Vec<(u64, &[u8])> = (1..).zip(lines.iter().map(String::as_bytes)).collect();
        let latest: Hlc = "5000.65535".parse().expect("a stamp");
        let (ops, _, _) = sort(&fresh, latest, NOW);
        assert_eq!(ops[0].eff.to_string(), "5001.0");
    }

    #[test]
    fn a_line_out_of_its_place_is_set_aside() {
        let lines = [line(7, "1000.0"), "not json".to_owned()];
        let fresh: Vec<(u64, &[u8])> = (1..).zip(lines.iter().map(String::as_bytes)).collect();
        let (ops, aside, _) = sort(&fresh, Hlc::ZERO, NOW);
        assert!(ops.is_empty());
        let codes: Vec<&str> = aside.iter().map(|line| line.code).collect();
        assert_eq!(codes, ["wrong_place", "not_json"]);
    }
}
