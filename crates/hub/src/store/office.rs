//! Offices: one feed each.

use super::{Store, StoreError};

impl Store {
    /// Identifiers of every office, sorted.
    pub async fn offices(&self) -> Result<Vec<String>, StoreError> {
        let connection = self.connection().await?;
        let rows = connection
            .query("SELECT office_id FROM office ORDER BY office_id", &[])
            .await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }
}
