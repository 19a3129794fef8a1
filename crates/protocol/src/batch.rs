//! A contiguous range of a stream, as one body of bytes.
//!
//! The bytes are a header line and the exact log lines, each ended by a line break, compressed with zstd level 9
//! and a dictionary (sync design 2). The media type names the encoding, so another dictionary or a seal can be added as
//! a further encoding without changing this one.
//!
//! What must hold: a [`Batch`] that exists has as many lines as its header says, contiguous numbers, and a head
//! that follows from its previous head and its lines. Decoding reads at most [`MAX_PLAIN_BYTES`], at most forty
//! times the compressed size, and windows of at most 8 MiB: a small body cannot fill the hub's memory.
//!
//! Not here: whether a line is a usable change. One bad line must not hold up the lines behind it, so that is
//! judged line by line at the hub.

use std::fmt;
use std::io::Read;

use serde::{Deserialize, Serialize};
use suar_domain::id::{DeviceId, StreamId};

use crate::chain::Head;
use crate::change::MAX_SEQ;

/// Most bytes of a decoded batch.
pub const MAX_PLAIN_BYTES: usize = 16 * 1024 * 1024;

/// Most bytes of a batch on the wire; the hub answers larger ones with 413.
pub const MAX_WIRE_BYTES: usize = 2 * 1024 * 1024;

const MAX_RATIO: usize = 40;
/// A batch of a few lines may shrink more than forty times; this much is always allowed.
const RATIO_FREE_BYTES: usize = 64 * 1024;
const WINDOW_LOG_MAX: u32 = 23;
const LEVEL: i32 = 9;
/// A few lines are packed as small as they get: it takes a millisecond, and on a slow line bytes are what counts.
const SMALL_LEVEL: i32 = 19;
const SMALL: usize = 8 * 1024;

/// Invented lines of every kind (sync design 2: only synthetic records). Its bytes are part of the protocol and are
/// never changed: lines of a later kind get a dictionary and a media type of their own.
const FIRST_DICTIONARY: &[u8] = include_bytes!("dictionary-1.txt");

/// How the bytes of a batch are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As they are; used when the lines would shrink beyond the permitted ratio.
    Plain,
    /// zstd without a dictionary.
    Zstd,
    /// zstd with the dictionary of schema 1: what a few lines have in common with all others is not sent.
    ZstdFirst,
}

impl Encoding {
    /// Every encoding this version reads.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Zstd, Self::ZstdFirst];

    /// The media type that names the encoding on the wire.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Plain => "application/vnd.suar.batch.v1",
            Self::Zstd => "application/vnd.suar.batch.v1+zstd",
            Self::ZstdFirst => "application/vnd.suar.batch.v1+zstd.d1",
        }
    }

    /// The dictionary that packing and unpacking share; empty for none.
    const fn dictionary(self) -> &'static [u8] {
        match self {
            Self::Plain | Self::Zstd => &[],
            Self::ZstdFirst => FIRST_DICTIONARY,
        }
    }

    /// The encoding with this media type.
    pub fn from_content_type(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|encoding| encoding.content_type() == text)
    }
}

/// What every line of a batch has in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The stream the lines belong to.
    pub stream: StreamId,
    /// The device that wrote them.
    pub device: DeviceId,
    /// The office's feed.
    pub feed: String,
    /// Version of the records' fields.
    pub schema: u32,
    /// When the batch was put together, Unix milliseconds by the device's clock.
    pub created: i64,
}

/// First line of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchHeader {
    /// The stream the lines belong to.
    #[serde(with = "crate::wire_id::stream")]
    pub stream: StreamId,
    /// The device that wrote them.
    #[serde(with = "crate::wire_id::device")]
    pub device: DeviceId,
    /// The office's feed.
    pub feed: String,
    /// Version of the records' fields.
    pub schema: u32,
    /// Number of the first line.
    pub from: u64,
    /// Number of the last line.
    pub to: u64,
    /// The chain's head before the first line.
    pub prev_head: Head,
    /// The chain's head after the last line.
    pub head: Head,
    /// How many lines follow.
    pub count: u64,
    /// When the batch was put together, Unix milliseconds by the device's clock.
    pub created: i64,
}

/// A header and the lines it describes, checked against each other.
#[derive(Clone, PartialEq, Eq)]
pub struct Batch {
    header: BatchHeader,
    lines: Vec<Vec<u8>>,
}

/// A batch ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct EncodedBatch {
    /// How it is packed.
    pub encoding: Encoding,
    /// The body.
    pub bytes: Vec<u8>,
}

/// Why bytes are not a batch, or lines cannot be one. None of these quotes a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// The compressed form is damaged, or more follows it.
    #[error("the compressed bytes are damaged")]
    Compression,
    /// Larger than the limits allow.
    #[error("the batch unpacks to more than is allowed")]
    TooLarge,
    /// The first line is not a header.
    #[error("the first line is not a batch header")]
    Header,
    /// There is no line, or not as many as the header says.
    #[error("the number of lines differs from the header")]
    Count,
    /// The header's range does not fit its count.
    #[error("the range of numbers differs from the header")]
    Range,
    /// The lines do not lead from the previous head to the head.
    #[error("the chain of hashes differs from the header")]
    Chain,
    /// A line contains a line break.
    #[error("a line contains a line break")]
    LineBreak,
}

impl Batch {
    /// Puts lines together that follow `prev_head`; `from` is the number of the first.
    pub fn new(
        origin: Origin,
        from: u64,
        prev_head: Head,
        lines: Vec<Vec<u8>>,
    ) -> Result<Self, BatchError> {
        if lines.iter().any(|line| line.contains(&b'\n')) {
            return Err(BatchError::LineBreak);
        }
        let count = lines.len() as u64;
        let header = BatchHeader {
            stream: origin.stream,
            device: origin.device,
            feed: origin.feed,
            schema: origin.schema,
            from,
            to: last_of(from, count)?,
            prev_head,
            head: lines.iter().fold(prev_head, |head, line| head.append(line)),
            count,
            created: origin.created,
        };
        Ok(Self { header, lines })
    }

    /// The first line of the bytes.
    pub const fn header(&self) -> &BatchHeader {
        &self.header
    }

    /// The log lines, in order; the first has the number `header().from`.
    pub fn lines(&self) -> &[Vec<u8>] {
        &self.lines
    }

    /// Packs the batch: compressed, unless it would shrink so far that a reader must take it for an attack.
    pub fn encode(&self) -> Result<EncodedBatch, BatchError> {
        self.encode_as(Encoding::ZstdFirst)
    }

    /// Packs the batch for a hub that is older than the dictionary.
    pub fn encode_without_dictionary(&self) -> Result<EncodedBatch, BatchError> {
        self.encode_as(Encoding::Zstd)
    }

    fn encode_as(&self, encoding: Encoding) -> Result<EncodedBatch, BatchError> {
        let mut plain = serde_json::to_vec(&self.header).map_err(|_| BatchError::Header)?;
        plain.push(b'\n');
        for line in &self.lines {
            plain.extend_from_slice(line);
            plain.push(b'\n');
        }
        if plain.len() > MAX_PLAIN_BYTES {
            return Err(BatchError::TooLarge);
        }
        let packed = pack(encoding, &plain)?;
        Ok(if plain.len() <= plain_limit(packed.len()) {
            EncodedBatch {
                encoding,
                bytes: packed,
            }
        } else {
            EncodedBatch {
                encoding: Encoding::Plain,
                bytes: plain,
            }
        })
    }

    /// Unpacks and checks a batch.
    pub fn decode(encoding: Encoding, bytes: &[u8]) -> Result<Self, BatchError> {
        let plain = match encoding {
            Encoding::Plain if bytes.len() > MAX_PLAIN_BYTES => return Err(BatchError::TooLarge),
            Encoding::Plain => bytes.to_vec(),
            Encoding::Zstd | Encoding::ZstdFirst => unpack(encoding, bytes)?,
        };
        let body = plain.strip_suffix(b"\n").ok_or(BatchError::Header)?;
        let mut parts = body.split(|byte| *byte == b'\n');
        let header = parts.next().ok_or(BatchError::Header)?;
        let header: BatchHeader = serde_json::from_slice(header).map_err(|_| BatchError::Header)?;
        let lines: Vec<Vec<u8>> = parts.map(<[u8]>::to_vec).collect();
        check(&header, &lines)?;
        Ok(Self { header, lines })
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for EncodedBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "EncodedBatch({:?}, {} bytes)",
            self.encoding,
            self.bytes.len()
        )
    }
}

fn check(header: &BatchHeader, lines: &[Vec<u8>]) -> Result<(), BatchError> {
    if header.count != lines.len() as u64 {
        return Err(BatchError::Count);
    }
    if header.to != last_of(header.from, header.count)? {
        return Err(BatchError::Range);
    }
    let head = lines
        .iter()
        .fold(header.prev_head, |head, line| head.append(line));
    if head == header.head {
        Ok(())
    } else {
        Err(BatchError::Chain)
    }
}

fn last_of(from: u64, count: u64) -> Result<u64, BatchError> {
    if count == 0 {
        return Err(BatchError::Count);
    }
    let last = from.checked_add(count - 1).filter(|last| *last <= MAX_SEQ);
    last.filter(|_| from >= 1).ok_or(BatchError::Range)
}

const fn plain_limit(packed: usize) -> usize {
    let by_ratio = packed.saturating_mul(MAX_RATIO);
    let limit = if by_ratio > RATIO_FREE_BYTES {
        by_ratio
    } else {
        RATIO_FREE_BYTES
    };
    if limit < MAX_PLAIN_BYTES {
        limit
    } else {
        MAX_PLAIN_BYTES
    }
}

fn pack(encoding: Encoding, plain: &[u8]) -> Result<Vec<u8>, BatchError> {
    let level = if plain.len() <= SMALL {
        SMALL_LEVEL
    } else {
        LEVEL
    };
    zstd::bulk::Compressor::with_dictionary(level, encoding.dictionary())
        .and_then(|mut compressor| compressor.compress(plain))
        .map_err(|_| BatchError::Compression)
}

fn unpack(encoding: Encoding, bytes: &[u8]) -> Result<Vec<u8>, BatchError> {
    let damaged = |_| BatchError::Compression;
    let limit = plain_limit(bytes.len());
    let mut decoder = zstd::stream::read::Decoder::with_dictionary(bytes, encoding.dictionary())
        .map_err(damaged)?
        .single_frame();
    decoder.window_log_max(WINDOW_LOG_MAX).map_err(damaged)?;
    let mut plain = Vec::new();
    decoder
        .by_ref()
        .take(limit as u64 + 1)
        .read_to_end(&mut plain)
        .map_err(damaged)?;
    if plain.len() > limit {
        return Err(BatchError::TooLarge);
    }
    if decoder.finish().is_empty() {
        Ok(plain)
    } else {
        Err(BatchError::Compression)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn origin() -> Origin {
        Origin {
            stream: StreamId::from_uuid(Uuid::from_u128(1)),
            device: DeviceId::from_uuid(Uuid::from_u128(2)),
            feed: "NUNUKAN".into(),
            schema: 1,
            created: 1_793_000_000_000,
        }
    }

    fn batch(lines: &[&[u8]]) -> Batch {
        Batch::new(
            origin(),
            5,
            Head::START,
            lines.iter().map(|line| line.to_vec()).collect(),
        )
        .expect("lines")
    }

    fn repack(from: &Batch, edit: impl Fn(String) -> String) -> Result<Batch, BatchError> {
        let encoded = from.encode().expect("small");
        let plain = unpack(encoded.encoding, &encoded.bytes).expect("packed above");
        let edited = edit(String::from_utf8(plain).expect("text lines"));
        Batch::decode(
            Encoding::Zstd,
            &zstd::bulk::compress(edited.as_bytes(), 3).expect("compresses"),
        )
    }

    #[test]
    fn the_dictionary_is_the_one_that_every_hub_has() {
        let hash = crate::hex::encode(&crate::chain::line_hash(FIRST_DICTIONARY));
        assert_eq!(
            hash, "e40017d78255999eb7dded6a4073bff271d4e3552352293ec0705bfaca36fe0d",
            "a changed dictionary cannot read what was packed with it: add another one"
        );
    }

    #[test]
    fn a_batch_packed_without_the_dictionary_is_read_too() {
        let sent = batch(&[b"one", b"two"]);
        let plain = sent.encode().expect("small");
        let plain = unpack(plain.encoding, &plain.bytes).expect("packed above");
        let bytes = zstd::bulk::compress(&plain, LEVEL).expect("compresses");
        assert_eq!(Batch::decode(Encoding::Zstd, &bytes), Ok(sent));
    }

    #[test]
    fn lines_arrive_as_they_left() {
        let sent = batch(&[b"{\"q\":5}", b"", b"\xff\xfe not text"]);
        let encoded = sent.encode().expect("small");
        assert_eq!(encoded.encoding, Encoding::ZstdFirst);
        let arrived = Batch::decode(encoded.encoding, &encoded.bytes).expect("whole");
        assert_eq!(
            arrived, sent,
            "an empty line and bytes that are no text included"
        );
        assert_eq!((arrived.header().from, arrived.header().to), (5, 7));
    }

    #[test]
    fn a_header_that_does_not_fit_its_lines_is_refused() {
        let sent = batch(&[b"one", b"two"]);
        let cases: [(&str, &str, BatchError); 7] = [
            ("\"count\":2", "\"count\":3", BatchError::Count),
            ("\"to\":6", "\"to\":7", BatchError::Range),
            ("\"from\":5", "\"from\":0", BatchError::Range),
            (
                "\"from\":5",
                "\"from\":18446744073709551615",
                BatchError::Range,
            ),
            ("two\n", "tow\n", BatchError::Chain),
            ("two\n", "", BatchError::Count),
            ("\"stream\"", "\"steam\"", BatchError::Header),
        ];
        for (old, new, error) in cases {
            assert_eq!(
                repack(&sent, |text| text.replace(old, new)),
                Err(error),
                "{old} became {new}"
            );
        }
        assert_eq!(
            repack(&sent, |text| text.replace("one\ntwo", "two\none")),
            Err(BatchError::Chain)
        );
    }

    #[test]
    fn a_bomb_is_stopped_before_it_unpacks() {
        let bomb = zstd::bulk::compress(&vec![b'a'; 64 * 1024 * 1024], 3).expect("compresses well");
        assert!(bomb.len() < 16 * 1024, "the point of a bomb");
        assert_eq!(
            Batch::decode(Encoding::Zstd, &bomb),
            Err(BatchError::TooLarge)
        );
    }

    #[test]
    fn bytes_after_the_frame_are_refused() {
        let mut bytes = batch(&[b"one"]).encode().expect("small").bytes;
        bytes.push(0);
        assert_eq!(
            Batch::decode(Encoding::ZstdFirst, &bytes),
            Err(BatchError::Compression)
        );
    }

    #[test]
    fn lines_that_shrink_too_well_travel_plain() {
        let long = vec![b'a'; 200 * 1024];
        let sent = batch(&[&long]);
        let encoded = sent.encode().expect("below the limit");
        assert_eq!(
            encoded.encoding,
            Encoding::Plain,
            "compressed it would look like a bomb"
        );
        assert_eq!(Batch::decode(encoded.encoding, &encoded.bytes), Ok(sent));
    }

    #[test]
    fn a_line_break_cannot_smuggle_in_a_line() {
        let lines = vec![b"a\nb".to_vec()];
        assert_eq!(
            Batch::new(origin(), 1, Head::START, lines),
            Err(BatchError::LineBreak)
        );
        assert_eq!(
            Batch::new(origin(), 1, Head::START, vec![]),
            Err(BatchError::Count),
            "nothing to send"
        );
    }

    #[test]
    fn debug_shows_no_line() {
        let sent = batch(&[b"SITI AMINAH"]);
        let text = format!("{sent:?} {:?}", Batch::encode(&sent));
        assert!(!text.contains("SITI") && !text.contains("83, 73"), "{text}");
    }

    proptest! {
        #[test]
        fn a_cut_body_is_never_a_batch(end in 0_usize..400) {
            let bytes = batch(&[b"one", b"two", b"three"]).encode().expect("small").bytes;
            prop_assume!(end < bytes.len());
            prop_assert!(Batch::decode(Encoding::ZstdFirst, &bytes[..end]).is_err());
        }

        #[test]
        fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
            prop_assert!(Batch::decode(Encoding::ZstdFirst, &bytes).is_err());
            prop_assert!(Batch::decode(Encoding::Plain, &bytes).is_err());
        }
    }
}
