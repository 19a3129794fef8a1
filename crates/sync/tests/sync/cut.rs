//! The connection dies. At every byte, again and again.

use suar_sync::outbox::Outbox;
use suar_sync::{SyncClient, SyncProblem};

use crate::world::{Hub, MemoryOutbox, now};

#[test]
fn a_connection_may_die_at_any_byte() {
    let hub = Hub::start();
    let (proxy, url) = hub.proxy();
    let outbox = MemoryOutbox::with(1, 6);
    hub.enroll(&outbox, &url);
    let stream = outbox.stream().expect("in memory").id;

    let before = proxy.carried();
    SyncClient::new()
        .expect("a runtime")
        .push(&outbox, now())
        .expect("uncut");
    let whole = proxy.carried() - before;
    assert!(
        whole > 2000,
        "an exchange of some size to cut: {whole} bytes"
    );

    let (mut cuts, mut survived) = (0, 0);
    for budget in (0..whole + 100).step_by(19) {
        outbox.write(6);
        proxy.cut_after(Some(budget));
        // A new client each time: a new connection, so that the budget is the place of the cut.
        match SyncClient::new().expect("a runtime").push(&outbox, now()) {
            Ok(_) => survived += 1,
            Err(SyncProblem::Offline) => cuts += 1,
            Err(problem) => panic!("cut after {budget} bytes: {problem}"),
        }
        let held = hub.lines(stream);
        assert!(
            outbox.acked() <= held.len() as u64,
            "cut after {budget}: marked but not held"
        );
        assert!(
            outbox.lines().starts_with(&held),
            "cut after {budget}: the hub holds a prefix, each line once"
        );

        proxy.cut_after(None);
        SyncClient::new()
            .expect("a runtime")
            .push(&outbox, now())
            .expect("the line is back");
        assert_eq!(outbox.acked() as usize, outbox.lines().len());
    }
    assert!(
        cuts > 100 && survived > 0,
        "{cuts} cuts, {survived} survived: the sweep crossed the exchange"
    );
    assert_eq!(hub.lines(stream), outbox.lines(), "both sides agree");
}

#[test]
fn a_line_that_keeps_dying_still_gets_everything_across() {
    let hub = Hub::start();
    let (proxy, url) = hub.proxy();
    let outbox = MemoryOutbox::with(1, 1500);
    hub.enroll(&outbox, &url);
    proxy.cut_after(Some(12_000));
    let client = SyncClient::new().expect("a runtime");
    let attempts = (1..=200).find(|_| client.push(&outbox, now()).is_ok());
    assert!(
        attempts.is_some_and(|attempts| attempts > 3),
        "it took {attempts:?} attempts"
    );
    assert_eq!(
        hub.lines(outbox.stream().expect("in memory").id),
        outbox.lines()
    );
}

#[test]
fn enrolment_survives_a_lost_answer() {
    let hub = Hub::start();
    let (proxy, url) = hub.proxy();
    let client = SyncClient::new().expect("a runtime");
    for n in 1..=12 {
        let outbox = MemoryOutbox::with(n, 1);
        let code = hub.code();
        proxy.cut_after(Some(u64::from(n) * 90));
        let cut = client.enroll(&outbox, &url, &code, "Nunukan");
        proxy.cut_after(None);
        if cut.is_err() {
            client
                .enroll(&outbox, &url, &code, "Nunukan")
                .expect("the same code, the same computer");
        }
        client.push(&outbox, now()).expect("it is enrolled");
    }
}
