//! Two apps never write to one registry.

use crate::harness::{App, World};

#[tokio::test]
async fn a_second_app_on_the_same_registry_says_so_and_the_first_works_on() {
    let world = World::new("two-apps");
    let first = App::open(&world).await;
    first.first_run().await;
    let second = App::open(&world).await;
    assert_ne!(first.id(), second.id(), "they are two processes");
    second.see("blocked").await;
    second.picture("blocked").await;
    assert!(
        !second.has("[data-test='unlock-passphrase']").await,
        "the second cannot be unlocked"
    );
    first.lock().await;
    first.unlock().await;
    first.see("rail-loket").await;
}
