//! Someone already decided is scanned again: that person stands on the screen, and nobody else is answered for.

use thirtyfour::Key;

use crate::harness::{App, World, passport};

#[tokio::test]
async fn a_decided_person_is_shown_and_the_open_form_waits() {
    let world = World::new("returns");
    let app = App::with_manifest(&world).await;
    let melati = passport("CONTOH<<MELATI", "X0000471", "010914", 'F', "310520");
    app.scan(&melati).await;
    app.wait_for("question-active", "data-question", "K1").await;
    app.press("a").await;
    for question in ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"] {
        app.answer(question, "1").await;
    }
    app.follow_advice().await;

    let other = passport("YOHANES<CONTOH<RAGA", "X0000473", "880305", 'F', "291211");
    app.scan(&other).await;
    app.wait_for("question-active", "data-question", "K1").await;
    let waiting = app.text("counter-name").await;
    app.scan(&melati).await;
    app.see("decided").await;
    // The page reads the desk anew after a change; the person stays.
    app.press("11").await;
    assert!(app.text("counter-name").await.contains("MELATI"));
    app.press("\u{e00c}").await;
    app.wait_for("question-active", "data-question", "K1").await;
    assert_eq!(app.text("counter-name").await, waiting);
    assert!(
        !app.has("[data-test='question-K1']").await,
        "nothing was answered"
    );
}

#[tokio::test]
async fn a_reason_is_picked_by_keys_that_do_nothing_else() {
    let world = World::new("reason");
    let app = App::with_manifest(&world).await;
    app.scan(&passport(
        "CONTOH<<MELATI",
        "X0000471",
        "010914",
        'F',
        "310520",
    ))
    .await;
    for (question, key) in [("K1", "1"), ("K2", "1"), ("K3", "3")] {
        app.answer(question, key).await;
    }
    app.chord(Key::Alt, 'l').await;
    app.see("reason-picker").await;
    app.press("2a").await;
    app.press("\u{e015}").await;
    app.wait_for("question-active", "data-question", "K4").await;
    assert!(
        !app.has("[data-test='document-visa'][data-state='seen']")
            .await,
        "no paper was ticked"
    );
    assert!(
        app.has("[data-test='reason-other']:checked, [data-test='reason-sign']:checked")
            .await,
        "the arrow chose among the signs"
    );
    app.click("reason-sign").await;
    app.press("\u{e007}").await;
    app.see("counter-idle").await;
    app.see("recent").await;
}
