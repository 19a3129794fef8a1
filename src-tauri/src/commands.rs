//! The commands of the page: one function each, made from the list in `suar-api`.
//!
//! None of them runs on the window's thread, so that a slow disk never freezes it; see [`work`].

use std::sync::Arc;

use suar_api::alert::{AlertEntry, AlertRef};
use suar_api::case::{CaseOutcome, CaseView};
use suar_api::error::ApiError;
use suar_api::manifest::{
    ImportReport, LineFix, LineSetAside, LineView, ManifestImport, ManifestPreview,
};
use suar_api::sailing::{
    BoardPersonView, BoardRequest, BoardView, DepartureRef, SailingRef, SailingView,
};
use suar_api::screening::{
    Answer, Correct, CounterDesk, CounterView, Decide, Scan, ScanCheck, ScanRepair, ScanReply,
    ScreeningRef, Tick, TypedPerson, TypedReply,
};
use suar_api::session::{Appearance, FirstRun, Office, SessionView, Unlock};
use suar_api::sync::{Enroll, SyncView};
use suar_api::{App, handle};
use tauri::ipc::{InvokeBody, Request};
use tauri::{Builder, State, Wry};

use crate::work;

type Shared<'a> = State<'a, Arc<App>>;

macro_rules! shell {
    ($($name:ident: $module:ident :: $handler:ident ($($request:ty)?) -> $reply:ty, [$($topic:ident),*];)*) => {
        $(
            #[tauri::command]
            async fn $name(app: Shared<'_> $(, request: $request)?) -> Result<$reply, ApiError> {
                let app = Arc::clone(app.inner());
                work::run(stringify!($name), move || {
                    handle::$name(&app $(, { let request: $request = request; request })?)
                })
                .await
            }
        )*

        /// Makes the commands known to the window.
        pub fn register(builder: Builder<Wry>) -> Builder<Wry> {
            builder.invoke_handler(tauri::generate_handler![manifest_read, $($name),*])
        }
    };
}
suar_api::commands!(shell);

/// Reads a manifest from raw bytes. The page hands over the content of a file that the officer chose, never a path.
#[tauri::command]
async fn manifest_read(app: Shared<'_>, request: Request<'_>) -> Result<ManifestPreview, ApiError> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(ApiError::bad_request("body"));
    };
    let name = request
        .headers()
        .get("x-file-name")
        .and_then(|name| name.to_str().ok())
        .unwrap_or_default();
    let name = percent_decoded(name);
    let (app, bytes) = (Arc::clone(app.inner()), bytes.clone());
    work::run("manifest_read", move || {
        handle::guarded("manifest_read", || {
            suar_api::manifest::read(&app, &bytes, &name)
        })
    })
    .await
}

/// Undoes `encodeURIComponent`, which the page applies because headers carry ASCII only.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let coded = (bytes[at] == b'%')
            .then(|| {
                text.get(at + 1..at + 3)
                    .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            })
            .flatten();
        match coded {
            Some(byte) => {
                plain.push(byte);
                at += 3;
            }
            None => {
                plain.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_as_they_were() {
        assert_eq!(
            percent_decoded("manifes%20J%C3%B3s%C3%A9.csv"),
            "manifes Jósé.csv"
        );
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%zz%4"), "%zz%4");
    }
}
