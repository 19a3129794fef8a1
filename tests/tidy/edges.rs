//! Which crate may use which: the table of `docs/architecture.md`, held against `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::{Value, json};

use crate::repository::{assert_none, root};

/// Our crates and what each may use when it is built to be shipped. Tests may use anything.
const EDGES: [(&str, &[&str]); 16] = [
    ("acceptance", &[]),
    ("suar", &["suar-api"]),
    ("suar-api", &["suar-app", "suar-domain", "suar-rules"]),
    (
        "suar-app",
        &[
            "suar-domain",
            "suar-rules",
            "suar-registry",
            "suar-sync",
            "suar-demo",
        ],
    ),
    // Only measures; nothing that is shipped may use it.
    (
        "suar-bench",
        &[
            "suar-domain",
            "suar-matching",
            "suar-registry",
            "suar-rules",
        ],
    ),
    (
        "suar-cli",
        &["suar-app", "suar-demo", "suar-domain", "suar-rules"],
    ),
    ("suar-demo", &["suar-domain", "suar-registry"]),
    ("suar-domain", &[]),
    ("suar-hub", &["suar-domain", "suar-protocol", "suar-rules"]),
    ("suar-matching", &["suar-domain"]),
    ("suar-protocol", &["suar-domain"]),
    // The outbox is the operation log, whose line format is the protocol's (docs/decisions/0001).
    ("suar-registry", &["suar-domain", "suar-protocol"]),
    ("suar-rules", &[]),
    (
        "suar-sync",
        &["suar-domain", "suar-protocol", "suar-registry"],
    ),
    (
        "suar-testkit",
        &[
            "suar-domain",
            "suar-protocol",
            "suar-registry",
            "suar-rules",
        ],
    ),
    ("suar-xtask", &[]),
];

/// Libraries that only some crates may reach, directly or through others, when they are built to be shipped.
const REACH: [(&str, &[&str]); 7] = [
    ("tauri", &["suar"]),
    ("notify-rust", &["suar"]),
    (
        "rusqlite",
        &[
            "suar-registry",
            "suar-sync",
            "suar-app",
            "suar-api",
            "suar",
            "suar-demo",
            "suar-cli",
            "suar-bench",
            "suar-testkit",
            // Measures SQLite beside our index.
            "suar-bench",
        ],
    ),
    (
        "reqwest",
        &["suar-sync", "suar-app", "suar-api", "suar", "suar-cli"],
    ),
    (
        "tokio",
        &[
            "suar-sync",
            "suar-app",
            "suar-api",
            "suar",
            "suar-cli",
            "suar-hub",
        ],
    ),
    ("axum", &["suar-hub"]),
    ("tokio-postgres", &["suar-hub"]),
];

/// Libraries that only these crates may name among its own dependencies.
const NAME: [(&str, &[&str]); 4] = [
    // The bench, which is never shipped, measures it beside our index.
    ("rusqlite", &["suar-registry", "suar-bench"]),
    ("reqwest", &["suar-sync"]),
    ("tauri", &["suar"]),
    ("axum", &["suar-hub"]),
];

/// Every breach of the tables above in the answer of `cargo metadata`.
fn breaches(metadata: &Value) -> Vec<String> {
    let packages = Packages::of(metadata);
    let mut found = Vec::new();
    for (id, package) in &packages.ours {
        let name = package.name.as_str();
        let Some((_, allowed)) = EDGES.iter().find(|(known, _)| *known == name) else {
            found.push(format!("{name} is not in the table of tests/tidy/edges.rs"));
            continue;
        };
        for (used, is_test) in &package.uses {
            let ours = EDGES.iter().any(|(known, _)| known == used);
            if ours && !is_test && !allowed.contains(&used.as_str()) {
                found.push(format!(
                    "{name} must not use {used}: see docs/architecture.md"
                ));
            }
            for (library, only) in NAME {
                if used == library && !is_test && !only.contains(&name) {
                    found.push(format!(
                        "{name} must not name {library}: that is for {} alone",
                        only.join(" and ")
                    ));
                }
            }
        }
        let reached = packages.reached(id);
        for (library, may) in REACH {
            if reached.contains(library) && !may.contains(&name) {
                found.push(format!(
                    "{name} must not reach {library}, not even through another crate"
                ));
            }
        }
    }
    found
}

struct Package {
    name: String,
    /// Names of its own dependencies, and whether only its tests use them.
    uses: Vec<(String, bool)>,
}

struct Packages {
    ours: BTreeMap<String, Package>,
    names: BTreeMap<String, String>,
    /// From package to the packages that are built with it, tests left aside.
    built_with: BTreeMap<String, Vec<String>>,
}

impl Packages {
    fn of(metadata: &Value) -> Self {
        let members: BTreeSet<String> = list(&metadata["workspace_members"]).map(text).collect();
        let (mut ours, mut names) = (BTreeMap::new(), BTreeMap::new());
        for package in list(&metadata["packages"]) {
            let (id, name) = (text(&package["id"]), text(&package["name"]));
            let uses = list(&package["dependencies"])
                .map(|used| (text(&used["name"]), used["kind"] == "dev"));
            if members.contains(&id) {
                ours.insert(
                    id.clone(),
                    Package {
                        name: name.clone(),
                        uses: uses.collect(),
                    },
                );
            }
            names.insert(id, name);
        }
        let built_with = list(&metadata["resolve"]["nodes"]).map(|node| {
            let shipped =
                |used: &&Value| list(&used["dep_kinds"]).any(|kind| kind["kind"] != "dev");
            let used = list(&node["deps"])
                .filter(shipped)
                .map(|used| text(&used["pkg"]))
                .collect();
            (text(&node["id"]), used)
        });
        Self {
            ours,
            names,
            built_with: built_with.collect(),
        }
    }

    /// Names of everything that is built with a package.
    fn reached(&self, id: &str) -> BTreeSet<&str> {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![id]);
        while let Some(next) = waiting.pop() {
            for used in self.built_with.get(next).into_iter().flatten() {
                if seen.insert(used.as_str()) {
                    waiting.push(used);
                }
            }
        }
        seen.into_iter()
            .filter_map(|id| self.names.get(id))
            .map(String::as_str)
            .collect()
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn crates_use_only_what_the_architecture_allows() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut ask = Command::new(cargo);
    // Only this platform: the manifests of the others need not be on this machine.
    ask.args([
        "metadata",
        "--offline",
        "--format-version",
        "1",
        "--filter-platform",
        &host(),
    ]);
    let output = ask.current_dir(root()).output().expect("cargo runs");
    assert!(
        output.status.success(),
        "cargo metadata answers: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    assert_none(&breaches(&metadata), "a crate uses what it must not");
}

fn host() -> String {
    let output = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc names its host")
        .to_owned()
}

/// A workspace of `suar-rules` and `suar-registry` (which uses `rusqlite`), with further uses of `suar-rules`.
fn workspace(rules_uses: &[(&str, Option<&str>)]) -> Value {
    let uses: Vec<Value> = rules_uses
        .iter()
        .map(|(name, kind)| json!({"name": name, "kind": kind}))
        .collect();
    let built: Vec<Value> = rules_uses
        .iter()
        .map(|(name, kind)| json!({"pkg": name, "dep_kinds": [{"kind": kind}]}))
        .collect();
    let package = |name: &str, uses: Value| json!({"id": name, "name": name, "dependencies": uses});
    json!({
        "workspace_members": ["suar-rules", "suar-registry"],
        "packages": [
            package("suar-rules", json!(uses)),
            package("suar-registry", json!([{"name": "rusqlite", "kind": null}])),
            package("rusqlite", json!([])),
            package("harmless", json!([])),
        ],
        "resolve": {"nodes": [
            {"id": "suar-rules", "deps": built},
            {"id": "suar-registry", "deps": [{"pkg": "rusqlite", "dep_kinds": [{"kind": null}]}]},
            {"id": "harmless", "deps": [{"pkg": "rusqlite", "dep_kinds": [{"kind": null}]}]},
        ]},
    })
}

#[test]
fn rules_that_name_a_database_are_refused() {
    let found = breaches(&workspace(&[("rusqlite", None)])).join("\n");
    assert!(
        found.contains("suar-rules must not name rusqlite"),
        "{found}"
    );
    assert!(
        found.contains("suar-rules must not reach rusqlite"),
        "{found}"
    );
}

#[test]
fn rules_that_reach_a_database_through_a_library_are_refused() {
    let found = breaches(&workspace(&[("harmless", None)]));
    assert_eq!(
        found,
        ["suar-rules must not reach rusqlite, not even through another crate"]
    );
}

#[test]
fn rules_that_use_another_crate_of_ours_are_refused() {
    let found = breaches(&workspace(&[("suar-registry", None)])).join("\n");
    assert!(
        found.contains("suar-rules must not use suar-registry"),
        "{found}"
    );
}

#[test]
fn tests_may_use_anything() {
    assert_eq!(
        breaches(&workspace(&[
            ("rusqlite", Some("dev")),
            ("suar-registry", Some("dev"))
        ])),
        [""; 0]
    );
}

#[test]
fn a_crate_that_nobody_placed_is_refused() {
    let metadata = json!({
        "workspace_members": ["suar-manager"],
        "packages": [{"id": "suar-manager", "name": "suar-manager", "dependencies": []}],
        "resolve": {"nodes": []},
    });
    assert_eq!(
        breaches(&metadata),
        ["suar-manager is not in the table of tests/tidy/edges.rs"]
    );
}
