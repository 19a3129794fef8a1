//! The life of packs on one computer, through the public door.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

use suar_domain::pack::PackHash;
use suar_domain::screening::{AnswerStatus, Level};
use suar_domain::time::Instant;

use super::testing::{HELD_BY_OTHERS, HOUR, MIDNIGHT, World, kept, mild, pack};
use super::*;
use crate::screening::TypedOutcome;

#[test]
fn a_pack_is_kept_put_in_force_judges_and_is_taken_back_one_step() {
    let world = World::new();
    let shipped = world.in_force();
    assert_eq!(world.talk("X0000001"), Level::Dalami);
    let hash = kept(&world, &mild());
    assert_eq!(world.in_force(), shipped, "kept is not in force");

    world.at(20);
    world.app.activate_pack(hash).expect("nobody is there");
    assert_eq!(world.in_force().hash, hash);
    assert_eq!(
        world.talk("X0000002"),
        Level::Lengkapi,
        "the new pack judges"
    );

    let world = world.restarted();
    assert_eq!(world.in_force().hash, hash, "also after a restart");
    world.app.roll_back_pack().expect("one step");
    assert_eq!(world.in_force(), shipped);
    assert!(matches!(
        world.app.roll_back_pack(),
        Err(PackProblem::NothingBefore)
    ));

    let desk = world.app.desk().expect("a desk");
    let names: Vec<_> = desk.registry.pack_history().expect("a history");
    let names: Vec<_> = names.iter().map(|row| row.change.audit_name()).collect();
    assert_eq!(names, ["pack.keep", "pack.activate", "pack.roll_back"]);
    let audited = desk.registry.audit_tail(3).expect("audit rows");
    let audited: Vec<_> = audited.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        audited,
        ["pack.roll_back", "screening.park", "screening.answer"]
    );
}

#[test]
fn while_people_are_screened_the_rules_stay_what_they_are() {
    let world = World::new();
    let hash = kept(&world, &mild());
    world.talk("X0000001"); // A sailing of today whose time is not known.
    world.at(9);
    assert!(matches!(
        world.app.activate_pack(hash),
        Err(PackProblem::Boarding)
    ));
    assert!(matches!(
        world.app.plan_pack(hash, Instant::from_millis(MIDNIGHT)),
        Err(PackProblem::NotLater)
    ));
    let shipped = world.in_force();
    world
        .app
        .plan_pack(hash, Instant::from_millis(MIDNIGHT + 10 * HOUR))
        .expect("planned for ten");
    world.at(11);
    assert_eq!(
        world.in_force(),
        shipped,
        "the moment came while a sailing boards"
    );
    let world = world.restarted();
    world.at(18);
    assert_eq!(world.in_force().hash, hash, "it waited until none does");
    assert!(world.app.packs().expect("packs").chosen.planned.is_none());
}

#[test]
fn a_form_at_the_counter_keeps_the_rules() {
    let world = World::new();
    let hash = kept(&world, &mild());
    world.at(22);
    let typed = world.app.type_person("X0000001", Some("REKAAN"), None);
    assert!(matches!(typed, Ok(TypedOutcome::Opened(_))));
    assert!(matches!(
        world.app.activate_pack(hash),
        Err(PackProblem::Boarding)
    ));
}

#[test]
fn a_plan_can_be_given_up_and_an_activation_replaces_it() {
    let world = World::new();
    let hash = kept(&world, &mild());
    let other = kept(&world, &pack("3.0.0", &[]));
    let later = Instant::from_millis(MIDNIGHT + HOUR);
    world.app.plan_pack(hash, later).expect("planned");
    world.app.unplan_pack().expect("given up");
    assert!(
        world.app.unplan_pack().is_err(),
        "nothing is planned any more"
    );
    world.app.plan_pack(hash, later).expect("planned");
    world.app.activate_pack(other).expect("put in force");
    world.at(2);
    assert_eq!(world.in_force().hash, other, "the plan is gone");
}

#[test]
fn a_pack_in_shadow_is_counted_and_changes_nothing() {
    let world = World::new();
    let shipped = world.in_force();
    let hash = kept(&world, &mild());
    assert!(matches!(
        world.app.shadow_pack(Some(shipped.hash)),
        Err(PackProblem::InForce)
    ));
    world.app.shadow_pack(Some(hash)).expect("tried");
    assert_eq!(
        world.talk("X0000001"),
        Level::Dalami,
        "the pack in force judges"
    );
    let counts = world.app.packs().expect("packs").shadow;
    let differs: Vec<_> = counts
        .iter()
        .filter(|count| count.saying.said != count.saying.shadow_said)
        .collect();
    assert_eq!(differs.len(), 1, "{counts:?}");
    let saying = &differs[0].saying;
    assert_eq!(
        (saying.said, saying.shadow_said),
        (Level::Dalami, Level::Lengkapi)
    );
    assert_eq!(
        (saying.active.as_str(), differs[0].times),
        (shipped.hash.to_string().as_str(), 1)
    );

    world.app.shadow_pack(None).expect("ended");
    world.talk("X0000002");
    let desk = world.app.desk().expect("a desk");
    let total: u64 = desk
        .registry
        .shadow_counts(hash)
        .expect("counts")
        .iter()
        .map(|c| c.times)
        .sum();
    assert_eq!(
        total,
        counts.iter().map(|count| count.times).sum::<u64>(),
        "nothing was counted since"
    );
}

#[test]
fn a_bad_pack_says_what_is_wrong_and_leaves_the_rules() {
    let world = World::new();
    let shipped = world.in_force();
    let bad = [
        pack(
            "2.0.0",
            &[(
                "TIP-12.toml",
                "control.id_holder in [escort",
                "control.id_holdr in [escort",
            )],
        ),
        pack(
            "2.0.0",
            &[(
                "TIP-12.toml",
                "expect = \"withdrawn\"",
                "expect = \"absent\"",
            )],
        ),
        pack(
            "2.0.0",
            &[("pack.toml", "schema_version = 1", "schema_version = 2")],
        ),
    ];
    let words = ["control.id_holder", "expected", "vocabulary"];
    for (files, word) in bad.iter().zip(words) {
        let problem = world.app.keep_pack_files(files).expect_err("not usable");
        assert!(matches!(problem, PackProblem::Wrong(_)), "{problem:?}");
        assert!(problem.to_string().contains(word), "{problem}");
    }
    let unknown: PackHash = "0".repeat(64).parse().expect("a hash");
    assert!(matches!(
        world.app.activate_pack(unknown),
        Err(PackProblem::Unknown)
    ));
    assert_eq!(world.in_force(), shipped);
    assert_eq!(
        world.app.packs().expect("packs").chosen,
        PacksChosen::default()
    );
}

#[test]
fn a_damaged_file_is_not_put_in_force_and_another_pack_stands_in() {
    let world = World::new();
    let shipped = world.in_force();
    let hash = kept(&world, &mild());
    world.app.activate_pack(hash).expect("put in force");
    let path = world.path(&format!("packs/{hash}.pack"));
    let text = std::fs::read_to_string(&path).expect("a file");
    std::fs::write(
        &path,
        text.replace("Someone else holds", "Somebody else has!"),
    )
    .expect("changed");

    let world = world.restarted();
    let packs = world.app.packs().expect("packs");
    assert!(packs.stands_in, "it is said");
    assert_eq!(packs.in_force, shipped);
    assert_eq!(
        packs.chosen.active.map(|pack| pack.hash),
        Some(hash),
        "the choice is not forgotten"
    );
    let found = packs
        .kept
        .iter()
        .find(|pack| pack.hash == hash)
        .expect("still listed");
    assert!(
        matches!(found.rules, Err(PackProblem::Damaged)),
        "{found:?}"
    );

    kept(&world, &mild());
    let world = world.restarted();
    assert_eq!(world.in_force().hash, hash, "kept again, it is whole again");
}

#[test]
fn an_old_talk_stays_with_the_pack_that_judged_it() {
    let world = World::new();
    let Ok(TypedOutcome::Opened(counter)) = world.app.type_person("X0000001", Some("REKAAN"), None)
    else {
        panic!("a form");
    };
    let id = counter.screening.id;
    let talk = world
        .app
        .answer(id, "K3", AnswerStatus::Answered, Some(HELD_BY_OTHERS));
    let advice = talk.expect("answered").reasons.advice;
    world.app.decide(id, advice, None).expect("decided");
    let hash = kept(&world, &mild());
    world.at(20);
    world.app.activate_pack(hash).expect("put in force");
    let desk = world.app.desk().expect("a desk");
    let counter = world.app.counter_of(&desk, id).expect("the old form");
    assert_eq!(counter.reasons.level(), Level::Dalami);
    assert_ne!(counter.reasons.rules.hash(), hash.to_string());
    let stored = desk
        .registry
        .assessment(counter.departure.id)
        .expect("read")
        .expect("stored");
    assert_eq!(stored.assessment.pack_hash, counter.reasons.rules.hash());
}

#[test]
fn a_pack_whose_review_has_ended_is_not_put_in_force_and_one_in_force_stays() {
    let world = World::new();
    let expired = "expires = \"2026-11-25\"";
    let files = pack(
        "2.0.0",
        &[("TIP-12.toml", "expires = \"2027-11-24\"", expired)],
    );
    let hash = kept(&world, &files);
    world.at(48);
    let refused = world
        .app
        .activate_pack(hash)
        .expect_err("nobody has looked at it since");
    assert!(matches!(refused, PackProblem::Expired(_)), "{refused:?}");
    assert!(refused.to_string().contains("TIP-12"), "{refused}");

    world.at(0);
    let soon = Instant::from_millis(MIDNIGHT + 72 * HOUR);
    world
        .app
        .plan_pack(hash, soon)
        .expect("today its review holds");
    let shipped = world.in_force();
    world.at(73);
    assert_eq!(world.in_force(), shipped, "its moment came too late");
    let desk = world.app.desk().expect("a desk");
    let last = desk
        .registry
        .pack_history()
        .expect("a history")
        .pop()
        .expect("a change");
    assert_eq!(last.change.audit_name(), "pack.refuse");
    drop(desk);

    world.at(0);
    world
        .app
        .activate_pack(hash)
        .expect("today its review holds");
    world.at(48);
    let world = world.restarted();
    assert_eq!(world.in_force().hash, hash);
}
