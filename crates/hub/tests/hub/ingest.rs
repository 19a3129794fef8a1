//! Batches: once each, byte for byte, in order, whatever is sent again.

use std::collections::BTreeSet;

use serde_json::json;
use suar_protocol::chain::{Head, line_hash};
use suar_protocol::change::ChangeKind;
use suar_protocol::hex;
use suar_protocol::receipt::Rejected;

use crate::world::{World, change, encoded, head_of, lines, record, set};

#[tokio::test]
async fn a_batch_is_held_once_byte_for_byte() {
    let world = World::start().await;
    let device = world.device(1).await;
    let sent = lines(1, 3);

    let first = world.receipt(&world.push(&device, 1, Head::START, &sent).await);
    assert_eq!((first.acked_seq, first.head), (3, head_of(&sent)));
    assert_eq!(first.stream, device.stream);

    let again = world.receipt(&world.push(&device, 1, Head::START, &sent).await);
    let first = suar_protocol::receipt::Receipt {
        hub_time: again.hub_time,
        ..first
    };
    assert_eq!(again, first, "a repeated batch gets the same receipt");

    let held: Vec<String> = world
        .ops(device.stream)
        .await
        .into_iter()
        .map(|(_, line)| line)
        .collect();
    assert_eq!(held, sent, "once, and not a byte differs");
    assert_eq!(
        world.field(record(1), "phone").await,
        Some(json!("value 3"))
    );
}

#[tokio::test]
async fn a_batch_that_overlaps_adds_only_its_end() {
    let world = World::start().await;
    let device = world.device(1).await;
    let all = lines(1, 6);
    world.receipt(&world.push(&device, 1, Head::START, &all[..4]).await);
    let overlap = world.push(&device, 3, head_of(&all[..2]), &all[2..]).await;
    assert_eq!(world.receipt(&overlap).acked_seq, 6);
    let prefix = world.push(&device, 1, Head::START, &all[..2]).await;
    assert_eq!(
        world.receipt(&prefix).acked_seq,
        6,
        "an old prefix changes nothing"
    );
    let held: Vec<String> = world
        .ops(device.stream)
        .await
        .into_iter()
        .map(|(_, line)| line)
        .collect();
    assert_eq!(held, all);
}

#[tokio::test]
async fn missing_lines_are_asked_for() {
    let world = World::start().await;
    let device = world.device(1).await;
    let all = lines(1, 6);
    world.receipt(&world.push(&device, 1, Head::START, &all[..2]).await);
    let gap = world.push(&device, 5, head_of(&all[..4]), &all[4..]).await;
    assert_eq!(gap.status, 409);
    assert_eq!(
        (gap.problem().code.as_str(), gap.problem().expected_seq),
        ("seq_gap", Some(3))
    );
    assert_eq!(
        world.ops(device.stream).await.len(),
        2,
        "nothing of it is stored"
    );
}

#[tokio::test]
async fn another_history_under_the_same_numbers_is_a_fork() {
    let world = World::start().await;
    let device = world.device(1).await;
    let held = lines(1, 3);
    world.receipt(&world.push(&device, 1, Head::START, &held).await);

    let mut other = lines(1, 4);
    other[1] = set(2, "1793000000002.0", "rewritten");
    let fork = world.push(&device, 1, Head::START, &other).await;
    assert_eq!(
        (fork.status, fork.problem().code.as_str()),
        (409, "stream_forked")
    );
    assert_eq!(fork.problem().seq, Some(2));
    assert_eq!(
        fork.problem().hub_hash,
        Some(hex::encode(&line_hash(held[1].as_bytes())))
    );

    let tail = world
        .push(&device, 4, head_of(&other[..3]), &other[3..])
        .await;
    assert_eq!(
        tail.problem().code,
        "stream_forked",
        "new lines on another history"
    );
    assert_eq!(
        world.ops(device.stream).await.len(),
        3,
        "nothing of either is stored"
    );
    assert_eq!(
        world.field(record(1), "phone").await,
        Some(json!("value 3"))
    );
}

#[tokio::test]
async fn a_line_that_cannot_be_used_does_not_hold_up_the_others() {
    let world = World::start().await;
    let device = world.device(1).await;
    let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    let poison = [
        ("not_json", "{\"q\":1,".to_owned()),
        (
            "not_json",
            set(1, "1.0", "x").replace("\"x\"", r#""\ud800""#),
        ),
        ("not_json", set(1, "1.0", "x").replace("\"x\"", &deep)),
        ("bad_key", set(1, "1.0", "x").replace("phone", r"a\u0000b")),
        (
            "unknown_kind",
            set(1, "1.0", "x").replace("\"set\"", "\"frobnicate\""),
        ),
        ("line_too_long", set(1, "1.0", &"x".repeat(300 * 1024))),
        ("wrong_place", set(77, "1.0", "x")),
        (
            "bad_field_name",
            change(
                8,
                ChangeKind::Create,
                "person",
                json!({"a\u{0}b": 1}),
                "1.0",
            ),
        ),
        ("not_json", String::new()),
    ];
    let mut sent: Vec<String> = poison.iter().map(|(_, line)| line.clone()).collect();
    sent.push(set(10, "1793000000010.0", "good"));
    let expected: Vec<Rejected> = (1..)
        .zip(poison.iter())
        .map(|(seq, (code, _))| Rejected {
            seq,
            code: (*code).into(),
        })
        .collect();

    let receipt = world.receipt(&world.push(&device, 1, Head::START, &sent).await);
    assert_eq!(
        (receipt.acked_seq, receipt.head),
        (10, head_of(&sent)),
        "all are acknowledged"
    );
    assert_eq!(receipt.rejected, expected, "and the bad ones named");
    assert_eq!(world.field(record(1), "phone").await, Some(json!("good")));

    let again = world.receipt(&world.push(&device, 1, Head::START, &sent).await);
    assert_eq!(
        again.rejected, expected,
        "named again when the receipt was lost"
    );
    let kept = "SELECT count(*) FROM op_quarantine WHERE stream_id = $1";
    assert_eq!(
        world.count(kept, &[&device.stream.uuid()]).await,
        9,
        "kept, once"
    );
}

#[tokio::test]
async fn text_with_a_nul_escape_is_a_value_like_any_other() {
    let world = World::start().await;
    let device = world.device(1).await;
    let sent = [set(
        1,
        "1793000000001.0",
        "a\u{0}b\u{202e}c'\"<img onerror=…>",
    )];
    let receipt = world.receipt(&world.push(&device, 1, Head::START, &sent).await);
    assert!(receipt.rejected.is_empty());
    let value = world.field(record(1), "phone").await;
    assert_eq!(value, Some(json!("a\u{0}b\u{202e}c'\"<img onerror=…>")));
}

#[tokio::test]
async fn the_same_batch_from_eight_connections_is_held_once() {
    let world = World::start().await;
    let device = world.device(1).await;
    let sent = lines(1, 50);
    let batch = encoded(&device, 1, Head::START, &sent);
    let push = || world.push_encoded(&device, &batch);
    let answers = tokio::join!(
        push(),
        push(),
        push(),
        push(),
        push(),
        push(),
        push(),
        push()
    );
    let answers = [
        answers.0, answers.1, answers.2, answers.3, answers.4, answers.5, answers.6, answers.7,
    ];
    for answer in &answers {
        assert_eq!(world.receipt(answer).acked_seq, 50);
    }
    assert_eq!(world.ops(device.stream).await.len(), 50);
}

#[tokio::test]
async fn two_devices_share_a_feed_without_gaps() {
    let world = World::start().await;
    let (one, two) = (world.device(1).await, world.device(2).await);
    let sent = lines(1, 40);
    let push_all = async |device| {
        for from in [1_u64, 11, 21, 31] {
            let start = from as usize - 1;
            let answer = world
                .push(
                    device,
                    from,
                    head_of(&sent[..start]),
                    &sent[start..start + 10],
                )
                .await;
            world.receipt(&answer);
        }
    };
    tokio::join!(push_all(&one), push_all(&two));
    let (mine, yours) = (world.ops(one.stream).await, world.ops(two.stream).await);
    let numbers: BTreeSet<i64> = mine.iter().chain(&yours).map(|(seq, _)| *seq).collect();
    assert_eq!(numbers, (1..=80).collect(), "every number of the feed once");
    assert!(
        mine.is_sorted() && yours.is_sorted(),
        "in the order each device wrote"
    );
}

#[tokio::test]
async fn a_device_that_lost_its_receipt_can_ask() {
    let world = World::start().await;
    let device = world.device(1).await;
    let sent = [
        set(1, "1.0", "x"),
        "rubbish".into(),
        set(3, "3.0", "y"),
        "more rubbish".into(),
    ];
    world.receipt(&world.push(&device, 1, Head::START, &sent).await);
    let path = format!("/v1/streams/{}", device.stream);
    let all = world.receipt(
        &world
            .call(&device, "GET", &path, "application/json", vec![])
            .await,
    );
    assert_eq!((all.acked_seq, all.head), (4, head_of(&sent)));
    assert_eq!(
        all.rejected.iter().map(|line| line.seq).collect::<Vec<_>>(),
        [2, 4]
    );
    let later = format!("{path}?after=2");
    let rest = world.receipt(
        &world
            .call(&device, "GET", &later, "application/json", vec![])
            .await,
    );
    assert_eq!(
        rest.rejected
            .iter()
            .map(|line| line.seq)
            .collect::<Vec<_>>(),
        [4]
    );
    let opened = world.open(&device).await;
    assert_eq!(opened.status, 200, "opening again is free of effect");
    assert_eq!(world.receipt(&opened).acked_seq, 4);
}

#[tokio::test]
async fn a_stopped_database_costs_patience_and_no_line() {
    let world = World::start().await;
    let device = world.device(1).await;
    let sent = lines(1, 4);
    world.receipt(&world.push(&device, 1, Head::START, &sent[..2]).await);

    world.postgres.stop().expect("it runs");
    let down = world
        .push(&device, 3, head_of(&sent[..2]), &sent[2..])
        .await;
    assert_eq!(
        (down.status, down.problem().code.as_str()),
        (503, "unavailable")
    );
    assert_eq!(down.headers["retry-after"], "5");
    assert_eq!(world.get("/v1/health").await.status, 503);

    world.postgres.up().expect("its data is there");
    let mut up = world
        .push(&device, 3, head_of(&sent[..2]), &sent[2..])
        .await;
    while up.status == 503 {
        // A connection of the pool that died with the server is noticed only when it is used.
        up = world
            .push(&device, 3, head_of(&sent[..2]), &sent[2..])
            .await;
    }
    assert_eq!(
        world.receipt(&up).acked_seq,
        4,
        "what was acknowledged before is still there"
    );
    assert_eq!(world.get("/v1/health").await.status, 200);
}
