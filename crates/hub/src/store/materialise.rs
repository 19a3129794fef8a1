//! The current state of records: the latest value of each field, by effective stamp, then stream.
//!
//! `create` names the record's concept in its field and sets one field for each member of its value; `set` sets
//! one. Events, tags, links and attachments stay in the log (`op`), from which later tables can be filled.
//! `tomb` removes the values and leaves the identifier.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use suar_domain::id::StreamId;
use suar_protocol::change::{Change, ChangeKind, MAX_NAME_BYTES};
use suar_protocol::hlc::Hlc;
use tokio_postgres::Transaction;
use uuid::Uuid;

use super::ingest::Op;
use super::to_db;
use crate::error::HubError;

/// A member of a create that cannot name a field.
const BAD_FIELD_NAME: &str = "bad_field_name";

/// One field and the value it gets, as JSON text.
pub(super) struct FieldValue {
    name: String,
    json: String,
}

/// The fields a change sets; the error is the code to set the line aside with.
pub(super) fn fields_of(change: &Change) -> Result<Vec<FieldValue>, &'static str> {
    let field = |name: &String, value: &Value| FieldValue {
        name: name.clone(),
        json: value.to_string(),
    };
    let fields: Vec<FieldValue> = match (change.kind, &change.value) {
        (ChangeKind::Create, Value::Object(members)) => members
            .iter()
            .map(|(name, value)| field(name, value))
            .collect(),
        (ChangeKind::Set, value) => vec![field(&change.field, value)],
        _ => vec![],
    };
    let usable = |name: &str| name.len() <= MAX_NAME_BYTES && !name.chars().any(char::is_control);
    if fields.iter().all(|field| usable(&field.name)) {
        Ok(fields)
    } else {
        Err(BAD_FIELD_NAME)
    }
}

/// Applies operations of one stream, in its order.
pub(super) async fn apply(
    transaction: &Transaction<'_>,
    feed: &str,
    stream: StreamId,
    schema: u32,
    ops: &[Op<'_>],
) -> Result<(), HubError> {
    let state = fold(ops);
    put_records(transaction, feed, schema, &state).await?;
    drop_fields(transaction, feed, &state).await?;
    put_fields(transaction, feed, stream, &state).await
}

/// What a batch leaves behind: one entry for each record and field, since one statement may touch a row once.
#[derive(Default)]
struct State<'a> {
    concepts: HashMap<Uuid, &'a str>,
    fields: HashMap<(Uuid, &'a str), (Hlc, &'a str)>,
    deleted: HashSet<Uuid>,
}

fn fold<'a>(ops: &'a [Op<'_>]) -> State<'a> {
    let mut state = State::default();
    for op in ops {
        let record = op.change.record;
        let concept = state.concepts.entry(record).or_default();
        match op.change.kind {
            ChangeKind::Create => *concept = &op.change.field,
            ChangeKind::Tombstone => {
                state.deleted.insert(record);
                state.fields.retain(|(of, _), _| *of != record);
            }
            _ => {}
        }
        // Stamps rise along a stream, so the last one wins.
        for FieldValue { name, json } in &op.fields {
            state.fields.insert((record, name), (op.eff, json));
        }
    }
    state
}

async fn put_records(
    transaction: &Transaction<'_>,
    feed: &str,
    schema: u32,
    state: &State<'_>,
) -> Result<(), HubError> {
    let (ids, concepts): (Vec<Uuid>, Vec<&str>) = state.concepts.iter().unzip();
    let tombs: Vec<bool> = ids.iter().map(|id| state.deleted.contains(id)).collect();
    transaction
        .execute(
            "INSERT INTO record (feed_id, schema, record_id, concept, tomb)
             SELECT $1::text, $2::int4, * FROM unnest($3::uuid[], $4::text[], $5::bool[])
             ON CONFLICT (feed_id, record_id) DO UPDATE SET
                 concept = CASE WHEN excluded.concept = '' THEN record.concept ELSE excluded.concept END,
                 schema = greatest(excluded.schema, record.schema),
                 tomb = record.tomb OR excluded.tomb",
            &[&feed, &i32::try_from(schema).unwrap_or(i32::MAX), &ids, &concepts, &tombs],
        )
        .await?;
    Ok(())
}

async fn drop_fields(
    transaction: &Transaction<'_>,
    feed: &str,
    state: &State<'_>,
) -> Result<(), HubError> {
    let deleted: Vec<Uuid> = state.deleted.iter().copied().collect();
    let query = "DELETE FROM field WHERE feed_id = $1 AND record_id = ANY($2)";
    transaction.execute(query, &[&feed, &deleted]).await?;
    Ok(())
}

async fn put_fields(
    transaction: &Transaction<'_>,
    feed: &str,
    stream: StreamId,
    state: &State<'_>,
) -> Result<(), HubError> {
    let (keys, values): (Vec<_>, Vec<_>) = state.fields.iter().unzip();
    let (records, names): (Vec<Uuid>, Vec<&str>) = keys.into_iter().copied().unzip();
    let (stamps, values): (Vec<Hlc>, Vec<&str>) = values.into_iter().copied().unzip();
    let millis: Vec<i64> = stamps.iter().map(|stamp| to_db(stamp.millis())).collect();
    let counters: Vec<i32> = stamps
        .iter()
        .map(|stamp| i32::from(stamp.counter()))
        .collect();
    transaction
        .execute(
            "INSERT INTO field (feed_id, stream_id, record_id, field, eff_millis, eff_counter, value)
             SELECT $1::text, $2::uuid, * FROM unnest($3::uuid[], $4::text[], $5::int8[], $6::int4[], $7::text[])
             ON CONFLICT (feed_id, record_id, field) DO UPDATE SET
                 stream_id = excluded.stream_id, eff_millis = excluded.eff_millis,
                 eff_counter = excluded.eff_counter, value = excluded.value
             WHERE (excluded.eff_millis, excluded.eff_counter, excluded.stream_id)
                 > (field.eff_millis, field.eff_counter, field.stream_id)",
            &[&feed, &stream.uuid(), &records, &names, &millis, &counters, &values],
        )
        .await?;
    Ok(())
}
