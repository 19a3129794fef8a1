//! How every word of the dictionary agrees with the words of a question, worked out once for each word that is met.

use crate::asked::{Asked, BEGINNING, FAR};
use crate::dictionary::{Dictionary, Token};
use crate::edit::edits;
use crate::index::letter;
use crate::level::Level;
use crate::name::WORDS;
use crate::query::Asking;

/// Levels of a word of the dictionary against all words and neighbouring pairs of the question.
pub(crate) type Row = [Option<Level>; 2 * WORDS - 1];

/// Rows that were worked out for this question.
#[derive(Default)]
pub(crate) struct Rows {
    /// One more than the row of a word; zero when it has none yet.
    of: Vec<u32>,
    used: Vec<Token>,
    rows: Vec<Row>,
}

impl Rows {
    pub(crate) fn prepare(&mut self, words: usize) {
        for &token in &self.used {
            if let Some(row) = self.of.get_mut(token as usize) {
                *row = 0;
            }
        }
        self.used.clear();
        self.rows.clear();
        self.of.resize(words, 0);
    }

    pub(crate) fn get(&mut self, dictionary: &Dictionary, asking: &Asking, token: Token) -> Row {
        let Some(number) = self.of.get_mut(token as usize) else {
            return [None; 2 * WORDS - 1];
        };
        if let Some(row) = (*number as usize)
            .checked_sub(1)
            .and_then(|at| self.rows.get(at))
        {
            return *row;
        }
        let row = row(dictionary, asking, token);
        self.rows.push(row);
        *number = self.rows.len() as u32;
        self.used.push(token);
        row
    }
}

fn row(dictionary: &Dictionary, asking: &Asking, token: Token) -> Row {
    let mut row = [None; 2 * WORDS - 1];
    let class = dictionary.class(token);
    let (text, key) = (dictionary.text(token), dictionary.key(class));
    for (level, asked) in row.iter_mut().zip(&asking.words) {
        *level = if asked.token == Some(token) {
            Some(Level::WordSame)
        } else if asked.class == Some(class) {
            Some(Level::WordFolded)
        } else if asked.behind_bin == Some(class) {
            Some(Level::WordJoined)
        } else {
            word_level(asked, text, key)
        };
    }
    for (level, joined) in row.iter_mut().skip(WORDS).zip(&asking.joined) {
        *level = if joined.class == Some(class) {
            Some(Level::WordJoined)
        } else {
            let near = edits(&joined.key, key) == Some(1) || edits(&joined.text, text) == Some(1);
            near.then_some(Level::WordJoinedNear)
        };
    }
    row
}

/// How a word with another key agrees.
fn word_level(asked: &Asked, text: &str, key: &str) -> Option<Level> {
    let asked_text = asked.word.text.as_str();
    let shorter = asked_text.len().min(text.len());
    if shorter == 1 {
        let initial = asked_text.len() != text.len() && letter(asked_text).is_some();
        return (initial && letter(asked_text) == letter(text)).then_some(Level::WordInitial);
    }
    let by_key = edits(&asked.word.key, key);
    if shorter > 2 && (by_key == Some(1) || edits(asked_text, text) == Some(1)) {
        return Some(Level::WordNear);
    }
    let begins = text.starts_with(asked_text) || asked_text.starts_with(text);
    if shorter >= BEGINNING && begins {
        return Some(Level::WordBeginning);
    }
    let long = asked.word.key.len().min(key.len()) >= FAR;
    (long && by_key == Some(2)).then_some(Level::WordFar)
}
