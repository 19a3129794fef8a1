//! Sentences that Rust writes, in both languages: notifications and headlines.
//!
//! A notification names nobody and nothing (ux/design.md §12): no name, level, ship or number.

use suar_domain::screening::Level;

use crate::Notice;
use crate::screening::{Headline, Reasons};

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Bahasa Indonesia.
    pub id: String,
    /// English.
    pub en: String,
}

fn sentence(id: impl Into<String>, en: impl Into<String>) -> Sentence {
    Sentence {
        id: id.into(),
        en: en.into(),
    }
}

/// What the operating system may show.
pub fn notification(notice: Notice) -> Sentence {
    match notice {
        Notice::SecondOfficer => sentence(
            "Ada permintaan petugas kedua. Buka Suar.",
            "A second officer is asked for. Open Suar.",
        ),
        Notice::Talk => sentence(
            "Ada yang menunggu di wawancara. Buka Suar.",
            "Someone is waiting for an interview. Open Suar.",
        ),
    }
}

const fn word(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Siap => ("Siap", "Ready"),
        Level::Lengkapi => ("Lengkapi", "Complete"),
        Level::Dalami => ("Dalami", "Talk"),
        Level::Lindungi => ("Lindungi", "Protect"),
    }
}

/// The headline of "Mengapa ditandai?" (ux/design.md §11).
pub fn headline(reasons: &Reasons) -> Sentence {
    let level = reasons.level();
    let (id, en) = word(level);
    let counts = reasons.headline();
    if reasons.screening.joint {
        return sentence(
            format!("{id}, karena titipan dan kendali orang lain muncul bersamaan."),
            format!("{en}, because a carried item and another person's control appear together."),
        );
    }
    if counts.strong + counts.medium > 0 {
        return signs(id, en, counts);
    }
    if reasons.screening.request {
        return sentence(
            format!("{id}, karena orang ini ingin bicara dulu."),
            format!("{en}, because this person wants to talk first."),
        );
    }
    match level {
        Level::Siap => sentence(
            format!("{id}, tidak ada tanda."),
            format!("{en}, no signs."),
        ),
        Level::Lengkapi => {
            let items = if counts.gaps == 1 { "item" } else { "items" };
            sentence(
                format!(
                    "{id}, karena {} data masih kurang. Data kurang, bukan tanda.",
                    counts.gaps
                ),
                format!(
                    "{en}, because {} {items} of data are missing. Missing data, not a sign.",
                    counts.gaps
                ),
            )
        }
        Level::Dalami | Level::Lindungi => directly(id, en, reasons),
    }
}

/// A level that one sign makes by itself, such as a child on the way to work: the sign is named.
fn directly(id: &str, en: &str, reasons: &Reasons) -> Sentence {
    let found = reasons.signs();
    let sign = found
        .iter()
        .find(|finding| finding.lane != suar_rules::Lane::Documents)
        .and_then(|finding| reasons.rules.indicator(finding.id.as_str()));
    match sign {
        Some(sign) => sentence(
            format!("{id}: {}.", sign.label().id),
            format!("{en}: {}.", sign.label().en),
        ),
        None => sentence(
            format!("{id}, karena ada satu hal yang mengubah langkah berikutnya."),
            format!("{en}, because of one thing that changes the next step."),
        ),
    }
}

fn signs(id: &str, en: &str, counts: Headline) -> Sentence {
    let (in_id, in_en) = match (counts.strong, counts.medium) {
        (0, medium) => (
            format!("{medium} tanda sedang"),
            format!("{medium} medium {}", plural(medium)),
        ),
        (strong, 0) => (
            format!("{strong} tanda kuat"),
            format!("{strong} strong {}", plural(strong)),
        ),
        (strong, medium) => (
            format!("{strong} tanda kuat dan {medium} tanda sedang"),
            format!("{strong} strong and {medium} medium signs"),
        ),
    };
    if counts.elements > 1 {
        sentence(
            format!(
                "{id}, karena ada {in_id} dari {} unsur yang berbeda.",
                counts.elements
            ),
            format!(
                "{en}, because of {in_en} from {} different elements.",
                counts.elements
            ),
        )
    } else {
        sentence(
            format!("{id}, karena ada {in_id}."),
            format!("{en}, because of {in_en}."),
        )
    }
}

const fn plural(n: usize) -> &'static str {
    if n == 1 { "sign" } else { "signs" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notifications_are_exactly_the_agreed_sentences() {
        assert_eq!(
            notification(Notice::SecondOfficer).id,
            "Ada permintaan petugas kedua. Buka Suar."
        );
        assert_eq!(
            notification(Notice::Talk).id,
            "Ada yang menunggu di wawancara. Buka Suar."
        );
    }

    #[test]
    fn a_headline_counts_without_scoring() {
        let counts = Headline {
            strong: 2,
            medium: 2,
            elements: 3,
            gaps: 0,
        };
        assert_eq!(
            signs("Lindungi", "Protect", counts).id,
            "Lindungi, karena ada 2 tanda kuat dan 2 tanda sedang dari 3 unsur yang berbeda."
        );
        let one = Headline {
            strong: 0,
            medium: 1,
            elements: 1,
            gaps: 0,
        };
        assert_eq!(
            signs("Lengkapi", "Complete", one).en,
            "Complete, because of 1 medium sign."
        );
    }
}
