//! Search while typing.

use suar_matching::Memory;

use crate::world::{among_others, index, person};

#[test]
fn searching_finds_what_is_being_typed() {
    let index = among_others(&[
        "Muhammad Yusuf Tjahjadi | 1983-04-09 | 6503020904830001 | X0000471 | 0812-3456-0104",
        "Siti Fatimah Nurhayati",
    ]);
    for (typed, number) in [
        ("tja", 1001),
        ("cah", 1001),
        ("yusuf cahy", 1001),
        ("cahyadi moh", 1001),
        ("tjahjadi jusup ", 1001),
        ("yusuftjah", 1001),
        ("fatima nur", 1002),
        ("nur haya", 1002),
        ("nurhayti ", 1002),
        ("650302", 1001),
        ("830001", 1001),
        ("x00004", 1001),
        ("0471", 1001),
        ("0812 34", 1001),
        ("0104", 1001),
        ("yusuf 0104", 1001),
    ] {
        let found = index.search(typed, 10, &mut Memory::default());
        assert!(
            found.contains(&person(number)),
            "{typed} finds {number}: {found:?}"
        );
    }
    for typed in ["", " ", "zzz", "yusuf zzz", "yusuf 9999", "12"] {
        assert!(
            index.search(typed, 10, &mut Memory::default()).is_empty(),
            "{typed:?} finds nobody"
        );
    }
    assert_eq!(
        index.search("siti", 3, &mut Memory::default()).len(),
        3,
        "at most so many"
    );
}

#[test]
fn what_is_closer_to_what_was_typed_comes_first() {
    let index = index(&["Sukarnowati", "Soekarno", "Sukarno Putra", "Sukarno"]);
    let found = index.search("sukarno", 10, &mut Memory::default());
    assert_eq!(found, [4, 3, 2, 1].map(person));
}
