//! Writes the TypeScript of everything the page may say and hear.
//!
//! The text is committed at `ui/src/lib/api/generated/api.ts`; `cargo xtask types` writes it and a test compares.

use std::collections::{BTreeMap, BTreeSet};

use ts_rs::{Config, TS, TypeVisitor};

use crate::alert::{AlertEntry, AlertRef};
use crate::case::{CaseOutcome, CaseView};
use crate::error::{ApiError, ErrorCode};
use crate::manifest::{
    ImportReport, LineFix, LineSetAside, LineView, ManifestImport, ManifestPreview,
};
use crate::sailing::{
    BoardPersonView, BoardRequest, BoardView, DepartureRef, SailingRef, SailingView,
};
use crate::screening::{
    Answer, Correct, CounterDesk, CounterView, Decide, Scan, ScanCheck, ScanRepair, ScanReply,
    ScreeningRef, Tick, TypedPerson, TypedReply,
};
use crate::session::{Appearance, FirstRun, Office, SessionView, Unlock};
use crate::sync::{Enroll, SyncView};
use crate::topics::Topic;

const HEADER: &str = "// Generated from crates/api by `cargo xtask types`. Do not edit.\n\n";

/// The whole module as TypeScript: types, the map of commands, and which topics each command invalidates.
pub fn typescript() -> String {
    let mut types = Types {
        config: Config::new().with_large_int("number"),
        seen: BTreeSet::new(),
        declared: BTreeMap::new(),
    };
    types.add::<ApiError>();
    types.add::<ErrorCode>();
    types.add::<ManifestPreview>();
    types.add::<Topic>();

    macro_rules! request {
        ($types:ident,) => {
            "null".to_owned()
        };
        ($types:ident, $request:ty) => {
            $types.add::<$request>()
        };
    }
    macro_rules! table {
        ($($name:ident: $module:ident :: $handler:ident ($($request:ty)?) -> $reply:ty, [$($topic:ident),*];)*) => {{
            let mut commands = String::from("export interface Commands {\n");
            let mut invalidates = String::from("export const invalidates: Record<keyof Commands, Topic[]> = {\n");
            $(
                let request = request!(types, $($request)?);
                let reply = types.add::<$reply>();
                commands.push_str(&format!("  {}: {{ request: {request}; reply: {reply} }};\n", stringify!($name)));
                let topics: Vec<String> = vec![$(topic_name(Topic::$topic)),*];
                invalidates.push_str(&format!("  {}: [{}],\n", stringify!($name), topics.join(", ")));
            )*
            commands.push_str("}\n");
            invalidates.push_str("};\n");
            format!("{commands}\n{invalidates}")
        }};
    }
    let table = crate::commands!(table);
    let mut text = HEADER.to_owned();
    for declaration in types.declared.values() {
        text.push_str("export ");
        text.push_str(declaration);
        text.push_str("\n\n");
    }
    text + &table
}

fn topic_name(topic: Topic) -> String {
    serde_json::to_string(&topic).unwrap_or_default()
}

/// Declarations collected so far, by name, dependencies included.
struct Types {
    config: Config,
    seen: BTreeSet<std::any::TypeId>,
    declared: BTreeMap<String, String>,
}

impl Types {
    /// Collects a type and what it refers to; gives the name to use for it.
    fn add<T: TS + 'static + ?Sized>(&mut self) -> String {
        self.visit::<T>();
        T::name(&self.config)
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(std::any::TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            self.declared
                .insert(T::name(&self.config), T::decl(&self.config));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn committed() -> std::path::PathBuf {
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../ui/src/lib/api/generated/api.ts")
    }

    /// With `SUAR_WRITE_TYPES=1`, as `cargo xtask types` sets it, the file is written instead of compared.
    #[test]
    fn the_committed_typescript_is_fresh() {
        let fresh = typescript();
        if std::env::var_os("SUAR_WRITE_TYPES").is_some() {
            std::fs::create_dir_all(committed().parent().expect("a folder"))
                .expect("the folder can be made");
            std::fs::write(committed(), &fresh).expect("the file can be written");
        }
        let stored = std::fs::read_to_string(committed()).unwrap_or_default();
        assert!(
            stored == fresh,
            "ui/src/lib/api/generated/api.ts is stale: run `cargo xtask types`"
        );
    }
}
