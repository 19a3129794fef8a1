//! Officers and what they may do: the whole role table on one screen.

use crate::id::UserId;
use crate::sensitive::Sensitive;

/// What an officer is entrusted with. Supervisor is the only role for now; more come with their own screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// *Penyelia*: may do everything that exists today.
    Supervisor,
}

impl Role {
    /// The code used in storage and in the key slots.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Supervisor => "supervisor",
        }
    }

    /// Reads the stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        (code == Self::Supervisor.code()).then_some(Self::Supervisor)
    }
}

/// Something that needs to be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Set this computer up and change its settings.
    Configure,
    /// Import and correct manifests.
    EditManifest,
    /// Talk with people and record answers.
    Screen,
    /// Decide at the counter, and take a decision back.
    Decide,
    /// Answer alerts.
    AnswerAlert,
    /// Record what became known later about a case.
    RecordOutcome,
    /// Connect this computer to a hub.
    Enroll,
    /// Put a rule pack in force, plan one, try one beside it.
    ChooseRules,
    /// Keep the lists of contacts and recruiters, and of the harmless.
    KeepLists,
}

impl Permission {
    /// All permissions.
    pub const ALL: [Self; 9] = [
        Self::Configure,
        Self::EditManifest,
        Self::Screen,
        Self::Decide,
        Self::AnswerAlert,
        Self::RecordOutcome,
        Self::Enroll,
        Self::ChooseRules,
        Self::KeepLists,
    ];
}

/// The role table.
pub const fn may(role: Role, permission: Permission) -> bool {
    match (role, permission) {
        (
            Role::Supervisor,
            Permission::Configure
            | Permission::EditManifest
            | Permission::Screen
            | Permission::Decide
            | Permission::AnswerAlert
            | Permission::RecordOutcome
            | Permission::Enroll
            | Permission::ChooseRules
            | Permission::KeepLists,
        ) => true,
    }
}

/// An officer's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Identity.
    pub id: UserId,
    /// Display name.
    pub name: Sensitive<String>,
    /// What the officer is entrusted with.
    pub role: Role,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_supervisor_may_do_everything_that_exists() {
        for permission in Permission::ALL {
            assert!(
                may(Role::Supervisor, permission),
                "{permission:?} would be left to nobody"
            );
        }
    }
}
