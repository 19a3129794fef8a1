//! Readers misread. Nothing that a misreading says is taken for a fact or a sign.

use crate::harness::{App, World, passport, sample};

fn melati() -> [String; 2] {
    passport("CONTOH<<MELATI", "X0000471", "010914", 'F', "310520")
}

async fn ready(world: &World) -> App {
    let app = App::open(world).await;
    app.first_run().await;
    app.import(
        &sample("manifest-1-merged-header.csv"),
        "KM CONTOH EXPRESS",
        "02/03/2026",
    )
    .await;
    app.click("rail-loket").await;
    app.see("counter-idle").await;
    app
}

#[tokio::test]
async fn half_a_passport_asks_for_another_sweep() {
    let world = World::new("scan-half");
    let app = ready(&world).await;
    app.scan(&melati()[..1]).await;
    app.wait_for("scan-state", "data-state", "half").await;
    app.picture("half").await;
    app.scan(&melati()).await;
    assert!(
        app.text("counter-name").await.contains("MELATI"),
        "the next sweep works"
    );
}

#[tokio::test]
async fn a_wrong_check_digit_asks_for_that_field_alone() {
    let world = World::new("scan-digit");
    let app = ready(&world).await;
    let [first, second] = melati();
    // The birth date is read as 2001-09-15; its check digit stays.
    let misread = second.replacen("010914", "010915", 1);
    app.scan(&[first, misread]).await;
    app.see("scan-repair").await;
    app.picture("repair").await;
    assert!(
        !app.has("[data-test='counter-name']").await,
        "no form is opened on a misreading"
    );
    app.wait_for("repair-value", "data-field", "birthDate")
        .await;
    app.fill("repair-value", "14/09/2001").await;
    app.press("\u{E007}").await;
    assert!(
        app.text("counter-name").await.contains("MELATI"),
        "the typed date matches the check digit"
    );
}

#[tokio::test]
async fn the_next_person_scanned_in_the_middle_of_a_form_parks_it() {
    let world = World::new("scan-two");
    let app = ready(&world).await;
    app.scan(&melati()).await;
    app.answer("K1", "1").await;
    app.scan(&passport(
        "LAIN<<ORANG",
        "X0000999",
        "900102",
        'M',
        "310520",
    ))
    .await;
    app.see_css("[data-test='draft']").await;
    app.picture("parked").await;
    assert!(
        app.text("counter-name").await.contains("ORANG"),
        "the form of the second person is open"
    );
    app.click("draft").await;
    app.wait_for("question-active", "data-question", "K2").await;
    assert!(
        app.text("counter-name").await.contains("MELATI"),
        "nothing of the first form was lost"
    );
}

#[tokio::test]
async fn two_passports_in_one_sweep_open_nobody() {
    let world = World::new("scan-both");
    let app = ready(&world).await;
    let both = [
        melati(),
        passport("LAIN<<ORANG", "X0000999", "900102", 'M', "310520"),
    ]
    .concat();
    app.scan(&both).await;
    app.wait_for("scan-state", "data-state", "twoPeople").await;
    app.picture("both").await;
    assert!(
        !app.has("[data-test='counter-name']").await,
        "it is not for Suar to choose one of them"
    );
}
