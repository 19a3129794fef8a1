//! A person without a scan.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::screening as app;
use ts_rs::TS;

use super::form::{CounterView, counter};
use crate::error::ApiError;

/// Looks up or starts a form without a scan.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TypedPerson {
    /// Travel document number.
    pub document: String,
    /// Full name; needed when the number is not on the manifest.
    pub name: Option<String>,
    /// Birth date, ISO 8601.
    pub birth_date: Option<String>,
}

/// What a typed number led to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
pub enum TypedReply {
    /// A form is open.
    Opened {
        /// The form.
        counter: Box<CounterView>,
    },
    /// The number is not on the manifest: name and birth date are needed.
    NotOnManifest,
}

pub(crate) fn typed(app: &App, request: TypedPerson) -> Result<TypedReply, ApiError> {
    let outcome = app.type_person(
        &request.document,
        request.name.as_deref(),
        request.birth_date.as_deref(),
    )?;
    Ok(match outcome {
        app::TypedOutcome::Opened(open) => TypedReply::Opened {
            counter: Box::new(counter(&open)?),
        },
        app::TypedOutcome::NotOnManifest => TypedReply::NotOnManifest,
    })
}
