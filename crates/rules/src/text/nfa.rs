//! Patterns as states with several next states: the step between writing them down and the table that is run.

use super::pattern::{ByteSet, Pattern, Piece};

/// A state.
pub(super) enum State {
    /// Reads one byte of the set.
    Byte(ByteSet, u32),
    /// Goes on with any of these, without reading.
    Split(Vec<u32>),
    /// The test with this number holds; if the flag is set, only where the text ends.
    Accept(u32, bool),
}

/// The states of all patterns put to one text.
#[derive(Default)]
pub(super) struct Nfa {
    pub(super) states: Vec<State>,
    /// Where patterns begin that are bound to the start of the text.
    pub(super) at_start: Vec<u32>,
    /// Where patterns begin that may begin anywhere.
    pub(super) anywhere: Vec<u32>,
}

impl Nfa {
    /// Adds a pattern that decides the test with this number.
    pub(super) fn add(&mut self, pattern: &Pattern, test: u32) {
        let end = self.push(State::Accept(test, pattern.to_end));
        let start = self.piece(&pattern.piece, end);
        if pattern.from_start {
            self.at_start.push(start);
        } else {
            self.anywhere.push(start);
        }
    }

    fn push(&mut self, state: State) -> u32 {
        self.states.push(state);
        u32::try_from(self.states.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds the states of a piece that is followed by `next`; gives where it begins.
    fn piece(&mut self, piece: &Piece, next: u32) -> u32 {
        match piece {
            Piece::Byte(set) => self.push(State::Byte(*set, next)),
            Piece::All(parts) => parts
                .iter()
                .rev()
                .fold(next, |next, part| self.piece(part, next)),
            Piece::Any(parts) => {
                let starts = parts.iter().map(|part| self.piece(part, next)).collect();
                self.push(State::Split(starts))
            }
            Piece::Repeat(inner, least, most) => {
                let mut start = next;
                match most {
                    None => {
                        let again = self.push(State::Split(Vec::new()));
                        let body = self.piece(inner, again);
                        if let Some(state) = self.states.get_mut(again as usize) {
                            *state = State::Split(vec![body, next]);
                        }
                        start = again;
                    }
                    Some(most) => {
                        for _ in *least..*most {
                            let body = self.piece(inner, start);
                            start = self.push(State::Split(vec![body, next]));
                        }
                    }
                }
                (0..*least).fold(start, |next, _| self.piece(inner, next))
            }
        }
    }

    /// Adds a state and all it leads to without reading; `into` stays sorted and free of doubles.
    pub(super) fn enter(&self, start: u32, into: &mut Vec<u32>) {
        let mut waiting = vec![start];
        while let Some(state) = waiting.pop() {
            let Err(place) = into.binary_search(&state) else {
                continue;
            };
            into.insert(place, state);
            if let Some(State::Split(next)) = self.states.get(state as usize) {
                waiting.extend(next);
            }
        }
    }
}
