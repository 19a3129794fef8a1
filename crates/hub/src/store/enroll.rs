//! One-time codes, and the devices made from them.
//!
//! What must hold: a code makes at most one device; five wrong codes for an office void every code that is open
//! there; the table alone does not give a code away (a salted hash of 20,000 rounds over 50 random bits).

use sha2::{Digest, Sha256};
use suar_domain::id::DeviceId;
use suar_domain::time::Instant;
use suar_protocol::enroll::EnrollCode;
use suar_protocol::key::PublicKey;
use suar_protocol::reject::Reject;
use tokio_postgres::Transaction;
use uuid::Uuid;

use super::{Store, StoreError};
use crate::error::HubError;

/// How long a code is good for: 24 hours (sync design 3.2).
const CODE_LIFE_MS: i64 = 24 * 60 * 60 * 1000;
/// Wrong codes after which an office's open codes are void.
const MAX_TRIES: i32 = 5;
const HASH_ROUNDS: u32 = 20_000;

/// Result of an enrolment.
pub struct Enrolled {
    /// The device's identifier.
    pub device: DeviceId,
    /// False when the same request was answered before.
    pub is_new: bool,
}

impl Store {
    /// Makes a code for an office; `None` when there is no such office.
    pub async fn create_code(
        &self,
        office: &str,
        now: Instant,
    ) -> Result<Option<EnrollCode>, StoreError> {
        let mut random = [0; 26];
        getrandom::fill(&mut random).map_err(|_| StoreError::Random)?;
        let (salt, letters) = random.split_at(16);
        let code = EnrollCode::from_random(&letters.try_into().map_err(|_| StoreError::Random)?);
        let made = self
            .connection()
            .await?
            .execute(
                "INSERT INTO enroll_code (code_id, office_id, salt, hash, expires_ms)
                 SELECT $1::uuid, office_id, $3::bytea, $4::bytea, $5::int8 FROM office WHERE office_id = $2",
                &[
                    &Uuid::now_v7(),
                    &office,
                    &salt,
                    &slow_hash(salt, &code).as_slice(),
                    &now.millis().saturating_add(CODE_LIFE_MS),
                ],
            )
            .await?;
        Ok((made == 1).then_some(code))
    }

    /// Turns a code and a key into a device.
    pub async fn enroll(
        &self,
        office: &str,
        code: &EnrollCode,
        key: PublicKey,
        now: Instant,
    ) -> Result<Enrolled, HubError> {
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await?;
        // The locks make attempts for one office wait for each other: guessing in parallel gains nothing.
        let open = transaction
            .query(
                "SELECT code_id, salt, hash, used_by FROM enroll_code
                 WHERE office_id = $1 AND expires_ms > $2 AND tries < $3 ORDER BY code_id FOR UPDATE",
                &[&office, &now.millis(), &MAX_TRIES],
            )
            .await?;
        let given = open
            .iter()
            .find(|row| row.get::<_, &[u8]>(2) == slow_hash(row.get(1), code));
        let Some(given) = given else {
            transaction
                .execute(
                    "UPDATE enroll_code SET tries = tries + 1
                     WHERE office_id = $1 AND expires_ms > $2 AND used_by IS NULL",
                    &[&office, &now.millis()],
                )
                .await?;
            transaction.commit().await?;
            return Err(Reject::CodeRefused.into());
        };
        let known = device_with_key(&transaction, key).await?;
        if let Some(used_by) = given.get::<_, Option<Uuid>>(3) {
            return match known {
                Some(known) if known.id.uuid() == used_by && !known.revoked => Ok(Enrolled {
                    device: known.id,
                    is_new: false,
                }),
                _ => Err(Reject::CodeRefused.into()),
            };
        }
        let device = match known {
            Some(known) if known.revoked => return Err(Reject::DeviceRevoked.into()),
            Some(known) if known.office != office => return Err(Reject::AlreadyEnrolled.into()),
            Some(known) => known.id,
            None => insert_device(&transaction, office, key, now).await?,
        };
        let use_up = "UPDATE enroll_code SET used_by = $2 WHERE code_id = $1";
        transaction
            .execute(use_up, &[&given.get::<_, Uuid>(0), &device.uuid()])
            .await?;
        transaction.commit().await?;
        Ok(Enrolled {
            device,
            is_new: true,
        })
    }
}

struct Known {
    id: DeviceId,
    office: String,
    revoked: bool,
}

async fn device_with_key(
    transaction: &Transaction<'_>,
    key: PublicKey,
) -> Result<Option<Known>, HubError> {
    let row = transaction
        .query_opt(
            "SELECT device_id, office_id, revoked_ms IS NOT NULL FROM device WHERE sign_key = $1",
            &[&key.to_bytes().as_slice()],
        )
        .await?;
    Ok(row.map(|row| Known {
        id: DeviceId::from_uuid(row.get(0)),
        office: row.get(1),
        revoked: row.get(2),
    }))
}

async fn insert_device(
    transaction: &Transaction<'_>,
    office: &str,
    key: PublicKey,
    now: Instant,
) -> Result<DeviceId, HubError> {
    let device = DeviceId::from_uuid(Uuid::now_v7());
    transaction
        .execute(
            "INSERT INTO device (device_id, office_id, sign_key, enrolled_ms) VALUES ($1, $2, $3, $4)",
            &[&device.uuid(), &office, &key.to_bytes().as_slice(), &now.millis()],
        )
        .await?;
    Ok(device)
}

fn slow_hash(salt: &[u8], code: &EnrollCode) -> [u8; 32] {
    let first = Sha256::new()
        .chain_update(salt)
        .chain_update(code.expose())
        .finalize();
    (0..HASH_ROUNDS).fold(first.into(), |hash: [u8; 32], _| {
        Sha256::new()
            .chain_update(salt)
            .chain_update(hash)
            .finalize()
            .into()
    })
}
