//! Every change that Suar can make, by name.
//!
//! An operation says what changes, which permission it needs and how the audit calls it. The registry has one
//! door, `write(Permit, Operation)`, and a [`Permit`] is made only by asking the role table: no permit, no write.

use std::fmt;

use crate::alert::NewAlert;
use crate::decision::Decision;
use crate::departure::Departure;
use crate::document::PassportNumber;
use crate::id::{
    AlertId, CaseId, DecisionId, DepartureId, ManifestId, ManifestLineId, PersonId, ReviewId,
    SailingId, ScreeningId, UserId,
};
use crate::link::{LinkRole, StatedLink};
use crate::manifest::ReadManifest;
use crate::outcome::Outcome;
use crate::pack::PackChange;
use crate::person::Person;
use crate::review::JudgeAgain;
use crate::sailing::Sailing;
use crate::screening::{Answer, Assessment, DocumentItem, NewScreening, TickState};
use crate::sensitive::Sensitive;
use crate::user::{Permission, Role, User, may};
use crate::watchlist::{WatchlistChange, WhitelistChange};

/// A named change. Whatever belongs together is one operation, so that it is stored together or not at all.
#[derive(Clone)]
pub enum Operation {
    /// The first account of a new registry.
    CreateUser(User),
    /// A manifest with its sailing, rows, people and departures.
    ImportManifest(Box<ImportManifest>),
    /// A corrected cell, with everything that the correction changes in the same manifest.
    CorrectLine(Box<CorrectLine>),
    /// A row that will not be imported, with the reason; no reason brings it back.
    SetLineAside {
        /// Row.
        line: ManifestLineId,
        /// Why; none brings the row back.
        reason: Option<String>,
        /// The person of a row that comes back clean and is on no board yet.
        passengers: Vec<Passenger>,
    },
    /// The sailing that this counter works on.
    SelectSailing(SailingId),
    /// A talk begins at the counter.
    OpenScreening(Box<OpenScreening>),
    /// A passport was scanned while its form is open already: by hand, from the board, or a second time.
    AttachScan(Box<AttachScan>),
    /// The open form is set aside.
    ParkScreening(ScreeningId),
    /// A form that was set aside is open again.
    ResumeScreening(ScreeningId),
    /// An answer.
    AnswerQuestion {
        /// The talk.
        screening: ScreeningId,
        /// What was answered.
        answer: Answer,
        /// What the rules say now.
        result: ScreeningResult,
    },
    /// Documents seen or not shown.
    TickDocuments {
        /// The talk.
        screening: ScreeningId,
        /// Which documents, and how they stand.
        ticks: Vec<(DocumentItem, TickState)>,
        /// "All documents seen" was pressed.
        all: bool,
        /// What the rules say now.
        result: ScreeningResult,
    },
    /// A decision.
    Decide(Box<DecisionTaken>),
    /// A decision is taken back.
    UndoDecision {
        /// Which decision.
        decision: DecisionId,
        /// Its talk, which is open again.
        screening: ScreeningId,
        /// Why, when it is a correction of a decision that stood; nothing when it is undone at once.
        reason: Option<Sensitive<String>>,
    },
    /// A colleague takes an alert.
    TakeAlert(AlertId),
    /// What became known later about a case.
    RecordOutcome(Box<Outcome>),
    /// Another rule pack is in force, planned or tried.
    ChoosePack(PackChange),
    /// Whom or what a person named in a talk: a recruiter, a payer, an address.
    StateLinks(Box<StateLinks>),
    /// Two people are one household, or are not.
    DeclareKin {
        /// The two.
        people: [PersonId; 2],
        /// Whether they are.
        related: bool,
    },
    /// Departures that follow others were judged again.
    JudgeAgain(Box<JudgeAgain>),
    /// A review was looked at.
    SeeReview(ReviewId),
    /// A protection case is over.
    CloseCase {
        /// Which one.
        case: CaseId,
        /// Why.
        reason: crate::sensitive::Sensitive<String>,
    },
    /// A list of contacts and recruiters changes.
    ChangeWatchlist(Box<WatchlistChange>),
    /// A thing that many share is harmless, or counts again.
    ChangeWhitelist(Box<WhitelistChange>),
}

/// What the rules say after a change, and the alert that follows from it.
#[derive(Debug, Clone)]
pub struct ScreeningResult {
    /// The assessment; none while the rules cannot be used. The answer is kept all the same.
    pub assessment: Option<Assessment>,
    /// A new alert, when one is due.
    pub alert: Option<NewAlert>,
}

/// A manifest as it is stored.
#[derive(Clone)]
pub struct ImportManifest {
    /// Identity of the manifest.
    pub manifest: ManifestId,
    /// File name as chosen by the officer.
    pub file_name: String,
    /// The sailing; when `new_sailing` is false an existing one, with ports and times as the officer confirmed them.
    pub sailing: Sailing,
    /// The sailing is created together with the manifest.
    pub new_sailing: bool,
    /// The file as read.
    pub reading: ReadManifest,
    /// Identity of each row, in the order of `reading.lines`.
    pub line_ids: Vec<ManifestLineId>,
    /// People who can be imported without an officer.
    pub passengers: Vec<Passenger>,
    /// People who are on the board already and about whom this manifest says something else.
    pub corrected: Vec<CorrectedPassenger>,
}

/// A person with a place on a sailing.
#[derive(Clone)]
pub struct Passenger {
    /// The person; an existing one when `new_person` is false.
    pub person: Person,
    /// The person is created together with the departure.
    pub new_person: bool,
    /// The departure.
    pub departure: Departure,
    /// What the rules say before the person comes to the counter.
    pub assessment: Option<Assessment>,
}

/// A corrected cell.
#[derive(Clone)]
pub struct CorrectLine {
    /// The manifest.
    pub manifest: ManifestId,
    /// The row whose cell is corrected.
    pub line: ManifestLineId,
    /// Column, from 0.
    pub column: u32,
    /// New text. The original stays.
    pub text: String,
    /// All rows of the manifest as read again, with their identities.
    pub lines: Vec<(ManifestLineId, crate::manifest::ReadLine)>,
    /// People who can be imported now.
    pub passengers: Vec<Passenger>,
    /// People who are on the board already and about whom a row says something else now.
    pub corrected: Vec<CorrectedPassenger>,
}

/// Someone on the board, as a corrected row states them. Answers and decisions stay as they are.
#[derive(Clone)]
pub struct CorrectedPassenger {
    /// The row that was corrected.
    pub line: ManifestLineId,
    /// The person with the corrected values.
    pub person: Person,
    /// The document number that the row stated by mistake, when the number was corrected.
    pub mistaken_number: Option<PassportNumber>,
    /// The departure with the corrected facts.
    pub departure: Departure,
    /// What the rules say now, the answers given so far included.
    pub result: ScreeningResult,
}

/// A talk that begins, with what the passport says.
#[derive(Debug, Clone)]
pub struct OpenScreening {
    /// The talk.
    pub screening: NewScreening,
    /// A person without a manifest row, created together with the talk.
    pub walk_on: Option<Passenger>,
    /// A sailing for people who come before any manifest, created together with the talk.
    pub new_sailing: Option<Sailing>,
    /// The lines of the passport, when it was scanned.
    pub mrz: Option<crate::sensitive::Sensitive<[String; 2]>>,
    /// Facts that the passport states.
    pub facts: Vec<crate::departure::StatedFact>,
    /// Another form was open; it waits from now on.
    pub park: Option<ScreeningId>,
    /// What the rules say now.
    pub result: ScreeningResult,
}

/// A scan that belongs to an open form.
#[derive(Debug, Clone)]
pub struct AttachScan {
    /// The talk.
    pub screening: ScreeningId,
    /// The lines of the passport.
    pub mrz: crate::sensitive::Sensitive<[String; 2]>,
    /// Facts that the passport states.
    pub facts: Vec<crate::departure::StatedFact>,
    /// What the rules say now.
    pub result: ScreeningResult,
}

/// What a person named, for one role: it takes the place of what the same source had named in that role.
#[derive(Debug, Clone)]
pub struct StateLinks {
    /// Whose departure.
    pub departure: DepartureId,
    /// The role.
    pub role: LinkRole,
    /// Who said so: `officer`, `document` or a question id.
    pub source: String,
    /// What is named now; nothing takes back what was.
    pub links: Vec<StatedLink>,
}

/// A decision with what it was based on.
#[derive(Debug, Clone)]
pub struct DecisionTaken {
    /// Identity.
    pub id: DecisionId,
    /// The talk that it ends.
    pub screening: ScreeningId,
    /// What the officer decided.
    pub decision: Decision,
    /// What Suar advised.
    pub advice: Decision,
    /// Why the officer saw it differently.
    pub reason: Option<DecisionReason>,
}

/// Why an officer saw it differently.
#[derive(Debug, Clone)]
pub struct DecisionReason {
    /// The sign that does not hold, when it is one of those shown.
    pub indicator: Option<String>,
    /// In the officer's words.
    pub text: crate::sensitive::Sensitive<String>,
}

impl fmt::Debug for Operation {
    /// The name of the change and nothing of what it carries.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operation({})", self.audit_name())
    }
}

impl fmt::Debug for ImportManifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImportManifest({})", self.manifest)
    }
}

impl fmt::Debug for Passenger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Passenger({})", self.departure.id)
    }
}

impl fmt::Debug for CorrectedPassenger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CorrectedPassenger({})", self.departure.id)
    }
}

impl fmt::Debug for CorrectLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CorrectLine({})", self.line)
    }
}

impl Operation {
    /// The permission that this change needs.
    pub const fn permission(&self) -> Permission {
        match self {
            Self::CreateUser(_) | Self::SelectSailing(_) => Permission::Configure,
            Self::ImportManifest(_) | Self::CorrectLine(_) | Self::SetLineAside { .. } => {
                Permission::EditManifest
            }
            Self::OpenScreening(_)
            | Self::AttachScan(_)
            | Self::ParkScreening(_)
            | Self::ResumeScreening(_)
            | Self::AnswerQuestion { .. }
            | Self::TickDocuments { .. }
            | Self::StateLinks(_)
            | Self::DeclareKin { .. } => Permission::Screen,
            // It follows from what others did; whoever is at work may let it happen.
            Self::JudgeAgain(_) => Permission::Screen,
            Self::Decide(_) | Self::UndoDecision { .. } => Permission::Decide,
            Self::TakeAlert(_) | Self::SeeReview(_) => Permission::AnswerAlert,
            Self::RecordOutcome(_) | Self::CloseCase { .. } => Permission::RecordOutcome,
            Self::ChangeWatchlist(_) | Self::ChangeWhitelist(_) => Permission::KeepLists,
            // Whoever planned it had the right to; the moment comes whoever is at the counter then.
            Self::ChoosePack(PackChange::Begin(_) | PackChange::Refuse(_)) => Permission::Screen,
            Self::ChoosePack(_) => Permission::ChooseRules,
        }
    }

    /// How the audit calls this change.
    pub const fn audit_name(&self) -> &'static str {
        match self {
            Self::CreateUser(_) => "user.create",
            Self::ImportManifest(_) => "manifest.import",
            Self::CorrectLine(_) => "manifest_line.correct",
            Self::SetLineAside {
                reason: Some(_), ..
            } => "manifest_line.set_aside",
            Self::SetLineAside { reason: None, .. } => "manifest_line.bring_back",
            Self::SelectSailing(_) => "sailing.select",
            Self::OpenScreening(_) => "screening.open",
            Self::AttachScan(_) => "screening.scan",
            Self::ParkScreening(_) => "screening.park",
            Self::ResumeScreening(_) => "screening.resume",
            Self::AnswerQuestion { .. } => "screening.answer",
            Self::TickDocuments { .. } => "screening.documents",
            Self::Decide(_) => "decision.take",
            Self::UndoDecision { reason: None, .. } => "decision.undo",
            Self::UndoDecision {
                reason: Some(_), ..
            } => "decision.correct",
            Self::TakeAlert(_) => "alert.take",
            Self::RecordOutcome(_) => "outcome.record",
            Self::ChoosePack(change) => change.audit_name(),
            Self::StateLinks(_) => "departure.links",
            Self::DeclareKin { related: true, .. } => "person.kin",
            Self::DeclareKin { related: false, .. } => "person.no_kin",
            Self::JudgeAgain(_) => "departure.judge_again",
            Self::SeeReview(_) => "review.see",
            Self::CloseCase { .. } => "case.close",
            Self::ChangeWatchlist(change) => match **change {
                WatchlistChange::Create(_) => "watchlist.create",
                WatchlistChange::Add { .. } => "watchlist.add",
                WatchlistChange::Drop { .. } => "watchlist.drop",
                WatchlistChange::End(_) => "watchlist.end",
            },
            Self::ChangeWhitelist(change) => {
                if change.harmless.is_some() {
                    "whitelist.add"
                } else {
                    "whitelist.drop"
                }
            }
        }
    }
}

/// The right to make one kind of change, given by the role table to one officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    user: UserId,
    role: Role,
    permission: Permission,
}

/// The role does not allow this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the role {} does not allow {permission:?}", role.code())]
pub struct Denied {
    /// Role that asked.
    pub role: Role,
    /// What was asked for.
    pub permission: Permission,
}

impl Permit {
    /// Asks the role table.
    pub const fn ask(user: UserId, role: Role, permission: Permission) -> Result<Self, Denied> {
        if may(role, permission) {
            Ok(Self {
                user,
                role,
                permission,
            })
        } else {
            Err(Denied { role, permission })
        }
    }

    /// Who acts.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// In which role.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The permit is for this change.
    pub fn covers(&self, operation: &Operation) -> bool {
        self.permission == operation.permission()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_permit_covers_its_own_kind_of_change_only() {
        let user = UserId::from_uuid(Uuid::from_u128(1));
        let permit = Permit::ask(user, Role::Supervisor, Permission::Screen)
            .expect("a supervisor may screen");
        let screening = ScreeningId::from_uuid(Uuid::from_u128(2));
        assert!(permit.covers(&Operation::ParkScreening(screening)));
        let sailing = SailingId::from_uuid(Uuid::from_u128(3));
        assert!(
            !permit.covers(&Operation::SelectSailing(sailing)),
            "another kind of change needs another permit"
        );
    }

    #[test]
    fn a_change_prints_its_name_and_nothing_that_someone_typed() {
        let line = ManifestLineId::from_uuid(Uuid::from_u128(4));
        let aside = Operation::SetLineAside {
            line,
            reason: Some("MELATI CONTOH batal".into()),
            passengers: Vec::new(),
        };
        assert_eq!(format!("{aside:?}"), "Operation(manifest_line.set_aside)");
        let corrected = CorrectLine {
            manifest: ManifestId::from_uuid(Uuid::from_u128(5)),
            line,
            column: 1,
            text: "MELATI CONTOH".into(),
            lines: Vec::new(),
            passengers: Vec::new(),
            corrected: Vec::new(),
        };
        assert!(!format!("{corrected:?}").contains("MELATI"));
    }
}
