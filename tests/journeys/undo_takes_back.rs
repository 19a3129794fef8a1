//! A decision can be taken back at once.

use thirtyfour::Key;

use crate::harness::{App, World, passport, sample};

#[tokio::test]
async fn the_last_decision_is_undone_and_the_form_is_open_again() {
    let world = World::new("undo");
    let app = App::open(&world).await;
    app.first_run().await;
    app.import(
        &sample("manifest-1-merged-header.csv"),
        "KM CONTOH EXPRESS",
        "02/03/2026",
    )
    .await;
    app.click("rail-loket").await;
    app.scan(&passport(
        "CONTOH<<MELATI",
        "X0000471",
        "010914",
        'F',
        "310520",
    ))
    .await;
    app.answer("K1", "2").await;
    app.follow_advice().await;
    app.see("recent").await;
    app.chord(Key::Control, 'z').await;
    assert!(
        app.text("counter-name").await.contains("MELATI"),
        "the form is open again"
    );
    app.wait_for("question-active", "data-question", "K3").await;
    app.wait_for("question-K1", "data-answer", "2").await;
    assert!(!app.has("[data-test='recent']").await, "nobody is done");
}
