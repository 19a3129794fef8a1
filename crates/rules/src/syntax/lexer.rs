//! Words, numbers and signs of a condition.

use super::ReadError;
use crate::diagnostic::Code;

/// One token and the byte offset where it begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) offset: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind<'a> {
    /// A fact, value, indicator, question or key word.
    Word(&'a str),
    /// `@name`
    Term(&'a str),
    /// A number as written, without underscores removed.
    Number(&'a str),
    /// `"words as they are"`, without the quotes
    Text(&'a str),
    /// `= != < <= > >= ( ) [ ] , * + -`
    Sign(&'static str),
    End,
}

const SIGNS: [&str; 13] = [
    "!=", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ",", "*", "+",
];

/// Cuts a text into tokens; the last is always [`Kind::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, ReadError> {
    let mut tokens = Vec::new();
    let mut offset = 0;
    while let Some(next) = text[offset..].chars().next() {
        if next.is_whitespace() {
            offset += next.len_utf8();
            continue;
        }
        let rest = &text[offset..];
        if let Some((message, hint)) = foreign(rest, next) {
            return Err(ReadError {
                code: Code::Syntax,
                offset,
                message,
                hint: hint.to_owned(),
            });
        }
        let (kind, length) = if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign))
        {
            (Kind::Sign(sign), sign.len())
        } else if is_minus(rest) {
            (Kind::Sign("-"), 1)
        } else if next == '"' {
            let Some((words, _)) = rest[1..].split_once('"') else {
                return Err(ReadError {
                    code: Code::Syntax,
                    offset,
                    message: "this text is not closed".to_owned(),
                    hint: "write \" after it".to_owned(),
                });
            };
            (Kind::Text(words), words.len() + 2)
        } else if next == '@' {
            let length = 1 + word_length(&rest[1..]);
            (Kind::Term(&rest[1..length]), length)
        } else if let Some(length) = number_length(rest) {
            (Kind::Number(&rest[..length]), length)
        } else {
            let length = word_length(rest);
            if length == 0 {
                return Err(ReadError {
                    code: Code::Syntax,
                    offset,
                    message: format!("{next:?} has no meaning in a condition"),
                    hint: "use names, numbers, \"texts\", = != < <= > >= ( ) [ ] , * + -"
                        .to_owned(),
                });
            }
            (Kind::Word(&rest[..length]), length)
        };
        tokens.push(Token { kind, offset });
        offset += length;
    }
    tokens.push(Token {
        kind: Kind::End,
        offset: text.len(),
    });
    Ok(tokens)
}

/// Signs that other languages and word processors have, and what is written here instead.
fn foreign(rest: &str, next: char) -> Option<(String, &'static str)> {
    let hint = match next {
        '=' if rest.starts_with("==") => {
            return Some(("== has no meaning in a condition".to_owned(), "write one ="));
        }
        '&' => "write and",
        '|' => "write or",
        '#' => "put the remark on a line of its own above the key",
        '“' | '”' | '„' => "write straight quotes: \"",
        '‘' | '’' | '\'' => "write values without quotes",
        '≤' => "write <=",
        '≥' => "write >=",
        '≠' => "write !=",
        _ => return None,
    };
    Some((format!("{next} has no meaning in a condition"), hint))
}

/// A minus between two facts stands alone; otherwise `-` is part of a name (`CUR-01`) or of a number (`-5`).
fn is_minus(text: &str) -> bool {
    text.strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

fn word_length(text: &str) -> usize {
    text.bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
        .count()
}

/// A number: digits with `_` and at most one point, perhaps a minus. A word may begin with a digit (`2x`), then it is
/// no number.
fn number_length(text: &str) -> Option<usize> {
    let minus = usize::from(text.starts_with('-'));
    let length = minus
        + text[minus..]
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.'))
            .count();
    let begins = text[minus..]
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_digit());
    (begins && word_length(&text[length..]) == 0).then_some(length)
}
