//! What is read: words that accuse in disguise, and names with commands in them.

use suar_rules::Code;

use super::refused;
use super::spoilt::{self, changed, files};

#[test]
fn texts_do_not_accuse_in_disguise() {
    for text in [
        "Orang ini KORBAN.",
        "Dia korbannya.",
        "Mungkin k0rban.",
        "Perdagangan orang",
        "TPPO",
        "Human-trafficking sign",
        "Trafficked person",
        "They are guilty",
        "A criminals' helper",
        "Tunda keberangkatan",
        "Tersangkanya",
    ] {
        let mut files = files();
        let file = files.get_mut("indicators/TIP-16.toml").unwrap();
        let line = file
            .lines()
            .find(|line| line.starts_with("sentence_en"))
            .unwrap()
            .to_owned();
        *file = file.replacen(&line, &format!("sentence_en = \"{text}\""), 1);
        refused(files, "indicators/TIP-16.toml", Code::RailWording, text);
    }
    let title = "title_en = \"Core pack\"";
    let files = changed(&[("pack.toml", title, "title_en = \"Suspects\"")]);
    refused(
        files,
        "pack.toml",
        Code::RailWording,
        "the title is read too",
    );
    for text in [
        "kor\\u200bban",
        "k\\u043erban",
        "ko\\u0301rban",
        "\\u202enabrok",
        "\\u001b[31m",
        "kor\\u00adban",
    ] {
        let mut files = spoilt::files();
        let file = files.get_mut("indicators/TIP-16.toml").unwrap();
        let line = file
            .lines()
            .find(|line| line.starts_with("sentence_id"))
            .unwrap()
            .to_owned();
        *file = file.replacen(&line, &format!("sentence_id = \"{text}\""), 1);
        refused(files, "indicators/TIP-16.toml", Code::BadText, text);
    }
}

#[test]
fn names_carry_no_commands_for_a_terminal() {
    for (file, old, new) in [
        (
            "pack.toml",
            "version = \"1.0.0\"",
            "version = \"1\\u001b[2J\"",
        ),
        ("pack.toml", "id = \"inti\"", "id = \"inti\\u009b2J\""),
        (
            "pack.toml",
            "\nwork = ",
            "\n\"wo\\u001brk\" = \"trip.purpose = work\"\nwork = ",
        ),
        (
            "indicators/TIP-16.toml",
            "author = \"Suar\"",
            "author = \"Su\\u202ear\"",
        ),
        (
            "indicators/TIP-16.toml",
            "legal_basis = []",
            "legal_basis = [\"UU\\u0007\"]",
        ),
        (
            "indicators/TIP-16.toml",
            "name = \"",
            "name = \"\\u001b]0;x\\u0007",
        ),
    ] {
        let files = changed(&[(file, old, new)]);
        refused(files, file, Code::BadText, new);
    }
    let errors = spoilt::broken("indicators/TIP-16.toml", "evidence_group", "\"\\u001b[2J\"");
    assert!(!errors.to_string().contains('\u{1b}'), "{errors:?}");
}
