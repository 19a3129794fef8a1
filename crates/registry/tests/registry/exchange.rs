//! What the hub confirmed: only forward, and only what this log really holds.

use suar_domain::id::DeviceId;
use suar_protocol::chain::Head;
use suar_registry::{HubLink, RegistryError, SyncNote};
use uuid::Uuid;

use crate::world::{answering, at, create, importing, opening, save, sound_log, unlock};

#[test]
fn a_receipt_moves_forward_only_and_only_with_the_head_of_this_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    save(&registry, at(10), &importing(1, 5)).expect("imported");
    let last = registry.stream().expect("the log").last_seq;
    assert_eq!(
        last, 13,
        "the founder, the sailing, the manifest, five people with departures"
    );
    let head = |seq| registry.head_at(seq).expect("asked").expect("a line");
    let acked = || registry.stream().expect("the log").acked_seq;
    let waits = || registry.waiting().expect("asked");
    assert_eq!((acked(), waits().lines), (0, last));
    assert_eq!(waits().oldest, Some(at(0)));
    assert_eq!(registry.last_receipt_at().expect("asked"), None);

    registry
        .record_receipt(5, head(5), "tanda 5", at(20))
        .expect("confirmed");
    assert_eq!(
        (acked(), waits().lines, waits().oldest),
        (5, last - 5, Some(at(10)))
    );
    registry
        .record_receipt(3, head(3), "tanda 3", at(21))
        .expect("an old one arrives late");
    registry
        .record_receipt(5, head(5), "tanda 5", at(22))
        .expect("the same one again");
    registry
        .record_receipt(0, Head::START, "tanda 0", at(23))
        .expect("a hub that was empty");
    assert_eq!(acked(), 5, "nothing goes back");
    assert_eq!(registry.last_receipt_at().expect("asked"), Some(at(20)));
    for (seq, wrong) in [
        (7, head(6)),
        (7, Head::START),
        (0, head(1)),
        (last + 1, head(last)),
        (u64::from(u32::MAX), Head::START),
    ] {
        let result = registry.record_receipt(seq, wrong, "palsu", at(30));
        assert!(
            matches!(result, Err(RegistryError::Conflict { .. })),
            "line {seq}: {result:?}"
        );
    }
    assert_eq!(acked(), 5, "a wrong head confirms nothing");
    registry
        .record_receipt(last, head(last), "tanda", at(40))
        .expect("all of it");
    assert_eq!((waits().lines, waits().bytes, waits().oldest), (0, 0, None));

    save(&registry, at(50), &opening(1, 1, 1)).expect("opened");
    save(&registry, at(51), &answering(1, "K1", "1")).expect("answered");
    assert_eq!(waits().lines, 2, "what came after waits");
    let head = registry.stream().expect("the log").acked_head;
    drop(registry);
    let again = unlock(folder.path()).expect("opens");
    let state = again.stream().expect("the log");
    assert_eq!(
        (state.acked_seq, state.acked_head),
        (last, head),
        "kept over a restart"
    );
    sound_log(&again);
}

#[test]
fn lines_are_handed_out_in_portions_that_add_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    save(&registry, at(1), &importing(1, 40)).expect("imported");
    let all = registry.outbox_after(0, usize::MAX).expect("lines");
    for limit in [0, 1, 500, 4_000, 1_000_000] {
        let mut portions = Vec::new();
        loop {
            let after = portions.len() as u64;
            let portion = registry.outbox_after(after, limit).expect("a portion");
            let bytes: usize = portion.iter().map(|line| line.line.len()).sum();
            assert!(
                bytes <= limit || portion.len() == 1,
                "{bytes} bytes for {limit}"
            );
            if portion.is_empty() {
                break;
            }
            portions.extend(portion);
        }
        assert!(
            portions == all,
            "{limit} bytes at a time give the whole log"
        );
    }
}

#[test]
fn the_link_to_the_hub_and_the_device_key_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    assert_eq!(registry.hub_link().expect("asked"), None);
    let link = HubLink {
        url: "https://hub.contoh.example".into(),
        device: DeviceId::from_uuid(Uuid::from_u128(6)),
        hub_key: [3; 32],
        feed: "nunukan".into(),
    };
    registry.set_hub_link(&link).expect("enrolled");
    let note = SyncNote {
        at: at(5),
        code: "ok".into(),
        rejected: Vec::new(),
    };
    registry.sync_note(&note).expect("noted");
    let seed = *registry.device_key().expect("a key").seed();
    assert_ne!(seed, [0; 32], "a random key");
    let audited = registry.verify_audit().expect("sound");
    assert_eq!(audited, 1, "the exchange is not a change to the records");
    drop(registry);
    let again = unlock(folder.path()).expect("opens");
    assert_eq!(again.hub_link().expect("asked"), Some(link));
    assert_eq!(again.last_sync_note().expect("asked"), Some(note));
    assert_eq!(*again.device_key().expect("a key").seed(), seed);
}
