//! Changing which packs are kept, tried and in force.

use std::path::Path;

use suar_domain::operation::{Operation, Permit};
use suar_domain::pack::{PackChange, PackHash, PackVersion};
use suar_domain::time::Instant;
use suar_domain::user::Permission;

use super::{InForce, KeptPack, PackFile, PackProblem, Packs, Rules, boarding, read_files};
use crate::error::AppError;
use crate::{App, Desk, screening};

impl App {
    /// Everything about packs on this computer.
    ///
    /// # Errors
    /// Nobody is signed in, or the registry or the shelf cannot be read.
    pub fn packs(&self) -> Result<Packs, PackProblem> {
        let desk = self.desk()?;
        let chosen = desk.registry.packs_chosen()?;
        let shadow = match &chosen.shadow {
            Some(shadow) => desk.registry.shadow_counts(shadow.hash)?,
            None => Vec::new(),
        };
        let kept = self.shelf.hashes()?.into_iter().map(|hash| KeptPack {
            hash,
            rules: self.shelf.rules(hash),
        });
        Ok(Packs {
            in_force: desk.rules.active.name()?,
            stands_in: desk.rules.stands_in,
            kept: kept.collect(),
            chosen,
            shadow,
        })
    }

    /// Keeps the pack in a folder. It judges nobody yet.
    ///
    /// # Errors
    /// Everything that is wrong with the folder or the pack; the disk refuses; the officer may not.
    pub fn keep_pack(&self, folder: &Path) -> Result<PackVersion, PackProblem> {
        self.keep_pack_files(&read_files(folder)?)
    }

    /// Keeps a pack given as files. It judges nobody yet.
    ///
    /// # Errors
    /// Everything that is wrong with the pack; the disk refuses; the officer may not.
    pub fn keep_pack_files(&self, files: &[PackFile]) -> Result<PackVersion, PackProblem> {
        let desk = self.desk()?;
        // Asked before anything is written: the file comes first, so that what the registry names is there.
        Permit::ask(desk.user.id, desk.user.role, Permission::ChooseRules)
            .map_err(AppError::from)?;
        let pack = self.shelf.keep(files)?.name()?;
        self.choose(&desk, PackChange::Keep(pack.clone()))?;
        Ok(pack)
    }

    /// Puts a kept pack in force now.
    ///
    /// # Errors
    /// The pack cannot be used, is in force already, or people are being screened.
    pub fn activate_pack(&self, hash: PackHash) -> Result<(), PackProblem> {
        // In turn: nobody sits down at the counter between the look and the change.
        let desk = self.turn()?;
        let rules = self.usable(&desk, hash)?;
        if desk.boards()? {
            return Err(PackProblem::Boarding);
        }
        self.choose(&desk, PackChange::Activate(rules.name()?))
    }

    /// Plans a kept pack for a later moment. When a sailing boards then, it waits until none does.
    ///
    /// # Errors
    /// The pack cannot be used or is in force already, or the moment is past.
    pub fn plan_pack(&self, hash: PackHash, starts: Instant) -> Result<(), PackProblem> {
        let desk = self.desk()?;
        if starts <= desk.now {
            return Err(PackProblem::NotLater);
        }
        let pack = self.usable(&desk, hash)?.name()?;
        self.choose(&desk, PackChange::Plan { pack, starts })
    }

    /// Gives a plan up.
    ///
    /// # Errors
    /// Nothing is planned.
    pub fn unplan_pack(&self) -> Result<(), PackProblem> {
        self.choose(&self.desk()?, PackChange::Unplan)
    }

    /// Puts the pack in force that was in force before, one step. It may be taken back at any moment: a pack that
    /// turns out wrong must not judge the rest of a queue.
    ///
    /// # Errors
    /// There is no step back, or the pack before cannot be used.
    pub fn roll_back_pack(&self) -> Result<(), PackProblem> {
        let desk = self.desk()?;
        let before = desk.registry.packs_chosen()?.before;
        let before = before.ok_or(PackProblem::NothingBefore)?;
        if let Some(pack) = &before {
            self.shelf.rules(pack.hash)?;
        }
        self.choose(&desk, PackChange::RollBack(before))
    }

    /// Tries a kept pack beside the one in force, or ends that. Only counts are kept of what it says.
    ///
    /// # Errors
    /// The pack cannot be used, or is in force.
    pub fn shadow_pack(&self, hash: Option<PackHash>) -> Result<(), PackProblem> {
        let desk = self.desk()?;
        let pack = match hash {
            Some(hash) => Some(self.usable(&desk, hash)?.name()?),
            None => None,
        };
        self.choose(&desk, PackChange::Shadow(pack))
    }

    fn choose(&self, desk: &Desk, change: PackChange) -> Result<(), PackProblem> {
        desk.write(&Operation::ChoosePack(change))
            .map_err(|error| match error {
                AppError::Registry(error) => PackProblem::from(error),
                error => error.into(),
            })?;
        self.take_over(InForce::of(&desk.registry, &self.shelf)?);
        Ok(())
    }

    fn take_over(&self, rules: InForce) {
        if let Some(open) = self.state().as_mut() {
            open.rules = rules;
        }
    }

    /// A kept pack that may come into force and is not.
    fn usable(&self, desk: &Desk, hash: PackHash) -> Result<Rules, PackProblem> {
        let rules = self.shelf.rules(hash)?;
        if desk.rules.active.hash() == rules.hash() {
            return Err(PackProblem::InForce);
        }
        in_date(&rules, desk.now)?;
        Ok(rules)
    }

    /// Puts a planned pack in force once its moment has come and nobody is being screened. Whatever stands in its way,
    /// the pack in force stays, and the officer's own action goes on.
    pub(crate) fn begin_planned(&self, desk: Desk) -> Desk {
        let Some(plan) = desk.rules.due(desk.now) else {
            return desk;
        };
        if desk.boards().unwrap_or(true) {
            return desk;
        }
        let usable = self
            .shelf
            .rules(plan.pack.hash)
            .and_then(|rules| in_date(&rules, desk.now));
        let pack = plan.pack.clone();
        let change = match usable {
            Ok(()) => PackChange::Begin(pack),
            Err(_) => PackChange::Refuse(pack),
        };
        match self.choose(&desk, change) {
            Ok(()) => self.desk_now().unwrap_or(desk),
            Err(_) => desk,
        }
    }
}

/// A pack whose review has ended is not put in force. One that is in force already stays: people are not judged worse
/// because a date has passed.
fn in_date(rules: &Rules, now: Instant) -> Result<(), PackProblem> {
    let today = screening::day(now.wita_date())?;
    rules
        .check_review(today)
        .map_err(|errors| PackProblem::Expired(Box::new(errors)))
}

impl Desk {
    /// A sailing boards, or a form is open at the counter.
    fn boards(&self) -> Result<bool, PackProblem> {
        let sailings = self.registry.sailings()?;
        Ok(self.registry.open_screening()?.is_some()
            || sailings
                .iter()
                .any(|sailing| boarding::boards(sailing, self.now)))
    }
}
