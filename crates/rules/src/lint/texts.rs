//! Every text in both languages, and a source.

use toml::Spanned;

use super::Input;
use crate::diagnostic::{Code, Problems, Source};

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let (source, head) = &input.head;
    let titles = [("title_id", &head.title_id), ("title_en", &head.title_en)];
    missing(source, &titles, problems);
    for (source, raw) in input.raw {
        let texts = [
            ("label_id", &raw.label_id),
            ("label_en", &raw.label_en),
            ("sentence_id", &raw.sentence_id),
            ("sentence_en", &raw.sentence_en),
            ("action_id", &raw.action_id),
            ("action_en", &raw.action_en),
            ("false_positive", &raw.false_positive),
            ("source", &raw.source),
        ];
        missing(source, &texts, problems);
        if raw.legs.get_ref().is_empty() || raw.stages.is_empty() {
            let offset = raw.legs.span().start;
            problems.at(
                Code::MissingText,
                source,
                offset,
                "legs or stages are empty",
                "say where the indicator applies",
            );
        }
    }
}

fn missing(source: &Source<'_>, texts: &[(&str, &Spanned<String>)], problems: &mut Problems) {
    for (name, text) in texts {
        if text.get_ref().trim().is_empty() {
            let offset = text.span().start;
            let hint = match name.rsplit_once('_') {
                Some((_, "id")) => "write it in Bahasa Indonesia",
                Some((_, "en")) => "write it in English",
                _ => "write it",
            };
            problems.at(
                Code::MissingText,
                source,
                offset,
                format!("{name} is empty"),
                hint,
            );
        }
    }
}
