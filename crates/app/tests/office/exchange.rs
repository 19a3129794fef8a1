//! The exchange and the lock: a hub that does not answer keeps neither the screen nor the key.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use suar_app::session::Phase;
use suar_app::{AppError, SyncState};
use suar_domain::id::DeviceId;
use suar_protocol::hello::Hello;
use suar_protocol::key::{PublicKey, SigningKey};
use suar_protocol::receipt::Receipt;
use suar_registry::{HubLink, StreamState, SyncNote, is_open_elsewhere};
use uuid::Uuid;

use crate::world::Computer;

/// Far more than a lock takes, and less than the time after which a silent hub is given up (30 s).
const SOON: Duration = Duration::from_secs(10);

/// Long enough for a lock on a busy computer, and too short for whatever waits for a hub.
const AT_ONCE: Duration = Duration::from_secs(1);

/// The encoding of Ed25519's base point: a key like any other, which has signed nothing.
const SOME_KEY: [u8; 32] = {
    let mut key = [0x66; 32];
    key[0] = 0x58;
    key
};

fn link(url: String) -> HubLink {
    HubLink {
        url,
        device: DeviceId::from_uuid(Uuid::from_u128(7)),
        hub_key: SOME_KEY,
        feed: "TARAKAN".into(),
    }
}

/// A hub that takes one call and says nothing until the caller goes away.
struct SilentHub {
    url: String,
    is_asked: mpsc::Receiver<()>,
    running: std::thread::JoinHandle<()>,
}

impl SilentHub {
    fn new() -> Self {
        let hub = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", hub.local_addr().expect("bound"));
        let (asked, is_asked) = mpsc::channel();
        let running = std::thread::spawn(move || {
            let (mut line, _) = hub.accept().expect("a caller");
            let mut first = [0];
            let _ = line.read(&mut first);
            asked.send(()).expect("somebody waits");
            let _ = std::io::copy(&mut line, &mut std::io::sink());
        });
        Self {
            url,
            is_asked,
            running,
        }
    }

    fn wait_until_asked(&self) {
        self.is_asked
            .recv_timeout(SOON)
            .expect("the hub was asked for something");
    }
}

fn enrolled_at_a_silent_hub() -> (Computer, SilentHub) {
    let (computer, hub) = (Computer::new(), SilentHub::new());
    computer.app.lock().expect("locked");
    let link = link(hub.url.clone());
    computer.registry().set_hub_link(&link).expect("known");
    computer.unlock();
    (computer, hub)
}

#[test]
fn locking_while_something_is_sent_ends_the_attempt_and_frees_the_registry() {
    let (computer, hub) = enrolled_at_a_silent_hub();
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| computer.app.sync_now());
        hub.wait_until_asked();

        let start = Instant::now();
        computer.app.lock().expect("locked");
        assert!(matches!(computer.app.counter(), Err(AppError::Locked)));
        assert_eq!(
            computer.app.session().phase,
            Phase::Locked,
            "and not taken for a registry that another app has open"
        );
        let sent = sending.join().expect("it ends");
        assert!(matches!(sent, Err(AppError::Locked)), "{sent:?}");
        assert!(
            start.elapsed() < SOON,
            "the attempt was stopped, not waited for: {:?}",
            start.elapsed()
        );
        assert!(
            !is_open_elsewhere(computer.path()),
            "the file is closed, and with it the key is gone"
        );
    });
    hub.running.join().expect("the line was closed");
    computer.unlock();
    let status = computer.app.sync_status().expect("a status").status;
    assert!(status.waiting > 0, "what waits waits on");
}

#[test]
fn whoever_asks_to_send_while_something_is_sent_is_told_so_and_not_kept_waiting() {
    let (computer, hub) = enrolled_at_a_silent_hub();
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| computer.app.sync_now());
        hub.wait_until_asked();

        let start = Instant::now();
        let status = computer.app.sync_now().expect("a status").status;
        assert_eq!(status.state, SyncState::Sending);
        assert!(!computer.app.sync_if_due().expect("asked"), "no second one");
        assert!(start.elapsed() < AT_ONCE, "after {:?}", start.elapsed());

        computer.app.lock().expect("locked");
        let sent = sending.join().expect("it ends");
        assert!(matches!(sent, Err(AppError::Locked)), "{sent:?}");
    });
    hub.running.join().expect("the line was closed");
}

#[test]
fn locking_while_a_silent_hub_is_asked_to_enrol_answers_at_once() {
    let (computer, hub) = (Computer::new(), SilentHub::new());
    std::thread::scope(|scope| {
        let enrolling = scope.spawn(|| computer.app.enroll(&hub.url, "AAAAAAAAAA"));
        hub.wait_until_asked();

        let start = Instant::now();
        let status = computer.app.sync_now().expect("a status").status;
        assert_eq!(status.state, SyncState::NotEnrolled, "not yet");
        computer.app.lock().expect("locked");
        assert_eq!(computer.app.session().phase, Phase::Locked);
        assert!(start.elapsed() < AT_ONCE, "after {:?}", start.elapsed());

        let enrolled = enrolling.join().expect("it ends");
        assert!(matches!(enrolled, Err(AppError::Locked)), "{enrolled:?}");
    });
    hub.running.join().expect("the line was closed");
}

#[test]
fn a_session_that_is_over_sends_nothing_any_more() {
    let computer = Computer::new();
    computer.app.lock().expect("locked");
    for refused in [
        computer.app.sync_now().err(),
        computer.app.sync_if_due().err(),
        computer.app.sync_status().err(),
    ] {
        assert!(matches!(refused, Some(AppError::Locked)), "{refused:?}");
    }
}

#[test]
fn when_the_hub_last_confirmed_something_is_known_after_a_restart_without_a_network() {
    let computer = Computer::new();
    let before = computer.app.sync_status().expect("a status").status;
    assert_eq!(before.last_ok, None, "nothing was ever confirmed");
    computer.app.lock().expect("locked");
    let confirmed = computer.now();
    {
        let registry = computer.registry();
        registry
            .set_hub_link(&link("http://127.0.0.1:9".into()))
            .expect("known");
        let stream = registry.stream().expect("a log");
        registry
            .record_receipt(stream.last_seq, stream.head, "receipt", confirmed)
            .expect("kept");
        computer.pass_minutes(90);
        let offline = SyncNote {
            at: computer.now(),
            code: "offline".into(),
            rejected: Vec::new(),
        };
        registry.sync_note(&offline).expect("noted");
    }
    let computer = computer.started_again();
    computer.unlock();
    let status = computer.app.sync_status().expect("a status").status;
    assert_eq!(status.last_ok, Some(confirmed));
}

/// A hub that holds everything of a log. It counts how often it is asked where it stands.
fn complete_hub(log: StreamState, now: i64) -> (HubLink, Arc<AtomicU32>) {
    let key = SigningKey::from_bytes(&[42; 32]);
    let hello = Hello {
        hub_time: now,
        protocol: vec![1],
        schema: vec![1],
    };
    let receipt = Receipt {
        stream: log.id,
        acked_seq: log.last_seq,
        head: log.head,
        hub_time: now,
        feed_cursor_hint: 0,
        rejected: vec![],
    };
    let (hello, receipt) = (hello.seal(&key), receipt.seal(&key));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let link = HubLink {
        hub_key: PublicKey::of(&key).to_bytes(),
        ..self::link(format!("http://{}", listener.local_addr().expect("bound")))
    };
    let opened = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&opened);
    // Ends with the test's process.
    std::thread::spawn(move || {
        for line in listener.incoming() {
            let mut line = BufReader::new(line.expect("a caller"));
            while let Some((first, length)) = head_of_request(&mut line) {
                let mut body = vec![0; length];
                line.read_exact(&mut body).expect("the body");
                let answer = if first.starts_with("GET ") {
                    &hello
                } else {
                    count.fetch_add(1, Ordering::SeqCst);
                    &receipt
                };
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
                    answer.len()
                );
                let sent = line
                    .get_mut()
                    .write_all(format!("{head}{answer}").as_bytes());
                sent.expect("the caller listens");
            }
        }
    });
    (link, opened)
}

/// First line and length of the body; none when the caller has gone.
fn head_of_request(line: &mut impl BufRead) -> Option<(String, usize)> {
    let mut first = String::new();
    line.read_line(&mut first).ok().filter(|read| *read > 0)?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        line.read_line(&mut header).ok().filter(|read| *read > 0)?;
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            return Some((first, length));
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a number");
        }
    }
}

#[test]
fn who_asks_and_the_schedule_once_an_hour_compare_with_the_hub_although_nothing_waits() {
    let computer = Computer::new();
    computer.app.lock().expect("locked");
    let opened = {
        let registry = computer.registry();
        let log = registry.stream().expect("a log");
        let (link, opened) = complete_hub(log, computer.now().millis());
        registry.set_hub_link(&link).expect("known");
        registry
            .record_receipt(log.last_seq, log.head, "receipt", computer.now())
            .expect("kept");
        opened
    };
    computer.unlock();
    let asked = || opened.load(Ordering::SeqCst);
    let status = computer.app.sync_status().expect("a status").status;
    assert_eq!((status.waiting, status.state), (0, SyncState::AllSent));

    assert!(
        computer.app.sync_if_due().expect("tried"),
        "nothing is known"
    );
    assert_eq!(asked(), 1);
    computer.pass_minutes(30);
    assert!(!computer.app.sync_if_due().expect("not due"), "quiet");
    assert_eq!(asked(), 1);
    let status = computer.app.sync_now().expect("sent").status;
    assert_eq!((asked(), status.state), (2, SyncState::AllSent));
    computer.app.sync_now().expect("sent");
    assert_eq!(asked(), 3, "each time");
    computer.pass_minutes(61);
    assert!(computer.app.sync_if_due().expect("tried"), "once an hour");
    assert_eq!(asked(), 4);
}
