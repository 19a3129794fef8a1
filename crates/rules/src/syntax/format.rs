//! Conditions in one canonical form: one space between words, keywords and numbers as the author wrote them, named
//! terms kept. Long conditions are broken before `and` and `or`.
//!
//! What must hold: a formatted condition reads as the same condition, and formatting it again changes nothing.

use super::ReadError;
use super::lexer::{Kind, Token, tokens};

/// Longest line, in characters; the style of the core pack.
const WIDEST: usize = 120;

/// A condition in canonical form.
///
/// # Errors
/// The text holds a sign that no condition has. Whether the condition type-checks is not asked.
pub(crate) fn format(text: &str) -> Result<String, ReadError> {
    let tokens = tokens(text)?;
    let depths = depths(&tokens);
    let mut breaks = Vec::new();
    break_lines(&tokens, &depths, 0, 0, &mut breaks);
    breaks.sort_unstable();
    Ok(joined(&tokens, |index| {
        breaks
            .binary_search(&index)
            .is_ok()
            .then(|| depths.get(index).copied().unwrap_or_default())
    }))
}

/// Where lines begin, if a row of tokens is too long for one: after its outermost commas, else before `or`s, else `and`s,
/// and so on inwards for what is still too long. `start` is the place of the row among all tokens.
fn break_lines(
    row: &[Token<'_>],
    depths: &[usize],
    start: usize,
    depth: usize,
    breaks: &mut Vec<usize>,
) {
    let here = depths.get(start..start + row.len()).unwrap_or_default();
    let deepest = here.iter().copied().max().unwrap_or_default();
    if joined(row, |_| None).chars().count() <= WIDEST || depth > deepest {
        return;
    }
    let at = |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (1..row.len())
            .filter(|&index| here[index] == depth && wanted(index))
            .collect()
    };
    // From what binds least to what binds most.
    let mut found = at(&|index| row[index - 1].kind == Kind::Sign(","));
    for word in ["or", "and"] {
        if found.is_empty() {
            found = at(&|index| row[index].kind == Kind::Word(word));
        }
    }
    if found.is_empty() {
        break_lines(row, depths, start, depth + 1, breaks);
        return;
    }
    breaks.extend(found.iter().map(|index| start + index));
    let ends: Vec<usize> = found.iter().copied().chain([row.len()]).collect();
    let mut from = 0;
    for end in ends {
        break_lines(&row[from..end], depths, start + from, depth, breaks);
        from = end;
    }
}

/// How many brackets are open at each token.
fn depths(tokens: &[Token<'_>]) -> Vec<usize> {
    let mut depth = 0usize;
    tokens
        .iter()
        .map(|token| {
            match token.kind {
                Kind::Sign("(" | "[") => depth += 1,
                Kind::Sign(")" | "]") => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth
        })
        .collect()
}

/// The tokens as text; `indent` says which begin a line, and how deep they are.
fn joined(tokens: &[Token<'_>], indent: impl Fn(usize) -> Option<usize>) -> String {
    let mut text = String::new();
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        if let Some(depth) = indent(index) {
            text.push('\n');
            text.push_str(&"  ".repeat(depth));
        } else if before.is_some_and(|before| is_apart(before.kind, token.kind)) {
            text.push(' ');
        }
        match token.kind {
            Kind::Word(word) | Kind::Number(word) => text.push_str(word),
            Kind::Term(name) => {
                text.push('@');
                text.push_str(name);
            }
            Kind::Sign(sign) => text.push_str(sign),
            Kind::End => break,
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// Whether two neighbours are written apart.
fn is_apart(before: Kind<'_>, next: Kind<'_>) -> bool {
    let calls = matches!(
        before,
        Kind::Word(
            "known"
                | "surely"
                | "fires"
                | "answered"
                | "other_decisive"
                | "decisive_in"
                | "days_since"
        )
    );
    match (before, next) {
        (Kind::Sign("(" | "["), _) | (_, Kind::Sign(")" | "]" | ",")) => false,
        (_, Kind::Sign("(")) => !calls,
        _ => true,
    }
}
