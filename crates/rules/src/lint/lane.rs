//! Each lane has its own dimensions, and there are three desks.

use super::Input;
use crate::diagnostic::{Code, Problems, Source};
use crate::indicator::{Dimension, Lane};

/// Desks at which a sign is usually seen.
const STAGES: [&str; 3] = ["predeparture", "port", "return"];

/// Dimensions of a lane. D1 to D6 are the elements of the ILO operational indicators (2009); the level rules
/// (`levels.md`, 2 to 4) look for each of them in its own lane only.
fn dimensions(lane: Lane) -> &'static [Dimension] {
    use Dimension::{
        Child, Control, D1, D2, D3, D4, D5, D6, Doc, Health, Link, Money, Offer, Parcel, Port,
    };
    match lane {
        Lane::Documents => &[Doc],
        Lane::Trafficking => &[D1, D2, D3, D4, D5, D6, Port, Child, Link],
        Lane::Courier => &[Parcel, Offer, Control, Money, Health],
    }
}

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for (source, raw) in input.raw {
        let fitting = dimensions(raw.lane);
        if !fitting.contains(&raw.dimension) {
            let words: Vec<&str> = fitting.iter().map(|each| each.as_str()).collect();
            let message = format!(
                "the lane {} has no dimension {}",
                raw.lane.as_str(),
                raw.dimension.as_str()
            );
            let hint = format!("write one of: {}; or another lane", words.join(", "));
            problems.at(
                Code::Dimension,
                source,
                key(source, "dimension"),
                message,
                hint,
            );
        }
        for stage in raw
            .stages
            .iter()
            .filter(|stage| !STAGES.contains(&stage.as_str()))
        {
            let message = format!("there is no stage {stage}");
            let hint = format!("write some of: {}", STAGES.join(", "));
            problems.at(
                Code::UnknownValue,
                source,
                key(source, "stages"),
                message,
                hint,
            );
        }
    }
}

/// Where a key of the file begins; its start if it stands nowhere at the beginning of a line.
pub(super) fn key(source: &Source<'_>, name: &str) -> usize {
    let mut offset = 0;
    for line in source.text.split_inclusive('\n') {
        let rest = line.trim_start().strip_prefix(name);
        if rest.is_some_and(|rest| rest.trim_start().starts_with('=')) {
            return offset;
        }
        offset += line.len();
    }
    0
}
