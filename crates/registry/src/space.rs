//! Where the bytes of the file are: so that a registry of a million people stays small enough to be copied.

use crate::Registry;
use crate::error::RegistryError;

/// The pages of one table with its indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSpace {
    /// Name of the table.
    pub table: String,
    /// Rows.
    pub rows: u64,
    /// Bytes of all its pages, indexes included.
    pub bytes: u64,
}

impl Registry {
    /// What each table takes, largest first. Reads every page: for measurements, not for the counter.
    ///
    /// # Errors
    /// Whatever the disk or the database says.
    pub fn space(&self) -> Result<Vec<TableSpace>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT s.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema s ON s.name = d.name
             GROUP BY s.tbl_name ORDER BY 2 DESC",
        )?;
        let tables = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<Vec<(String, u64)>, _>>()?;
        tables
            .into_iter()
            .map(|(table, bytes)| {
                // The name comes from this file's own schema.
                let sql = format!("SELECT count(*) FROM \"{table}\"");
                let rows = connection.query_row(&sql, [], |row| row.get(0))?;
                Ok(TableSpace { table, rows, bytes })
            })
            .collect()
    }
}
