//! Which rule pack is in force, planned or tried beside it, and what the two said.
//!
//! The history is kept whole: what holds now is read from it. A change that does not fit what holds (a rollback to
//! another pack than the one before, the begin of a plan that does not exist) is a conflict and changes nothing.

use rusqlite::{Connection, Transaction, params};
use suar_domain::id::UserId;
use suar_domain::pack::{PackChange, PackHash, PackVersion, ShadowSaying};
use suar_domain::screening::Level;
use suar_domain::time::Instant;
use uuid::Uuid;

use super::{damaged, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::write::Writing;

/// A pack to be put in force at a chosen moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPack {
    /// The pack.
    pub pack: PackVersion,
    /// From when on.
    pub starts: Instant,
}

/// What holds now. Where no pack is named, the one that Suar ships is meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PacksChosen {
    /// In force.
    pub active: Option<PackVersion>,
    /// Where one step back leads; none if there is no step back.
    pub before: Option<Option<PackVersion>>,
    /// Planned.
    pub planned: Option<PlannedPack>,
    /// Tried beside the pack in force.
    pub shadow: Option<PackVersion>,
}

/// One change of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackChangeRow {
    /// What was changed.
    pub change: PackChange,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: UserId,
}

/// How often the two packs said this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShadowCount {
    /// What they said.
    pub saying: ShadowSaying,
    /// How often.
    pub times: u64,
}

impl PacksChosen {
    fn after(mut self, change: &PackChange) -> Result<Self, RegistryError> {
        let conflict = |what| Err(RegistryError::Conflict { what });
        match change {
            PackChange::Keep(_) => {}
            PackChange::Activate(pack) => {
                self.before = Some(self.active.replace(pack.clone()));
                self.planned = None;
            }
            PackChange::Plan { pack, starts } => {
                let (pack, starts) = (pack.clone(), *starts);
                self.planned = Some(PlannedPack { pack, starts });
            }
            PackChange::Unplan if self.planned.is_none() => return conflict("no pack is planned"),
            PackChange::Unplan => self.planned = None,
            PackChange::Begin(pack) | PackChange::Refuse(pack) => match self.planned.take() {
                Some(planned) if planned.pack != *pack => {
                    return conflict("this pack is not planned");
                }
                None => return conflict("this pack is not planned"),
                Some(_) if matches!(change, PackChange::Begin(_)) => {
                    self.before = Some(self.active.replace(pack.clone()));
                }
                Some(_) => {}
            },
            PackChange::RollBack(pack) => match self.before.take() {
                Some(before) if before == *pack => self.active = before,
                _ => return conflict("this is not the pack before"),
            },
            PackChange::Shadow(pack) => self.shadow.clone_from(pack),
        }
        Ok(self)
    }
}

/// Stores a change; gives the pack that the audit names.
pub(crate) fn choose(w: &Writing<'_>, change: &PackChange) -> Result<Option<Uuid>, RegistryError> {
    let chosen = chosen(w.tx)?;
    if let PackChange::Begin(_) | PackChange::Refuse(_) = change
        && chosen
            .planned
            .as_ref()
            .is_some_and(|plan| plan.starts > w.at)
    {
        let what = "the planned moment has not come";
        return Err(RegistryError::Conflict { what });
    }
    chosen.after(change)?;
    let pack = change.pack();
    let starts = match change {
        PackChange::Plan { starts, .. } => Some(starts.millis()),
        _ => None,
    };
    w.tx.prepare_cached(
        "INSERT INTO pack_changes (change, version, hash, starts, at, by_user) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        change.audit_name(),
        pack.map(|pack| &pack.version),
        pack.map(|pack| pack.hash.to_string()),
        starts,
        w.at_ms(),
        w.by()
    ])?;
    Ok(pack.map(|pack| pack.hash.audit_id()))
}

/// Counts what the two packs said.
pub(crate) fn count(tx: &Transaction<'_>, sayings: &[ShadowSaying]) -> Result<(), RegistryError> {
    for saying in sayings {
        tx.prepare_cached(
            "INSERT INTO shadow_sayings (active, shadow, said, shadow_said, times) VALUES (?1, ?2, ?3, ?4, 1)
             ON CONFLICT (active, shadow, said, shadow_said) DO UPDATE SET times = times + 1",
        )?
        .execute(params![
            saying.active,
            saying.shadow.to_string(),
            saying.said.code(),
            saying.shadow_said.code()
        ])?;
    }
    Ok(())
}

fn chosen(connection: &Connection) -> Result<PacksChosen, RegistryError> {
    let rows = history(connection)?;
    rows.iter().try_fold(PacksChosen::default(), |chosen, row| {
        chosen.after(&row.change).map_err(|_| damaged())
    })
}

fn history(connection: &Connection) -> Result<Vec<PackChangeRow>, RegistryError> {
    let mut statement = connection.prepare_cached(
        "SELECT change, version, hash, starts, at, by_user FROM pack_changes ORDER BY n",
    )?;
    let mut rows = statement.query([])?;
    let mut history = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, version, hash): (String, Option<String>, Option<String>) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let pack = match (version, hash) {
            (Some(version), Some(hash)) => Some(PackVersion {
                version,
                hash: hash.parse().map_err(|_| damaged())?,
            }),
            _ => None,
        };
        let starts: Option<i64> = row.get(3)?;
        history.push(PackChangeRow {
            change: change(&name, pack, starts).ok_or_else(damaged)?,
            at: Instant::from_millis(row.get(4)?),
            by: UserId::from_uuid(uuid(row, 5)?),
        });
    }
    Ok(history)
}

fn change(name: &str, pack: Option<PackVersion>, starts: Option<i64>) -> Option<PackChange> {
    Some(match name {
        "pack.keep" => PackChange::Keep(pack?),
        "pack.activate" => PackChange::Activate(pack?),
        "pack.plan" => PackChange::Plan {
            pack: pack?,
            starts: Instant::from_millis(starts?),
        },
        "pack.unplan" => PackChange::Unplan,
        "pack.refuse" => PackChange::Refuse(pack?),
        "pack.begin" => PackChange::Begin(pack?),
        "pack.roll_back" => PackChange::RollBack(pack),
        "pack.shadow" => PackChange::Shadow(Some(pack?)),
        "pack.unshadow" => PackChange::Shadow(None),
        _ => return None,
    })
}

impl Registry {
    /// Which packs are in force, planned and tried.
    ///
    /// # Errors
    /// [`RegistryError::Damaged`] when the history contradicts itself.
    pub fn packs_chosen(&self) -> Result<PacksChosen, RegistryError> {
        chosen(&self.connection())
    }

    /// Every change of packs, oldest first.
    ///
    /// # Errors
    /// [`RegistryError::Damaged`] when a change cannot be read.
    pub fn pack_history(&self) -> Result<Vec<PackChangeRow>, RegistryError> {
        history(&self.connection())
    }

    /// What the pack in shadow said beside a pack in force, most urgent level first.
    ///
    /// # Errors
    /// [`RegistryError::Damaged`] when a count cannot be read.
    pub fn shadow_counts(&self, shadow: PackHash) -> Result<Vec<ShadowCount>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT active, said, shadow_said, times FROM shadow_sayings WHERE shadow = ?1",
        )?;
        let mut rows = statement.query([shadow.to_string()])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            let level = |code: String| Level::from_code(&code).ok_or_else(damaged);
            counts.push(ShadowCount {
                saying: ShadowSaying {
                    active: row.get(0)?,
                    shadow,
                    said: level(row.get(1)?)?,
                    shadow_said: level(row.get(2)?)?,
                },
                times: row.get(3)?,
            });
        }
        counts.sort_by(|a, b| {
            let key = |count: &ShadowCount| (count.saying.shadow_said, count.saying.said);
            key(b).cmp(&key(a))
        });
        Ok(counts)
    }
}
