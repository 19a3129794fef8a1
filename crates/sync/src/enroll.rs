//! Making this computer known to a hub, with a supervisor's one-time code.
//!
//! The hub's key is pinned here, once; afterwards only what this key signed is believed. A lost answer is no
//! loss: the same code may be sent again by the same computer.

use suar_protocol::enroll::{EnrollCode, EnrollRequest};
use suar_registry::HubLink;

use crate::address::HubAddress;
use crate::hub::SyncHub;
use crate::outbox::Outbox;
use crate::problem::SyncProblem;

/// Enrols at a hub and remembers it.
pub async fn enroll<O: Outbox, H: SyncHub>(
    outbox: &O,
    hub: &H,
    address: &HubAddress,
    code: &str,
    office: &str,
) -> Result<HubLink, SyncProblem> {
    let code: EnrollCode = code.parse().map_err(|_| SyncProblem::BadCode)?;
    let request = EnrollRequest::new(code, office.trim(), &outbox.device_key()?);
    let response = hub.enroll(&request).await?;
    let hub_key = response
        .hub_public_key()
        .map_err(|_| SyncProblem::NotVerified)?;
    let link = HubLink {
        url: address.as_str().to_owned(),
        device: response.device,
        hub_key: hub_key.to_bytes(),
        feed: response.feed,
    };
    outbox.set_hub_link(&link)?;
    Ok(link)
}
