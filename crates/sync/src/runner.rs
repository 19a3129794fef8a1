//! One attempt to send what waits.
//!
//! [`push_once`] reads as its phases. Where the hub stands is always a `Position` taken from a verified receipt;
//! an unsigned refusal can make the runner ask again or stop, never move.

use std::time::Instant as Monotonic;

use suar_domain::id::{DeviceId, StreamId};
use suar_domain::time::Instant;
use suar_protocol::batch::{Batch, BatchError, EncodedBatch, Encoding, MAX_WIRE_BYTES, Origin};
use suar_protocol::chain::Head;
use suar_protocol::hello::Hello;
use suar_protocol::key::{PublicKey, SigningKey};
use suar_protocol::receipt::Receipt;
use suar_protocol::reject::{Reject, Remedy};
use suar_protocol::stream::OpenStream;
use suar_protocol::{PROTOCOL_VERSION, SCHEMA_VERSION};
use suar_registry::{HubLink, OutboxLine, StreamState, SyncNote};

use crate::clock::Clock;
use crate::hub::{HubFailure, Signer, SyncHub};
use crate::outbox::Outbox;
use crate::pace::Pace;
use crate::problem::SyncProblem;

/// After an hour the hub is asked again for its versions and for where it stands: it may have been restored.
const MET_FOR_MS: i64 = 60 * 60 * 1000;
/// Times one attempt asks the hub again where it stands, before it gives up.
const MAX_REOPENED: u32 = 3;
/// Set-aside lines that are remembered for the screen.
const MAX_REMEMBERED: usize = 200;

/// What an attempt achieved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushOutcome {
    /// Lines sent in this attempt.
    pub sent: u64,
    /// Every line up to this one is at the hub.
    pub acked_seq: u64,
    /// Lines the hub keeps but could not use, `number code`, also of earlier attempts.
    pub rejected: Vec<String>,
    /// How far the hub's clock is ahead of this computer's, in milliseconds. Worth a warning above 2 minutes.
    pub clock_offset_ms: i64,
}

/// Sends everything that waits; `now` is this computer's time.
///
/// # Errors
/// A [`SyncProblem`]. What was confirmed before stays confirmed; the next attempt goes on from there.
pub async fn push_once<O: Outbox, H: SyncHub>(
    outbox: &O,
    hub: &H,
    now: Instant,
    session: &mut Session,
) -> Result<PushOutcome, SyncProblem> {
    let link = outbox.hub_link()?.ok_or(SyncProblem::NotEnrolled)?;
    let mut run = Run::prepare(outbox, hub, link, now, session)?;
    let result = run.phases().await;
    match &result {
        Ok(outcome) => run.session.met = Some(run.met(outcome.acked_seq)),
        Err(problem) => {
            run.session.met = None;
            if matches!(problem, SyncProblem::Offline) {
                run.session.pace.failed();
            }
        }
    }
    run.note(&result)?;
    result
}

/// What one attempt leaves to the next.
#[derive(Debug, Default)]
pub struct Session {
    /// How much the line carries.
    pub pace: Pace,
    met: Option<Met>,
    /// The hub reads nothing that is packed with the dictionary: it is older than this app.
    no_dictionary: bool,
}

impl Session {
    /// Lets the next attempt greet the hub and ask where it stands, as if it were the first.
    pub const fn forget_hub(&mut self) {
        self.met = None;
    }
}

/// A hub that greeted us and opened our stream: it need not do so again at each attempt.
#[derive(Debug, Clone, Copy)]
struct Met {
    device: DeviceId,
    hub_key: [u8; 32],
    stream: StreamId,
    offset_ms: i64,
    acked_seq: u64,
    opened: Instant,
}

/// A line up to which the hub holds exactly this log.
#[derive(Clone, Copy)]
struct Position {
    seq: u64,
    head: Head,
}

struct Run<'a, O, H> {
    outbox: &'a O,
    hub: &'a H,
    link: HubLink,
    hub_key: PublicKey,
    key: SigningKey,
    stream: StreamId,
    clock: Clock,
    session: &'a mut Session,
    /// When the hub last said where it stands, if that was before this attempt.
    opened: Option<Instant>,
    reopened: u32,
    sent: u64,
    rejected: Vec<String>,
}

impl<'a, O: Outbox, H: SyncHub> Run<'a, O, H> {
    fn prepare(
        outbox: &'a O,
        hub: &'a H,
        link: HubLink,
        now: Instant,
        session: &'a mut Session,
    ) -> Result<Self, SyncProblem> {
        let hub_key = PublicKey::from_bytes(&link.hub_key).map_err(|_| SyncProblem::NotEnrolled)?;
        Ok(Self {
            outbox,
            hub,
            link,
            hub_key,
            key: outbox.device_key()?,
            stream: outbox.stream()?.id,
            clock: Clock::starting_at(now),
            session,
            opened: None,
            reopened: 0,
            sent: 0,
            rejected: outbox
                .last_sync_note()?
                .map(|note| note.rejected)
                .unwrap_or_default(),
        })
    }

    async fn phases(&mut self) -> Result<PushOutcome, SyncProblem> {
        let known = self.outbox.stream()?;
        let mut position = match self.session.met.filter(|met| self.still_holds(met, &known)) {
            Some(met) => {
                self.clock.set_offset(met.offset_ms);
                self.opened = Some(met.opened);
                self.go_on(&known).await?
            }
            None => {
                // It may have been renewed since.
                self.session.no_dictionary = false;
                self.greet().await?;
                self.open_stream().await?
            }
        };
        while let Some(lines) = self.next_lines(position)? {
            position = self.send(position, lines).await?;
        }
        Ok(PushOutcome {
            sent: self.sent,
            acked_seq: position.seq,
            rejected: self.rejected.clone(),
            clock_offset_ms: self.clock.offset_ms(),
        })
    }

    /// Whether this is the hub and the log of the last attempt, not long ago by any clock.
    fn still_holds(&self, met: &Met, known: &StreamState) -> bool {
        let ago = self
            .clock
            .here()
            .millis()
            .saturating_sub(met.opened.millis());
        met.device == self.link.device
            && met.hub_key == self.link.hub_key
            && met.stream == known.id
            // A log that knows less than it did was restored from a copy.
            && met.acked_seq == known.acked_seq
            && (0..MET_FOR_MS).contains(&ago)
    }

    /// Goes on where the last receipt ended. With nothing to send, a greeting tells that the hub is there; otherwise
    /// its answer to the lines does, and says so if it stands elsewhere.
    async fn go_on(&mut self, known: &StreamState) -> Result<Position, SyncProblem> {
        if known.acked_seq == known.last_seq {
            self.greet().await?;
        }
        Ok(Position {
            seq: known.acked_seq,
            head: known.acked_head,
        })
    }

    fn met(&self, acked_seq: u64) -> Met {
        Met {
            device: self.link.device,
            hub_key: self.link.hub_key,
            stream: self.stream,
            offset_ms: self.clock.offset_ms(),
            acked_seq,
            opened: self.opened.unwrap_or_else(|| self.clock.here()),
        }
    }

    /// Learns the hub's time and whether it speaks our language.
    async fn greet(&mut self) -> Result<(), SyncProblem> {
        let hello = self.hub.hello().await?;
        let hello = Hello::open(&hello, &self.hub_key).map_err(|_| SyncProblem::NotVerified)?;
        if !hello.protocol.contains(&PROTOCOL_VERSION) || !hello.schema.contains(&SCHEMA_VERSION) {
            return Err(SyncProblem::VersionMismatch);
        }
        self.clock.set_hub(hello.hub_time);
        Ok(())
    }

    /// Opens the stream and learns where the hub stands: behind, where we think, or ahead of a lost receipt.
    async fn open_stream(&mut self) -> Result<Position, SyncProblem> {
        let known = self.outbox.stream()?;
        let request = OpenStream {
            stream: self.stream,
            known_acked_seq: known.acked_seq,
        };
        let mut answer = self.hub.open(&request, self.signer()).await;
        if self.clock_was_off(&answer) {
            answer = self.hub.open(&request, self.signer()).await;
        }
        self.accept(&answer?)
    }

    /// The next lines, as many as suit the line's pace; none when everything is at the hub.
    fn next_lines(&self, position: Position) -> Result<Option<Vec<OutboxLine>>, SyncProblem> {
        let lines = self
            .outbox
            .outbox_after(position.seq, self.session.pace.bytes())?;
        for (line, expected) in lines.iter().zip(position.seq + 1..) {
            if line.seq != expected {
                return Err(SyncProblem::LogDamaged { seq: expected });
            }
        }
        Ok((!lines.is_empty()).then_some(lines))
    }

    async fn send(
        &mut self,
        position: Position,
        lines: Vec<OutboxLine>,
    ) -> Result<Position, SyncProblem> {
        let (count, bytes) = (
            lines.len() as u64,
            lines.iter().map(|line| line.line.len()).sum(),
        );
        let last = position.seq + count;
        let batch = self.pack(position, lines)?;
        if batch.bytes.len() > MAX_WIRE_BYTES {
            return self.send_less(position, count);
        }
        let started = Monotonic::now();
        let mut answer = self.hub.push(self.stream, &batch, self.signer()).await;
        if self.clock_was_off(&answer) {
            answer = self.hub.push(self.stream, &batch, self.signer()).await;
        }
        let failure = match answer {
            Ok(receipt) => {
                self.session.pace.answered(bytes, started.elapsed());
                let reached = self.accept(&receipt)?;
                if reached.seq < last {
                    return Err(SyncProblem::ReceiptMismatch);
                }
                self.sent += count;
                return Ok(reached);
            }
            Err(failure) => failure,
        };
        if batch.encoding == Encoding::ZstdFirst && does_not_read(&failure) {
            self.session.no_dictionary = true;
            return Ok(position);
        }
        match remedy(&failure) {
            // Not taken at its word: the signed answer to opening the stream says where the hub stands.
            Some(Remedy::ResendFrom { .. } | Remedy::OpenStream)
                if self.reopened < MAX_REOPENED =>
            {
                self.reopened += 1;
                self.open_stream().await
            }
            Some(Remedy::SmallerBatch) => self.send_less(position, count),
            _ => Err(failure.into()),
        }
    }

    /// Stays where it is with a smaller measure; a single line cannot be made smaller.
    fn send_less(&mut self, position: Position, count: u64) -> Result<Position, SyncProblem> {
        if count == 1 || !self.session.pace.shrink() {
            return Err(SyncProblem::LineTooLarge {
                seq: position.seq + 1,
            });
        }
        Ok(position)
    }

    fn pack(
        &self,
        position: Position,
        lines: Vec<OutboxLine>,
    ) -> Result<EncodedBatch, SyncProblem> {
        let origin = Origin {
            stream: self.stream,
            device: self.link.device,
            feed: self.link.feed.clone(),
            schema: SCHEMA_VERSION,
            created: self.clock.here().millis(),
        };
        let first = position.seq + 1;
        let lines = lines.into_iter().map(|line| line.line).collect();
        let batch = Batch::new(origin, first, position.head, lines)
            .map_err(|_| SyncProblem::LogDamaged { seq: first })?;
        // A log that was changed on disk must not reach the hub as if it were this device's word.
        if self.outbox.head_at(batch.header().to)? != Some(batch.header().head) {
            return Err(SyncProblem::LogDamaged {
                seq: batch.header().to,
            });
        }
        let packed = if self.session.no_dictionary {
            batch.encode_without_dictionary()
        } else {
            batch.encode()
        };
        packed.map_err(|error| match error {
            BatchError::TooLarge => SyncProblem::LineTooLarge { seq: first },
            _ => SyncProblem::LogDamaged { seq: first },
        })
    }

    /// Verifies a receipt against the pinned key, this stream and this log, then keeps it.
    fn accept(&mut self, signed: &str) -> Result<Position, SyncProblem> {
        let receipt = Receipt::open(signed, &self.hub_key).map_err(|_| SyncProblem::NotVerified)?;
        if receipt.stream != self.stream {
            return Err(SyncProblem::ReceiptMismatch);
        }
        // Another head, or more lines than there are here: the hub knows a history this log does not have.
        if self.outbox.head_at(receipt.acked_seq)? != Some(receipt.head) {
            return Err(SyncProblem::Forked {
                seq: receipt.acked_seq,
            });
        }
        self.outbox
            .record_receipt(receipt.acked_seq, receipt.head, signed, self.clock.here())?;
        for line in &receipt.rejected {
            let line = format!("{} {}", line.seq, line.code);
            if !self.rejected.contains(&line) && self.rejected.len() < MAX_REMEMBERED {
                self.rejected.push(line);
            }
        }
        Ok(Position {
            seq: receipt.acked_seq,
            head: receipt.head,
        })
    }

    fn signer(&self) -> Signer<'_> {
        Signer {
            device: self.link.device,
            key: &self.key,
            created: self.clock.at_hub(),
        }
    }

    /// Whether the hub refused because of the clock; then the next signature uses the hub's time.
    fn clock_was_off(&mut self, answer: &Result<String, HubFailure>) -> bool {
        let Err(HubFailure::Refused(Reject::ClockSkew { hub_time })) = answer else {
            return false;
        };
        self.clock.set_hub(*hub_time);
        true
    }

    fn note(&self, result: &Result<PushOutcome, SyncProblem>) -> Result<(), SyncProblem> {
        let code = result
            .as_ref()
            .map_or_else(SyncProblem::code, |_| crate::status::OK);
        let note = SyncNote {
            at: self.clock.here(),
            code: code.to_owned(),
            rejected: self.rejected.clone(),
        };
        Ok(self.outbox.sync_note(&note)?)
    }
}

/// Whether the hub does not know the packing. One that knows no such refusal, or something on the way, still says 415.
const fn does_not_read(failure: &HubFailure) -> bool {
    matches!(
        failure,
        HubFailure::Refused(Reject::EncodingUnknown) | HubFailure::Unusable { status: 415 }
    )
}

fn remedy(failure: &HubFailure) -> Option<Remedy> {
    match failure {
        HubFailure::Refused(reject) => Some(reject.remedy()),
        HubFailure::Unreachable | HubFailure::Unusable { .. } => None,
    }
}
