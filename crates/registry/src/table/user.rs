//! Accounts.

use rusqlite::params;
use serde_json::json;
use suar_domain::id::UserId;
use suar_domain::sensitive::Sensitive;
use suar_domain::user::{Role, User};
use suar_protocol::change::ChangeKind;

use super::{blob, damaged, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::write::Writing;

pub(crate) fn insert(w: &mut Writing<'_>, user: &User) -> Result<(), RegistryError> {
    let name = user.name.expose("stored encrypted");
    w.tx.prepare_cached("INSERT INTO users (id, name, role, created_at) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            blob(user.id.uuid()),
            name,
            user.role.code(),
            w.at_ms()
        ])?;
    let value = json!({ "name": name, "role": user.role.code() });
    w.log(user.id.uuid(), ChangeKind::Create, "user", value)
}

impl Registry {
    /// One account.
    pub fn user(&self, id: UserId) -> Result<User, RegistryError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT id, name, role FROM users WHERE id = ?1")?;
        let mut rows = statement.query([blob(id.uuid())])?;
        let row = rows.next()?.ok_or(RegistryError::UnknownUser)?;
        let role: String = row.get(2)?;
        Ok(User {
            id: UserId::from_uuid(uuid(row, 0)?),
            name: Sensitive::new(row.get(1)?),
            role: Role::from_code(&role).ok_or_else(damaged)?,
        })
    }
}
