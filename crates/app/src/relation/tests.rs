//! People who share things, imported as an agent sends them: what is said about those of the same list, about those who
//! came before, and after a list has changed.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on says why and stops"
)]

use std::path::Path;
use std::sync::{Arc, Mutex};

use suar_domain::decision::Decision;
use suar_domain::id::SailingId;
use suar_domain::review::ReviewReason;
use suar_domain::screening::Level;
use suar_domain::time::Instant;
use suar_domain::watchlist::{Harmless, WatchEntry};
use suar_registry::BoardEntry;

use super::*;
use crate::manifest::SailingDraft;
use crate::screening::Reason;
use crate::session::FirstRun;
use crate::watchlist::ListDraft;

const HEADER: &str = "No,Nama,L/P,No Paspor,Tgl Lahir,No HP,Dibayar Oleh\n";

struct Office {
    app: App,
    told: Arc<Mutex<Vec<Notice>>>,
}

fn office(folder: &Path) -> Office {
    // 2026-03-02 08:00 WITA.
    let clock = Arc::new(|| Instant::from_millis(1_772_409_600_000));
    let told = Arc::new(Mutex::new(Vec::new()));
    let hears = Arc::clone(&told);
    let app = App::new(
        folder,
        clock,
        Arc::new(move |notice| hears.lock().expect("no test panics here").push(notice)),
    );
    let first = FirstRun {
        port: "nunukan",
        counter: "Loket 1".into(),
        name: "Rekaan Tanjung".into(),
        passphrase: "perahu lewat pagi hari".into(),
    };
    app.first_run(first).expect("a registry");
    Office { app, told }
}

impl Office {
    /// Imports people, each `number,phone,payer`, on a day.
    fn import(&self, date: &str, people: &[(u32, &str, &str)]) -> SailingId {
        let rows: Vec<String> = people
            .iter()
            .enumerate()
            .map(|(n, (number, phone, payer))| {
                let name = [
                    "MELATI", "BUDI", "HASAN", "RATNA", "MARKUS", "DEWI", "IMRAN",
                ][*number as usize % 7];
                format!("{n},{name} CONTOH,P,X000{number:04},14/09/1991,{phone},{payer}\n")
            })
            .collect();
        let list = format!("{HEADER}{}", rows.concat());
        let (token, _) = self
            .app
            .read_manifest(list.as_bytes(), "uji.csv")
            .expect("a list");
        let draft = SailingDraft {
            vessel: "KM CONTOH".into(),
            date: date.into(),
            departs: "09:30".into(),
            ..SailingDraft::default()
        };
        let imported = self.app.import_manifest(&token, &draft).expect("imported");
        imported.figures.sailing.id
    }

    /// People on a sailing in the order of the list.
    fn aboard(&self, sailing: SailingId) -> Vec<BoardEntry> {
        let mut board = self.app.board(sailing, 0, 100).expect("a board").entries;
        board.sort_by_key(|entry| entry.row_no.clone());
        board
    }

    fn fact(&self, entry: &BoardEntry, fact: &str) -> Option<String> {
        let desk = self.app.desk().expect("signed in");
        let departure = desk.registry.departure(entry.departure).expect("stored");
        let found = departure
            .known
            .into_iter()
            .find(|stated| stated.fact == fact);
        found.map(|stated| stated.value)
    }

    fn edition(&self, entry: &BoardEntry) -> u32 {
        let desk = self.app.desk().expect("signed in");
        let row = desk.registry.assessment(entry.departure).expect("read");
        row.expect("assessed").edition
    }

    fn nobody_waits(&self) -> bool {
        let desk = self.app.desk().expect("signed in");
        desk.registry
            .waiting_to_be_judged(1)
            .expect("read")
            .is_empty()
    }
}

const PAYER: &str = "Rekaan Bayangan";

#[test]
fn people_of_one_list_know_each_other_before_any_of_them_is_stored() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path());
    let phones = [
        "0812-0000-0101",
        "+62 812 0000 0101",
        "081200000101",
        "081200000102",
    ];
    let people: Vec<_> = (1..)
        .zip(phones)
        .map(|(n, phone)| (n, phone, PAYER))
        .collect();
    let sailing = office.import("2026-03-02", &people);
    let aboard = office.aboard(sailing);
    for (n, entry) in aboard.iter().enumerate().take(3) {
        for (fact, expected) in [
            ("link.same_contact_phone_30d", "2"),
            ("link.shared_attribute_kinds", "2"),
            ("link.group_size_same_sailing", "3"),
        ] {
            let stated = office.fact(entry, fact);
            assert_eq!(stated.as_deref(), Some(expected), "{n}: {fact}");
        }
        for sign in ["TIP-36", "LNK-01"] {
            let there = entry.signs.iter().any(|known| known == sign);
            assert!(there, "{n}: {:?}", entry.signs);
        }
    }
    let payer = office.fact(&aboard[3], "link.same_ticket_payer_30d");
    assert_eq!(payer.as_deref(), Some("3"));
    let phone = office.fact(&aboard[3], "link.same_contact_phone_30d");
    assert_eq!(phone, None, "this registry is young");
    assert!(
        aboard.iter().all(|entry| office.edition(entry) == 1),
        "judged once"
    );
    assert!(office.nobody_waits());
    assert!(office.app.reviews().expect("reviews").is_empty());
    assert_eq!(office.app.groups(sailing).expect("groups").len(), 1);
}

#[test]
fn whoever_came_before_is_judged_again_and_comes_to_review_without_an_alarm() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path());
    let first = office.import("2026-03-02", &[(1, "", PAYER)]);
    let before = office.aboard(first).remove(0);
    let counter = office.app.open_departure(before.departure).expect("opened");
    let talk = counter.screening.id;
    let reason = Reason {
        indicator: None,
        text: "diketahui petugas".into(),
    };
    office
        .app
        .decide(talk, Decision::Lanjut, Some(reason))
        .expect("decided");
    let edition = office.edition(&before);
    office.import("2026-03-12", &[(2, "", "BAYANGAN rekaan")]);
    assert!(
        office.app.reviews().expect("reviews").is_empty(),
        "one other is no sign"
    );
    office.import("2026-03-20", &[(3, "", PAYER)]);

    let reviews = office.app.reviews().expect("reviews");
    let of_first: Vec<_> = reviews
        .iter()
        .filter(|row| row.departure == before.departure)
        .collect();
    assert_eq!(of_first.len(), 1, "one review for one person");
    assert_eq!(of_first[0].reason, ReviewReason::Relations);
    assert!(of_first[0].new_signs.contains(&"TIP-36".to_owned()));
    assert!(of_first[0].level >= of_first[0].level_before);
    assert!(
        office.edition(&before) > edition,
        "what was said then is kept"
    );
    assert!(office.app.alerts().expect("alerts").is_empty());
    assert!(
        office.told.lock().expect("notices").is_empty(),
        "nobody was called"
    );
    assert!(office.nobody_waits());

    let left = office.app.see_review(of_first[0].id).expect("looked at");
    assert!(left.iter().all(|row| row.departure != before.departure));
    let again = office.app.see_review(of_first[0].id);
    assert!(again.is_err(), "it was looked at");
}

#[test]
fn what_an_officer_notes_reaches_everybody_who_named_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path());
    let sailing = office.import("2026-03-02", &[(1, "", ""), (2, "", ""), (3, "", "")]);
    let aboard = office.aboard(sailing);
    for entry in &aboard {
        office
            .app
            .note_links(
                entry.departure,
                LinkRole::RecruiterPhone,
                &["0812 0000 0107"],
            )
            .expect("noted");
    }
    for entry in &aboard {
        let count = office.fact(entry, "link.same_recruiter_phone_90d");
        assert_eq!(count.as_deref(), Some("2"));
    }
    let nothing = office
        .app
        .note_links(aboard[0].departure, LinkRole::RecruiterPhone, &["-"]);
    assert!(matches!(
        nothing,
        Err(AppError::BadRequest { what: "text" })
    ));
    let rows = office
        .app
        .note_links(aboard[0].departure, LinkRole::RecruiterPhone, &[])
        .expect("taken back");
    assert!(rows[0].ended_at.is_some(), "it is kept and holds no more");
    assert_eq!(
        office
            .fact(&aboard[1], "link.same_recruiter_phone_90d")
            .as_deref(),
        Some("1")
    );
}

#[test]
fn a_list_that_changes_screens_everybody_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path());
    let sailing = office.import(
        "2026-03-02",
        &[(1, "081200000101", ""), (2, "081200000102", "")],
    );
    let aboard = office.aboard(sailing);
    assert_eq!(
        office.fact(&aboard[0], "link.watchlist_match_strength"),
        None,
        "no list yet"
    );
    let draft = ListDraft {
        name: "Perekrut kasus rekaan",
        owner: "BP3MI Kalimantan Utara",
        purpose: "Mengenali kontak perekrut",
        legal_basis: "UU 21/2007",
        expires: "2027-03-01".parse().expect("a day"),
    };
    let list = office.app.create_watchlist(&draft).expect("a list");
    let number = PhoneNumber::parse("0812 0000 0101", Country::Indonesia).expect("a number");
    let entry = WatchEntry {
        entity: Entity::phone(&number),
        second: None,
    };
    office
        .app
        .add_to_watchlist(list, vec![entry])
        .expect("added");
    let strength = |n: usize| office.fact(&aboard[n], "link.watchlist_match_strength");
    assert_eq!(strength(0).as_deref(), Some("\"exact\""));
    let reviews = office.app.reviews().expect("reviews");
    assert_eq!(reviews.len(), 1, "only whom it concerns");
    assert_eq!(reviews[0].reason, ReviewReason::Lists);
    assert!(reviews[0].new_signs.contains(&"LNK-04".to_owned()));

    office.app.end_watchlist(list).expect("ended");
    assert_eq!(strength(0), None);
    let now = office.aboard(sailing);
    assert!(now.iter().all(|entry| entry.level < Some(Level::Dalami)));
    let ended = office.app.add_to_watchlist(list, Vec::new());
    assert!(ended.is_err(), "an ended list takes nothing");
}

#[test]
fn a_ticket_office_is_whitelisted_once_and_nobody_is_asked_about_it_any_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path());
    let people: Vec<_> = (1..=6).map(|n| (n, "", "Loket Tiket Rekaan")).collect();
    let sailing = office.import("2026-03-02", &people);
    let with_sign = |office: &Office| {
        let aboard = office.aboard(sailing);
        aboard
            .iter()
            .filter(|entry| entry.signs.contains(&"TIP-36".to_owned()))
            .count()
    };
    assert_eq!(with_sign(&office), 6);
    let payer = Entity::somebody("LOKET TIKET REKAAN", Country::Indonesia).expect("a name");
    office
        .app
        .change_whitelist(payer, Some(Harmless::ShipAgent), "loket resmi", None)
        .expect("listed");
    assert_eq!(with_sign(&office), 0);
    assert!(
        office.app.reviews().expect("reviews").is_empty(),
        "less is no news"
    );
}

#[test]
fn whom_one_step_has_no_time_for_is_judged_when_nobody_is_at_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path());
    let payers = ["Rekaan Bayangan", "Contoh Umpama", "Misal Andaikan"];
    let crowd: Vec<(u32, &str, &str)> = (0..300).map(|n| (n, "", payers[n as usize % 3])).collect();
    office.import("2026-03-02", &crowd);
    assert!(office.nobody_waits());
    // One more of each payer touches all three hundred, more than one step judges.
    let more: Vec<(u32, &str, &str)> = (300..303)
        .map(|n| (n, "", payers[n as usize % 3]))
        .collect();
    office.import("2026-03-04", &more);
    assert!(!office.nobody_waits(), "some are left for later");
    assert!(office.app.judge_some_who_wait().expect("judged"));
    assert!(office.nobody_waits());
    assert!(!office.app.judge_some_who_wait().expect("nobody is left"));
    office.app.lock().expect("locked");
    assert!(matches!(
        office.app.judge_some_who_wait(),
        Err(AppError::Locked)
    ));
}
