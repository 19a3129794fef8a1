//! A decision can be taken back at once.

use thirtyfour::Key;

use crate::harness::{App, World, passport};

#[tokio::test]
async fn the_last_decision_is_undone_and_the_form_is_open_again() {
    let world = World::new("undo");
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
    // Before everything is asked, the key of the advice leads to the next question.
    app.chord(Key::Control, Key::Enter).await;
    app.wait_for("question-active", "data-question", "K1").await;
    app.press("a").await;
    for question in ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"] {
        app.answer(question, "1").await;
    }
    app.follow_advice().await;
    app.see("recent").await;
    app.chord(Key::Control, 'z').await;
    assert!(
        app.text("counter-name").await.contains("MELATI"),
        "the form is open again"
    );
    app.see("questions-done").await;
    app.wait_for("question-K8", "data-answer", "1").await;
    assert!(!app.has("[data-test='recent']").await, "nobody is done");
}
