//! Sending to the hub: status, one attempt, enrolment.

use std::sync::{Arc, PoisonError};

use suar_domain::operation::Permit;
use suar_domain::user::Permission;
use suar_sync::{SyncClient, SyncProblem, SyncStatus};

use crate::App;
use crate::error::AppError;

/// The client, made when first needed; forgotten with the session.
#[derive(Default)]
pub struct Exchange {
    client: Option<Arc<SyncClient>>,
}

/// What the officer sees of the exchange.
#[derive(Debug, Clone)]
pub struct ExchangeStatus {
    /// State and figures.
    pub status: SyncStatus,
    /// Address of the hub, once enrolled.
    pub hub: Option<String>,
}

impl App {
    fn client(&self) -> Result<Arc<SyncClient>, AppError> {
        let mut exchange = self.exchange.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &exchange.client {
            return Ok(Arc::clone(client));
        }
        let client = Arc::new(SyncClient::new()?);
        exchange.client = Some(Arc::clone(&client));
        Ok(client)
    }

    pub(crate) fn exchange_reset(&self) {
        self.exchange
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .client = None;
    }

    /// How the exchange stands. Never waits for an attempt under way.
    pub fn sync_status(&self) -> Result<ExchangeStatus, AppError> {
        let desk = self.desk()?;
        let status = self.client()?.status(&*desk.registry)?;
        let hub = desk.registry.hub_link()?.map(|link| link.url);
        Ok(ExchangeStatus { status, hub })
    }

    /// Sends now, whatever the schedule says.
    pub fn sync_now(&self) -> Result<ExchangeStatus, AppError> {
        let desk = self.desk()?;
        let client = self.client()?;
        // A failed attempt is part of the status, with its code; it is not an error of the button.
        match apart(|| client.push(&*desk.registry, desk.now)) {
            Ok(_) | Err(SyncProblem::NotEnrolled) => {}
            Err(SyncProblem::Registry(error)) => return Err(SyncProblem::Registry(error).into()),
            Err(_) => {}
        }
        self.sync_status()
    }

    /// Sends when an attempt is due and something waits; tells whether anything was tried.
    pub fn sync_if_due(&self) -> Result<bool, AppError> {
        let desk = self.desk()?;
        let client = self.client()?;
        let waits = desk.registry.hub_link()?.is_some() && desk.registry.waiting()?.lines > 0;
        if !waits || !client.is_due(desk.now) {
            return Ok(false);
        }
        match apart(|| client.push(&*desk.registry, desk.now)) {
            Err(SyncProblem::Registry(error)) => Err(SyncProblem::Registry(error).into()),
            _ => Ok(true),
        }
    }

    /// Something new waits: the next attempt need not wait for the schedule of a quiet hub.
    pub(crate) fn something_waits(&self) {
        let exchange = self.exchange.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &exchange.client
            && let Ok(desk) = self.desk()
            && let Ok(status) = client.status(&*desk.registry)
            && !matches!(status.state, suar_sync::SyncState::Offline)
        {
            client.wake();
        }
    }

    /// Enrols this computer with a supervisor's one-time code.
    pub fn enroll(&self, url: &str, code: &str) -> Result<ExchangeStatus, AppError> {
        let desk = self.desk()?;
        Permit::ask(desk.user.id, desk.user.role, Permission::Enroll)?;
        // Codes are made for an office; at the hub, an office has the name of its port.
        let office = self.session().settings.port.to_uppercase();
        let client = self.client()?;
        apart(|| client.enroll(&*desk.registry, url.trim(), code.trim(), &office))?;
        self.sync_now()
    }
}

/// Runs an exchange on a thread of its own. The client blocks on a runtime of its own, which the threads of another
/// runtime (the shell runs its commands on such) do not allow.
fn apart<T: Send>(
    exchange: impl FnOnce() -> Result<T, SyncProblem> + Send,
) -> Result<T, SyncProblem> {
    std::thread::scope(|scope| scope.spawn(exchange).join()).unwrap_or(Err(SyncProblem::Setup))
}
