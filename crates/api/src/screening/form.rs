//! The open form: who stands at the counter, with everything that is known.

use serde::Serialize;
use suar_app::case::Plan;
use suar_app::screening::{Counter, Scanned};
use suar_domain::departure::Departure;
use suar_domain::person::Person;
use suar_domain::time::PlainDate;
use ts_rs::TS;

use super::SHOWN;
use super::decision::{DecisionView, decision_view};
use super::document::{DocumentTick, documents};
use super::question::{QuestionView, question};
use super::reasons::{ReasonsView, reasons};
use crate::alert::AlertView;
use crate::case::JourneyView;
use crate::error::ApiError;
use crate::sailing::SailingView;

/// The open form at the counter.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CounterView {
    /// Screening id.
    pub screening: String,
    /// Sailing of this person.
    pub sailing: Option<SailingView>,
    /// Who stands at the counter.
    pub person: PersonHeader,
    /// The eight documents of the checklist.
    pub documents: Vec<DocumentTick>,
    /// "All documents seen" was pressed.
    pub all_documents: bool,
    /// K1 to K8, in order.
    pub questions: Vec<QuestionView>,
    /// Where the cursor stands: the first applicable question without an answer, or none when all are answered.
    pub current: Option<String>,
    /// Level and reasons, from what is known now.
    pub reasons: ReasonsView,
    /// The decision, when taken.
    pub decision: Option<DecisionView>,
    /// The alert that this screening raised, when it did.
    pub alert: Option<AlertView>,
    /// When the last answer reached the disk, Unix milliseconds.
    #[ts(type = "number")]
    pub saved_at: i64,
    /// The form was restored after the app had stopped without closing it.
    pub restored: bool,
    /// The person's other journeys, latest first.
    pub journeys: Vec<JourneyView>,
}

/// Identity as the papers state it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonHeader {
    /// Full name; the manifest's when the passport's is cut off.
    pub name: String,
    /// `f`, `m` or `x`.
    pub sex: Option<String>,
    /// Age on the day of sailing, in years.
    pub age: Option<u32>,
    /// Birth date, ISO 8601.
    pub birth_date: Option<String>,
    /// `passport`, `plb`, `splp`, `seaman_book`, `foreign_passport`.
    pub document_kind: Option<String>,
    /// Travel document number.
    pub document: Option<String>,
    /// Last day of validity, ISO 8601.
    pub expires: Option<String>,
    /// Complete months of validity left on the day of sailing.
    pub valid_months: Option<i32>,
    /// Number on the manifest.
    pub row_no: Option<String>,
    /// Seat.
    pub seat: Option<String>,
    /// Placement agency (P3MI) named on the manifest.
    pub agency: Option<String>,
    /// The passport's machine-readable lines, when it was scanned.
    pub mrz: Option<Vec<String>>,
    /// The name in the passport is cut off at 39 characters.
    pub name_truncated: bool,
    /// The person is on the manifest of the sailing.
    pub on_manifest: bool,
    /// Names on manifest and passport differ beyond spelling: compare with the passport.
    pub name_differs: bool,
}

/// Draws who stands at the counter.
pub(crate) fn header(counter: &Counter) -> PersonHeader {
    let mrz = counter.screening.mrz.as_ref();
    let lines = mrz.map(|lines| lines.expose(SHOWN).to_vec());
    let day = counter.sailing.sailing.date;
    PersonHeader {
        mrz: lines,
        ..identity(&counter.person, &counter.departure, day, counter.scanned())
    }
}

/// Draws someone who has not come yet.
pub(crate) fn planned(plan: &Plan) -> PersonHeader {
    let day = plan.sailing.sailing.date;
    identity(&plan.person, &plan.departure, day, Scanned::default())
}

fn identity(person: &Person, departure: &Departure, day: PlainDate, scan: Scanned) -> PersonHeader {
    let document = person.document.as_ref();
    let birth_date = scan
        .birth_date
        .or_else(|| person.birth_date.as_ref().map(|date| *date.expose(SHOWN)));
    let expires = scan
        .expires
        .or_else(|| document.and_then(|document| document.expires));
    let kind = scan
        .kind
        .or_else(|| document.and_then(|document| document.kind));
    PersonHeader {
        name: scan
            .name
            .unwrap_or_else(|| person.name.expose(SHOWN).as_str().to_owned()),
        sex: scan.sex.or(person.sex).map(|sex| sex.as_str().to_owned()),
        age: birth_date.and_then(|born| u32::try_from(born.years_until(day)).ok()),
        birth_date: birth_date.map(|date| date.to_string()),
        document_kind: kind.map(|kind| kind.as_str().to_owned()),
        document: document.map(|document| document.number.expose(SHOWN).as_str().to_owned()),
        expires: expires.map(|date| date.to_string()),
        valid_months: expires.map(|date| day.months_until(date)),
        row_no: departure.row_no.clone(),
        seat: departure.seat.clone(),
        agency: departure.agency.clone(),
        mrz: None,
        name_truncated: scan.name_truncated,
        on_manifest: departure.line.is_some(),
        name_differs: scan.name_differs,
    }
}

/// Draws the form.
pub(crate) fn counter(counter: &Counter) -> Result<CounterView, ApiError> {
    Ok(CounterView {
        screening: counter.screening.id.to_string(),
        sailing: Some(crate::sailing::view(&counter.sailing)),
        person: header(counter),
        documents: documents(counter),
        all_documents: counter.screening.all_documents,
        questions: counter
            .questions
            .iter()
            .map(|each| question(each, counter))
            .collect(),
        current: counter
            .current()
            .map(|question| question.as_str().to_owned()),
        reasons: reasons(&counter.reasons)?,
        decision: counter
            .decision
            .as_ref()
            .map(|row| decision_view(row, counter.undoable)),
        alert: counter.alert.as_ref().map(crate::alert::view),
        saved_at: counter.screening.changed_at.millis(),
        restored: counter.restored,
        journeys: counter.journeys.iter().map(crate::case::journey).collect(),
    })
}
