//! The disk is full: a plain error, nothing half, nothing lost, and work goes on.

use std::path::Path;

use suar_domain::alert::AlertKind;
use suar_domain::screening::ScreeningState;
use suar_registry::{Registry, RegistryError};
use suar_testkit::disk::SmallDisk;

use crate::world::{
    answering, at, create, importing, opening, picture, sailing_id, save, screening_id, sound_log,
    unlock,
};

/// Fifty people and an open form with one answer.
fn a_morning(folder: &Path) -> Registry {
    let registry = create(folder).expect("a registry");
    save(&registry, at(1), &importing(1, 50)).expect("a usual manifest fits");
    save(&registry, at(2), &opening(1, 1, 1)).expect("opened");
    save(&registry, at(3), &answering(1, "K1", "1")).expect("answered");
    registry
}

/// The import does not fit, and the counter goes on as if it had not been tried.
fn too_large_an_import(registry: &Registry) {
    let before = picture(registry);
    let result = save(registry, at(10), &importing(2, 6_000));
    assert!(matches!(result, Err(RegistryError::DiskFull)), "{result:?}");
    let log = std::fs::metadata(registry.folder().join("suar.db-wal")).expect("the recent writes");
    assert_eq!(log.len(), 0, "what did not fit takes no space any more");
    assert_eq!(picture(registry), before, "nothing of the import is there");
    assert_eq!(
        registry
            .board(sailing_id(1), 0, 100)
            .expect("a board")
            .len(),
        50,
        "and everything of before"
    );
    assert!(
        matches!(
            registry.sailing(sailing_id(2)),
            Err(RegistryError::NotFound { .. })
        ),
        "no sailing without its people"
    );
}

fn answers(registry: &Registry) -> usize {
    let form = registry.screening(screening_id(1)).expect("the form");
    assert_eq!(form.state, ScreeningState::Open);
    form.answers.len()
}

#[test]
fn an_import_that_does_not_fit_a_real_disk_changes_nothing_and_the_next_answer_is_saved() {
    let Some(disk) = SmallDisk::mount().expect("the disk is made, or may not be") else {
        return;
    };
    let folder = disk.path().join("registry");
    let registry = a_morning(&folder);
    too_large_an_import(&registry);
    save(&registry, at(11), &answering(1, "K2", "1")).expect("the counter goes on");
    assert_eq!(answers(&registry), 2);
    let kept = picture(&registry);
    drop(registry);
    let again = unlock(&folder).expect("opens");
    assert_eq!(picture(&again), kept);
    sound_log(&again);
}

#[test]
fn answers_on_a_disk_that_others_filled_are_saved_or_refused_and_go_on_when_there_is_space() {
    let Some(disk) = SmallDisk::mount().expect("the disk is made, or may not be") else {
        return;
    };
    let folder = disk.path().join("registry");
    let registry = a_morning(&folder);
    let ballast = disk.fill().expect("it fills");

    let mut saved = 1;
    let full = (1..5_000).find_map(|n| {
        let result = save(&registry, at(10 + n), &answering(1, &format!("Q{n}"), "1"));
        saved += usize::from(result.is_ok());
        result.err()
    });
    assert!(matches!(full, Some(RegistryError::DiskFull)), "{full:?}");
    assert_eq!(
        answers(&registry),
        saved,
        "exactly those that were confirmed"
    );

    std::fs::remove_file(&ballast).expect("space again");
    save(&registry, at(9_000), &answering(1, "K2", "1")).expect("the counter goes on");
    assert_eq!(answers(&registry), saved + 1);
    let kept = picture(&registry);
    drop(registry);
    let again = unlock(&folder).expect("opens");
    assert_eq!(picture(&again), kept);
    sound_log(&again);
}

#[test]
fn a_quota_of_pages_refuses_an_import_whole_and_can_be_raised() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = a_morning(folder.path());
    registry.limit_pages(200).expect("a quota");
    too_large_an_import(&registry);
    save(&registry, at(11), &answering(1, "K2", "1")).expect("the counter goes on");
    registry.limit_pages(1_000_000).expect("a larger quota");
    save(&registry, at(12), &importing(2, 6_000)).expect("now it fits");
    assert_eq!(registry.people_count().expect("a count"), 6_050);
    assert!(
        registry
            .alerts()
            .expect("alerts")
            .iter()
            .all(|alert| alert.kind != AlertKind::SecondOfficer),
        "an import asks for nobody"
    );
    sound_log(&registry);
}
