//! What the officer sees, from a new computer to a broken line.

use suar_domain::time::Instant;
use suar_sync::{SyncClient, SyncState};

use crate::world::{Hub, MemoryOutbox, now};

#[test]
fn the_chip_follows_the_exchange() {
    let hub = Hub::start();
    let (proxy, url) = hub.proxy();
    let outbox = MemoryOutbox::with(1, 4);
    let client = SyncClient::new().expect("a runtime");
    let status = || client.status(&outbox).expect("in memory");

    assert_eq!(status().state, SyncState::NotEnrolled);
    assert_eq!(
        client
            .push(&outbox, now())
            .map_err(|problem| problem.code()),
        Err("not_enrolled")
    );

    client
        .enroll(&outbox, &url, &hub.code(), "Nunukan")
        .expect("a fresh code");
    assert_eq!((status().state, status().waiting), (SyncState::Sending, 4));
    assert!(client.is_due(now()), "at once");

    client.push(&outbox, now()).expect("the hub is there");
    let sent = status();
    assert_eq!(
        (sent.state, sent.waiting, sent.oldest),
        (SyncState::AllSent, 0, None)
    );
    assert!(sent.last_ok.is_some());
    assert!(!client.is_due(now()), "quiet for a while");

    outbox.write(2);
    proxy.cut_after(Some(0));
    assert!(client.push(&outbox, now()).is_err());
    let offline = status();
    assert_eq!((offline.state, offline.waiting), (SyncState::Offline, 2));
    assert_eq!(
        offline.last_ok, sent.last_ok,
        "the last success is still known"
    );
    let next = offline.next_try.expect("it is tried again");
    assert!(next > now() && !client.is_due(now()), "after a pause");
    assert!(client.is_due(Instant::from_millis(next.millis() + 1)));

    client.wake();
    assert!(client.is_due(now()), "a person asked");
    proxy.cut_after(None);
    client.push(&outbox, now()).expect("the line is back");
    assert_eq!(status().state, SyncState::AllSent);

    let restarted = SyncClient::new().expect("a runtime");
    assert!(
        restarted
            .status(&outbox)
            .expect("in memory")
            .last_ok
            .is_some(),
        "known after a restart"
    );
}

#[test]
fn a_clock_that_was_set_back_does_not_stall_sending() {
    let hub = Hub::start();
    let (proxy, url) = hub.proxy();
    let outbox = MemoryOutbox::with(1, 4);
    hub.enroll(&outbox, &url);
    let client = SyncClient::new().expect("a runtime");
    proxy.cut_after(Some(0));
    assert!(client.push(&outbox, now()).is_err());
    let back = |seconds: i64| Instant::from_millis(now().millis() - 86_400_000 + seconds * 1000);
    assert!(!client.is_due(back(0)), "the pause begins anew");
    assert!(client.is_due(back(15 * 60)), "and ends within its length");
}

#[test]
fn a_problem_for_a_person_stays_on_the_chip() {
    let hub = Hub::start();
    let outbox = MemoryOutbox::with(1, 4);
    let link = hub.enroll(&outbox, &hub.url());
    hub.revoke(&link);
    let client = SyncClient::new().expect("a runtime");
    assert!(client.push(&outbox, now()).is_err());
    let status = client.status(&outbox).expect("in memory");
    assert_eq!(
        (status.state, status.waiting),
        (SyncState::NeedsHelp("device_revoked".into()), 4)
    );
}
