//! Hubs that lie, break, or are someone else: nothing is marked as delivered on their word.

use std::cell::Cell;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::thread;

use suar_domain::id::{DeviceId, StreamId};
use suar_protocol::batch::{Batch, EncodedBatch, Encoding};
use suar_protocol::chain::Head;
use suar_protocol::enroll::{EnrollRequest, EnrollResponse};
use suar_protocol::hello::Hello;
use suar_protocol::key::{PublicKey, SigningKey};
use suar_protocol::receipt::{Receipt, Rejected};
use suar_protocol::reject::Reject;
use suar_protocol::stream::OpenStream;
use suar_registry::HubLink;
use suar_sync::hub::{HubFailure, Signer, SyncHub};
use suar_sync::outbox::Outbox;
use suar_sync::runner::{Session, push_once};
use suar_sync::{PushOutcome, SyncClient, SyncProblem};
use tokio::runtime::Builder;
use uuid::Uuid;

use crate::world::{Hub, MemoryOutbox, now};

fn hub_key() -> SigningKey {
    SigningKey::from_bytes(&[42; 32])
}

fn log(count: u64, url: &str) -> MemoryOutbox {
    let outbox = MemoryOutbox::with(1, count);
    outbox.set_link(HubLink {
        url: url.into(),
        device: DeviceId::from_uuid(Uuid::from_u128(9)),
        hub_key: PublicKey::of(&hub_key()).to_bytes(),
        feed: "NUNUKAN".into(),
    });
    outbox
}

fn greeting(key: &SigningKey) -> String {
    Hello {
        hub_time: now().millis(),
        protocol: vec![1],
        schema: vec![1],
    }
    .seal(key)
}

fn receipt(acked_seq: u64, head: Head) -> Receipt {
    let stream = StreamId::from_uuid(Uuid::from_u128(1));
    Receipt {
        stream,
        acked_seq,
        head,
        hub_time: now().millis(),
        feed_cursor_hint: 0,
        rejected: vec![],
    }
}

type Answer = Result<String, HubFailure>;

/// A hub whose answers a test decides. It keeps how often each was asked.
struct Scripted<P> {
    hello: String,
    open: Answer,
    push: P,
    /// What it says to a batch that is packed with the dictionary.
    to_dictionary: Option<HubFailure>,
    opened: Cell<u32>,
    pushed: Cell<u32>,
}

impl<P: Fn(&Batch) -> Answer> Scripted<P> {
    fn new(push: P) -> Self {
        Self {
            hello: greeting(&hub_key()),
            open: Ok(receipt(0, Head::START).seal(&hub_key())),
            push,
            to_dictionary: None,
            opened: Cell::new(0),
            pushed: Cell::new(0),
        }
    }
}

impl<P: Fn(&Batch) -> Answer> SyncHub for Scripted<P> {
    async fn hello(&self) -> Answer {
        Ok(self.hello.clone())
    }

    async fn enroll(&self, _: &EnrollRequest) -> Result<EnrollResponse, HubFailure> {
        Err(HubFailure::Unreachable)
    }

    async fn open(&self, _: &OpenStream, _: Signer<'_>) -> Answer {
        self.opened.set(self.opened.get() + 1);
        self.open.clone()
    }

    async fn push(&self, _: StreamId, batch: &EncodedBatch, _: Signer<'_>) -> Answer {
        self.pushed.set(self.pushed.get() + 1);
        if let Some(refusal) = &self.to_dictionary
            && batch.encoding == Encoding::ZstdFirst
        {
            return Err(refusal.clone());
        }
        let batch =
            Batch::decode(batch.encoding, &batch.bytes).expect("the client packs whole batches");
        (self.push)(&batch)
    }
}

fn push<H: SyncHub>(outbox: &MemoryOutbox, hub: &H) -> Result<PushOutcome, SyncProblem> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(push_once(outbox, hub, now(), &mut Session::default()))
}

#[test]
fn a_hub_older_than_the_dictionary_gets_the_lines_without_it() {
    for refusal in [
        HubFailure::Refused(Reject::EncodingUnknown),
        HubFailure::Unusable { status: 415 },
    ] {
        // More than one batch: the refusal is asked for once.
        let outbox = log(2000, "http://127.0.0.1:1");
        let batches = Cell::new(0);
        let hub = Scripted {
            to_dictionary: Some(refusal.clone()),
            ..Scripted::new(|batch: &Batch| {
                batches.set(batches.get() + 1);
                Ok(receipt(batch.header().to, batch.header().head).seal(&hub_key()))
            })
        };
        let outcome = push(&outbox, &hub).expect("the hub reads plain zstd");
        assert_eq!((outcome.sent, outbox.acked()), (2000, 2000), "{refusal}");
        assert!(batches.get() > 1);
        assert_eq!(hub.pushed.get(), batches.get() + 1, "one refusal");
    }
}

#[test]
fn a_hub_that_reads_nothing_at_all_is_named_and_not_asked_for_ever() {
    let outbox = log(5, "http://127.0.0.1:1");
    let hub = Scripted::new(|_: &Batch| Err(HubFailure::Refused(Reject::EncodingUnknown)));
    let result = push(&outbox, &hub).map_err(|problem| problem.code());
    assert_eq!(result, Err("encoding_unknown"));
    assert_eq!(hub.pushed.get(), 2, "with the dictionary, and without");
    assert_eq!(outbox.acked(), 0);
}

#[test]
fn no_forged_or_garbled_receipt_marks_a_line() {
    let honest = |batch: &Batch| receipt(batch.header().to, batch.header().head);
    let other_key = SigningKey::from_bytes(&[13; 32]);
    let elsewhere = StreamId::from_uuid(Uuid::from_u128(2));
    let wrong = Head([7; 32]);
    type Forge<'a> = Box<dyn Fn(&Batch) -> String + 'a>;
    let cases: Vec<(&str, Forge<'_>)> = vec![
        ("not_verified", Box::new(|_| String::new())),
        (
            "not_verified",
            Box::new(|_| "<html>please log in to the port's Wi-Fi</html>".into()),
        ),
        (
            "not_verified",
            Box::new(|batch| honest(batch).seal(&other_key)),
        ),
        (
            "not_verified",
            Box::new(|batch| serde_json::to_string(&honest(batch)).expect("plain")),
        ),
        (
            "not_verified",
            Box::new(|batch| {
                honest(batch)
                    .seal(&hub_key())
                    .replace("\"acked_seq\":5", "\"acked_seq\":4")
            }),
        ),
        (
            "not_verified",
            Box::new(|batch| honest(batch).seal(&hub_key()).trim_end().to_owned()),
        ),
        ("not_verified", Box::new(|_| greeting(&hub_key()))),
        (
            "receipt_mismatch",
            Box::new(|batch| {
                Receipt {
                    stream: elsewhere,
                    ..honest(batch)
                }
                .seal(&hub_key())
            }),
        ),
        (
            "stream_forked",
            Box::new(|batch| {
                Receipt {
                    head: wrong,
                    ..honest(batch)
                }
                .seal(&hub_key())
            }),
        ),
        (
            "stream_forked",
            Box::new(|batch| {
                Receipt {
                    acked_seq: 999,
                    ..honest(batch)
                }
                .seal(&hub_key())
            }),
        ),
        (
            "receipt_mismatch",
            Box::new(|_| receipt(0, Head::START).seal(&hub_key())),
        ),
    ];
    for (code, forge) in cases {
        let outbox = log(5, "http://127.0.0.1:1");
        let hub = Scripted::new(|batch: &Batch| Ok(forge(batch)));
        let result = push(&outbox, &hub).map_err(|problem| problem.code());
        assert_eq!(result, Err(code));
        assert_eq!(
            (outbox.acked(), outbox.receipts().len()),
            (0, 0),
            "{code}: nothing is marked"
        );
        assert_eq!(
            outbox.note_code().as_deref(),
            Some(code),
            "the screen can say why"
        );
    }
    let outbox = log(5, "http://127.0.0.1:1");
    let hub = Scripted::new(|batch: &Batch| Ok(honest(batch).seal(&hub_key())));
    assert_eq!(
        push(&outbox, &hub).expect("the honest hub").acked_seq,
        5,
        "the cases differ from this one only"
    );
    assert_eq!(outbox.acked(), 5);
}

#[test]
fn a_cut_receipt_marks_nothing_wherever_it_is_cut() {
    let outbox = log(5, "http://127.0.0.1:1");
    let length = receipt(5, Head::START).seal(&hub_key()).len();
    for end in (0..length).step_by(5) {
        let hub = Scripted::new(|batch: &Batch| {
            let signed = receipt(batch.header().to, batch.header().head).seal(&hub_key());
            Ok(signed[..end.min(signed.len() - 1)].to_owned())
        });
        assert_eq!(
            push(&outbox, &hub).map_err(|problem| problem.code()),
            Err("not_verified"),
            "cut at {end}"
        );
        assert_eq!(outbox.acked(), 0, "cut at {end}");
    }
}

#[test]
fn a_greeting_of_someone_else_sends_nothing() {
    let outbox = log(5, "http://127.0.0.1:1");
    let mut hub = Scripted::new(|_: &Batch| Err(HubFailure::Unreachable));
    hub.hello = greeting(&SigningKey::from_bytes(&[13; 32]));
    assert_eq!(
        push(&outbox, &hub).map_err(|problem| problem.code()),
        Err("not_verified")
    );
    hub.hello = Hello {
        hub_time: 0,
        protocol: vec![9],
        schema: vec![1],
    }
    .seal(&hub_key());
    assert_eq!(
        push(&outbox, &hub).map_err(|problem| problem.code()),
        Err("version_mismatch")
    );
    assert_eq!(
        (hub.opened.get(), hub.pushed.get()),
        (0, 0),
        "no record left this computer"
    );
}

#[test]
fn a_gap_the_hub_keeps_reporting_ends_the_attempt() {
    let outbox = log(5, "http://127.0.0.1:1");
    let hub =
        Scripted::new(|_: &Batch| Err(HubFailure::Refused(Reject::SeqGap { expected_seq: 3 })));
    assert_eq!(
        push(&outbox, &hub).map_err(|problem| problem.code()),
        Err("seq_gap")
    );
    assert_eq!(
        hub.pushed.get(),
        4,
        "asked three times where it stands, then gave up"
    );
    assert_eq!(outbox.acked(), 0, "an unsigned refusal moves nothing");
}

#[test]
fn a_gap_is_closed_from_the_signed_position() {
    let outbox = log(5, "http://127.0.0.1:1");
    let refused = Cell::new(false);
    let hub = Scripted::new(|batch: &Batch| {
        if !refused.replace(true) {
            return Err(HubFailure::Refused(Reject::SeqGap { expected_seq: 4 }));
        }
        Ok(receipt(batch.header().to, batch.header().head).seal(&hub_key()))
    });
    assert_eq!(push(&outbox, &hub).expect("closed").acked_seq, 5);
    assert_eq!(hub.opened.get(), 2, "the hub was asked, not believed");
}

#[test]
fn a_fork_stops_at_once() {
    let outbox = log(5, "http://127.0.0.1:1");
    let fork = Reject::StreamForked {
        seq: 2,
        hub_hash: [0; 32],
    };
    let hub = Scripted::new(|_: &Batch| Err(HubFailure::Refused(fork.clone())));
    let result = push(&outbox, &hub);
    assert!(
        matches!(result, Err(SyncProblem::Forked { seq: 2 })),
        "{result:?}"
    );
    assert_eq!(hub.pushed.get(), 1);
}

#[test]
fn a_body_that_is_too_large_is_sent_in_parts() {
    let outbox = log(40, "http://127.0.0.1:1");
    let hub = Scripted::new(|batch: &Batch| {
        if batch.lines().len() > 3 {
            return Err(HubFailure::Refused(Reject::BatchTooLarge { max: 600 }));
        }
        Ok(receipt(batch.header().to, batch.header().head).seal(&hub_key()))
    });
    let first = push(&outbox, &hub);
    assert!(outbox.acked() > 0, "some of it got through: {first:?}");
    let strict =
        Scripted::new(|_: &Batch| Err(HubFailure::Refused(Reject::BatchTooLarge { max: 1 })));
    let result = push(&outbox, &strict);
    assert!(
        matches!(result, Err(SyncProblem::LineTooLarge { seq: 1 })),
        "{result:?}"
    );
}

#[test]
fn a_clock_refusal_is_signed_again_once() {
    let outbox = log(5, "http://127.0.0.1:1");
    let tries = Cell::new(0);
    let hub = Scripted::new(|batch: &Batch| {
        tries.set(tries.get() + 1);
        if tries.get() == 1 {
            return Err(HubFailure::Refused(Reject::ClockSkew {
                hub_time: 77_000_000_000,
            }));
        }
        Ok(receipt(batch.header().to, batch.header().head).seal(&hub_key()))
    });
    let outcome = push(&outbox, &hub).expect("the second signature");
    assert!(
        (now().millis() + outcome.clock_offset_ms).abs_diff(77_000_000_000) < 60_000,
        "by the hub's time"
    );
    let stubborn =
        Scripted::new(|_: &Batch| Err(HubFailure::Refused(Reject::ClockSkew { hub_time: 5 })));
    outbox.write(1);
    outbox.forget_receipts();
    assert_eq!(
        push(&outbox, &stubborn).map_err(|problem| problem.code()),
        Err("clock_skew")
    );
    assert_eq!(stubborn.pushed.get(), 2, "not for ever");
}

#[test]
fn set_aside_lines_of_a_repeated_receipt_are_listed_once() {
    let outbox = log(5, "http://127.0.0.1:1");
    let hub = Scripted::new(|batch: &Batch| {
        let rejected = vec![Rejected {
            seq: 2,
            code: "not_json".into(),
        }];
        Ok(Receipt {
            rejected,
            ..receipt(batch.header().to, batch.header().head)
        }
        .seal(&hub_key()))
    });
    assert_eq!(push(&outbox, &hub).expect("held").rejected, ["2 not_json"]);
    outbox.forget_receipts();
    assert_eq!(push(&outbox, &hub).expect("held").rejected, ["2 not_json"]);
}

/// A server that reads a request and answers with fixed bytes, whatever was asked.
fn canned(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("bound");
    thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut request = [0; 4096];
            let _ = client.read(&mut request);
            let _ = client.write_all(answer);
        }
    });
    format!("http://{address}")
}

#[test]
fn what_the_line_may_answer_is_named_and_believed_in_nothing() {
    let cases: [(&'static [u8], &str); 12] = [
        (b"", "offline"),
        (b"\x16\x03\x01 not HTTP at all\r\n\r\n", "offline"),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"hub_ti",
            "offline",
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            "not_verified",
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n\xff\xfe\xfd\xfc",
            "hub_fault",
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n<html></html>",
            "not_verified",
        ),
        (
            b"HTTP/1.1 500 Oops\r\ncontent-length: 5\r\n\r\nstack",
            "hub_fault",
        ),
        (
            b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n",
            "hub_fault",
        ),
        (
            b"HTTP/1.1 503 Busy\r\nretry-after: 77\r\ncontent-length: 0\r\n\r\n",
            "hub_busy",
        ),
        (
            b"HTTP/1.1 429 Slow\r\nretry-after: 9\r\ncontent-length: 2\r\n\r\n{}",
            "hub_busy",
        ),
        (
            b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n",
            "hub_fault",
        ),
        (
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffff\r\nendless",
            "offline",
        ),
    ];
    for (answer, code) in cases {
        let outbox = log(3, &canned(answer));
        let client = SyncClient::new().expect("a runtime");
        let result = client.push(&outbox, now());
        let shown = String::from_utf8_lossy(answer);
        assert_eq!(
            result.map_err(|problem| problem.code()),
            Err(code),
            "{shown}"
        );
        assert_eq!(outbox.acked(), 0, "{shown}");
        let next = client
            .status(&outbox)
            .expect("in memory")
            .next_try
            .expect("it is tried again");
        let pause = next.millis() - now().millis();
        assert!(pause > 500, "not at once: {pause} ms after {shown}");
        if shown.contains("retry-after: 77") {
            assert!(pause > 70_000, "the hub's wish is kept: {pause} ms");
        }
    }
}

#[test]
fn a_line_that_is_not_encrypted_after_all_gets_nothing() {
    let plain = canned(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").replace("http:", "https:");
    let outbox = log(3, &plain);
    let result = SyncClient::new().expect("a runtime").push(&outbox, now());
    assert_eq!(result.map_err(|problem| problem.code()), Err("offline"));
}

#[test]
fn a_real_hub_with_another_key_is_not_the_enrolled_one() {
    let hub = Hub::start();
    let outbox = MemoryOutbox::with(1, 3);
    let link = hub.enroll(&outbox, &hub.url());
    let other = PublicKey::of(&SigningKey::from_bytes(&[13; 32])).to_bytes();
    outbox
        .set_hub_link(&HubLink {
            hub_key: other,
            ..link
        })
        .expect("in memory");
    let result = SyncClient::new().expect("a runtime").push(&outbox, now());
    assert_eq!(
        result.map_err(|problem| problem.code()),
        Err("not_verified")
    );
    assert!(
        hub.lines(outbox.stream().expect("in memory").id).is_empty(),
        "nothing was sent to it"
    );
}
