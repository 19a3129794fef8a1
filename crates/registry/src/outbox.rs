//! The operation log, which is the outbox, and what the hub has confirmed of it.
//!
//! Bookkeeping of the exchange (receipts, the link to the hub) is not a change to the registry's records: it has
//! no permit and no audit row, and never touches a line of the log.

use std::fmt;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use suar_domain::id::{DeviceId, StreamId};
use suar_domain::time::Instant;
use suar_protocol::chain::Head;
use suar_protocol::change::{AuditMark, Change, ChangeKind};
use suar_protocol::hlc::Hlc;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::Registry;
use crate::audit;
use crate::error::RegistryError;
use crate::key::{fill_random, to_hex};

/// Where the log stands, here and at the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamState {
    /// Identity of the log.
    pub id: StreamId,
    /// Last line written; 0 when there is none.
    pub last_seq: u64,
    /// Chain value after the last line.
    pub head: Head,
    /// Last line that the hub has confirmed.
    pub acked_seq: u64,
    /// Chain value after that line.
    pub acked_head: Head,
}

/// One line of the log, exactly as it was hashed.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboxLine {
    /// Number, from 1 without gaps.
    pub seq: u64,
    /// Exact bytes.
    pub line: Vec<u8>,
}

impl fmt::Debug for OutboxLine {
    /// A line holds names and answers: its place and length are enough for a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of {} bytes", self.seq, self.line.len())
    }
}

/// What waits to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Lines.
    pub lines: u64,
    /// Bytes.
    pub bytes: u64,
    /// When the oldest was written.
    pub oldest: Option<Instant>,
}

/// The private half of the device's signing key, wiped from memory when dropped.
pub struct DeviceKey(Zeroizing<[u8; 32]>);

impl DeviceKey {
    /// The Ed25519 seed.
    pub fn seed(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Where this computer is enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubLink {
    /// Address of the hub.
    pub url: String,
    /// This computer at the hub.
    #[serde(with = "device_text")]
    pub device: DeviceId,
    /// The hub's public key: only what it signed is believed.
    #[serde(with = "key_text")]
    pub hub_key: [u8; 32],
    /// The feed of this office.
    pub feed: String,
}

/// How the last attempt ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncNote {
    /// When, Unix milliseconds.
    #[serde(with = "instant_millis")]
    pub at: Instant,
    /// Outcome code; `ok` when all is well.
    pub code: String,
    /// Lines that the hub keeps aside, in words for the technician.
    pub rejected: Vec<String>,
}

mod device_text {
    use serde::{Deserialize, Deserializer, Serializer};
    use suar_domain::id::DeviceId;

    pub(super) fn serialize<S: Serializer>(id: &DeviceId, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(id)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<DeviceId, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

mod key_text {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::key::{from_hex, to_hex};

    pub(super) fn serialize<S: Serializer>(key: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&to_hex(key))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
        from_hex(&String::deserialize(from)?)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| serde::de::Error::custom("not a key"))
    }
}

mod instant_millis {
    use serde::{Deserialize, Deserializer, Serializer};
    use suar_domain::time::Instant;

    pub(super) fn serialize<S: Serializer>(at: &Instant, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(at.millis())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Instant, D::Error> {
        i64::deserialize(from).map(Instant::from_millis)
    }
}

/// Prepares a new log.
pub(crate) fn found(connection: &Connection, stream: StreamId) -> Result<(), RegistryError> {
    let mut seed = Zeroizing::new([0; 32]);
    fill_random(seed.as_mut_slice())?;
    set_meta(connection, "stream", stream.uuid().as_bytes())?;
    set_meta(connection, "device_key", seed.as_slice())
}

pub(crate) fn meta(connection: &Connection, key: &str) -> Result<Option<Vec<u8>>, RegistryError> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

pub(crate) fn set_meta(
    connection: &Connection,
    key: &str,
    value: &[u8],
) -> Result<(), RegistryError> {
    let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    connection
        .prepare_cached(sql)?
        .execute(params![key, value])?;
    Ok(())
}

fn required<const N: usize>(connection: &Connection, key: &str) -> Result<[u8; N], RegistryError> {
    meta(connection, key)?
        .and_then(|value| value.try_into().ok())
        .ok_or(RegistryError::Damaged {
            what: "operation log",
        })
}

fn head(bytes: Vec<u8>) -> Result<Head, RegistryError> {
    bytes
        .try_into()
        .map(Head)
        .map_err(|_| RegistryError::Damaged {
            what: "operation log",
        })
}

pub(crate) fn last_line(connection: &Connection) -> Result<(u64, Head), RegistryError> {
    let mut statement =
        connection.prepare_cached("SELECT seq, hash FROM outbox ORDER BY seq DESC LIMIT 1")?;
    match statement
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
    {
        Some((seq, hash)) => Ok((seq, head(hash)?)),
        None => Ok((0, Head::START)),
    }
}

pub(crate) fn last_receipt(connection: &Connection) -> Result<(u64, Head), RegistryError> {
    let mut statement = connection
        .prepare_cached("SELECT acked_seq, head FROM receipts ORDER BY acked_seq DESC LIMIT 1")?;
    match statement
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
    {
        Some((seq, hash)) => Ok((seq, head(hash)?)),
        None => Ok((0, Head::START)),
    }
}

/// Appends lines to the log inside one transaction.
pub(crate) struct LogWriter {
    audit: AuditMark,
    seq: u64,
    first: u64,
    head: Head,
    hlc: Hlc,
    at: Instant,
    author: String,
}

impl LogWriter {
    pub(crate) fn begin(
        transaction: &Transaction<'_>,
        at: Instant,
        author: String,
    ) -> Result<Self, RegistryError> {
        let (seq, head) = last_line(transaction)?;
        let previous = match meta(transaction, "hlc")? {
            Some(text) => std::str::from_utf8(&text)
                .ok()
                .and_then(|text| text.parse().ok())
                .ok_or(RegistryError::Damaged {
                    what: "operation log",
                })?,
            None => Hlc::ZERO,
        };
        Ok(Self {
            audit: audit::mark(transaction)?,
            seq,
            first: seq + 1,
            head,
            hlc: previous,
            at,
            author,
        })
    }

    /// Appends one line.
    pub(crate) fn append(
        &mut self,
        transaction: &Transaction<'_>,
        record: Uuid,
        kind: ChangeKind,
        field: &str,
        value: Value,
    ) -> Result<(), RegistryError> {
        self.hlc = self.hlc.next(self.at);
        self.seq += 1;
        let change = Change {
            seq: self.seq,
            record,
            kind,
            field: field.to_owned(),
            value,
            hlc: self.hlc,
            base: None,
            author: self.author.clone(),
        };
        let line = if self.seq == self.first {
            change.to_line_after(&self.audit)
        } else {
            change.to_line()
        };
        let line = line.into_bytes();
        self.head = self.head.append(&line);
        transaction
            .prepare_cached("INSERT INTO outbox (seq, line, hash, at) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![self.seq, line, self.head.0, self.at.millis()])?;
        Ok(())
    }

    /// Ends the transaction's part of the log; gives the range of lines written, when there are any.
    pub(crate) fn end(
        self,
        transaction: &Transaction<'_>,
    ) -> Result<(Hlc, Option<(u64, u64)>), RegistryError> {
        let hlc = if self.seq >= self.first {
            self.hlc
        } else {
            self.hlc.next(self.at)
        };
        set_meta(transaction, "hlc", hlc.to_string().as_bytes())?;
        Ok((
            hlc,
            (self.seq >= self.first).then_some((self.first, self.seq)),
        ))
    }
}

impl Registry {
    /// Where the log stands.
    pub fn stream(&self) -> Result<StreamState, RegistryError> {
        let connection = self.connection();
        let id = StreamId::from_uuid(Uuid::from_bytes(required(&connection, "stream")?));
        let (last_seq, head) = last_line(&connection)?;
        let (acked_seq, acked_head) = last_receipt(&connection)?;
        Ok(StreamState {
            id,
            last_seq,
            head,
            acked_seq,
            acked_head,
        })
    }

    /// Lines after `seq`, in order, as many as fit into `max_bytes` but at least one when any waits.
    pub fn outbox_after(
        &self,
        seq: u64,
        max_bytes: usize,
    ) -> Result<Vec<OutboxLine>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection
            .prepare_cached("SELECT seq, line FROM outbox WHERE seq > ?1 ORDER BY seq")?;
        let mut rows = statement.query([seq])?;
        let mut lines = Vec::new();
        let mut size = 0;
        while let Some(row) = rows.next()? {
            let line = OutboxLine {
                seq: row.get(0)?,
                line: row.get(1)?,
            };
            size += line.line.len();
            if size > max_bytes && !lines.is_empty() {
                break;
            }
            lines.push(line);
        }
        Ok(lines)
    }

    /// Chain value after line `seq`; [`Head::START`] for 0; none when there is no such line.
    pub fn head_at(&self, seq: u64) -> Result<Option<Head>, RegistryError> {
        if seq == 0 {
            return Ok(Some(Head::START));
        }
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT hash FROM outbox WHERE seq = ?1")?;
        statement
            .query_row([seq], |row| row.get(0))
            .optional()?
            .map(head)
            .transpose()
    }

    /// What the hub has not confirmed yet.
    pub fn waiting(&self) -> Result<Waiting, RegistryError> {
        let connection = self.connection();
        let (acked, _) = last_receipt(&connection)?;
        let sql =
            "SELECT count(*), coalesce(sum(length(line)), 0), min(at) FROM outbox WHERE seq > ?1";
        let waiting = connection.prepare_cached(sql)?.query_row([acked], |row| {
            let oldest: Option<i64> = row.get(2)?;
            Ok(Waiting {
                lines: row.get(0)?,
                bytes: row.get(1)?,
                oldest: oldest.map(Instant::from_millis),
            })
        })?;
        Ok(waiting)
    }

    /// Keeps the hub's confirmation. Only moves forward: an older one changes nothing.
    ///
    /// # Errors
    /// [`RegistryError::Conflict`] when the confirmed chain value is not the one of this log.
    pub fn record_receipt(
        &self,
        acked_seq: u64,
        acked_head: Head,
        receipt: &str,
        at: Instant,
    ) -> Result<(), RegistryError> {
        if self.head_at(acked_seq)? != Some(acked_head) {
            return Err(RegistryError::Conflict { what: "receipt" });
        }
        let connection = self.connection();
        if acked_seq <= last_receipt(&connection)?.0 {
            return Ok(());
        }
        connection
            .prepare_cached(
                "INSERT INTO receipts (acked_seq, head, receipt, at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![acked_seq, acked_head.0, receipt, at.millis()])?;
        Ok(())
    }

    /// When the hub last confirmed something.
    pub fn last_receipt_at(&self) -> Result<Option<Instant>, RegistryError> {
        let connection = self.connection();
        let at: Option<i64> =
            connection.query_row("SELECT max(at) FROM receipts", [], |row| row.get(0))?;
        Ok(at.map(Instant::from_millis))
    }

    /// The device's signing key.
    pub fn device_key(&self) -> Result<DeviceKey, RegistryError> {
        required(&self.connection(), "device_key").map(|seed| DeviceKey(Zeroizing::new(seed)))
    }

    /// Where this computer is enrolled.
    pub fn hub_link(&self) -> Result<Option<HubLink>, RegistryError> {
        read_json(&self.connection(), "hub_link")
    }

    /// Remembers the hub after enrolment.
    pub fn set_hub_link(&self, link: &HubLink) -> Result<(), RegistryError> {
        write_json(&self.connection(), "hub_link", link)
    }

    /// Remembers how the last attempt ended.
    pub fn sync_note(&self, note: &SyncNote) -> Result<(), RegistryError> {
        write_json(&self.connection(), "sync_note", note)
    }

    /// How the last attempt ended.
    pub fn last_sync_note(&self) -> Result<Option<SyncNote>, RegistryError> {
        read_json(&self.connection(), "sync_note")
    }

    /// Fingerprint of the log for display: identity and last chain value, hex.
    pub fn fingerprint(&self) -> Result<String, RegistryError> {
        let state = self.stream()?;
        Ok(format!("{}:{}", state.id, to_hex(&state.head.0)))
    }
}

fn read_json<T: for<'de> Deserialize<'de>>(
    connection: &Connection,
    key: &str,
) -> Result<Option<T>, RegistryError> {
    meta(connection, key)?
        .map(|value| {
            serde_json::from_slice(&value).map_err(|_| RegistryError::Damaged {
                what: "settings of the exchange",
            })
        })
        .transpose()
}

fn write_json<T: Serialize>(
    connection: &Connection,
    key: &str,
    value: &T,
) -> Result<(), RegistryError> {
    let text = serde_json::to_vec(value).map_err(|_| RegistryError::Damaged {
        what: "settings of the exchange",
    })?;
    set_meta(connection, key, &text)
}
