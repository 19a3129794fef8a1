//! An officer's hands: what a person does at the window, in the words of the job.

use std::path::Path;

use thirtyfour::Key;

use super::{App, World, sample, until};

/// Name of the account that the stories make.
const OFFICER: &str = "Petugas Contoh";

/// Its passphrase.
const PASSPHRASE: &str = "ombak tenang pagi";

impl App {
    /// First run: creates the registry of a counter in Nunukan.
    pub async fn first_run(&self) {
        self.click("first-run-port-nunukan").await;
        self.fill("first-run-counter", "Loket 2").await;
        self.fill("first-run-name", OFFICER).await;
        self.fill("first-run-passphrase", PASSPHRASE).await;
        self.fill("first-run-passphrase2", PASSPHRASE).await;
        self.click("first-run-submit").await;
        self.see("rail-loket").await;
    }

    /// Locks the screen.
    pub async fn lock(&self) {
        self.chord(Key::Control, 'l').await;
        self.see("unlock-passphrase").await;
    }

    /// Unlocks with the right passphrase.
    pub async fn unlock(&self) {
        self.fill("unlock-passphrase", PASSPHRASE).await;
        self.click("unlock-submit").await;
        self.see("rail-loket").await;
    }

    /// Imports a manifest, confirming the sailing, and waits for its board.
    pub async fn import(&self, file: &Path, vessel: &str, date: &str) {
        self.click("rail-pelayaran").await;
        self.click("import-open").await;
        self.choose("import-file", file).await;
        self.fill("import-vessel", vessel).await;
        self.fill("import-date", date).await;
        self.fill("import-from", "Nunukan").await;
        self.fill("import-to", "Tawau").await;
        self.click("import-submit").await;
        self.see("toast").await;
        self.see("board-row").await;
    }

    /// A new computer with the first sample manifest on it.
    pub async fn with_manifest(world: &World) -> Self {
        let app = Self::open(world).await;
        app.first_run().await;
        app.import(
            &sample("manifest-1-merged-header.csv"),
            "KM CONTOH EXPRESS",
            "02/03/2026",
        )
        .await;
        app
    }

    /// Sweeps a passport through the reader, which types its lines like a keyboard.
    pub async fn scan(&self, lines: &[String]) {
        self.press(&format!("{}{}", lines.join("\u{E007}"), "\u{E007}"))
            .await;
    }

    /// Answers the question where the cursor stands, and waits until the answer is kept.
    pub async fn answer(&self, question: &str, key: &str) {
        self.wait_for("question-active", "data-question", question)
            .await;
        self.press(key).await;
        let css = format!("[data-test='question-active'][data-question='{question}']");
        until(&format!("{question} is answered"), async || {
            (!self.has(&css).await).then_some(())
        })
        .await;
    }

    /// Follows the advice, by its key.
    pub async fn follow_advice(&self) {
        self.see("decision-primary").await;
        self.chord(Key::Control, Key::Enter).await;
        self.see("counter-idle").await;
    }

    /// Enrols this computer at a hub.
    pub async fn enroll(&self, url: &str, code: &str) {
        self.click("rail-sinkron").await;
        self.fill("hub-url", url).await;
        self.fill("hub-code", code).await;
        self.click("hub-enroll").await;
        self.wait_for("sync-chip", "data-state", "allSent").await;
    }

    /// Asks to send now, and waits for a state of the chip.
    pub async fn send_now(&self, state: &str) {
        self.click("rail-sinkron").await;
        self.click("sync-now").await;
        self.wait_for("sync-chip", "data-state", state).await;
    }
}
