//! Reading a large manifest.

use std::fmt::Write as _;
use std::process::Command;

use super::row::Row;
use super::{best_of, best_of_three, suarctl, write};
use crate::{Stop, project};

/// A manifest of the largest size that is accepted. The baseline only splits the same lines into cells.
pub(super) fn measure() -> Result<Vec<Row>, Stop> {
    const ROWS: usize = 200_000;
    let suarctl = suarctl()?;
    let mut text =
        String::from("No,Nama Lengkap,No Paspor,Tanggal Lahir,JK,Kewarganegaraan,Berlaku Sampai\n");
    for row in 0..ROWS {
        let (day, month, year) = (row % 28 + 1, row % 12 + 1, 1960 + row % 45);
        let sex = if row % 2 == 0 { "P" } else { "L" };
        let _ = writeln!(
            text,
            "{},CONTOH NAMA {row},X{:07},{day:02}/{month:02}/{year},{sex},IDN,01/02/2031",
            row + 1,
            row
        );
    }
    let file = project::target_folder("bench")?.join("manifest.csv");
    write(&file, &text)?;
    eprintln!("  Reading a manifest of {ROWS} rows, three times");
    let ours = best_of_three(
        || {
            let mut command = Command::new(&suarctl);
            command.args(["manifest", "check"]).arg(&file);
            command
        },
        &[0],
    )?;
    let mut cells = 0;
    let splitting = best_of(|| {
        cells = text
            .lines()
            .flat_map(|line| line.split(','))
            .map(str::to_owned)
            .filter(|cell| !cell.is_empty())
            .count()
    });
    if cells == 0 {
        return Err(Stop::new(
            "The generated manifest is empty.",
            "This is an error in the bench.",
        ));
    }
    Ok(vec![Row {
        area: "import",
        name: "manifest of 200,000 rows".to_owned(),
        value: ROWS as f64 / ours.as_secs_f64(),
        unit: "rows/s".to_owned(),
        baseline: Some((
            "splitting lines and commas".to_owned(),
            ROWS as f64 / splitting.as_secs_f64(),
        )),
        measured_ratio: None,
        goal: None,
    }])
}
