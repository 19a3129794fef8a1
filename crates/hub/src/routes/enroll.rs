//! `POST /v1/enroll`: a one-time code and a public key become a device. 201, or 200 when repeated.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use suar_protocol::enroll::{EnrollRequest, EnrollResponse, MAX_NAME, office_key};
use suar_protocol::key::PublicKey;
use suar_protocol::reject::Reject;

use crate::error::HubError;
use crate::{HubState, auth, clock};

/// Enrols a device.
pub async fn post(
    State(state): State<HubState>,
    request: Request,
) -> Result<(StatusCode, Json<EnrollResponse>), HubError> {
    let body = auth::read_body(request, &state).await?;
    // serde_json's message could quote the code.
    let request: EnrollRequest =
        serde_json::from_slice(&body).map_err(|_| Reject::Malformed("the enrolment request"))?;
    if request.office.chars().count() > MAX_NAME || request.office.chars().any(char::is_control) {
        return Err(Reject::Malformed("the office").into());
    }
    let key = request
        .proven_key()
        .map_err(|_| Reject::Malformed("the key or its proof"))?;
    let office = office_key(&request.office);
    let now = clock::now();
    let enrolled = state.store.enroll(&office, &request.code, key, now).await?;
    let status = if enrolled.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let response = EnrollResponse {
        device: enrolled.device,
        feed: office,
        hub_key: PublicKey::of(&state.key).to_hex(),
        hub_time: now.millis(),
    };
    Ok((status, Json(response)))
}
