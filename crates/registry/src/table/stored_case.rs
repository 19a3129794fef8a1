//! Stored assessments one after the other, with what became known later: for looking back over all of them.
//!
//! What must hold: a page takes bounded memory whatever the registry holds; no name leaves here. The form of a basis
//! is decoded by whoever asked, on its own thread, so that reading the next page does not wait for it.

use std::collections::HashMap;

use rusqlite::{Row, params};
use suar_domain::basis::Basis;
use suar_domain::document::Sex;
use suar_domain::id::{DepartureId, PersonId, SailingId};
use suar_domain::screening::Level;
use suar_domain::time::Instant;

use super::{blob, damaged, uuid};
use crate::Registry;
use crate::basis;
use crate::error::RegistryError;

/// Every word that stored facts are spelled with.
#[derive(Debug, Default)]
pub struct StoredWords(HashMap<u64, String>);

/// The latest assessment of one departure. Nothing in it names the person.
pub struct StoredCase {
    /// The departure.
    pub departure: DepartureId,
    /// Who.
    pub person: PersonId,
    /// With which sailing.
    pub sailing: SailingId,
    /// What the rules said.
    pub level: Level,
    /// The signs that were present.
    pub signs: Vec<String>,
    /// Hash of the pack that said it.
    pub pack_hash: String,
    /// Sex as recorded.
    pub sex: Option<Sex>,
    /// Province of birth registration: the first two digits of the NIK.
    pub province: Option<String>,
    /// Sign and verdict of what became known later, the latest of each sign; without a sign, of the case as a whole.
    pub outcomes: Vec<(Option<String>, String)>,
    basis: Option<Vec<u8>>,
    at: Instant,
}

impl StoredCase {
    /// What the assessment rests on.
    ///
    /// # Errors
    /// [`RegistryError::Damaged`] when it cannot be read, or was not kept.
    pub fn basis(&self, words: &StoredWords) -> Result<Basis, RegistryError> {
        let packed = self.basis.as_ref().ok_or_else(damaged)?;
        let word = |number| words.0.get(&number).cloned().ok_or_else(damaged);
        basis::read_with(&word, packed, self.at).map(|(basis, _)| basis)
    }
}

const PAGE: &str = "SELECT a.departure_id, d.person_id, d.sailing_id, a.level, a.signs, p.hash, x.sex, substr(x.nik, 1, 2),
        a.basis, a.at, EXISTS (SELECT 1 FROM outcomes o WHERE o.departure_id = a.departure_id)
    FROM assessments a JOIN departures d ON d.id = a.departure_id JOIN people x ON x.id = d.person_id
    JOIN packs p ON p.n = a.pack
    WHERE a.departure_id > ?1 ORDER BY a.departure_id LIMIT ?2";

fn read(row: &Row<'_>) -> Result<(StoredCase, bool), RegistryError> {
    let (level, signs): (String, String) = (row.get(3)?, row.get(4)?);
    let sex: Option<String> = row.get(6)?;
    let province: Option<String> = row.get(7)?;
    let case = StoredCase {
        departure: DepartureId::from_uuid(uuid(row, 0)?),
        person: PersonId::from_uuid(uuid(row, 1)?),
        sailing: SailingId::from_uuid(uuid(row, 2)?),
        level: Level::from_code(&level).ok_or_else(damaged)?,
        signs: serde_json::from_str(&signs).map_err(|_| damaged())?,
        pack_hash: row.get(5)?,
        sex: sex.and_then(|code| Sex::from_code(&code)),
        province: province.filter(|digits| digits.len() == 2),
        outcomes: Vec::new(),
        basis: row.get(8)?,
        at: Instant::from_millis(row.get(9)?),
    };
    Ok((case, row.get(10)?))
}

impl Registry {
    /// How many departures were assessed.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn stored_case_count(&self) -> Result<u64, RegistryError> {
        let count = "SELECT count(*) FROM assessments";
        Ok(self.connection().query_row(count, [], |row| row.get(0))?)
    }

    /// The words that the bases of [`Registry::stored_cases`] are spelled with.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn stored_words(&self) -> Result<StoredWords, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare("SELECT n, word FROM words")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(StoredWords(rows.collect::<Result<_, _>>()?))
    }

    /// The latest assessment of departures after one, in order of their ids; at most `limit`. A row that cannot be
    /// read is an error of its own and does not end the page.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn stored_cases(
        &self,
        after: Option<DepartureId>,
        limit: u32,
    ) -> Result<Vec<Result<StoredCase, DepartureId>>, RegistryError> {
        let connection = self.connection();
        let after = after.map_or_else(Vec::new, |id| blob(id.uuid()));
        let mut statement = connection.prepare_cached(PAGE)?;
        let mut outcomes = connection.prepare_cached(
            "SELECT indicator, verdict FROM outcomes WHERE departure_id = ?1 ORDER BY n",
        )?;
        let mut rows = statement.query(params![after, limit])?;
        let mut page = Vec::new();
        while let Some(row) = rows.next()? {
            let id = DepartureId::from_uuid(uuid(row, 0)?);
            let Ok((mut case, has_outcomes)) = read(row) else {
                page.push(Err(id));
                continue;
            };
            if has_outcomes {
                let found =
                    outcomes.query_map([blob(id.uuid())], |row| Ok((row.get(0)?, row.get(1)?)))?;
                let latest: HashMap<Option<String>, String> = found.collect::<Result<_, _>>()?;
                case.outcomes = latest.into_iter().collect();
                case.outcomes.sort();
            }
            page.push(Ok(case));
        }
        Ok(page)
    }
}
