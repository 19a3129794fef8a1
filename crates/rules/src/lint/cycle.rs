//! Indicators that point to each other in a circle: none of them could be decided first.

use super::{Role, Written};
use crate::diagnostic::{Code, Problems, Source};
use crate::expr::Expr;
use crate::indicator::Indicator;
use crate::pack::raw::RawIndicator;

/// Reports one circle, with the way around it.
pub(crate) fn cycle(
    raw: &[(Source<'_>, RawIndicator)],
    indicators: &[Indicator],
    written: &[Written],
    problems: &mut Problems,
) {
    let mut pointed: Vec<Vec<usize>> = vec![Vec::new(); indicators.len()];
    let counts = |role: Role| {
        !matches!(
            role,
            Role::Required | Role::Term | Role::Papers | Role::Level(_)
        )
    };
    for each in written.iter().filter(|each| counts(each.role)) {
        if let Some(owner) = each.owner {
            collect(&each.expr, owner, indicators, &mut pointed[owner]);
        }
    }
    let Some(circle) = find(&pointed) else {
        return;
    };
    let first = circle.iter().copied().min().unwrap_or_default();
    let turn = circle
        .iter()
        .position(|index| *index == first)
        .unwrap_or_default();
    let way = circle.iter().cycle().skip(turn).take(circle.len() + 1);
    let way: Vec<&str> = way.map(|index| indicators[*index].id.as_str()).collect();
    let (source, indicator) = &raw[first];
    let start = indicator.condition.span().start;
    let message = format!("{} refers to itself: {}", way[0], way.join(" → "));
    let hint = "break the circle of fires(…), other_decisive(…) and decisive_in(…)";
    problems.at(
        Code::Cycle,
        source,
        source.string_start(&(start..indicator.condition.span().end)),
        message,
        hint,
    );
}

fn collect(expr: &Expr, owner: usize, indicators: &[Indicator], pointed: &mut Vec<usize>) {
    match expr {
        Expr::Not(inner) | Expr::Surely(inner) => collect(inner, owner, indicators, pointed),
        Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => {
            for part in parts {
                collect(part, owner, indicators, pointed);
            }
        }
        Expr::Fires(index, _) => pointed.push(usize::from(*index)),
        Expr::OtherDecisive(_) | Expr::DecisiveIn(_) => {
            let lane = indicators[owner].lane;
            let peers = indicators.iter().enumerate();
            pointed.extend(
                peers
                    .filter(|(index, each)| each.lane == lane && *index != owner)
                    .map(|(index, _)| index),
            );
        }
        _ => {}
    }
}

/// A circle, by walking on from every indicator until one comes round again.
fn find(pointed: &[Vec<usize>]) -> Option<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        OnWay,
        Done,
    }
    let mut marks = vec![Mark::New; pointed.len()];
    for start in 0..pointed.len() {
        // The way so far, each with how many of its pointers were followed.
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::OnWay;
        while let Some((index, followed)) = way.last_mut() {
            let Some(&next) = pointed[*index].get(*followed) else {
                marks[*index] = Mark::Done;
                way.pop();
                continue;
            };
            *followed += 1;
            match marks[next] {
                Mark::OnWay => {
                    let from = way.iter().position(|(index, _)| *index == next)?;
                    return Some(way[from..].iter().map(|(index, _)| *index).collect());
                }
                Mark::New => {
                    marks[next] = Mark::OnWay;
                    way.push((next, 0));
                }
                Mark::Done => {}
            }
        }
    }
    None
}
