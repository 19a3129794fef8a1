//! One computer, and what an officer does with manifests on it.

use std::sync::Arc;

use suar_api::error::ApiError;
use suar_api::manifest::{
    ImportReport, LineFix, LineSetAside, LineView, ManifestImport, SailingDraft,
};
use suar_api::sailing::{BoardRequest, BoardRow, BoardView};
use suar_api::screening::{CounterView, TypedPerson, TypedReply};
use suar_api::session::{FirstRun, OfficePort};
use suar_api::{App, Instant, handle};
use suar_domain::document::Sex;
use suar_domain::mrz::{Mrz, MrzParts};

const HEADER: &str = "No,Nama,L/P,No Paspor,Tgl Lahir,Kursi";

/// One computer on the morning of 2 March 2026 (08:00 WITA).
pub struct Office {
    pub app: App,
    _folder: tempfile::TempDir,
}

impl Office {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let app = App::new(
            folder.path(),
            Arc::new(|| Instant::from_millis(1_772_409_600_000)),
            Arc::new(|_| {}),
        );
        let first = FirstRun {
            port: OfficePort::Nunukan,
            counter: "Loket 1".into(),
            name: "Rekaan Tanjung".into(),
            passphrase: "perahu lewat pagi hari".into(),
        };
        handle::first_run(&app, first).expect("a registry");
        Self {
            app,
            _folder: folder,
        }
    }

    pub fn try_import(
        &self,
        rows: &[&str],
        sailing: SailingDraft,
    ) -> Result<ImportReport, ApiError> {
        let text = format!("{HEADER}\n{}\n", rows.join("\n"));
        let preview = suar_api::manifest::read(&self.app, text.as_bytes(), "uji.csv")?;
        let token = preview.token;
        handle::manifest_import(&self.app, ManifestImport { token, sailing })
    }

    pub fn import(&self, rows: &[&str], sailing: SailingDraft) -> BoardView {
        let report = self.try_import(rows, sailing).expect("an import");
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

    /// Opens the form of someone on the board by the number of the document.
    pub fn open(&self, document: &str) -> CounterView {
        let person = TypedPerson {
            document: document.into(),
            name: None,
            birth_date: None,
        };
        match handle::counter_type(&self.app, person).expect("a reply") {
            TypedReply::Opened { counter } => *counter,
            TypedReply::NotOnManifest => panic!("the number leads to nobody"),
        }
    }

    pub fn fix(&self, line: &LineView, header: &str, text: &str) -> LineView {
        let column = line
            .cells
            .iter()
            .find(|cell| cell.header == header)
            .expect("the column")
            .column;
        let fix = LineFix {
            line: line.id.clone().expect("a stored row"),
            column,
            text: text.into(),
        };
        handle::line_fix(&self.app, fix).expect("a fix")
    }

    pub fn set_aside(&self, line: &LineView, reason: Option<&str>) -> LineView {
        let request = LineSetAside {
            line: line.id.clone().expect("a stored row"),
            reason: reason.map(str::to_owned),
        };
        handle::line_set_aside(&self.app, request).expect("set aside or brought back")
    }
}

pub fn draft(departs: Option<&str>) -> SailingDraft {
    SailingDraft {
        vessel: Some("KM CONTOH EXPRESS".into()),
        from: None,
        to: None,
        date: Some("2026-03-02".into()),
        departs_at: departs.map(str::to_owned),
        gate_closes_at: None,
        choice: None,
    }
}

pub fn only(board: &BoardView) -> &BoardRow {
    match board.rows.as_slice() {
        [row] => row,
        rows => panic!("{} people are on the board", rows.len()),
    }
}

pub fn passport(name: &str, number: &str, birth: &str) -> String {
    Mrz::compose(&MrzParts {
        issuing_state: "IDN",
        nationality: "IDN",
        primary: name,
        secondary: "",
        document_number: number,
        birth: birth.parse().expect("a day"),
        sex: Sex::Female,
        expiry: "2031-05-20".parse().expect("a day"),
        personal_number: "",
    })
}
