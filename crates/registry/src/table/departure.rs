//! Departures and the board.

use std::fmt;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::json;
use suar_domain::decision::Decision;
use suar_domain::departure::Departure;
use suar_domain::id::{DepartureId, ManifestLineId, PersonId, SailingId, ScreeningId};
use suar_domain::operation::CorrectedPassenger;
use suar_domain::review::ReviewReason;
use suar_domain::screening::{Level, ScreeningState};
use suar_domain::sensitive::Sensitive;
use suar_domain::time::PlainDate;
use suar_protocol::change::ChangeKind;

use super::{again, alert, assessment, blob, damaged, known, link, maybe_uuid, uuid};
use crate::Registry;
use crate::basis::read_facts;
use crate::error::RegistryError;
use crate::write::Writing;

/// A departure as stored.
pub type DepartureRow = Departure;

/// People of a sailing by level and state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LevelCounts {
    /// People at each level, in the order of [`Level::ALL`].
    pub levels: [u32; 4],
    /// People without any talk yet.
    pub absent: u32,
    /// People with a decision in effect.
    pub decided: u32,
    /// Everyone.
    pub total: u32,
}

/// One person on the board.
#[derive(Clone)]
pub struct BoardEntry {
    /// The departure.
    pub departure: DepartureId,
    /// Number on the manifest.
    pub row_no: Option<String>,
    /// Full name.
    pub name: Sensitive<String>,
    /// Sex code.
    pub sex: Option<String>,
    /// Birth date.
    pub birth_date: Option<Sensitive<PlainDate>>,
    /// Seat.
    pub seat: Option<String>,
    /// Travel document number seen last.
    pub document: Option<Sensitive<String>>,
    /// Level now; none while the rules cannot be used.
    pub level: Option<Level>,
    /// Ids of the signs present, strongest first.
    pub signs: Vec<String>,
    /// The latest talk.
    pub screening: Option<(ScreeningId, ScreeningState)>,
    /// The decision in effect.
    pub decision: Option<Decision>,
    /// How many documents of the checklist were seen; none before a talk.
    pub documents: Option<u32>,
}

impl fmt::Debug for BoardEntry {
    /// Who someone is and what the rules found are not for logs; the identity finds both for those who may see them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BoardEntry")
            .field("departure", &self.departure)
            .field("screening", &self.screening)
            .finish_non_exhaustive()
    }
}

pub(crate) fn insert(
    w: &mut Writing<'_>,
    departure: &Departure,
    position: i64,
) -> Result<(), RegistryError> {
    let stated = w.facts(&departure.facts)?;
    let itself_knows = w.facts(&departure.known)?;
    w.tx.prepare_cached(
        "INSERT INTO departures (id, person_id, sailing_id, line_id, position, row_no, seat, agency, stated, known)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        blob(departure.id.uuid()),
        blob(departure.person.uuid()),
        blob(departure.sailing.uuid()),
        departure.line.map(|line| blob(line.uuid())),
        position,
        departure.row_no,
        departure.seat,
        departure.agency,
        stated,
        itself_knows
    ])?;
    link::insert(w, departure.id, &departure.links)?;
    let links = (!departure.links.is_empty()).then(|| link::logged(&departure.links));
    let value = known(json!({
        "person": departure.person.to_string(),
        "sailing": departure.sailing.to_string(),
        "row_no": departure.row_no,
        "seat": departure.seat,
        "agency": departure.agency,
        "walk_on": departure.line.is_none(),
        "links": links,
    }));
    w.log(departure.id.uuid(), ChangeKind::Create, "departure", value)
}

/// Stores what a corrected row states about someone who is on the board already. Answers are not touched.
pub(crate) fn correct(
    w: &mut Writing<'_>,
    corrected: &CorrectedPassenger,
) -> Result<(), RegistryError> {
    let now = &corrected.departure;
    let key = blob(now.id.uuid());
    let before: [Option<String>; 3] =
        w.tx.prepare_cached("SELECT row_no, seat, agency FROM departures WHERE id = ?1")?
            .query_row([&key], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))
            .optional()?
            .ok_or(RegistryError::NotFound { what: "departure" })?;
    let stated = w.facts(&now.facts)?;
    link::restate(w, now.id, &now.links)?;
    w.tx.prepare_cached(
        "UPDATE departures SET row_no = ?2, seat = ?3, agency = ?4, stated = ?5 WHERE id = ?1",
    )?
    .execute(params![key, now.row_no, now.seat, now.agency, stated])?;
    let fields = [
        ("row_no", &now.row_no),
        ("seat", &now.seat),
        ("agency", &now.agency),
    ];
    for ((field, value), before) in fields.into_iter().zip(before) {
        if *value != before {
            w.log(now.id.uuid(), ChangeKind::Set, field, json!(value))?;
        }
    }
    if let Some(new) = &corrected.result.assessment {
        assessment::store(w, now.id, new)?;
    }
    if let Some(new) = &corrected.result.alert {
        alert::raise(w, new)?;
    }
    Ok(())
}

/// A new departure was stored with everything that belongs to it: who has to be judged because of it.
pub(crate) fn arrived(
    w: &mut Writing<'_>,
    departure: &Departure,
    (new_person, judged): (bool, bool),
) -> Result<(), RegistryError> {
    // About a new person who names nothing there is nothing to know.
    if judged || (new_person && departure.links.is_empty()) {
        w.again.judged(departure.id);
    } else {
        again::wait(w, departure.id, ReviewReason::Relations)?;
    }
    if !new_person {
        // A trip more, before or after the others.
        again::wait_of_person(w, departure.person, departure.id, ReviewReason::Relations)?;
    }
    Ok(())
}

pub(crate) fn of_person(
    connection: &Connection,
    person: PersonId,
) -> Result<Vec<(DepartureId, SailingId, PlainDate)>, RegistryError> {
    let mut statement = connection.prepare_cached(
        "SELECT d.id, d.sailing_id, s.date FROM departures d JOIN sailings s ON s.id = d.sailing_id
         WHERE d.person_id = ?1 ORDER BY s.date DESC, d.id DESC",
    )?;
    let mut rows = statement.query([blob(person.uuid())])?;
    let mut departures = Vec::new();
    while let Some(row) = rows.next()? {
        let date: String = row.get(2)?;
        departures.push((
            DepartureId::from_uuid(uuid(row, 0)?),
            SailingId::from_uuid(uuid(row, 1)?),
            date.parse().map_err(|_| damaged())?,
        ));
    }
    Ok(departures)
}

fn level(code: &str) -> Result<Level, RegistryError> {
    Level::from_code(code).ok_or_else(damaged)
}

/// Columns of a board row. The latest talk and the decision in effect are looked up by index.
const BOARD: &str = "SELECT d.id, d.row_no, p.name, p.sex, p.birth_date, d.seat,
        (SELECT number FROM documents WHERE person_id = p.id ORDER BY seen_at DESC, number LIMIT 1),
        a.level, a.signs, s.id, s.state,
        (SELECT decision FROM decisions WHERE screening_id = s.id AND undone_at IS NULL),
        (SELECT count(*) FROM ticks t WHERE t.screening_id = s.id AND t.state = 'seen'
            AND t.n = (SELECT max(n) FROM ticks WHERE screening_id = s.id AND item = t.item))
    FROM departures d
    JOIN people p ON p.id = d.person_id
    LEFT JOIN assessments a ON a.departure_id = d.id
    LEFT JOIN screenings s ON s.id =
        (SELECT id FROM screenings WHERE departure_id = d.id ORDER BY opened_at DESC, id DESC LIMIT 1)";

/// Most urgent first: undecided before decided, higher level first, then the order of the manifest.
const URGENT_FIRST: &str = "ORDER BY coalesce(s.state = 'decided', 0),
    CASE a.level WHEN 'lindungi' THEN 0 WHEN 'dalami' THEN 1 WHEN 'lengkapi' THEN 2 ELSE 3 END, d.position";

fn board_entry(row: &Row<'_>) -> Result<BoardEntry, RegistryError> {
    let birth_date: Option<String> = row.get(4)?;
    let level_code: Option<String> = row.get(7)?;
    let signs: Option<String> = row.get(8)?;
    let state: Option<String> = row.get(10)?;
    let decision: Option<String> = row.get(11)?;
    let screening = match (maybe_uuid(row, 9)?, state) {
        (Some(id), Some(state)) => Some((
            ScreeningId::from_uuid(id),
            ScreeningState::from_code(&state).ok_or_else(damaged)?,
        )),
        _ => None,
    };
    let document: Option<String> = row.get(6)?;
    let documents: u32 = row.get(12)?;
    Ok(BoardEntry {
        documents: screening.is_some().then_some(documents),
        departure: DepartureId::from_uuid(uuid(row, 0)?),
        row_no: row.get(1)?,
        name: Sensitive::new(row.get(2)?),
        sex: row.get(3)?,
        birth_date: birth_date
            .map(|date| date.parse().map(Sensitive::new).map_err(|_| damaged()))
            .transpose()?,
        seat: row.get(5)?,
        document: document.map(Sensitive::new),
        level: level_code.map(|code| level(&code)).transpose()?,
        signs: signs.map_or(Ok(Vec::new()), |text| {
            serde_json::from_str(&text).map_err(|_| damaged())
        })?,
        screening,
        decision: decision
            .map(|code| code.parse().map_err(|_| damaged()))
            .transpose()?,
    })
}

impl Registry {
    /// One departure.
    pub fn departure(&self, id: DepartureId) -> Result<DepartureRow, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT id, person_id, sailing_id, line_id, row_no, seat, agency, stated, known
             FROM departures WHERE id = ?1",
        )?;
        let mut rows = statement.query([blob(id.uuid())])?;
        let row = rows
            .next()?
            .ok_or(RegistryError::NotFound { what: "departure" })?;
        let stated: Vec<u8> = row.get(7)?;
        let itself_knows: Vec<u8> = row.get(8)?;
        Ok(Departure {
            id,
            person: PersonId::from_uuid(uuid(row, 1)?),
            sailing: SailingId::from_uuid(uuid(row, 2)?),
            line: maybe_uuid(row, 3)?.map(ManifestLineId::from_uuid),
            row_no: row.get(4)?,
            seat: row.get(5)?,
            agency: row.get(6)?,
            facts: read_facts(&connection, &stated)?,
            links: link::of_manifest(&connection, id)?,
            known: read_facts(&connection, &itself_knows)?,
        })
    }

    /// People of a sailing, most urgent first.
    pub fn board(
        &self,
        sailing: SailingId,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<BoardEntry>, RegistryError> {
        let connection = self.connection();
        let sql = format!("{BOARD} WHERE d.sailing_id = ?1 {URGENT_FIRST} LIMIT ?2 OFFSET ?3");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![blob(sailing.uuid()), limit, offset])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(board_entry(row)?);
        }
        Ok(entries)
    }

    /// One person on the board.
    pub fn board_entry(&self, id: DepartureId) -> Result<BoardEntry, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!("{BOARD} WHERE d.id = ?1"))?;
        let mut rows = statement.query([blob(id.uuid())])?;
        board_entry(
            rows.next()?
                .ok_or(RegistryError::NotFound { what: "departure" })?,
        )
    }

    /// Figures of a sailing.
    pub fn level_counts(&self, sailing: SailingId) -> Result<LevelCounts, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT coalesce(a.level, 'siap'), latest, count(*) FROM (
                 SELECT d.id AS departure, coalesce((SELECT state FROM screenings WHERE departure_id = d.id
                     ORDER BY opened_at DESC, id DESC LIMIT 1), 'absent') AS latest
                 FROM departures d WHERE d.sailing_id = ?1)
             LEFT JOIN assessments a ON a.departure_id = departure
             GROUP BY 1, 2",
        )?;
        let mut rows = statement.query([blob(sailing.uuid())])?;
        let mut counts = LevelCounts::default();
        while let Some(row) = rows.next()? {
            let code: String = row.get(0)?;
            let state: String = row.get(1)?;
            let people: u32 = row.get(2)?;
            counts.levels[level(&code)? as usize] += people;
            counts.total += people;
            match state.as_str() {
                "absent" => counts.absent += people,
                "decided" => counts.decided += people,
                _ => {}
            }
        }
        Ok(counts)
    }
}
