//! Seeded fictional worlds.
