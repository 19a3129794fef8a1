//! One line of the operation log: who changed which field of which record, and when.
//!
//! A line is compact JSON with the keys `q r k f v h b u` in this order (sync design 1.2); the first line of each
//! transaction also has `a`, where the device's audit stood before it. The bytes of a line
//! are written once, hashed into the chain, and never written again: whoever passes a line on passes these bytes
//! on. So a key that this version does not know survives, and no canonical form of JSON is needed.
//!
//! What must hold: a line has no line break; `parse_line(to_line(c)) == c` for every change that keeps the limits
//! below. Not here: the stream, device, office and schema, which stand once in the batch header; and what a field
//! means, which is the registry's and the hub's affair.
//!
//! A change holds personal data in `value`: it is not in `Debug` and not in any error.

use std::fmt;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::hex;
use crate::hlc::Hlc;

/// Longest line that is accepted, in bytes. A full departure record is about 1,650 bytes.
pub const MAX_LINE_BYTES: usize = 256 * 1024;

/// Longest `field` and `author`, in bytes.
pub const MAX_NAME_BYTES: usize = 200;

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// A record comes into being.
    Create,
    /// A field gets a value; the later one wins.
    Set,
    /// A fact that is never overwritten: an answer, a decision, an override with its reason.
    Event,
    /// A tag joins a set.
    TagAdd,
    /// A tag leaves a set, with a reason.
    TagRemove,
    /// A record is deleted, with a reason; its identifier stays.
    Tombstone,
    /// Two records are the same person.
    Link,
    /// They are not, after all.
    Unlink,
    /// A file belongs to the record.
    Attach,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Create,
        Self::Set,
        Self::Event,
        Self::TagAdd,
        Self::TagRemove,
        Self::Tombstone,
        Self::Link,
        Self::Unlink,
        Self::Attach,
    ];

    /// The name on the wire and in the hub's tables.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Set => "set",
            Self::Event => "event",
            Self::TagAdd => "tag+",
            Self::TagRemove => "tag-",
            Self::Tombstone => "tomb",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::Attach => "attach",
        }
    }

    /// The kind with this name on the wire.
    pub fn from_wire(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.wire() == name)
    }
}

/// One operation of a stream.
#[derive(Clone, PartialEq)]
pub struct Change {
    /// Place in the stream, contiguous from 1.
    pub seq: u64,
    /// The record that changes.
    pub record: Uuid,
    /// What happens to it.
    pub kind: ChangeKind,
    /// Dotted name of the field, event or set; empty when the kind needs none.
    pub field: String,
    /// The new value; `null` is a value (the field was emptied).
    pub value: Value,
    /// When, by the device's logical clock.
    pub hlc: Hlc,
    /// The stamp of the value the author saw, for guarded fields only.
    pub base: Option<Hlc>,
    /// The officer's identifier, never a name.
    pub author: String,
}

impl Change {
    /// The line of this change: compact JSON, without a line break.
    pub fn to_line(&self) -> String {
        let mut line = Map::new();
        line.insert("q".into(), self.seq.into());
        line.insert("r".into(), self.record.hyphenated().to_string().into());
        line.insert("k".into(), self.kind.wire().into());
        line.insert("f".into(), self.field.as_str().into());
        line.insert("v".into(), self.value.clone());
        line.insert("h".into(), self.hlc.to_string().into());
        if let Some(base) = self.base {
            line.insert("b".into(), base.to_string().into());
        }
        line.insert("u".into(), self.author.as_str().into());
        Value::Object(line).to_string()
    }

    /// The line of this change, with where the device's audit stood before it: so the audit of a device cannot be
    /// shortened or rewritten behind a line that the hub holds.
    pub fn to_line_after(&self, audit: &AuditMark) -> String {
        let mut line = self.to_line();
        line.pop();
        line.push_str(&format!(",\"a\":\"{audit}\"}}"));
        line
    }

    /// Reads a line. Keys this version does not know are ignored: the bytes keep them.
    pub fn parse_line(line: &[u8]) -> Result<Self, ChangeError> {
        if line.len() > MAX_LINE_BYTES {
            return Err(ChangeError::TooLong);
        }
        if line.contains(&b'\n') {
            return Err(ChangeError::LineBreak);
        }
        // serde_json's own message can quote the text of a value: it is dropped on purpose.
        let Ok(Value::Object(mut keys)) = serde_json::from_slice(line) else {
            return Err(ChangeError::NotJson);
        };
        let seq = keys
            .get("q")
            .and_then(Value::as_u64)
            .filter(|seq| (1..=MAX_SEQ).contains(seq));
        Ok(Self {
            seq: seq.ok_or(ChangeError::Key("q"))?,
            record: text(&keys, "r")?
                .parse()
                .map_err(|_| ChangeError::Key("r"))?,
            kind: ChangeKind::from_wire(text(&keys, "k")?).ok_or(ChangeError::UnknownKind)?,
            field: name(&keys, "f")?,
            hlc: text(&keys, "h")?
                .parse()
                .map_err(|_| ChangeError::Key("h"))?,
            base: match keys.get("b") {
                None => None,
                Some(_) => Some(
                    text(&keys, "b")?
                        .parse()
                        .map_err(|_| ChangeError::Key("b"))?,
                ),
            },
            author: name(&keys, "u")?,
            value: keys.shift_remove("v").ok_or(ChangeError::Key("v"))?,
        })
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("seq", &self.seq)
            .field("record", &self.record)
            .field("kind", &self.kind)
            .field("field", &self.field)
            .field("value", &"[hidden]")
            .field("hlc", &self.hlc)
            .field("base", &self.base)
            .field("author", &self.author)
            .finish()
    }
}

/// Where a device's audit stands: how many rows, and the first half of the last row's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditMark {
    rows: u64,
    hash: [u8; 16],
}

impl AuditMark {
    /// The mark after `rows` rows, of which the last has this hash.
    pub fn new(rows: u64, hash: &[u8; 32]) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&hash[..16]);
        Self { rows, hash: half }
    }

    /// The text of the mark that a line carries; none when it carries none. The text is compared, not read.
    pub fn text_in(line: &[u8]) -> Option<String> {
        #[derive(serde::Deserialize)]
        struct Marked {
            a: Option<String>,
        }
        let marked: Marked = serde_json::from_slice(line).ok()?;
        marked.a
    }
}

impl fmt::Display for AuditMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.rows, hex::encode(&self.hash))
    }
}

/// Why a line is not a change. None of these quotes the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// Longer than [`MAX_LINE_BYTES`].
    #[error("the line is longer than {MAX_LINE_BYTES} bytes")]
    TooLong,
    /// Two lines in one.
    #[error("the line contains a line break")]
    LineBreak,
    /// Not a JSON object in UTF-8.
    #[error("the line is not a JSON object")]
    NotJson,
    /// The named key is missing or its value has the wrong form.
    #[error("key \"{0}\" is missing or not of its form")]
    Key(&'static str),
    /// A kind from a later version.
    #[error("key \"k\" names a kind this version does not know")]
    UnknownKind,
}

impl ChangeError {
    /// Stable name, stored with a quarantined line and sent in receipts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "line_too_long",
            Self::LineBreak => "line_break",
            Self::NotJson => "not_json",
            Self::Key(_) => "bad_key",
            Self::UnknownKind => "unknown_kind",
        }
    }
}

/// Sequence numbers are stored as signed 64-bit numbers on both sides.
pub const MAX_SEQ: u64 = i64::MAX as u64;

fn text<'a>(keys: &'a Map<String, Value>, key: &'static str) -> Result<&'a str, ChangeError> {
    keys.get(key)
        .and_then(Value::as_str)
        .ok_or(ChangeError::Key(key))
}

/// A short text without control characters: a database column must be able to hold it, or one odd line would
/// fail the whole batch for ever.
fn name(keys: &Map<String, Value>, key: &'static str) -> Result<String, ChangeError> {
    let text = text(keys, key)?;
    if text.len() > MAX_NAME_BYTES || text.chars().any(char::is_control) {
        return Err(ChangeError::Key(key));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn decision() -> Change {
        Change {
            seq: 1841,
            record: "01a17721-8cf1-74e6-9d9a-b30fcb06ad8f"
                .parse()
                .expect("a UUID"),
            kind: ChangeKind::Set,
            field: "screening.decision".into(),
            value: json!("sarankan_tunda"),
            hlc: "1793000049905.3".parse().expect("a stamp"),
            base: Some("1793000012000.0".parse().expect("a stamp")),
            author: "off-0046".into(),
        }
    }

    #[test]
    fn the_line_is_the_one_of_the_design() {
        let line = r#"{"q":1841,"r":"01a17721-8cf1-74e6-9d9a-b30fcb06ad8f","k":"set","f":"screening.decision","v":"sarankan_tunda","h":"1793000049905.3","b":"1793000012000.0","u":"off-0046"}"#;
        assert_eq!(
            decision().to_line(),
            line,
            "keys, order and spacing are fixed"
        );
        assert_eq!(Change::parse_line(line.as_bytes()), Ok(decision()));
    }

    #[test]
    fn an_unguarded_field_carries_no_base() {
        let change = Change {
            base: None,
            ..decision()
        };
        assert!(!change.to_line().contains("\"b\""), "absent, not null");
        assert_eq!(Change::parse_line(change.to_line().as_bytes()), Ok(change));
    }

    #[test]
    fn a_line_can_carry_where_the_audit_stood() {
        let mark = AuditMark::new(41, &[0xab; 32]);
        let line = decision().to_line_after(&mark);
        assert!(line.ends_with(r#","u":"off-0046","a":"41.abababababababababababababababab"}"#));
        assert_eq!(Change::parse_line(line.as_bytes()), Ok(decision()));
        let found = AuditMark::text_in(line.as_bytes());
        assert_eq!(found, Some(mark.to_string()));
        assert_eq!(AuditMark::text_in(decision().to_line().as_bytes()), None);
    }

    #[test]
    fn every_kind_has_its_own_name() {
        for kind in ChangeKind::ALL {
            assert_eq!(ChangeKind::from_wire(kind.wire()), Some(kind));
        }
        assert_eq!(ChangeKind::from_wire("SET"), None, "names are exact");
    }

    #[test]
    fn a_key_of_a_later_version_is_not_an_error() {
        let line = decision()
            .to_line()
            .replacen("{\"q\"", "{\"zz\":1,\"q\"", 1);
        assert_eq!(Change::parse_line(line.as_bytes()), Ok(decision()));
    }

    #[test]
    fn unusable_lines_say_which_key() {
        let line = decision().to_line();
        let cases: [(String, ChangeError); 12] = [
            (String::new(), ChangeError::NotJson),
            ("[]".into(), ChangeError::NotJson),
            (line[..40].into(), ChangeError::NotJson),
            (format!("{line}\n"), ChangeError::LineBreak),
            (line.replace("1841", "0"), ChangeError::Key("q")),
            (line.replace("1841", "-1"), ChangeError::Key("q")),
            (
                line.replace("1841", "9223372036854775808"),
                ChangeError::Key("q"),
            ),
            (line.replace("01a17721", "siti"), ChangeError::Key("r")),
            (
                line.replace("\"set\"", "\"erase\""),
                ChangeError::UnknownKind,
            ),
            (
                line.replace("screening.decision", r"a\u0000b"),
                ChangeError::Key("f"),
            ),
            (line.replace("\"v\"", "\"w\""), ChangeError::Key("v")),
            (
                line.replace("\"1793000012000.0\"", "null"),
                ChangeError::Key("b"),
            ),
        ];
        for (line, error) in cases {
            assert_eq!(Change::parse_line(line.as_bytes()), Err(error), "{line}");
        }
        let long = line.replace("sarankan_tunda", &"a".repeat(MAX_LINE_BYTES));
        assert_eq!(
            Change::parse_line(long.as_bytes()),
            Err(ChangeError::TooLong)
        );
    }

    #[test]
    fn neither_debug_nor_errors_show_a_value() {
        let change = Change {
            value: json!({"name": "SITI AMINAH"}),
            ..decision()
        };
        assert!(
            !format!("{change:?}").contains("SITI"),
            "a change may be logged"
        );
        let broken = br#"{"q":"SITI AMINAH","r":1}"#;
        let error = Change::parse_line(broken).expect_err("q is a text");
        assert!(
            !format!("{error} {error:?}").contains("SITI"),
            "an error may be logged"
        );
    }

    proptest! {
        #[test]
        fn any_text_survives_in_one_line(text in any::<String>(), seq in 1..=MAX_SEQ) {
            let change = Change { seq, value: json!({"text": text}), ..decision() };
            let line = change.to_line();
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(Change::parse_line(line.as_bytes()), Ok(change));
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(Change::parse_line(&bytes).is_err(), "random bytes are no change");
        }
    }
}
