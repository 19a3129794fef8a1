//! Fact ids, sources and other words of the vocabulary, each stored once and then named by its number.
//!
//! Only words of the vocabulary: a word is never removed, so nothing that tells about a person may become one.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use crate::error::RegistryError;
use crate::table::damaged;

/// Words met in one transaction. Dropped with it: after a rollback their numbers are free again.
#[derive(Default)]
pub(crate) struct Words(HashMap<String, u64>);

impl Words {
    /// The number of a word; a new one when it was never stored.
    pub(crate) fn number(
        &mut self,
        connection: &Connection,
        word: &str,
    ) -> Result<u64, RegistryError> {
        if let Some(number) = self.0.get(word) {
            return Ok(*number);
        }
        let known: Option<u64> = connection
            .prepare_cached("SELECT n FROM words WHERE word = ?1")?
            .query_row([word], |row| row.get(0))
            .optional()?;
        let number = match known {
            Some(number) => number,
            None => connection
                .prepare_cached("INSERT INTO words (word) VALUES (?1) RETURNING n")?
                .query_row([word], |row| row.get(0))?,
        };
        self.0.insert(word.to_owned(), number);
        Ok(number)
    }
}

/// The word with this number.
pub(crate) fn word(connection: &Connection, number: u64) -> Result<String, RegistryError> {
    connection
        .prepare_cached("SELECT word FROM words WHERE n = ?1")?
        .query_row([number], |row| row.get(0))
        .optional()?
        .ok_or_else(damaged)
}
