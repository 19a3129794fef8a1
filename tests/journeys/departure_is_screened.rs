//! The main job, from first run to the hub.
//!
//! An officer imports three untidy manifests, scans a passport, asks the eight questions; the power goes in between;
//! two answers together call a second officer; the decision reaches the ministry once the network is back. In the
//! end nothing that names the traveller is readable on the disk.

use serde_json::Value;

use crate::harness::{App, Gate, Hub, World, passport, sample, until};

const NAME: &str = "MELATI";
const NUMBER: &str = "X0000471";
const CALL: &str = "Ada permintaan petugas kedua. Buka Suar.";

fn melati() -> [String; 2] {
    passport("CONTOH<<MELATI", NUMBER, "010914", 'F', "310520")
}

#[tokio::test]
async fn a_departure_is_screened_and_reaches_the_hub() {
    let world = World::new("departure");
    let hub = Hub::start();
    let gate = Gate::to(hub.address());

    let app = App::open(&world).await;
    app.see("first-run").await;
    app.picture("1-first-run").await;
    app.first_run().await;
    app.lock().await;
    app.picture("2-locked").await;
    app.unlock().await;
    app.enroll(&gate.url(), &hub.code()).await;
    import_the_samples(&app).await;
    app.picture("3-board").await;
    gate.close();

    app.click("rail-loket").await;
    app.scan(&melati()).await;
    assert!(
        app.text("counter-name").await.contains(NAME),
        "the form of the person on the manifest is open"
    );
    for (question, key) in [("K1", "1"), ("K2", "1"), ("K3", "3"), ("K4", "1")] {
        app.answer(question, key).await;
    }
    app.kill();

    let app = App::open(&world).await;
    app.unlock().await;
    app.wait_for("question-active", "data-question", "K5").await;
    app.picture("4-same-question").await;
    app.wait_for("question-K3", "data-answer", "3").await;
    assert!(
        world.notifications.calls().is_empty(),
        "one medium sign calls nobody"
    );
    app.answer("K5", "3").await;
    app.wait_for("level", "data-level", "lindungi").await;
    app.see("joint").await;
    until("a notification arrives", async || {
        (!world.notifications.calls().is_empty()).then_some(())
    })
    .await;
    for question in ["K6", "K7", "K8"] {
        app.answer(question, "1").await;
    }
    app.picture("5-second-officer").await;
    assert_eq!(
        world.notifications.texts(),
        [CALL],
        "one call, with the permitted words and no others"
    );
    nothing_is_told(&world.notifications.everything());
    assert_eq!(
        app.title().await,
        "Suar",
        "the title of the window tells nothing"
    );
    app.follow_advice().await;

    app.send_now("offline").await;
    app.see("sync-waiting").await;
    app.picture("6-waiting").await;
    assert!(gate.refused() > 0, "it was tried, and the line was dead");
    gate.open();
    app.send_now("allSent").await;
    app.picture("7-sent").await;
    the_hub_holds_it_once(&hub).await;
    nothing_is_told(&hub.log());
    app.kill();
    nothing_is_readable(&world);
}

/// Imports all three, the traveller's sailing last, so that the counter works on it.
async fn import_the_samples(app: &App) {
    let samples = [
        (
            "manifest-2-semicolon-cp1252.csv",
            "KM CONTOH DUA",
            "02/03/2026",
        ),
        (
            "manifest-3-repeated-header.csv",
            "FERRY CONTOH TIGA",
            "03/03/2026",
        ),
        (
            "manifest-1-merged-header.csv",
            "KM CONTOH EXPRESS",
            "02/03/2026",
        ),
    ];
    for (file, vessel, date) in samples {
        app.import(&sample(file), vessel, date).await;
        let expected = people(file);
        let rows = until(
            &format!("the board of {file} has {expected} rows"),
            async || {
                let rows = app.all("[data-test='board-row']").await;
                (rows.len() == expected).then_some(rows)
            },
        )
        .await;
        for row in rows {
            let level = row
                .attr("data-level")
                .await
                .expect("the page answers")
                .unwrap_or_default();
            let known = ["siap", "lengkapi", "dalami", "lindungi"].contains(&level.as_str());
            assert!(known, "every row of {file} shows a level, not {level:?}");
        }
    }
}

/// Rows of a sample that become people.
fn people(file: &str) -> usize {
    let expected = sample(&file.replace(".csv", ".expected.json"));
    let text = std::fs::read_to_string(expected).expect("every sample says what is expected");
    let report: Value = serde_json::from_str(&text).expect("it is JSON");
    let clean = report["counts"]["clean"]
        .as_u64()
        .expect("it counts the clean rows");
    usize::try_from(clean).expect("a small number")
}

fn nothing_is_told(text: &str) {
    let words = [
        NAME, NUMBER, "CONTOH", "KM ", "indungi", "alami", "Tawau", "TIP-", "CUR-",
    ];
    for word in words {
        assert!(
            !text.contains(word),
            "{word} must not leave the window: {text}"
        );
    }
}

async fn the_hub_holds_it_once(hub: &Hub) {
    let database = hub.database().await;
    let rows = database
        .query(
            "SELECT convert_from(line, 'UTF8') FROM op ORDER BY stream_id, sseq",
            &[],
        )
        .await;
    let lines: Vec<Value> = rows
        .expect("the log can be read")
        .iter()
        .map(|row| serde_json::from_str(row.get(0)).expect("every line is JSON"))
        .collect();
    let places: Vec<u64> = lines.iter().filter_map(|line| line["q"].as_u64()).collect();
    assert_eq!(
        places,
        (1..=lines.len() as u64).collect::<Vec<_>>(),
        "every line once, in order, without a gap"
    );

    let people: Vec<&Value> = lines
        .iter()
        .filter(|line| line["f"] == "person" && line.to_string().contains(NAME))
        .collect();
    assert_eq!(people.len(), 1, "the person once");
    let decisions: Vec<&Value> = lines
        .iter()
        .filter(|line| line["f"] == "decision")
        .collect();
    assert_eq!(decisions.len(), 1, "the decision once");
    let screening = &decisions[0]["r"];
    let of_screening = |field: &str| {
        lines
            .iter()
            .filter(|line| line["f"] == field && line["r"] == *screening)
            .count()
    };
    assert_eq!(of_screening("screening"), 1, "the form once");
    assert_eq!(
        of_screening("answer"),
        8,
        "eight answers, the one before the power cut included"
    );
    let alerts = lines.iter().filter(|line| line["f"] == "alert").count();
    assert_eq!(alerts, 1, "one call for a colleague");

    let id = screening.as_str().unwrap_or_default();
    let decided =
        "SELECT value FROM field WHERE record_id::text = $1 AND field = 'screening.decision'";
    let rows = database
        .query(decided, &[&id])
        .await
        .expect("the record can be read");
    assert_eq!(rows.len(), 1, "the record knows its decision");
    let rejected = database
        .query_one("SELECT count(*) FROM op_quarantine", &[])
        .await
        .expect("a number");
    assert_eq!(
        rejected.get::<_, i64>(0),
        0,
        "the hub understood everything"
    );
}

/// Name and passport number are nowhere on this machine in clear: not in the registry, its journal, the log, the
/// caches, nor in what the desktop heard; neither as UTF-8 nor as UTF-16.
fn nothing_is_readable(world: &World) {
    let traces = world.traces();
    let registry = traces
        .iter()
        .filter(|(path, _)| path.starts_with(world.registry()))
        .count();
    assert!(registry >= 2, "the registry's files were looked at");
    for (path, bytes) in traces {
        for word in [NAME, NUMBER] {
            let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for needle in [word.as_bytes(), word.to_lowercase().as_bytes(), &wide] {
                let found = bytes.windows(needle.len()).any(|window| window == needle);
                assert!(!found, "{word} is readable in {}", path.display());
            }
        }
    }
}
