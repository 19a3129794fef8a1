//! What the rules said, and what they said before: stored once for each basis.

use suar_domain::departure::StatedFact;
use suar_domain::operation::{Operation, ScreeningResult};
use suar_domain::screening::{Assessment, Level};

use crate::world::{answering_with, assessment, at, create, departure_id, import, opening, save};

/// What the rules say after the manifest said an age and `K3` was answered.
fn after(key: &str, level: Level) -> Assessment {
    let fact = |fact: &str, value: &str, source: &str| StatedFact {
        fact: fact.into(),
        value: value.into(),
        source: source.into(),
    };
    let mut said = assessment(level);
    said.basis.manifest_only = false;
    said.basis.facts = vec![
        fact("person.age_years", "31", "manifest"),
        fact("doc.passport_held_by", &format!("\"{key}\""), "K3"),
    ];
    said
}

#[test]
fn an_assessment_is_stored_when_it_rests_on_something_new() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let manifest = Operation::ImportManifest(Box::new(import(1, 1, &[])));
    save(&registry, at(1), &manifest).expect("imported");
    save(&registry, at(2), &opening(1, 1, 1)).expect("opened");
    let of = departure_id(1, 1);
    let edition = || {
        registry
            .assessment(of)
            .expect("read")
            .expect("assessed")
            .edition
    };
    let opened = edition();

    let answer = |seconds, key: &str, said: &Assessment| {
        let result = ScreeningResult {
            assessment: Some(said.clone()),
            alert: None,
        };
        let answer = answering_with(1, "K3", key, result);
        save(&registry, at(seconds), &answer).expect("answered");
    };
    let first = after("self", Level::Siap);
    answer(3, "1", &first);
    assert_eq!(edition(), opened + 1);
    answer(4, "1", &first);
    assert_eq!(edition(), opened + 1, "the same answer again");
    let second = after("other", Level::Dalami);
    answer(5, "3", &second);
    assert_eq!(edition(), opened + 2);

    let now = registry.assessment(of).expect("read").expect("assessed");
    assert_eq!(now.assessment, second);
    assert_eq!(now.at, at(5));
    let said = |source: &str| now.stated_at.get(source).copied();
    assert_eq!(said("manifest"), Some(at(3)), "it says what it said before");
    assert_eq!(said("K3"), Some(at(5)), "it was corrected");
    let past = registry
        .assessment_edition(of, opened + 1)
        .expect("read")
        .expect("kept");
    assert_eq!((past.assessment, past.at), (first, at(3)));
    let never = registry.assessment_edition(of, opened + 3).expect("read");
    assert!(never.is_none());
}

#[test]
fn another_pack_makes_another_edition() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let manifest = Operation::ImportManifest(Box::new(import(1, 1, &[])));
    save(&registry, at(1), &manifest).expect("imported");
    save(&registry, at(2), &opening(1, 1, 1)).expect("opened");
    let mut said = after("self", Level::Siap);
    for hash in ["aa", "bb"] {
        said.pack_hash = hash.into();
        let result = ScreeningResult {
            assessment: Some(said.clone()),
            alert: None,
        };
        save(&registry, at(3), &answering_with(1, "K3", "1", result)).expect("answered");
    }
    let of = departure_id(1, 1);
    let now = registry.assessment(of).expect("read").expect("assessed");
    assert_eq!(now.assessment.pack_hash, "bb");
    let before = registry
        .assessment_edition(of, now.edition - 1)
        .expect("read");
    assert_eq!(before.expect("kept").assessment.pack_hash, "aa");
}
