//! Files of a pack in one canonical form: conditions are formatted, everything else (order, comments, texts) stays as
//! the author wrote it.

use serde::Deserialize;
use toml::Spanned;

use super::files::LARGEST_FILE;
use super::toml as file;
use crate::diagnostic::{Code, PackErrors, Problems, Source};
use crate::syntax;

/// The conditions of an indicator file or of `pack.toml`; every other key is left alone.
#[derive(Deserialize)]
struct Conditions {
    condition: Option<Spanned<String>>,
    decisive_when: Option<Spanned<String>>,
    danger: Option<Spanned<String>>,
    required_when: Option<Spanned<String>>,
    #[serde(default)]
    strength: Vec<When>,
    #[serde(default)]
    cancel: Vec<When>,
    #[serde(default)]
    terms: std::collections::BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    levels: std::collections::BTreeMap<String, Spanned<String>>,
    papers: Option<When>,
}

#[derive(Deserialize)]
struct When {
    when: Spanned<String>,
}

/// A file of a pack with its conditions in canonical form. Formatting twice changes nothing more.
///
/// # Errors
/// The file is too large or no TOML, or a condition has a sign that no condition has.
pub fn format_file(path: &str, text: &str) -> Result<String, PackErrors> {
    let source = Source { file: path, text };
    let mut problems = Problems::default();
    if text.len() > LARGEST_FILE {
        problems.at(
            Code::TooLarge,
            &source,
            0,
            "the file is too large for a pack",
            "split or shorten it",
        );
        return Err(problems.into_errors());
    }
    let Some(found) = file::read::<Conditions>(&source, &mut problems) else {
        return Err(problems.into_errors());
    };
    let single = [
        found.condition,
        found.decisive_when,
        found.danger,
        found.required_when,
    ];
    let rows = found
        .strength
        .into_iter()
        .chain(found.cancel)
        .chain(found.papers);
    let mut texts: Vec<Spanned<String>> = single
        .into_iter()
        .flatten()
        .chain(rows.map(|row| row.when))
        .chain(found.terms.into_values())
        .chain(found.levels.into_values())
        .collect();
    // From the end, so that places before a change stay where they are.
    texts.sort_by_key(|condition| std::cmp::Reverse(condition.span().start));
    let mut formatted = text.to_owned();
    for condition in texts {
        match syntax::format(condition.get_ref()) {
            Ok(canonical) => formatted.replace_range(condition.span(), &quoted(&canonical)),
            Err(error) => {
                let offset = source.string_start(&condition.span()) + error.offset;
                problems.at(error.code, &source, offset, error.message, error.hint);
            }
        }
    }
    problems.into_result(formatted)
}

/// A condition as a TOML string. Conditions hold no quotes and no backslashes.
fn quoted(condition: &str) -> String {
    if condition.contains('\n') {
        format!("'''\n{condition}\n'''")
    } else {
        format!("\"{condition}\"")
    }
}
