//! Numbers and the signs between them.

use super::super::super::ReadError;
use super::super::super::lexer::{Kind, Token};
use super::super::{Read, fail, fail_as};
use super::dressed;
use crate::diagnostic::Code;
use crate::expr::{Expr, Order};

/// An order and whether it is negated (`!=`).
#[derive(Clone, Copy)]
pub(super) struct Compared(Order, bool);

impl Compared {
    pub(super) fn build(self, comparison: impl FnOnce(Order) -> Expr) -> Expr {
        dressed(comparison(self.0), self.1, false)
    }
}

pub(super) fn order_of(operator: Token<'_>) -> Option<Compared> {
    Some(match operator.kind {
        Kind::Sign("=") => Compared(Order::Equal, false),
        Kind::Sign("!=") => Compared(Order::Equal, true),
        Kind::Sign("<") => Compared(Order::Less, false),
        Kind::Sign("<=") => Compared(Order::LessOrEqual, false),
        Kind::Sign(">") => Compared(Order::Greater, false),
        Kind::Sign(">=") => Compared(Order::GreaterOrEqual, false),
        _ => return None,
    })
}

pub(super) fn number_operator(offset: usize) -> ReadError {
    let (message, hint) = (
        "a number is compared here".to_owned(),
        "write = != < <= > or >=".to_owned(),
    );
    ReadError {
        code: Code::WrongType,
        offset,
        message,
        hint,
    }
}

/// A number times `scale`, exactly.
pub(super) fn number(text: &str, scale: i64, offset: usize) -> Read<i64> {
    let plain = text.replace('_', "");
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let places = u32::try_from(decimals.len()).unwrap_or(u32::MAX);
    let exact = 10i64
        .checked_pow(places)
        .filter(|unit| scale % unit == 0 && decimals.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|unit| {
            let fraction = if decimals.is_empty() {
                0
            } else {
                decimals.parse::<i64>().ok()?
            };
            let sign = if whole.starts_with('-') { -1 } else { 1 };
            whole
                .parse::<i64>()
                .ok()?
                .checked_mul(scale)?
                .checked_add(sign * fraction * (scale / unit))
        });
    match exact {
        Some(value) => Ok(value),
        None if scale == 1 => fail_as(
            Code::WrongType,
            offset,
            "a whole number is needed here",
            "write a whole number",
        ),
        None => fail(
            offset,
            "this number is too large or too fine",
            "use at most six decimals",
        ),
    }
}
