//! A wrong passphrase opens nothing, says so, and leaves the right one working.

use crate::harness::{App, World};

#[tokio::test]
async fn a_wrong_passphrase_is_refused_with_a_sentence_and_the_right_one_still_opens() {
    let world = World::new("wrong-passphrase");
    let app = App::open(&world).await;
    app.first_run().await;
    app.lock().await;
    app.fill("unlock-passphrase", "bukan frasa saya").await;
    app.click("unlock-submit").await;
    let said = app.text("unlock-passphrase-error").await;
    app.picture("refused").await;
    assert!(
        !said.trim().is_empty(),
        "a sentence stands beside the field"
    );
    assert!(
        !app.has("[data-test='rail-loket']").await,
        "nothing of the inside is on the screen"
    );
    app.unlock().await;
    app.see("rail-loket").await;
}
