//! The one door for writes.
//!
//! In this order, in one transaction: the records, the lines of the operation log, the audit row. Either all of
//! it is on the disk when [`Registry::write`] returns, or none of it.

use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde_json::{Value, json};
use suar_domain::basis::Basis;
use suar_domain::departure::StatedFact;
use suar_domain::id::UserId;
use suar_domain::operation::{Operation, Permit};
use suar_domain::pack::ShadowSaying;
use suar_domain::time::Instant;
use suar_protocol::change::ChangeKind;
use uuid::Uuid;

use crate::Registry;
use crate::audit::{self, Entry};
use crate::basis::{self, StatedAt};
use crate::error::RegistryError;
use crate::outbox::LogWriter;
use crate::table::{
    again, alert, case, decision, departure, kin, link, manifest, outcome, pack, person, sailing,
    screening, user, watchlist, whitelist,
};
use crate::words::Words;

/// A change under way.
pub(crate) struct Writing<'t> {
    pub tx: &'t Transaction<'t>,
    pub at: Instant,
    pub user: UserId,
    pub again: again::Touched,
    log: LogWriter,
    words: Words,
}

impl Writing<'_> {
    /// Writes a line of the operation log: `field` of `record` has the value, or the event happened.
    pub(crate) fn log(
        &mut self,
        record: Uuid,
        kind: ChangeKind,
        field: &str,
        value: Value,
    ) -> Result<(), RegistryError> {
        self.log.append(self.tx, record, kind, field, value)
    }

    /// The stored form of facts.
    pub(crate) fn facts(&mut self, facts: &[StatedFact]) -> Result<Vec<u8>, RegistryError> {
        basis::pack_facts(self.tx, &mut self.words, facts)
    }

    /// The stored form of what an assessment made now rests on.
    pub(crate) fn basis(
        &mut self,
        basis: &Basis,
        stated_at: &StatedAt,
    ) -> Result<Vec<u8>, RegistryError> {
        basis::pack(self.tx, &mut self.words, basis, (stated_at, self.at))
    }

    /// The number of a word of the vocabulary.
    pub(crate) fn word(&mut self, word: &str) -> Result<u64, RegistryError> {
        self.words.number(self.tx, word)
    }

    /// Milliseconds, as stored.
    pub(crate) fn at_ms(&self) -> i64 {
        self.at.millis()
    }

    /// The acting officer, as stored.
    pub(crate) fn by(&self) -> Vec<u8> {
        self.user.uuid().as_bytes().to_vec()
    }
}

impl Registry {
    /// Makes a change.
    ///
    /// # Errors
    /// [`RegistryError::WrongPermit`] when the permit is for another kind of change; [`RegistryError::Conflict`] or
    /// [`RegistryError::NotFound`] when the change does not fit; [`RegistryError::DiskFull`] and others when the
    /// disk fails. In every case nothing was changed.
    pub fn write(
        &self,
        permit: &Permit,
        at: Instant,
        operation: &Operation,
    ) -> Result<(), RegistryError> {
        self.write_beside(permit, at, operation, &[])
    }

    /// Makes a change and counts, in the same transaction, what a pack in shadow said about what it stores.
    ///
    /// # Errors
    /// As [`Registry::write`].
    pub fn write_beside(
        &self,
        permit: &Permit,
        at: Instant,
        operation: &Operation,
        shadow: &[ShadowSaying],
    ) -> Result<(), RegistryError> {
        if !permit.covers(operation) {
            return Err(RegistryError::WrongPermit);
        }
        let mut connection = self.connection();
        if matches!(operation, Operation::ImportManifest(_)) {
            // With an empty log, whatever an import leaves there when it does not fit can be given back at once.
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        let written = transact(&mut connection, permit, at, (operation, shadow));
        if matches!(written, Err(RegistryError::DiskFull)) {
            // The pages of the change that did not fit still lie in the write-ahead log. Giving them back is what
            // lets the counter go on; if even that fails, the next write will say so.
            let freed = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            return freed.map_err(|_| RegistryError::DiskFull).and(written);
        }
        written
    }
}

fn transact(
    connection: &mut Connection,
    permit: &Permit,
    at: Instant,
    (operation, shadow): (&Operation, &[ShadowSaying]),
) -> Result<(), RegistryError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let log = LogWriter::begin(&tx, at, permit.user().to_string())?;
    let mut writing = Writing {
        tx: &tx,
        at,
        user: permit.user(),
        again: again::Touched::default(),
        log,
        words: Words::default(),
    };
    let object = apply(&mut writing, operation)?;
    again::end(&mut writing)?;
    pack::count(&tx, shadow)?;
    let (hlc, lines) = writing.log.end(&tx)?;
    audit::append(
        &tx,
        &Entry {
            hlc,
            permit,
            action: operation.audit_name(),
            object,
            lines,
        },
    )?;
    tx.commit()?;
    Ok(())
}

/// Makes the change itself; gives the record that the audit names.
fn apply(w: &mut Writing<'_>, operation: &Operation) -> Result<Option<Uuid>, RegistryError> {
    match operation {
        Operation::CreateUser(new) => {
            user::insert(w, new)?;
            Ok(Some(new.id.uuid()))
        }
        Operation::ImportManifest(import) => {
            if import.new_sailing {
                sailing::insert(w, &import.sailing)?;
            } else {
                sailing::correct(w, &import.sailing)?;
            }
            manifest::insert(w, import)?;
            for (position, passenger) in (1..).zip(&import.passengers) {
                person::insert_passenger(w, passenger, position)?;
            }
            for corrected in &import.corrected {
                person::correct(w, corrected, "newer_manifest")?;
                departure::correct(w, corrected)?;
            }
            sailing::select(w, import.sailing.id)?;
            Ok(Some(import.manifest.uuid()))
        }
        Operation::CorrectLine(correction) => {
            manifest::correct(w, correction)?;
            for passenger in &correction.passengers {
                person::insert_passenger_at_end(w, passenger)?;
            }
            for corrected in &correction.corrected {
                person::correct(w, corrected, "manifest_row_corrected")?;
                departure::correct(w, corrected)?;
            }
            Ok(Some(correction.line.uuid()))
        }
        Operation::SetLineAside {
            line,
            reason,
            passengers,
        } => {
            manifest::set_aside(w, *line, reason.as_deref())?;
            for passenger in passengers {
                person::insert_passenger_at_end(w, passenger)?;
            }
            Ok(Some(line.uuid()))
        }
        Operation::SelectSailing(id) => {
            sailing::select(w, *id)?;
            Ok(Some(id.uuid()))
        }
        Operation::OpenScreening(open) => {
            screening::open(w, open)?;
            Ok(Some(open.screening.id.uuid()))
        }
        Operation::AttachScan(scan) => {
            screening::attach(w, scan)?;
            Ok(Some(scan.screening.uuid()))
        }
        Operation::ParkScreening(id) => {
            screening::park(w, *id)?;
            Ok(Some(id.uuid()))
        }
        Operation::ResumeScreening(id) => {
            screening::resume(w, *id)?;
            Ok(Some(id.uuid()))
        }
        Operation::AnswerQuestion {
            screening: id,
            answer,
            result,
        } => {
            screening::answer(w, *id, answer)?;
            screening::result(w, *id, result)?;
            screening::others_wait(w, *id)?;
            Ok(Some(id.uuid()))
        }
        Operation::TickDocuments {
            screening: id,
            ticks,
            all,
            result,
        } => {
            screening::tick(w, *id, ticks, *all)?;
            screening::result(w, *id, result)?;
            Ok(Some(id.uuid()))
        }
        Operation::Decide(decision) => {
            decision::take(w, decision)?;
            Ok(Some(decision.screening.uuid()))
        }
        Operation::UndoDecision {
            decision,
            screening,
            reason,
        } => {
            decision::undo(w, *decision, *screening, reason.as_ref())?;
            Ok(Some(screening.uuid()))
        }
        Operation::RecordOutcome(outcome) => {
            outcome::record(w, outcome)?;
            Ok(Some(outcome.departure.uuid()))
        }
        Operation::ChoosePack(change) => pack::choose(w, change),
        Operation::StateLinks(stated) => {
            link::state(w, stated)?;
            Ok(Some(stated.departure.uuid()))
        }
        Operation::DeclareKin { people, related } => {
            kin::declare(w, *people, *related)?;
            Ok(Some(people[0].uuid()))
        }
        Operation::JudgeAgain(again) => {
            again::judge(w, again)?;
            Ok(None)
        }
        Operation::SeeReview(id) => {
            again::see(w, *id)?;
            Ok(Some(id.uuid()))
        }
        Operation::CloseCase { case: id, reason } => {
            case::close(w, *id, reason.expose("stored encrypted"))?;
            Ok(Some(id.uuid()))
        }
        Operation::ChangeWatchlist(change) => watchlist::change(w, change).map(Some),
        Operation::ChangeWhitelist(change) => {
            whitelist::change(w, change)?;
            Ok(None)
        }
        Operation::TakeAlert(id) => {
            alert::take(w, *id)?;
            w.log(
                id.uuid(),
                ChangeKind::Event,
                "taken",
                json!({ "by": w.user.to_string() }),
            )?;
            Ok(Some(id.uuid()))
        }
    }
}
