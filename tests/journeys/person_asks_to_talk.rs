//! A person who wants to talk is heard, whatever the level.

use crate::harness::{App, World, passport, until};

#[tokio::test]
async fn who_wants_to_talk_calls_a_counsellor_and_nobody_else() {
    let world = World::new("talk");
    let app = App::with_manifest(&world).await;
    app.click("rail-loket").await;
    app.scan(&passport(
        "CONTOH<<MELATI",
        "X0000471",
        "010914",
        'F',
        "310520",
    ))
    .await;
    // A visit to family: only K3, K5 and K8 apply after K1.
    for (question, key) in [("K1", "2"), ("K3", "1"), ("K5", "1"), ("K8", "2")] {
        app.answer(question, key).await;
    }
    app.wait_for("level", "data-level", "dalami").await;
    app.see("request").await;
    app.picture("request").await;
    until("a notification arrives", async || {
        (!world.notifications.calls().is_empty()).then_some(())
    })
    .await;
    assert_eq!(
        world.notifications.texts(),
        ["Ada yang menunggu di wawancara. Buka Suar."]
    );
    assert!(
        !world.notifications.everything().contains("MELATI"),
        "the desktop does not learn who"
    );
}
