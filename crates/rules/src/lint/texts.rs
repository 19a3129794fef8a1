//! Every text in both languages, and a source; and every text readable as it stands.
//!
//! What an officer reads is written in Latin letters without hidden characters: a word with a letter from elsewhere or
//! a break without width looks like one word and is another. Names must not carry commands for a terminal either.

use toml::Spanned;

use super::{Input, lane};
use crate::diagnostic::{Code, Problems, Source, is_hidden};
use crate::pack::raw::RawIndicator;

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let (source, head) = &input.head;
    let titles = [("title_id", &head.title_id), ("title_en", &head.title_en)];
    missing(source, &titles, problems);
    readable(source, &titles, problems);
    head_names(input, problems);
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
        readable(source, &texts, problems);
        names(source, raw, problems);
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

/// Texts that people read.
fn readable(source: &Source<'_>, texts: &[(&str, &Spanned<String>)], problems: &mut Problems) {
    for (name, text) in texts {
        let strange = |character: char| {
            is_hidden(character)
                || (!is_latin(character) && character.is_alphanumeric())
                || is_mark(character)
        };
        if let Some(offset) = text.get_ref().find(strange) {
            let message = format!("{name} has a character that is hidden or looks like another");
            let offset = source.string_start(&text.span()) + offset;
            let hint = "write it with the letters of the keyboard";
            problems.at(Code::BadText, source, offset, message, hint);
        }
    }
}

/// Latin letters with their accents (blocks to U+024F), and figures.
fn is_latin(character: char) -> bool {
    character.is_ascii() || ('\u{a0}'..='\u{24f}').contains(&character)
}

/// Accents that stand on the letter before them: they break a word in two for whoever compares it.
fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
    )
}

/// Names and remarks of an indicator file: shown to authors and supervisors, in whatever letters.
fn names(source: &Source<'_>, raw: &RawIndicator, problems: &mut Problems) {
    let mut names = vec![
        ("evidence_group", raw.evidence_group.as_str()),
        ("author", raw.author.get_ref()),
    ];
    names.extend(
        raw.legal_basis
            .iter()
            .map(|law| ("legal_basis", law.as_str())),
    );
    names.extend(raw.stages.iter().map(|stage| ("stages", stage.as_str())));
    names.extend(
        raw.case
            .iter()
            .map(|case| ("name", case.name.get_ref().as_str())),
    );
    hidden(source, &names, problems);
}

fn head_names(input: &Input<'_>, problems: &mut Problems) {
    let (source, head) = &input.head;
    let mut names = vec![
        ("id", head.id.as_str()),
        ("version", &head.version),
        ("author", head.author.get_ref()),
    ];
    names.extend(
        head.families
            .iter()
            .map(|family| ("families", family.as_str())),
    );
    names.extend(head.numbers.keys().map(|name| ("[numbers]", name.as_str())));
    names.extend(head.terms.keys().map(|name| ("[terms]", name.as_str())));
    hidden(source, &names, problems);
}

fn hidden(source: &Source<'_>, names: &[(&str, &str)], problems: &mut Problems) {
    for (key, _) in names.iter().filter(|(_, text)| text.contains(is_hidden)) {
        let offset = match key.strip_prefix('[') {
            Some(_) => source.text.find(key).unwrap_or_default(),
            None => lane::key(source, key),
        };
        let message = format!("{key} has a character that is not shown");
        let hint = "write it with the letters of the keyboard";
        problems.at(Code::BadText, source, offset, message, hint);
    }
}
