//! What waits reaches the hub once, whatever each side has forgotten.

use std::thread;

use suar_domain::time::Instant;
use suar_protocol::key::PublicKey;
use suar_protocol::receipt::Receipt;
use suar_sync::outbox::Outbox;
use suar_sync::{SyncClient, SyncProblem};
use uuid::Uuid;

use crate::world::{Hub, MemoryOutbox, now};

fn enrolled(hub: &Hub, count: u64) -> (MemoryOutbox, SyncClient) {
    let outbox = MemoryOutbox::with(1, count);
    hub.enroll(&outbox, &hub.url());
    (outbox, SyncClient::new().expect("a runtime"))
}

#[track_caller]
fn hub_holds_the_log(hub: &Hub, outbox: &MemoryOutbox) {
    let stream = outbox.stream().expect("in memory").id;
    assert_eq!(
        hub.lines(stream),
        outbox.lines(),
        "each line once, byte for byte, in order"
    );
}

#[test]
fn what_waits_reaches_the_hub_once() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 2000);
    let outcome = client.push(&outbox, now()).expect("the hub is there");
    assert_eq!((outcome.sent, outcome.acked_seq), (2000, 2000));
    hub_holds_the_log(&hub, &outbox);
    assert!(outbox.receipts().len() > 1, "it took several batches");

    let last = outbox.receipts().pop().expect("receipts");
    let receipt =
        Receipt::open(&last, &PublicKey::of(&hub.key)).expect("the stored text verifies again");
    assert_eq!(receipt.acked_seq, 2000);

    assert_eq!(
        client.push(&outbox, now()).expect("again").sent,
        0,
        "nothing waits"
    );
    outbox.write(3);
    assert_eq!(
        client.push(&outbox, now()).expect("again").sent,
        3,
        "only what is new"
    );
    hub_holds_the_log(&hub, &outbox);
}

#[test]
fn lost_receipts_are_given_again() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 30);
    client.push(&outbox, now()).expect("the hub is there");
    outbox.forget_receipts();
    let outcome = client.push(&outbox, now()).expect("the hub is there");
    assert_eq!(
        (outcome.sent, outbox.acked()),
        (0, 30),
        "known again without sending a line"
    );
    hub_holds_the_log(&hub, &outbox);
}

#[test]
fn a_hub_restored_from_an_old_backup_gets_the_lines_again() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 30);
    client.push(&outbox, now()).expect("the hub is there");
    let head = outbox.head_at(12).expect("in memory").expect("a line");
    hub.sql(&format!(
        "DELETE FROM op WHERE sseq > 12; DELETE FROM batch;
         UPDATE stream SET acked_seq = 12, head = decode('{head}', 'hex')"
    ));
    let within_the_hour = client.push(&outbox, now()).expect("the hub is there");
    assert_eq!(within_the_hour.sent, 0, "nobody asked where it stands");
    let later = Instant::from_millis(now().millis() + 61 * 60 * 1000);
    let outcome = client.push(&outbox, later).expect("the hub is there");
    assert_eq!(outcome.sent, 18, "what it lost");
    hub_holds_the_log(&hub, &outbox);
}

#[test]
fn a_person_who_asks_and_the_schedule_once_an_hour_find_what_the_hub_has_lost() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 30);
    assert!(client.is_compare_due(now()), "nothing is known yet");
    client.compare(&outbox, now()).expect("the hub is there");
    let head = outbox.head_at(12).expect("in memory").expect("a line");
    hub.sql(&format!(
        "DELETE FROM op WHERE sseq > 12; DELETE FROM batch;
         UPDATE stream SET acked_seq = 12, head = decode('{head}', 'hex')"
    ));
    let quiet = client.push(&outbox, now()).expect("the hub is there");
    assert_eq!(quiet.sent, 0, "a quiet round asks nothing");
    let asked = client.compare(&outbox, now()).expect("the hub is there");
    assert_eq!(asked.sent, 18, "what it lost, although nothing waited");
    hub_holds_the_log(&hub, &outbox);

    let in_minutes = |minutes: i64| Instant::from_millis(now().millis() + minutes * 60_000);
    assert!(!client.is_compare_due(in_minutes(59)));
    assert!(client.is_compare_due(in_minutes(60)));
}

#[test]
fn a_hub_that_lost_lines_gets_them_with_the_next_new_one() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 30);
    client.push(&outbox, now()).expect("the hub is there");
    let head = outbox.head_at(12).expect("in memory").expect("a line");
    hub.sql(&format!(
        "DELETE FROM op WHERE sseq > 12; DELETE FROM batch;
         UPDATE stream SET acked_seq = 12, head = decode('{head}', 'hex')"
    ));
    outbox.write(1);
    client
        .push(&outbox, now())
        .expect("it said where it stands");
    hub_holds_the_log(&hub, &outbox);
}

#[test]
fn a_restored_computer_does_not_reuse_its_numbers() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 30);
    client.push(&outbox, now()).expect("the hub is there");
    let before = hub.lines(outbox.stream().expect("in memory").id);

    outbox.restore(20);
    let behind = client.push(&outbox, now());
    assert!(
        matches!(behind, Err(SyncProblem::Forked { seq: 30 })),
        "{behind:?}"
    );

    for _ in 0..15 {
        outbox.append(b"{\"another\":\"history\"}");
    }
    let forked = client.push(&outbox, now());
    assert!(
        matches!(forked, Err(SyncProblem::Forked { seq: 30 })),
        "{forked:?}"
    );
    assert_eq!(outbox.acked(), 20, "nothing is marked");
    assert_eq!(
        outbox.note_code().as_deref(),
        Some("stream_forked"),
        "and the officer is told"
    );
    assert_eq!(
        hub.lines(outbox.stream().expect("in memory").id),
        before,
        "the hub's history stands"
    );
}

#[test]
fn a_clock_days_off_is_corrected_by_the_greeting() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 5);
    for days in [-400_i64, -3, 3] {
        outbox.write(1);
        let wrong = Instant::from_millis(now().millis() + days * 86_400_000);
        let outcome = client
            .push(&outbox, wrong)
            .expect("signed with the hub's time");
        let off = outcome.clock_offset_ms + days * 86_400_000;
        assert!(
            off.abs() < 60_000,
            "the difference is reported: {}",
            outcome.clock_offset_ms
        );
    }
    hub_holds_the_log(&hub, &outbox);
}

#[test]
fn a_line_the_hub_cannot_use_is_reported_and_holds_nothing_up() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 2);
    outbox.append(b"not json");
    outbox.append(&vec![b'x'; 300 * 1024]);
    for n in 5..8_u64 {
        let line = String::from_utf8(outbox.lines()[0].1.clone()).expect("text");
        outbox.append(line.replace("\"q\":1,", &format!("\"q\":{n},")).as_bytes());
    }
    let outcome = client.push(&outbox, now()).expect("the hub is there");
    assert_eq!(outcome.acked_seq, 7);
    assert_eq!(outcome.rejected, ["3 not_json", "4 line_too_long"]);
    hub_holds_the_log(&hub, &outbox);
    let again = client.push(&outbox, now()).expect("the hub is there");
    assert_eq!(again.rejected.len(), 2, "the officer goes on seeing them");
}

#[test]
fn a_line_larger_than_any_body_is_named() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 3);
    let spread =
        |n: u128| Uuid::from_u128(n.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835));
    let huge: String = (0..200_000).map(|n| spread(n).to_string()).collect();
    outbox.append(huge.as_bytes());
    outbox.write(2);
    let result = client.push(&outbox, now());
    assert!(
        matches!(result, Err(SyncProblem::LineTooLarge { seq: 4 })),
        "{result:?}"
    );
    assert_eq!(outbox.acked(), 3, "what stands before it was sent");
}

#[test]
fn a_tampered_log_is_not_sent() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 10);
    outbox.tamper(4);
    let result = client.push(&outbox, now());
    assert!(
        matches!(result, Err(SyncProblem::LogDamaged { .. })),
        "{result:?}"
    );
    assert!(hub.lines(outbox.stream().expect("in memory").id).is_empty());
}

#[test]
fn a_withdrawn_computer_is_told() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 3);
    let link = outbox.hub_link().expect("in memory").expect("enrolled");
    hub.revoke(&link);
    let result = client.push(&outbox, now());
    assert_eq!(
        result.map_err(|problem| problem.code()),
        Err("device_revoked")
    );
    assert_eq!(outbox.acked(), 0);
}

#[test]
fn two_clients_over_one_log_send_each_line_once() {
    let hub = Hub::start();
    let (outbox, one) = enrolled(&hub, 800);
    let two = SyncClient::new().expect("a runtime");
    thread::scope(|scope| {
        for client in [&one, &two] {
            scope.spawn(|| client.push(&outbox, now()).expect("the hub is there"));
        }
    });
    hub_holds_the_log(&hub, &outbox);
    assert_eq!(outbox.acked(), 800);
}

#[test]
fn a_database_that_stops_and_returns_costs_only_time() {
    let hub = Hub::start();
    let (outbox, client) = enrolled(&hub, 10);
    hub.postgres.stop().expect("it runs");
    let down = client.push(&outbox, now());
    assert!(
        matches!(down, Err(SyncProblem::Busy { retry_after_s: 5 })),
        "{down:?}"
    );
    hub.postgres.up().expect("its data is there");
    let mut attempts = (0..10).map(|_| client.push(&outbox, now()));
    assert!(
        attempts.any(|attempt| attempt.is_ok()),
        "dead connections of the pool are replaced"
    );
    hub_holds_the_log(&hub, &outbox);
}

#[test]
fn a_wrong_code_address_or_office_is_a_sentence() {
    let hub = Hub::start();
    let outbox = MemoryOutbox::with(1, 0);
    let client = SyncClient::new().expect("a runtime");
    let code = hub.code();
    let attempt = |url: &str, code: &str, office: &str| {
        client
            .enroll(&outbox, url, code, office)
            .map_err(|problem| problem.code())
    };
    assert_eq!(
        attempt("http://hub.example", &code, "Nunukan"),
        Err("bad_address")
    );
    assert_eq!(attempt(&hub.url(), "12345", "Nunukan"), Err("bad_code"));
    assert_eq!(attempt(&hub.url(), &code, "Tarakan"), Err("code_refused"));
    assert_eq!(
        attempt("http://127.0.0.1:1", &code, "Nunukan"),
        Err("offline")
    );
    assert_eq!(
        outbox.hub_link().expect("in memory"),
        None,
        "nothing is remembered of these"
    );
    let spaced = format!(" {} {}", &code[..5].to_lowercase(), &code[5..]);
    assert!(
        attempt(&hub.url(), &spaced, " nunukan").is_ok(),
        "typed as people do"
    );
}
