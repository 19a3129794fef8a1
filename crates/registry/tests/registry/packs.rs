//! Which rule pack is in force: the history decides, and a change that does not fit it changes nothing.

use suar_domain::operation::Operation;
use suar_domain::pack::{PackChange, PackHash, PackVersion};
use suar_registry::{PacksChosen, PlannedPack, Registry, RegistryError};

use crate::world::{at, create, save, sound_log, unlock};

fn pack(n: u8) -> PackVersion {
    let hash: PackHash = format!("{n:02x}").repeat(32).parse().expect("a hash");
    PackVersion {
        version: format!("{n}.0.0"),
        hash,
    }
}

fn change(registry: &Registry, seconds: i64, change: PackChange) -> Result<(), RegistryError> {
    save(registry, at(seconds), &Operation::ChoosePack(change))
}

fn refused(result: Result<(), RegistryError>) {
    assert!(
        matches!(result, Err(RegistryError::Conflict { .. })),
        "{result:?}"
    );
}

#[test]
fn what_holds_is_read_from_the_history_also_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    assert_eq!(
        registry.packs_chosen().expect("read"),
        PacksChosen::default()
    );
    change(&registry, 1, PackChange::Keep(pack(1))).expect("kept");
    assert_eq!(
        registry.packs_chosen().expect("read"),
        PacksChosen::default()
    );
    change(&registry, 2, PackChange::Activate(pack(1))).expect("in force");
    change(&registry, 3, PackChange::Shadow(Some(pack(3)))).expect("tried");
    let plan = PackChange::Plan {
        pack: pack(2),
        starts: at(100),
    };
    change(&registry, 4, plan).expect("planned");
    let expected = PacksChosen {
        active: Some(pack(1)),
        before: Some(None),
        planned: Some(PlannedPack {
            pack: pack(2),
            starts: at(100),
        }),
        shadow: Some(pack(3)),
    };
    drop(registry);
    let registry = unlock(folder.path()).expect("opens");
    assert_eq!(registry.packs_chosen().expect("read"), expected);
    change(&registry, 100, PackChange::Begin(pack(2))).expect("its moment has come");
    let now = registry.packs_chosen().expect("read");
    assert_eq!(
        (now.active, now.before, now.planned),
        (Some(pack(2)), Some(Some(pack(1))), None)
    );
    assert_eq!(registry.pack_history().expect("read").len(), 5);
    sound_log(&registry);
}

#[test]
fn a_change_that_does_not_fit_is_refused_and_leaves_no_trace() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    refused(change(&registry, 1, PackChange::Begin(pack(1))));
    refused(change(&registry, 1, PackChange::Refuse(pack(1))));
    refused(change(&registry, 1, PackChange::Unplan));
    refused(change(&registry, 1, PackChange::RollBack(None)));
    let plan = PackChange::Plan {
        pack: pack(1),
        starts: at(100),
    };
    change(&registry, 2, plan).expect("planned");
    refused(change(&registry, 99, PackChange::Begin(pack(1))));
    refused(change(&registry, 100, PackChange::Begin(pack(2))));
    change(&registry, 100, PackChange::Begin(pack(1))).expect("its moment has come");
    refused(change(&registry, 101, PackChange::RollBack(Some(pack(2)))));
    change(&registry, 101, PackChange::RollBack(None)).expect("back to the shipped one");
    refused(change(&registry, 102, PackChange::RollBack(Some(pack(1)))));
    let names = registry.pack_history().expect("read");
    let names: Vec<_> = names.iter().map(|row| row.change.audit_name()).collect();
    assert_eq!(names, ["pack.plan", "pack.begin", "pack.roll_back"]);
    registry.verify_audit().expect("the audit is whole");
}
