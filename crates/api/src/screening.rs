//! The counter: scan, documents, short questions, reasons, decision.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::screening::{self as app, Counter, CounterQuestion, DecisionRow, Reasons};
use suar_domain::id::ScreeningId;
use suar_domain::mrz;
use suar_domain::screening as domain;
use suar_rules as rules;
use ts_rs::TS;

use crate::alert::AlertView;
use crate::error::ApiError;
use crate::sailing::{DepartureRef, Level, SailingView};
use crate::text::Text;

/// A decision of an officer. Suar advises; Immigration alone can postpone a departure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Decision {
    /// Proceed.
    Lanjut,
    /// Proceed, with advice given.
    LanjutEdukasi,
    /// Talk in the quiet room.
    AjakBicara,
    /// Advise Immigration to postpone.
    SarankanTunda,
    /// Refer to those who help.
    Rujuk,
}

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

/// One document of the checklist.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DocumentTick {
    /// Which one.
    pub item: DocumentItem,
    /// Seen, not shown, or not looked at yet.
    pub state: TickState,
}

/// Documents of the checklist, in the order of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DocumentItem {
    /// Passport or other travel document.
    Passport,
    /// Work visa.
    Visa,
    /// Work agreement.
    Contract,
    /// e-PMI or E-KPMI.
    EPmi,
    /// Pre-departure orientation.
    Opp,
    /// Employment social security.
    Bpjs,
    /// Health certificate.
    Medical,
    /// Marital status letter and family permission.
    Family,
}

/// State of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TickState {
    /// Not looked at yet: unknown, and never a sign.
    Unknown,
    /// Seen.
    Seen,
    /// Asked for and not shown.
    NotShown,
}

/// One short question.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    /// `K1` to `K8`.
    pub id: String,
    /// Words to say aloud.
    pub wording: Text,
    /// Choices.
    pub options: Vec<OptionView>,
    /// The question applies to this person.
    pub applies: bool,
    /// The answer, when given.
    pub answer: Option<AnswerView>,
}

/// One choice.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OptionView {
    /// Digit to press.
    pub key: String,
    /// What it says.
    pub label: Text,
}

/// A recorded answer.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    /// What happened.
    pub status: AnswerStatus,
    /// Key chosen, when answered.
    pub key: Option<String>,
    /// Strength of the strongest sign that rests on this answer, when there is one.
    pub strength: Option<Strength>,
}

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AnswerStatus {
    /// A choice was made.
    Answered,
    /// "Tidak tahu".
    DontKnow,
    /// "Tidak ingin menjawab"; never counted.
    Refused,
}

/// Weight of a sign, after the ILO scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Strength {
    /// Never counted.
    None,
    /// Only completes others.
    Weak,
    /// Medium.
    Medium,
    /// Strong.
    Strong,
    /// Changes the path by itself; not counted.
    Gate,
}

/// Lane of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Lane {
    /// Papers.
    Documents,
    /// Perdagangan orang.
    Trafficking,
    /// Perekrutan kurir.
    Courier,
}

/// A sign that is present, with its reason.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sign {
    /// Indicator id.
    pub id: String,
    /// Lane.
    pub lane: Lane,
    /// Weight.
    pub strength: Strength,
    /// Short name.
    pub label: Text,
    /// Reason in one sentence.
    pub sentence: Text,
    /// Questions and papers it rests on, as ids (`K3`, `mrz`, `manifest`, `document`).
    pub sources: Vec<String>,
    /// It counted towards the level; a weak or withdrawn sign does not.
    pub counted: bool,
    /// What helps.
    pub action: Text,
}

/// Something not known yet. Never a sign.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// Checklist item id.
    pub id: String,
    /// Its name.
    pub label: Text,
}

/// Level and why.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReasonsView {
    /// Overall level.
    pub level: Level,
    /// Papers.
    pub documents: Level,
    /// Perdagangan orang.
    pub trafficking: Level,
    /// Perekrutan kurir.
    pub courier: Level,
    /// Lowest level that further answers can lead to.
    pub lowest: Level,
    /// Highest level that further answers can lead to.
    pub highest: Level,
    /// One sentence.
    pub headline: Text,
    /// Signs present, strongest first.
    pub signs: Vec<Sign>,
    /// What is not known yet.
    pub gaps: Vec<Gap>,
    /// Both lanes were raised together by the joint rule.
    pub joint: bool,
    /// The person asked to talk.
    pub request: bool,
    /// What Suar advises.
    pub advice: Decision,
    /// The question that would most narrow the level.
    pub next_question: Option<String>,
    /// Version of the rules.
    pub pack: String,
}

/// A decision that was taken.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DecisionView {
    /// Screening id.
    pub screening: String,
    /// Name, for the list of recent people.
    pub name: String,
    /// The decision.
    pub decision: Decision,
    /// What Suar advised then.
    pub advice: Decision,
    /// Level then.
    pub level: Level,
    /// When, Unix milliseconds.
    #[ts(type = "number")]
    pub at: i64,
    /// Ctrl Z can still take it back.
    pub undoable: bool,
}

/// A form that waits.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// Screening id.
    pub screening: String,
    /// Name.
    pub name: String,
    /// Level now.
    pub level: Level,
    /// Next question, when one waits.
    pub question: Option<String>,
    /// Last change, Unix milliseconds.
    #[ts(type = "number")]
    pub at: i64,
}

/// The counter's left column.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CounterDesk {
    /// The sailing that the counter works on.
    pub sailing: Option<SailingView>,
    /// The form that is open, also after a restart.
    pub open: Option<CounterView>,
    /// Forms that wait.
    pub drafts: Vec<DraftView>,
    /// People done, newest first (at most 8).
    pub recent: Vec<DecisionView>,
}

/// Text of a burst from the scanner, or of one typed by hand.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scan {
    /// Characters as they arrived, at most 400.
    pub text: String,
}

/// One field of a scan, typed by the officer.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScanRepair {
    /// The scan that failed.
    pub text: String,
    /// Which field was typed.
    pub field: MrzField,
    /// Date as ISO 8601, or the document number.
    pub value: String,
}

/// A field with its own check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MrzField {
    /// Document number.
    DocumentNumber,
    /// Birth date.
    BirthDate,
    /// Expiry date.
    ExpiryDate,
    /// Personal number.
    PersonalNumber,
    /// The check over all of them.
    Composite,
}

/// What a scan led to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
pub enum ScanReply {
    /// A form is open for this person.
    Opened {
        /// The form.
        counter: Box<CounterView>,
        /// Another form was open and now waits among the drafts.
        parked: bool,
    },
    /// Only one of the two lines arrived: swipe once more.
    Half,
    /// The text is not a passport's machine-readable zone.
    NotMrz,
    /// Two different passports in one burst: one at a time.
    TwoPeople,
    /// A check digit does not match. A misreading, not a sign.
    CheckFailed {
        /// The lines as read.
        lines: Vec<String>,
        /// Fields whose check digit does not match.
        fields: Vec<MrzField>,
        /// Fields whose check digit matches.
        verified: Vec<MrzField>,
        /// Name as read, to recognise the person.
        name: String,
        /// A reading that would match, never applied by itself.
        suggestion: Option<MrzSuggestion>,
    },
}

/// One field read differently, so that all check digits match. To be offered, never applied by itself.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MrzSuggestion {
    /// The field.
    pub field: MrzField,
    /// Its value: a date as ISO 8601, or characters.
    pub value: String,
}

/// Looks up or starts a form without a scan.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TypedPerson {
    /// Travel document number.
    pub document: String,
    /// Full name; needed when the number is not on the manifest.
    pub name: Option<String>,
    /// Birth date, ISO 8601.
    pub birth_date: Option<String>,
}

/// What a typed number led to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
pub enum TypedReply {
    /// A form is open.
    Opened {
        /// The form.
        counter: Box<CounterView>,
    },
    /// The number is not on the manifest: name and birth date are needed.
    NotOnManifest,
}

/// Names a screening.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScreeningRef {
    /// Screening id.
    pub screening: String,
}

/// Answers a question.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    /// Screening id.
    pub screening: String,
    /// `K1` to `K8`.
    pub question: String,
    /// How it ended.
    pub status: AnswerStatus,
    /// Key chosen, when answered.
    pub key: Option<String>,
}

/// Ticks a document.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tick {
    /// Screening id.
    pub screening: String,
    /// Which document.
    pub item: DocumentItem,
    /// Its state.
    pub state: TickState,
}

/// Decides.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Decide {
    /// Screening id.
    pub screening: String,
    /// The decision.
    pub decision: Decision,
    /// Needed when the decision differs from the advice.
    pub reason: Option<Reason>,
}

/// Why the officer sees it differently.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reason {
    /// The sign that does not hold, when it is one of the signs shown.
    pub indicator: Option<String>,
    /// In the officer's words, at most 500 characters.
    pub text: String,
}

const SHOWN: &str = "shown to the officer";

pub(crate) const fn decision(decision: suar_domain::decision::Decision) -> Decision {
    match decision {
        suar_domain::decision::Decision::Lanjut => Decision::Lanjut,
        suar_domain::decision::Decision::LanjutEdukasi => Decision::LanjutEdukasi,
        suar_domain::decision::Decision::AjakBicara => Decision::AjakBicara,
        suar_domain::decision::Decision::SarankanTunda => Decision::SarankanTunda,
        suar_domain::decision::Decision::Rujuk => Decision::Rujuk,
    }
}

const fn decided(decision: Decision) -> suar_domain::decision::Decision {
    match decision {
        Decision::Lanjut => suar_domain::decision::Decision::Lanjut,
        Decision::LanjutEdukasi => suar_domain::decision::Decision::LanjutEdukasi,
        Decision::AjakBicara => suar_domain::decision::Decision::AjakBicara,
        Decision::SarankanTunda => suar_domain::decision::Decision::SarankanTunda,
        Decision::Rujuk => suar_domain::decision::Decision::Rujuk,
    }
}

const fn strength(strength: rules::Strength) -> Strength {
    match strength {
        rules::Strength::None => Strength::None,
        rules::Strength::Weak => Strength::Weak,
        rules::Strength::Medium => Strength::Medium,
        rules::Strength::Strong => Strength::Strong,
        rules::Strength::Gate => Strength::Gate,
    }
}

const fn lane(lane: rules::Lane) -> Lane {
    match lane {
        rules::Lane::Documents => Lane::Documents,
        rules::Lane::Trafficking => Lane::Trafficking,
        rules::Lane::Courier => Lane::Courier,
    }
}

const fn level_of(level: rules::Level) -> Level {
    match level {
        rules::Level::Siap => Level::Siap,
        rules::Level::Lengkapi => Level::Lengkapi,
        rules::Level::Dalami => Level::Dalami,
        rules::Level::Lindungi => Level::Lindungi,
    }
}

fn words(text: &rules::Text) -> Text {
    Text::new(text.id.clone(), text.en.clone())
}

/// A sign by its id, for lists: label and lane, without the sources of a particular case.
pub(crate) fn listed_sign(pack: &rules::Pack, id: &str) -> Sign {
    let indicator = pack.indicator(id);
    Sign {
        id: id.to_owned(),
        lane: indicator.map_or(Lane::Trafficking, |known| lane(known.lane())),
        strength: Strength::None,
        // A sign of an older pack is named by its id rather than left out.
        label: indicator.map_or_else(|| Text::new(id, id), |known| words(known.label())),
        sentence: indicator.map_or_else(|| Text::new("", ""), |known| words(known.sentence())),
        sources: Vec::new(),
        counted: true,
        action: indicator.map_or_else(|| Text::new("", ""), |known| words(known.action())),
    }
}

/// Draws the reasons.
pub(crate) fn reasons(reasons: &Reasons) -> Result<ReasonsView, ApiError> {
    let pack = &reasons.rules;
    let result = &reasons.screening;
    let signs = reasons
        .signs()
        .into_iter()
        .map(|finding| Sign {
            lane: lane(finding.lane),
            strength: strength(finding.strength),
            sources: reasons.sources_of(finding),
            counted: finding.counted,
            ..listed_sign(pack, finding.id.as_str())
        })
        .collect();
    let gaps = reasons
        .gaps()
        .into_iter()
        .filter_map(|id| {
            let indicator = pack.indicator(id)?;
            Some(Gap {
                id: id.to_owned(),
                label: words(indicator.label()),
            })
        })
        .collect();
    let headline = suar_app::text::headline(reasons);
    Ok(ReasonsView {
        level: crate::sailing::level(reasons.level()),
        documents: level_of(result.lanes.documents),
        trafficking: level_of(result.lanes.trafficking),
        courier: level_of(result.lanes.courier),
        lowest: level_of(result.possible.lowest),
        highest: level_of(result.possible.highest),
        headline: Text::new(headline.id, headline.en),
        signs,
        gaps,
        joint: result.joint,
        request: result.request,
        advice: decision(reasons.advice),
        next_question: result
            .next_questions
            .first()
            .map(|question| question.as_str().to_owned()),
        pack: pack.version().to_string(),
    })
}

fn decision_view(row: &DecisionRow, undoable: bool) -> DecisionView {
    DecisionView {
        screening: row.screening.to_string(),
        name: row.name.expose(SHOWN).clone(),
        decision: decision(row.decision),
        advice: decision(row.advice),
        level: crate::sailing::level(row.level.unwrap_or(suar_domain::screening::Level::Siap)),
        at: row.at.millis(),
        undoable,
    }
}

fn header(counter: &Counter) -> PersonHeader {
    let person = &counter.person;
    let day = counter.sailing.sailing.date;
    let scan = counter.scanned();
    let birth_date = scan
        .birth_date
        .or_else(|| person.birth_date.as_ref().map(|date| *date.expose(SHOWN)));
    let expires = scan.expires.or_else(|| {
        person
            .document
            .as_ref()
            .and_then(|document| document.expires)
    });
    let kind = scan
        .kind
        .or_else(|| person.document.as_ref().and_then(|document| document.kind));
    PersonHeader {
        name: scan
            .name
            .unwrap_or_else(|| person.name.expose(SHOWN).as_str().to_owned()),
        sex: scan.sex.or(person.sex).map(|sex| sex.as_str().to_owned()),
        age: birth_date.and_then(|born| u32::try_from(born.years_until(day)).ok()),
        birth_date: birth_date.map(|date| date.to_string()),
        document_kind: kind.map(|kind| kind.as_str().to_owned()),
        document: person
            .document
            .as_ref()
            .map(|document| document.number.expose(SHOWN).as_str().to_owned()),
        expires: expires.map(|date| date.to_string()),
        valid_months: expires.map(|date| day.months_until(date)),
        row_no: counter.departure.row_no.clone(),
        seat: counter.departure.seat.clone(),
        agency: counter.departure.agency.clone(),
        mrz: counter
            .screening
            .mrz
            .as_ref()
            .map(|lines| lines.expose(SHOWN).to_vec()),
        name_truncated: scan.name_truncated,
        on_manifest: counter.departure.line.is_some(),
        name_differs: scan.name_differs,
    }
}

fn question(each: &CounterQuestion, counter: &Counter) -> QuestionView {
    let id = each.question.as_str();
    let strongest = counter
        .reasons
        .signs()
        .into_iter()
        .filter(|finding| finding.lane != rules::Lane::Documents)
        .filter(|finding| {
            counter
                .reasons
                .sources_of(finding)
                .iter()
                .any(|source| source == id)
        })
        .map(|finding| strength(finding.strength))
        .max();
    QuestionView {
        id: id.to_owned(),
        wording: Text::new(each.question.wording_id(), each.question.wording_en()),
        options: each
            .question
            .options()
            .iter()
            .map(|option| OptionView {
                key: option.key().to_owned(),
                label: Text::new(option.label_id(), option.label_en()),
            })
            .collect(),
        applies: each.applies,
        answer: each.answer.as_ref().map(|answer| AnswerView {
            status: match answer.status {
                domain::AnswerStatus::Answered => AnswerStatus::Answered,
                domain::AnswerStatus::DontKnow => AnswerStatus::DontKnow,
                domain::AnswerStatus::Refused => AnswerStatus::Refused,
            },
            key: answer.key.clone(),
            strength: strongest,
        }),
    }
}

const fn item(item: domain::DocumentItem) -> DocumentItem {
    match item {
        domain::DocumentItem::Passport => DocumentItem::Passport,
        domain::DocumentItem::Visa => DocumentItem::Visa,
        domain::DocumentItem::Contract => DocumentItem::Contract,
        domain::DocumentItem::EPmi => DocumentItem::EPmi,
        domain::DocumentItem::Opp => DocumentItem::Opp,
        domain::DocumentItem::Bpjs => DocumentItem::Bpjs,
        domain::DocumentItem::Medical => DocumentItem::Medical,
        domain::DocumentItem::Family => DocumentItem::Family,
    }
}

fn documents(counter: &Counter) -> Vec<DocumentTick> {
    domain::DocumentItem::ALL
        .into_iter()
        .map(|each| {
            let state = counter
                .screening
                .ticks
                .iter()
                .find(|(other, _)| *other == each)
                .map(|(_, state)| *state);
            let state = match state {
                None | Some(domain::TickState::Unknown) => TickState::Unknown,
                Some(domain::TickState::Seen) => TickState::Seen,
                Some(domain::TickState::NotShown) => TickState::NotShown,
            };
            DocumentTick {
                item: item(each),
                state,
            }
        })
        .collect()
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
    })
}

fn counter_desk(desk: &app::CounterDesk) -> Result<CounterDesk, ApiError> {
    Ok(CounterDesk {
        sailing: desk.sailing.as_ref().map(crate::sailing::view),
        open: desk.open.as_ref().map(counter).transpose()?,
        drafts: desk
            .waiting
            .iter()
            .map(|(waiting, next)| DraftView {
                screening: waiting.id.to_string(),
                name: waiting.name.expose(SHOWN).clone(),
                level: crate::sailing::level(waiting.level.unwrap_or(domain::Level::Siap)),
                question: next.map(|question| question.as_str().to_owned()),
                at: waiting.changed_at.millis(),
            })
            .collect(),
        recent: desk
            .recent
            .iter()
            .map(|(row, undoable)| decision_view(row, *undoable))
            .collect(),
    })
}

const fn mrz_field(field: mrz::MrzField) -> MrzField {
    match field {
        mrz::MrzField::DocumentNumber => MrzField::DocumentNumber,
        mrz::MrzField::BirthDate => MrzField::BirthDate,
        mrz::MrzField::ExpiryDate => MrzField::ExpiryDate,
        mrz::MrzField::PersonalNumber => MrzField::PersonalNumber,
        mrz::MrzField::Composite => MrzField::Composite,
    }
}

fn scan_reply(outcome: app::ScanOutcome) -> Result<ScanReply, ApiError> {
    Ok(match outcome {
        app::ScanOutcome::Opened {
            counter: open,
            parked,
        } => ScanReply::Opened {
            counter: Box::new(counter(&open)?),
            parked,
        },
        app::ScanOutcome::Half => ScanReply::Half,
        app::ScanOutcome::NotMrz => ScanReply::NotMrz,
        app::ScanOutcome::TwoPeople => ScanReply::TwoPeople,
        app::ScanOutcome::CheckFailed(failed) => ScanReply::CheckFailed {
            lines: vec![
                failed.lines.first().to_owned(),
                failed.lines.second().to_owned(),
            ],
            fields: vec![mrz_field(failed.field)],
            verified: failed.verified.iter().copied().map(mrz_field).collect(),
            name: failed.name,
            suggestion: failed.suggestion.map(|(field, value)| MrzSuggestion {
                field: mrz_field(field),
                value,
            }),
        },
    })
}

fn id(text: &str) -> Result<ScreeningId, ApiError> {
    text.parse().map_err(|_| ApiError::bad_request("screening"))
}

pub(crate) fn desk(app: &App) -> Result<CounterDesk, ApiError> {
    counter_desk(&app.counter()?)
}

/// Longest burst that is taken in; the scanner sends at most two lines twice.
const SCAN_MAX: usize = 1_000;

pub(crate) fn scan(app: &App, request: Scan) -> Result<ScanReply, ApiError> {
    if request.text.len() > SCAN_MAX {
        return Ok(ScanReply::NotMrz);
    }
    scan_reply(app.scan(&request.text)?)
}

pub(crate) fn scan_repair(app: &App, request: ScanRepair) -> Result<ScanReply, ApiError> {
    let field = match request.field {
        MrzField::DocumentNumber => mrz::MrzField::DocumentNumber,
        MrzField::BirthDate => mrz::MrzField::BirthDate,
        MrzField::ExpiryDate => mrz::MrzField::ExpiryDate,
        MrzField::PersonalNumber => mrz::MrzField::PersonalNumber,
        MrzField::Composite => return Err(ApiError::bad_request("field")),
    };
    scan_reply(app.scan_repair(&request.text, field, &request.value)?)
}

pub(crate) fn typed(app: &App, request: TypedPerson) -> Result<TypedReply, ApiError> {
    let outcome = app.type_person(
        &request.document,
        request.name.as_deref(),
        request.birth_date.as_deref(),
    )?;
    Ok(match outcome {
        app::TypedOutcome::Opened(open) => TypedReply::Opened {
            counter: Box::new(counter(&open)?),
        },
        app::TypedOutcome::NotOnManifest => TypedReply::NotOnManifest,
    })
}

pub(crate) fn open(app: &App, request: DepartureRef) -> Result<CounterView, ApiError> {
    let departure = request
        .departure
        .parse()
        .map_err(|_| ApiError::bad_request("departure"))?;
    counter(&app.open_departure(departure)?)
}

pub(crate) fn resume(app: &App, request: ScreeningRef) -> Result<CounterView, ApiError> {
    counter(&app.resume(id(&request.screening)?)?)
}

pub(crate) fn park(app: &App, request: ScreeningRef) -> Result<CounterDesk, ApiError> {
    counter_desk(&app.park(id(&request.screening)?)?)
}

pub(crate) fn answer(app: &App, request: Answer) -> Result<CounterView, ApiError> {
    let status = match request.status {
        AnswerStatus::Answered => domain::AnswerStatus::Answered,
        AnswerStatus::DontKnow => domain::AnswerStatus::DontKnow,
        AnswerStatus::Refused => domain::AnswerStatus::Refused,
    };
    counter(&app.answer(
        id(&request.screening)?,
        &request.question,
        status,
        request.key.as_deref(),
    )?)
}

pub(crate) fn tick(app: &App, request: Tick) -> Result<CounterView, ApiError> {
    let wanted = domain::DocumentItem::ALL
        .into_iter()
        .find(|each| item(*each) == request.item);
    let wanted = wanted.ok_or_else(|| ApiError::bad_request("item"))?;
    let state = match request.state {
        TickState::Unknown => domain::TickState::Unknown,
        TickState::Seen => domain::TickState::Seen,
        TickState::NotShown => domain::TickState::NotShown,
    };
    counter(&app.tick(id(&request.screening)?, wanted, state)?)
}

pub(crate) fn all_documents(app: &App, request: ScreeningRef) -> Result<CounterView, ApiError> {
    counter(&app.all_documents(id(&request.screening)?)?)
}

pub(crate) fn decide(app: &App, request: Decide) -> Result<CounterDesk, ApiError> {
    let reason = request.reason.map(|reason| app::Reason {
        indicator: reason.indicator,
        text: reason.text,
    });
    counter_desk(&app.decide(id(&request.screening)?, decided(request.decision), reason)?)
}

pub(crate) fn undo(app: &App) -> Result<CounterDesk, ApiError> {
    counter_desk(&app.undo()?)
}
