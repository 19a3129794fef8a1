//! What is written comes back: rows to the last character, talks in any order, and nothing in clear or lost when the
//! disk is full or a file is damaged.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests stop the test when their world is broken"
)]

mod counter;
mod faults;
mod hidden;
mod outcomes;
mod rows;
mod stories;
#[path = "../registry/world.rs"]
#[allow(dead_code, reason = "the world is shared with the other tests")]
mod world;

use suar_domain::operation::Operation;
use suar_registry::{Registry, RegistryError};

/// A registry in a folder that goes when the test ends.
struct Office {
    folder: tempfile::TempDir,
    registry: Registry,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let registry = world::create(folder.path()).expect("a registry");
        Self { folder, registry }
    }

    fn write(&self, operation: &Operation) -> Result<(), RegistryError> {
        world::save(&self.registry, world::at(1), operation)
    }

    /// Makes a change that fits.
    fn done(&self, operation: &Operation) {
        self.write(operation)
            .unwrap_or_else(|error| panic!("{}: {error}", operation.audit_name()));
    }

    /// Makes a change that does not fit, and sees that it leaves nothing behind.
    fn refused(&self, operation: &Operation) -> RegistryError {
        let before = world::picture(&self.registry);
        let error = self.write(operation).expect_err(operation.audit_name());
        assert_eq!(world::picture(&self.registry), before, "{error}");
        error
    }

    /// Closes the registry and opens it again.
    fn reopened(self) -> Self {
        let Self { folder, registry } = self;
        drop(registry);
        let registry = world::unlock(folder.path()).expect("opens again");
        Self { folder, registry }
    }
}
