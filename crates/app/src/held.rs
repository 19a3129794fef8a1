//! The registry of a session, with a mark that tells when it is closed.

use std::ops::Deref;
use std::sync::{Arc, Weak};

use suar_registry::Registry;

/// An open registry. It closes, and its key leaves memory, when the session and every step that still runs have let
/// it go.
pub(crate) struct Held {
    registry: Registry,
    // After the registry: who sees the mark gone finds the file closed and its lock free.
    mark: Arc<()>,
}

impl Held {
    pub(crate) fn new(registry: Registry) -> Self {
        Self {
            registry,
            mark: Arc::default(),
        }
    }

    /// Upgrades for as long as the registry is not closed.
    pub(crate) fn mark(&self) -> Weak<()> {
        Arc::downgrade(&self.mark)
    }
}

impl Deref for Held {
    type Target = Registry;

    fn deref(&self) -> &Registry {
        &self.registry
    }
}
