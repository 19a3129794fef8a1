//! Comparisons of texts.

use super::super::super::lexer::{Kind, Token};
use super::super::{Parser, Read, fail, fail_as};
use super::dressed;
use crate::diagnostic::Code;
use crate::expr::Expr;
use crate::fact::FactId;
use crate::text::{Automaton, How, TextTest};

/// Most words in one list.
const MOST: usize = 64;

impl Parser<'_, '_> {
    pub(super) fn text_comparison(&mut self, fact: FactId, operator: Token<'_>) -> Read<Expr> {
        let known = operator.kind == Kind::Word("is");
        let (how, negated) = match operator.kind {
            Kind::Sign("=") => (How::Equals, false),
            Kind::Sign("!=") => (How::Equals, true),
            Kind::Word("is") => (How::Equals, self.eat(Kind::Word("not"))),
            Kind::Word("contains") => (How::Contains, false),
            Kind::Word("matches") => (How::Matches, false),
            Kind::Word("starts") => {
                let offset = self.peek().offset;
                if !self.eat(Kind::Word("with")) {
                    return fail(offset, "with is missing here", "write: starts with \"…\"");
                }
                (How::Starts, false)
            }
            _ => match self.listing(operator)? {
                Some(negated) => {
                    let words = self.words(How::Equals)?;
                    let test = test(operator.offset, How::Equals, words)?;
                    return Ok(dressed(Expr::Text(fact.0.slot, test), negated, false));
                }
                None => {
                    return fail_as(
                        Code::WrongType,
                        operator.offset,
                        format!("{fact} is a text"),
                        "write =, in, starts with, contains or matches, or: known(…)",
                    );
                }
            },
        };
        let words = if how != How::Equals && self.eat(Kind::Word("any")) {
            self.words(how)?
        } else {
            vec![self.text(how)?]
        };
        let test = test(operator.offset, how, words)?;
        Ok(dressed(Expr::Text(fact.0.slot, test), negated, known))
    }

    fn words(&mut self, how: How) -> Read<Vec<Box<str>>> {
        self.expect("[")?;
        let mut words = vec![self.text(how)?];
        while self.eat(Kind::Sign(",")) {
            let offset = self.peek().offset;
            if words.len() == MOST {
                return fail(offset, "this list is too long", "write at most 64 texts");
            }
            self.node(offset, 1)?;
            words.push(self.text(how)?);
        }
        self.expect("]")?;
        Ok(words)
    }

    /// A text in quotes that can be tested for.
    fn text(&mut self, how: How) -> Read<Box<str>> {
        let token = self.take();
        let Kind::Text(text) = token.kind else {
            return fail(
                token.offset,
                "a text is missing here",
                "write it between \" and \"",
            );
        };
        let words: Box<str> = text.into();
        let tried = TextTest {
            how,
            words: [words.clone()].into(),
        };
        match tried.patterns() {
            Ok(_) => Ok(words),
            // One for the quote.
            Err(error) => fail(token.offset + 1 + error.offset, error.message, error.hint),
        }
    }
}

/// The test, if the table that decides it is not too large.
fn test(offset: usize, how: How, words: Vec<Box<str>>) -> Read<Box<TextTest>> {
    let words = words.into();
    let test = TextTest { how, words };
    let patterns = test.patterns().ok();
    if patterns.is_some_and(|patterns| Automaton::new(&[patterns]).is_some()) {
        Ok(Box::new(test))
    } else {
        fail(
            offset,
            "this test is too large",
            "write fewer or simpler texts",
        )
    }
}
