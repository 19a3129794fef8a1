//! What only shows over weeks: people who travel again, somebody who pays for strangers on several ferries, agencies
//! with a batch, and a ticket office where half the town buys.
//!
//! Worlds of less than a month have none of it: there would be nothing to see.

use crate::people::{Row, full_name};
use crate::random::Random;

/// Sailings from which on a world has patterns: a month of two a day.
pub const MONTH: u32 = 60;
/// Rows in a hundred that are people who travelled before.
const AGAIN: u32 = 8;
/// People kept to travel again. Few enough to keep in memory, many enough that most of them pause for weeks.
const REGULARS: usize = 2_000;
/// New ones from each list.
const JOIN: usize = 3;
/// Rows in a hundred that were bought at the ticket office.
const OFFICE: u32 = 5;
/// Sailings between the beginnings of two sponsors, and how many a sponsor is active on.
const SPONSOR_EVERY: u32 = 20;
const SPONSOR_FOR: u32 = 30;
/// Sailings between two batches of an agency, and the size of a batch.
const BATCH_EVERY: u32 = 7;
const BATCH: usize = 12;

/// The ticket office: harmless, and shared by very many.
pub const TICKET_OFFICE: &str = "Loket Tiket Contoh";

/// Somebody who pays for people who do not know each other.
struct Sponsor {
    name: String,
    phone: String,
    left: u32,
}

/// What goes on over weeks.
#[derive(Default)]
pub struct Patterns {
    sailings: u32,
    regulars: Vec<Row>,
    next: usize,
    sponsors: Vec<Sponsor>,
}

impl Patterns {
    /// Works on the list of one sailing, before anything else is planted in it.
    pub fn plant(&mut self, random: &mut Random, rows: &mut [Row]) {
        self.sailings += 1;
        for row in &mut *rows {
            if random.percent(OFFICE) {
                row.paid_by(TICKET_OFFICE);
            }
        }
        self.sponsor(random, rows);
        if self.sailings.is_multiple_of(BATCH_EVERY) && rows.len() > 2 * BATCH {
            let agency = format!(
                "PT Contoh Penempatan {}",
                self.sailings / BATCH_EVERY % 9 + 1
            );
            let start = random.below((rows.len() - BATCH) as u32) as usize;
            for row in &mut rows[start..start + BATCH] {
                row.paid_by(&agency);
            }
        }
        self.travel_again(random, rows);
        self.join(rows);
    }

    fn sponsor(&mut self, random: &mut Random, rows: &mut [Row]) {
        if self.sailings % SPONSOR_EVERY == 1 {
            self.sponsors.push(Sponsor {
                name: full_name(random),
                phone: format!("08130001{:05}", self.sailings % 100_000),
                left: SPONSOR_FOR,
            });
        }
        for sponsor in &mut self.sponsors {
            sponsor.left -= 1;
            if random.below(3) == 0 && !rows.is_empty() {
                let at = random.below(rows.len() as u32) as usize;
                rows[at].is_sent_by(&sponsor.name, &sponsor.phone);
            }
        }
        self.sponsors.retain(|sponsor| sponsor.left > 0);
    }

    /// Some rows become people who travelled before, each of them once.
    fn travel_again(&self, random: &mut Random, rows: &mut [Row]) {
        if self.regulars.is_empty() {
            return;
        }
        let mut taken = Vec::new();
        for row in rows {
            if !random.percent(AGAIN) {
                continue;
            }
            let at = random.below(self.regulars.len() as u32) as usize;
            if !taken.contains(&at) {
                taken.push(at);
                row.becomes(&self.regulars[at]);
            }
        }
    }

    fn join(&mut self, rows: &[Row]) {
        let new = rows
            .iter()
            .filter(|row| row.is_sound())
            .step_by(7)
            .take(JOIN);
        for row in new {
            match self.regulars.get_mut(self.next) {
                Some(place) => place.clone_from(row),
                None => self.regulars.push(row.clone()),
            }
            self.next = (self.next + 1) % REGULARS;
        }
    }
}
