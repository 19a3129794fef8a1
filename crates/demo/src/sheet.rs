//! The passenger list of one sailing, as the file that a shipping agent sends.

use std::fmt::Write;

use suar_domain::sailing::Sailing;

use crate::patterns::Patterns;
use crate::people::{Row, TITLES, invent};
use crate::random::Random;

/// Fewer people than this travel without groups, doubles and shared numbers.
const CROWD: u32 = 40;

/// Whom a list is about.
#[derive(Clone, Copy)]
pub struct Aboard {
    /// Rows of the list.
    pub rows: u32,
    /// Seed of the world: it gives document and phone numbers.
    pub seed: u64,
    /// Passengers on earlier lists.
    pub before: u64,
}

/// Writes the list of a sailing as CSV: a title line, the header, the rows, a footer.
///
/// A crowded sailing has a group that shares a phone; every third has a person listed twice, every fifth two people
/// with one document number.
/// What goes on over weeks is planted first.
pub fn sheet(
    random: &mut Random,
    sailing: &Sailing,
    aboard: Aboard,
    patterns: Option<&mut Patterns>,
) -> String {
    let mut rows: Vec<Row> = (1..=aboard.rows)
        .map(|number| {
            let serial = aboard.before + u64::from(number);
            invent(random, sailing.date, number, (aboard.seed, serial))
        })
        .collect();
    if let Some(patterns) = patterns {
        patterns.plant(random, &mut rows);
    }
    if aboard.rows >= CROWD {
        plant(random, &mut rows);
    }
    let mut text = String::with_capacity(128 * (rows.len() + 3));
    let date = sailing.date;
    let day = format!("{:02}/{:02}/{}", date.day(), date.month(), date.year());
    let blank = ",".repeat(TITLES.len() - 2);
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "DAFTAR PENUMPANG {},Tanggal: {day}{blank}",
        sailing.vessel
    );
    let _ = writeln!(text, "{}", TITLES.join(","));
    for (number, row) in (1..).zip(&rows) {
        let _ = writeln!(text, "{number}{}", row.cells().join(","));
    }
    let _ = writeln!(text, "Jumlah: {} orang{blank},", rows.len());
    text
}

fn plant(random: &mut Random, rows: &mut [Row]) {
    let size = 4 + random.below(4) as usize;
    let start = random.below(rows.len() as u32 / 2) as usize;
    let phone = format!("08130000{:05}", random.below(100_000));
    for row in &mut rows[start..start + size] {
        row.join_group(&phone);
    }
    // Behind the group, so that nothing planted covers another.
    let free = rows.len() - 1;
    if random.below(3) == 0 {
        let first = start + size;
        rows[free] = rows[first].again(free as u32 + 1);
    }
    if random.below(5) == 0 {
        let (lender, borrower) = rows.split_at_mut(free - 1);
        lender[start + size + 1].lend_document(&mut borrower[0]);
    }
}
