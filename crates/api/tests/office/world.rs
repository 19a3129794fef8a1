//! One computer at the port, as the page sees it.

use std::path::Path;
use std::sync::{Arc, Mutex};

use suar_api::manifest::ManifestImport;
use suar_api::sailing::{BoardRequest, BoardView};
use suar_api::screening::{Answer, AnswerStatus, CounterView, Scan, ScanReply};
use suar_api::session::{FirstRun, OfficePort, Phase, Unlock};
use suar_api::{App, Instant, Notice, handle};
use suar_domain::document::Sex;
use suar_domain::mrz::{Mrz, MrzParts};

const PASSPHRASE: &str = "perahu lewat pagi hari";

/// One computer with an officer, a clock that can be moved, and ears for notices.
pub struct Office {
    pub app: App,
    pub folder: tempfile::TempDir,
    pub now: Arc<Mutex<i64>>,
    pub heard: Arc<Mutex<Vec<Notice>>>,
}

impl Office {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // 2026-03-02 08:00 WITA, the day of the first sample.
        let now = Arc::new(Mutex::new(1_772_409_600_000));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let app = app(folder.path(), &now, &heard);
        let first = FirstRun {
            port: OfficePort::Nunukan,
            counter: "Loket 2".into(),
            name: "Rekaan Tanjung".into(),
            passphrase: PASSPHRASE.into(),
        };
        let session = handle::first_run(&app, first).expect("a registry");
        assert_eq!(session.phase, Phase::Open);
        Self {
            app,
            folder,
            now,
            heard,
        }
    }

    pub fn import(&self, sample: &str) -> BoardView {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/fixtures/manifests")
            .join(sample);
        let bytes = std::fs::read(path).expect("the sample");
        let preview = suar_api::manifest::read(&self.app, &bytes, sample).expect("a manifest");
        let mut sailing = preview.sailing;
        sailing
            .vessel
            .get_or_insert_with(|| "FERRY CONTOH 2".into());
        sailing.date.get_or_insert_with(|| "2026-03-02".into());
        sailing.gate_closes_at = Some("09:15".into());
        let request = ManifestImport {
            token: preview.token,
            sailing,
        };
        let report = handle::manifest_import(&self.app, request).expect("an import");
        self.board(&report.sailing.id)
    }

    pub fn board(&self, sailing: &str) -> BoardView {
        let request = BoardRequest {
            sailing: sailing.into(),
            offset: 0,
            limit: 500,
        };
        handle::board(&self.app, request).expect("a board")
    }

    pub fn scan(&self, text: &str) -> ScanReply {
        handle::scan(&self.app, Scan { text: text.into() }).expect("a reply to the scan")
    }

    pub fn open(&self, text: &str) -> CounterView {
        match self.scan(text) {
            ScanReply::Opened { counter, .. } => *counter,
            other => panic!("no form was opened: {other:?}"),
        }
    }

    pub fn answer(&self, form: &CounterView, question: &str, key: &str) -> CounterView {
        let request = Answer {
            screening: form.screening.clone(),
            question: question.into(),
            status: AnswerStatus::Answered,
            key: Some(key.into()),
        };
        handle::answer(&self.app, request).expect("an answer")
    }

    pub fn heard(&self) -> Vec<Notice> {
        self.heard.lock().expect("ears").clone()
    }

    /// The process ends without locking, and the app is started again.
    pub fn power_cut(self) -> Self {
        let Self {
            app: killed,
            folder,
            now,
            heard,
        } = self;
        drop(killed);
        let app = app(folder.path(), &now, &heard);
        let office = Self {
            app,
            folder,
            now,
            heard,
        };
        office.unlock();
        office
    }

    pub fn unlock(&self) {
        let session = handle::session_state(&self.app).expect("a session");
        assert_eq!(session.phase, Phase::Locked);
        let officer = session.officers[0].id.clone();
        let request = Unlock {
            officer,
            passphrase: PASSPHRASE.into(),
        };
        assert_eq!(
            handle::unlock(&self.app, request).expect("unlocked").phase,
            Phase::Open
        );
    }
}

pub fn app(folder: &Path, now: &Arc<Mutex<i64>>, heard: &Arc<Mutex<Vec<Notice>>>) -> App {
    let (now, heard) = (Arc::clone(now), Arc::clone(heard));
    App::new(
        folder,
        Arc::new(move || Instant::from_millis(*now.lock().expect("a clock"))),
        Arc::new(move |notice| heard.lock().expect("ears").push(notice)),
    )
}

pub fn passport(name: &str, number: &str, birth: &str, expiry: &str) -> String {
    Mrz::compose(&MrzParts {
        issuing_state: "IDN",
        nationality: "IDN",
        primary: name,
        secondary: "",
        document_number: number,
        birth: birth.parse().expect("a day"),
        sex: Sex::Female,
        expiry: expiry.parse().expect("a day"),
        personal_number: "",
    })
}

pub fn melati() -> String {
    passport("MELATI CONTOH", "X0000471", "2001-09-14", "2031-05-20")
}
