//! Devices: who may sign.

use suar_domain::id::DeviceId;
use suar_domain::time::Instant;
use suar_protocol::key::PublicKey;

use super::{Store, StoreError, hash_from_db};

/// An enrolled computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its identifier.
    pub id: DeviceId,
    /// The office it belongs to, which is also its feed.
    pub office: String,
    /// The key it signs with.
    pub sign_key: PublicKey,
    /// Whether it was withdrawn.
    pub revoked: bool,
}

impl Store {
    /// The device with this identifier.
    pub async fn device(&self, id: DeviceId) -> Result<Option<Device>, StoreError> {
        let connection = self.connection().await?;
        let row = connection
            .query_opt(
                "SELECT office_id, sign_key, revoked_ms IS NOT NULL FROM device WHERE device_id = $1",
                &[&id.uuid()],
            )
            .await?;
        row.map(|row| {
            let key = hash_from_db(row.get(1), "device key")?;
            let sign_key =
                PublicKey::from_bytes(&key).map_err(|_| StoreError::Damaged("device key"))?;
            Ok(Device {
                id,
                office: row.get(0),
                sign_key,
                revoked: row.get(2),
            })
        })
        .transpose()
    }

    /// Every device as `(id, office, revoked)`, oldest first.
    pub async fn devices(&self) -> Result<Vec<(DeviceId, String, bool)>, StoreError> {
        let connection = self.connection().await?;
        let query =
            "SELECT device_id, office_id, revoked_ms IS NOT NULL FROM device ORDER BY device_id";
        let rows = connection.query(query, &[]).await?;
        Ok(rows
            .iter()
            .map(|row| (DeviceId::from_uuid(row.get(0)), row.get(1), row.get(2)))
            .collect())
    }

    /// Withdraws a device; false when there is none with this identifier.
    pub async fn revoke(&self, id: DeviceId, now: Instant) -> Result<bool, StoreError> {
        let connection = self.connection().await?;
        let query = "UPDATE device SET revoked_ms = coalesce(revoked_ms, $2) WHERE device_id = $1";
        Ok(connection
            .execute(query, &[&id.uuid(), &now.millis()])
            .await?
            == 1)
    }
}
