//! The level rules once more, written down as `levels.md` says them, over the findings of a screening. Slow and plain
//! on purpose: the engine is held against it.

use std::collections::BTreeMap;

use suar_rules::{
    Case, Dimension, FactValue, Finding, Lane, Leg, Level, Screening, State, Strength,
};

use Dimension::{D1, D2, D3, D4, D5, D6, Port};

/// Evidence group by indicator, from the files of the pack.
pub fn groups() -> BTreeMap<String, String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/inti/indicators");
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let table: toml::Table = toml::from_str(&text).unwrap();
        let word = |key: &str| table[key].as_str().unwrap().to_owned();
        (word("id"), word("evidence_group"))
    };
    std::fs::read_dir(folder).unwrap().map(read).collect()
}

fn is(case: &Case, fact: &str, wanted: &[&str]) -> bool {
    let known = case.facts.iter().find(|(id, _)| id.as_str() == fact);
    match known.map(|(_, value)| value) {
        Some(FactValue::Enum(value)) => wanted.contains(&value.as_str()),
        Some(FactValue::Bool(value)) => *value && wanted == ["true"],
        _ => false,
    }
}

/// Levels of documents, trafficking and courier, and overall.
pub fn levels(
    screening: &Screening,
    case: &Case,
    groups: &BTreeMap<String, String>,
) -> ([Level; 3], Level) {
    let fires = |id: &str, least: Strength| {
        let finding = screening.finding(id);
        finding.is_some_and(|each| each.state == State::Present && each.strength >= least)
    };
    let trafficking: Vec<&Finding> = scored(screening, Lane::Trafficking, case.leg);
    let courier: Vec<&Finding> = scored(screening, Lane::Courier, case.leg);

    let danger = [
        "harm.violence",
        "harm.hurt_or_frightened",
        "harm.threat",
        "harm.abducted",
        "harm.forced_marriage",
        "harm.sold",
        "ret.violence",
    ];
    let l2 = danger.iter().any(|fact| is(case, fact, &["true"]))
        || is(case, "money.cancel_consequence", &["threatened"])
        || is(case, "control.movement", &["not_allowed"])
        || is(case, "wish.safe_to_leave", &["unsafe", "afraid_of_someone"])
        || is(case, "cargo.can_refuse", &["threatened"]);
    let l1 = fires("TIP-30", Strength::None);
    let l3 = fires("LNK-02", Strength::None) || fires("LNK-03", Strength::None);

    let documents = {
        let gate = screening.findings.iter().any(|each| {
            each.lane == Lane::Documents
                && each.state == State::Present
                && each.strength == Strength::Gate
        });
        let gap = !case.manifest_only && !screening.gaps.is_empty();
        if gate || gap {
            Level::Lengkapi
        } else {
            Level::Siap
        }
    };
    let mut traffic = ways(&trafficking, groups)
        .map(|way| trafficking_level(&way, case.leg, fires("TIP-31", Strength::None)))
        .max()
        .unwrap();
    if l1 || l2 || l3 {
        traffic = Level::Lindungi;
    }
    let mut carried = ways(&courier, groups)
        .map(|way| courier_level(&way))
        .max()
        .unwrap();
    if fires("CUR-24", Strength::None) {
        carried = Level::Lindungi;
    }
    let parcel = fires("CUR-01", Strength::Medium)
        || fires("CUR-02", Strength::Medium)
        || fires("CUR-05", Strength::None);
    let coerced = screening.findings.iter().any(|each| {
        each.state == State::Present
            && each.dimension == D2
            && each.decisive
            && each.strength >= Strength::Medium
    });
    if parcel && coerced {
        (traffic, carried) = (Level::Lindungi, Level::Lindungi);
    }
    let mut overall = documents.max(traffic).max(carried);
    if is(case, "wish.feels_safe", &["wants_to_talk", "unsure"]) {
        overall = overall.max(Level::Dalami);
    }
    if case.manifest_only && !l3 {
        overall = overall.min(Level::Dalami);
    }
    ([documents, traffic, carried], overall)
}

/// Weak, medium or strong, and counted at all: without a decisive medium or strong sign, what is not decisive is not.
fn scored(screening: &Screening, lane: Lane, leg: Leg) -> Vec<&Finding> {
    let on_leg = |each: &&Finding| leg == Leg::Return || ![D4, D5, D6].contains(&each.dimension);
    let present: Vec<&Finding> = screening
        .findings
        .iter()
        .filter(|each| {
            each.lane == lane && each.state == State::Present && each.strength >= Strength::Weak
        })
        .filter(on_leg)
        .collect();
    let conduct = present
        .iter()
        .any(|each| each.decisive && each.strength >= Strength::Medium);
    present
        .into_iter()
        .filter(|each| each.decisive || conduct)
        .collect()
}

/// Every way to let each evidence group count once.
fn ways<'a>(
    signs: &[&'a Finding],
    groups: &BTreeMap<String, String>,
) -> impl Iterator<Item = Vec<&'a Finding>> + use<'a> {
    let mut by_group: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for sign in signs {
        by_group
            .entry(&groups[sign.id.as_str()])
            .or_default()
            .push(sign);
    }
    let mut ways: Vec<Vec<&Finding>> = vec![Vec::new()];
    for members in by_group.values() {
        let mut longer = Vec::new();
        for way in &ways {
            for member in members {
                longer.push(way.iter().copied().chain([*member]).collect());
            }
        }
        ways = longer;
    }
    ways.into_iter()
}

fn count(way: &[&Finding], dimensions: &[Dimension], keep: impl Fn(&Finding) -> bool) -> usize {
    let inside = |each: &&&Finding| dimensions.is_empty() || dimensions.contains(&each.dimension);
    way.iter().filter(inside).filter(|each| keep(each)).count()
}

fn strong(each: &Finding) -> bool {
    each.strength == Strength::Strong
}

fn medium(each: &Finding) -> bool {
    each.strength == Strength::Medium
}

fn decisive_medium_or_strong(each: &Finding) -> bool {
    each.decisive && each.strength >= Strength::Medium
}

/// The combination rule of the ILO operational indicators.
fn positive(way: &[&Finding], dimension: Dimension) -> bool {
    let (s, m) = (
        count(way, &[dimension], strong),
        count(way, &[dimension], medium),
    );
    let w = count(way, &[dimension], |each| each.strength == Strength::Weak);
    s >= 2 || (s == 1 && m + w >= 1) || m >= 3 || (m == 2 && w >= 1)
}

/// Strong signs in two different dimensions.
fn two_dimensions(way: &[&Finding]) -> bool {
    let strong: Vec<Dimension> = way
        .iter()
        .filter(|each| strong(each))
        .map(|each| each.dimension)
        .collect();
    strong.iter().any(|dimension| *dimension != strong[0])
}

/// One strong sign and three others of at least medium strength that are kept.
fn one_and_three(way: &[&Finding], keep: impl Fn(&Finding) -> bool) -> bool {
    (0..way.len()).any(|one| {
        let others = way.iter().enumerate().filter(|(other, each)| {
            *other != one && each.strength >= Strength::Medium && keep(each)
        });
        strong(way[one]) && others.count() >= 3
    })
}

fn trafficking_level(way: &[&Finding], leg: Leg, age_doubt: bool) -> Level {
    let decisive = |dimension| count(way, &[dimension], |each| each.decisive);
    let conduct = |dimensions: &[Dimension]| count(way, dimensions, decisive_medium_or_strong) > 0;
    let l4 = [D1, D2]
        .into_iter()
        .any(|each| positive(way, each) && decisive(each) >= 1);
    let l5 = positive(way, D3) && decisive(D3) >= 2 && conduct(&[D1, D2, Port]);
    let l6 = positive(way, Port) && conduct(&[D1, D2, D3]);
    let beside = count(way, &[D1, D2, D5, D6], |each| {
        each.strength >= Strength::Medium
    });
    let l7 = leg == Leg::Return && (positive(way, D5) || (positive(way, D4) && beside > 0));
    let l8 = two_dimensions(way) || one_and_three(way, |each| each.decisive);
    if l4 || l5 || l6 || l7 || l8 {
        return Level::Lindungi;
    }
    let any = count(way, &[], decisive_medium_or_strong);
    let several = count(way, &[], medium) >= 2 && any >= 1;
    if count(way, &[], strong) >= 1 || conduct(&[D2, D5]) || age_doubt || several {
        Level::Dalami
    } else if any >= 1 {
        Level::Lengkapi
    } else {
        Level::Siap
    }
}

fn courier_level(way: &[&Finding]) -> Level {
    let (s, m) = (count(way, &[], strong), count(way, &[], medium));
    if two_dimensions(way) || one_and_three(way, |_| true) {
        Level::Lindungi
    } else if s >= 1 || m >= 2 {
        Level::Dalami
    } else if m >= 1 {
        Level::Lengkapi
    } else {
        Level::Siap
    }
}
