//! Counting one departure after the other. Two tallies of two threads add up to one.

use std::collections::BTreeMap;

use suar_domain::id::{DepartureId, SailingId};
use suar_domain::outcome::Verdict;
use suar_rules::{Level, Screening, State, Strength};

use super::report::{Report, SailingLoad, Side, Sides, SignShare};
use super::{Options, interval};

/// Most ids that a report lists; beyond it only counts.
const MOST_IDS: usize = 10_000;

/// What one pack says about one departure.
pub(super) struct Said {
    pub(super) level: Level,
    /// Ids of the signs that are present.
    pub(super) signs: Vec<String>,
}

impl Said {
    pub(super) fn of(screening: &Screening) -> Self {
        let present = screening.findings.iter().filter(|finding| {
            finding.state == State::Present && finding.strength != Strength::None
        });
        Self {
            level: screening.level,
            signs: present.map(|finding| finding.id.to_string()).collect(),
        }
    }

    /// Somebody talks with the person.
    fn is_hit(&self) -> bool {
        self.level >= Level::Dalami
    }

    /// A second officer is called.
    fn is_alert(&self) -> bool {
        self.level == Level::Lindungi
    }
}

/// One departure under both packs.
pub(super) struct Seen<'a> {
    pub(super) departure: DepartureId,
    pub(super) sailing: SailingId,
    pub(super) sex: &'a str,
    pub(super) province: &'a str,
    pub(super) outcomes: &'a [(Option<String>, String)],
    pub(super) active: Said,
    pub(super) new: Said,
}

#[derive(Default)]
struct Counts {
    of: u64,
    hits: [u64; 2],
}

#[derive(Default, Clone, Copy)]
struct SignCounts {
    /// Confirmed and not confirmed where the sign is present.
    verdicts: [(u64, u64); 2],
    unclear: u64,
}

/// Everything counted so far.
#[derive(Default)]
pub(super) struct Tally {
    people: u64,
    unreadable: u64,
    transitions: [[u64; 4]; 4],
    risen: u64,
    risen_ids: Vec<DepartureId>,
    confirmed: u64,
    caught: [u64; 2],
    newly_missed: Vec<DepartureId>,
    signs: BTreeMap<String, SignCounts>,
    sailings: BTreeMap<SailingId, (u64, [u64; 2])>,
    by_sex: BTreeMap<String, Counts>,
    by_province: BTreeMap<String, Counts>,
}

impl Tally {
    pub(super) fn unreadable(&mut self) {
        self.unreadable += 1;
    }

    pub(super) fn add(&mut self, seen: &Seen<'_>) {
        let sides = [&seen.active, &seen.new];
        self.people += 1;
        self.transitions[seen.active.level as usize][seen.new.level as usize] += 1;
        if seen.new.is_alert() && !seen.active.is_alert() {
            self.risen += 1;
            listed(&mut self.risen_ids, seen.departure);
        }
        self.outcomes(seen);
        let sailing = self.sailings.entry(seen.sailing).or_default();
        sailing.0 += 1;
        for (alerts, said) in sailing.1.iter_mut().zip(sides) {
            *alerts += u64::from(said.is_alert());
        }
        for (table, group) in [
            (&mut self.by_sex, seen.sex),
            (&mut self.by_province, seen.province),
        ] {
            if !table.contains_key(group) {
                table.insert(group.to_owned(), Counts::default());
            }
            if let Some(counts) = table.get_mut(group) {
                counts.of += 1;
                for (hits, said) in counts.hits.iter_mut().zip(sides) {
                    *hits += u64::from(said.is_hit());
                }
            }
        }
    }

    fn outcomes(&mut self, seen: &Seen<'_>) {
        let sides = [&seen.active, &seen.new];
        // The case as a whole, and where nobody said that, its signs.
        let (mut whole, mut by_sign) = (None, false);
        for (sign, code) in seen.outcomes {
            // A word of a later version decides nothing.
            let outcome = Verdict::from_code(code).unwrap_or(Verdict::Unclear);
            let is_confirmed = outcome == Verdict::Confirmed;
            let Some(sign) = sign else {
                whole = Some(is_confirmed);
                continue;
            };
            by_sign |= is_confirmed;
            let counts = self.signs.entry(sign.clone()).or_default();
            counts.unclear += u64::from(outcome == Verdict::Unclear);
            for (verdicts, said) in counts.verdicts.iter_mut().zip(sides) {
                let is_present = said.signs.contains(sign);
                verdicts.0 += u64::from(is_present && outcome == Verdict::Confirmed);
                verdicts.1 += u64::from(is_present && outcome == Verdict::NotConfirmed);
            }
        }
        if !whole.unwrap_or(by_sign) {
            return;
        }
        self.confirmed += 1;
        for (caught, said) in self.caught.iter_mut().zip(sides) {
            *caught += u64::from(said.is_hit());
        }
        if seen.active.is_hit() && !seen.new.is_hit() {
            listed(&mut self.newly_missed, seen.departure);
        }
    }

    /// Adds what another thread counted.
    pub(super) fn merge(&mut self, other: Self) {
        self.people += other.people;
        self.unreadable += other.unreadable;
        for (row, more) in self.transitions.iter_mut().zip(other.transitions) {
            for (cell, more) in row.iter_mut().zip(more) {
                *cell += more;
            }
        }
        self.risen += other.risen;
        for id in other.risen_ids {
            listed(&mut self.risen_ids, id);
        }
        self.confirmed += other.confirmed;
        for (caught, more) in self.caught.iter_mut().zip(other.caught) {
            *caught += more;
        }
        for id in other.newly_missed {
            listed(&mut self.newly_missed, id);
        }
        for (sign, more) in other.signs {
            let counts = self.signs.entry(sign).or_default();
            counts.unclear += more.unclear;
            for (verdicts, more) in counts.verdicts.iter_mut().zip(more.verdicts) {
                verdicts.0 += more.0;
                verdicts.1 += more.1;
            }
        }
        for (sailing, (people, alerts)) in other.sailings {
            let counts = self.sailings.entry(sailing).or_default();
            counts.0 += people;
            counts.1[0] += alerts[0];
            counts.1[1] += alerts[1];
        }
        for (table, more) in [
            (&mut self.by_sex, other.by_sex),
            (&mut self.by_province, other.by_province),
        ] {
            for (group, more) in more {
                let counts = table.entry(group).or_default();
                counts.of += more.of;
                counts.hits[0] += more.hits[0];
                counts.hits[1] += more.hits[1];
            }
        }
    }

    pub(super) fn report(mut self, sides: Sides, options: &Options) -> Report {
        self.risen_ids.sort_unstable();
        self.newly_missed.sort_unstable();
        let caught = self.caught;
        let ids = |ids: &[DepartureId]| ids.iter().map(ToString::to_string).collect();
        let table = |table: &BTreeMap<String, Counts>, side: usize| {
            let groups = table.iter();
            interval::masked(groups.map(|(group, n)| (group.clone(), n.hits[side], n.of)))
        };
        let precision = |side: usize| {
            let signs = self.signs.iter().map(|(sign, counts)| {
                let (confirmed, not) = counts.verdicts[side];
                SignShare {
                    indicator: sign.clone(),
                    precision: interval::Share::new(confirmed, confirmed + not),
                    unclear: counts.unclear,
                }
            });
            signs.collect()
        };
        let side = |at: usize| Side {
            caught: caught[at],
            missed: self.confirmed - caught[at],
            precision: precision(at),
            load: load(&self.sailings, at, options.budget),
            by_sex: table(&self.by_sex, at),
            by_province: table(&self.by_province, at),
        };
        Report {
            active: side(0),
            new: side(1),
            packs: sides,
            people: self.people,
            unreadable: self.unreadable,
            transitions: self.transitions,
            risen: self.risen,
            risen_departures: ids(&self.risen_ids),
            confirmed: self.confirmed,
            newly_missed_departures: ids(&self.newly_missed),
            budget: options.budget,
        }
    }
}

fn listed(ids: &mut Vec<DepartureId>, id: DepartureId) {
    if ids.len() < MOST_IDS {
        ids.push(id);
    }
}

fn load(sailings: &BTreeMap<SailingId, (u64, [u64; 2])>, side: usize, budget: u64) -> SailingLoad {
    let alerts = sailings.values().map(|(_, alerts)| alerts[side]);
    let total: u64 = alerts.clone().sum();
    let count = sailings.len() as u64;
    SailingLoad {
        sailings: count,
        alerts: total,
        mean: if count == 0 {
            0.0
        } else {
            total as f64 / count as f64
        },
        most: alerts.clone().max().unwrap_or(0),
        over_budget: alerts.filter(|alerts| *alerts > budget).count() as u64,
    }
}
