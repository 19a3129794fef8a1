//! The state of a record: the later edit wins, by a clock nobody can push ahead.

use serde_json::json;
use suar_hub::clock;
use suar_protocol::chain::Head;
use suar_protocol::change::ChangeKind;

use crate::world::{World, change, head_of, record, set};

#[tokio::test]
async fn the_later_edit_wins_in_whatever_order_they_arrive() {
    let world = World::start().await;
    let (one, two) = (world.device(1).await, world.device(2).await);
    world.receipt(
        &world
            .push(&one, 1, Head::START, &[set(1, "1793000000900.0", "later")])
            .await,
    );
    world.receipt(
        &world
            .push(
                &two,
                1,
                Head::START,
                &[set(1, "1793000000100.0", "earlier")],
            )
            .await,
    );
    assert_eq!(world.field(record(1), "phone").await, Some(json!("later")));
}

#[tokio::test]
async fn equal_stamps_are_told_apart_by_the_stream() {
    let world = World::start().await;
    let (one, two) = (world.device(1).await, world.device(2).await);
    world.receipt(
        &world
            .push(
                &two,
                1,
                Head::START,
                &[set(1, "1793000000100.0", "stream two")],
            )
            .await,
    );
    world.receipt(
        &world
            .push(
                &one,
                1,
                Head::START,
                &[set(1, "1793000000100.0", "stream one")],
            )
            .await,
    );
    assert_eq!(
        world.field(record(1), "phone").await,
        Some(json!("stream two")),
        "the greater stream"
    );
}

#[tokio::test]
async fn edits_of_different_fields_are_both_kept() {
    let world = World::start().await;
    let (one, two) = (world.device(1).await, world.device(2).await);
    let create = change(
        1,
        ChangeKind::Create,
        "person",
        json!({"phone": "1", "seat": "A"}),
        "100.0",
    );
    world.receipt(&world.push(&one, 1, Head::START, &[create]).await);
    let seat = change(1, ChangeKind::Set, "seat", json!("B"), "200.0");
    world.receipt(&world.push(&two, 1, Head::START, &[seat]).await);
    assert_eq!(world.field(record(1), "phone").await, Some(json!("1")));
    assert_eq!(world.field(record(1), "seat").await, Some(json!("B")));
    let concept =
        "SELECT count(*) FROM record WHERE record_id = $1 AND concept = 'person' AND NOT tomb";
    assert_eq!(world.count(concept, &[&record(1)]).await, 1, "one record");
}

#[tokio::test]
async fn a_clock_years_ahead_does_not_win_for_ever() {
    let world = World::start().await;
    let (fast, right) = (world.device(1).await, world.device(2).await);
    let far = "9793000000000.0";
    world.receipt(
        &world
            .push(
                &fast,
                1,
                Head::START,
                &[set(1, far, "first"), set(2, far, "second")],
            )
            .await,
    );
    assert_eq!(
        world.field(record(1), "phone").await,
        Some(json!("second")),
        "its own order is kept"
    );

    let in_six_minutes = format!("{}.0", clock::now().millis() + 6 * 60 * 1000);
    let edits = [
        set(1, &in_six_minutes, "a"),
        set(2, &in_six_minutes, "b"),
        set(3, &in_six_minutes, "c"),
    ];
    world.receipt(&world.push(&right, 1, Head::START, &edits).await);
    assert_eq!(
        world.field(record(1), "phone").await,
        Some(json!("c")),
        "a later edit is stronger"
    );
    let kept = "SELECT count(*) FROM op WHERE h_millis = 9793000000000";
    assert_eq!(
        world.count(kept, &[]).await,
        2,
        "the original stamp stays for the audit"
    );
}

#[tokio::test]
async fn a_deleted_record_does_not_come_back() {
    let world = World::start().await;
    let (one, two) = (world.device(1).await, world.device(2).await);
    let sent = [
        change(
            1,
            ChangeKind::Create,
            "person",
            json!({"phone": "1"}),
            "100.0",
        ),
        change(
            2,
            ChangeKind::Tombstone,
            "",
            json!({"reason": "asked for"}),
            "200.0",
        ),
        set(3, "300.0", "same batch"),
    ];
    let receipt = world.receipt(&world.push(&one, 1, Head::START, &sent).await);
    let codes = |receipt: &suar_protocol::receipt::Receipt| -> Vec<(u64, String)> {
        receipt
            .rejected
            .iter()
            .map(|line| (line.seq, line.code.clone()))
            .collect()
    };
    assert_eq!(codes(&receipt), [(3, "record_deleted".to_owned())]);
    let late = world.receipt(
        &world
            .push(&two, 1, Head::START, &[set(1, "400.0", "other device")])
            .await,
    );
    assert_eq!(codes(&late), [(1, "record_deleted".to_owned())]);
    assert_eq!(
        world.field(record(1), "phone").await,
        None,
        "no value is left"
    );
    assert_eq!(
        late.head,
        head_of(&[set(1, "400.0", "other device")]),
        "set aside, yet acknowledged"
    );
}

#[tokio::test]
async fn events_are_kept_in_the_log_and_overwrite_nothing() {
    let world = World::start().await;
    let device = world.device(1).await;
    let sent = [
        change(
            1,
            ChangeKind::Event,
            "screening.answer",
            json!({"K3": 3}),
            "100.0",
        ),
        change(
            2,
            ChangeKind::Event,
            "screening.answer",
            json!({"K3": 1}),
            "200.0",
        ),
    ];
    world.receipt(&world.push(&device, 1, Head::START, &sent).await);
    assert_eq!(world.ops(device.stream).await.len(), 2);
    assert_eq!(world.field(record(1), "screening.answer").await, None);
}
