//! The packs that judge while an officer is signed in.

use suar_domain::operation::Operation;
use suar_domain::pack::{PackVersion, ShadowSaying};
use suar_domain::time::Instant;
use suar_registry::{PacksChosen, PlannedPack, Registry};

use super::{PackProblem, Rules, Shelf};
use crate::screening;

/// The pack in force, the one in shadow, and the one whose moment has not come.
#[derive(Debug, Clone)]
pub(crate) struct InForce {
    /// Judges.
    pub(crate) active: Rules,
    /// The pack that was chosen cannot be used, and `active` stands in for it.
    pub(crate) stands_in: bool,
    /// Is only counted.
    pub(crate) shadow: Option<Rules>,
    /// Waits for its moment.
    pub(crate) planned: Option<PlannedPack>,
}

impl InForce {
    /// What the registry says is in force. A pack that cannot be read is replaced by the one before it, or by the one
    /// that Suar ships: a counter without rules protects nobody.
    pub(crate) fn of(registry: &Registry, shelf: &Shelf) -> Result<Self, PackProblem> {
        Self::chosen(&registry.packs_chosen()?, shelf)
    }

    fn chosen(chosen: &PacksChosen, shelf: &Shelf) -> Result<Self, PackProblem> {
        let find = |pack: &Option<PackVersion>| match pack {
            Some(pack) => shelf.rules(pack.hash),
            None => Rules::shipped(),
        };
        let wanted = find(&chosen.active);
        let stands_in = wanted.is_err();
        let active = match (wanted, &chosen.before) {
            (Ok(rules), _) => rules,
            (Err(_), Some(before)) => find(before).or_else(|_| Rules::shipped())?,
            (Err(_), None) => Rules::shipped()?,
        };
        let shadow = chosen.shadow.as_ref();
        Ok(Self {
            active,
            stands_in,
            shadow: shadow.and_then(|pack| shelf.rules(pack.hash).ok()),
            planned: chosen.planned.clone(),
        })
    }

    /// The pack whose moment has come.
    pub(crate) fn due(&self, now: Instant) -> Option<&PlannedPack> {
        self.planned.as_ref().filter(|plan| plan.starts <= now)
    }

    /// What the pack in shadow says about everything that a change assesses. It says nothing about what it does not
    /// know how to read.
    pub(crate) fn sayings(&self, operation: &Operation) -> Vec<ShadowSaying> {
        let Some(shadow) = &self.shadow else {
            return Vec::new();
        };
        let Ok(name) = shadow.name() else {
            return Vec::new();
        };
        let assessments = operation.assessments();
        let sayings = assessments.into_iter().filter_map(|assessment| {
            let shadow_said = screening::level_of_basis(shadow, &assessment.basis).ok()?;
            Some(ShadowSaying {
                active: assessment.pack_hash.clone(),
                shadow: name.hash,
                said: assessment.level,
                shadow_said,
            })
        });
        sayings.collect()
    }
}
