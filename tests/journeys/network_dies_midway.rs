//! The connection goes while records are on their way; nothing is lost and nothing arrives twice.

use crate::harness::{App, Gate, Hub, World, sample, until};

#[tokio::test]
async fn records_wait_while_the_network_is_away_and_arrive_once() {
    let world = World::new("network");
    let hub = Hub::start();
    let gate = Gate::to(hub.address());
    let app = App::open(&world).await;
    app.first_run().await;
    app.enroll(&gate.url(), &hub.code()).await;
    let database = hub.database().await;
    let count = "SELECT count(*), count(DISTINCT (stream_id, sseq)) FROM op";
    let held = async || {
        let row = database.query_one(count, &[]).await.expect("a number");
        (row.get::<_, i64>(0), row.get::<_, i64>(1))
    };
    let before = held().await;

    gate.close();
    app.import(
        &sample("manifest-1-merged-header.csv"),
        "KM CONTOH EXPRESS",
        "02/03/2026",
    )
    .await;
    app.send_now("offline").await;
    app.picture("offline").await;
    assert_eq!(held().await, before, "nothing can have arrived");
    for _ in 0..3 {
        // The line comes and goes while sending.
        gate.open();
        app.click("sync-now").await;
        gate.close();
    }
    gate.open();
    app.send_now("allSent").await;
    app.picture("sent").await;
    let (lines, distinct) = until("the import arrived", async || {
        Some(held().await).filter(|now| now.0 > before.0)
    })
    .await;
    assert_eq!(lines, distinct, "no line is kept twice");
}
