//! How long something takes, beside a reference that is measured directly before and after it.
//!
//! Machines are shared and change their pace within a second. A ratio of two runs side by side says more than either.

use std::time::Instant;

/// Times of one engine, in microseconds a case; medians.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// The engine.
    pub engine: f64,
    /// The reference beside it.
    pub reference: f64,
    /// Engine by reference, pair by pair.
    pub ratio: f64,
}

/// Runs `engine` so often, each time between two runs of `reference`; both give microseconds a case.
pub fn beside(
    runs: usize,
    mut reference: impl FnMut() -> f64,
    mut engine: impl FnMut() -> f64,
) -> Figures {
    // Once unmeasured: pages, caches and lazily compiled patterns.
    reference();
    engine();
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut before = reference();
    for _ in 0..runs {
        let time = engine();
        let after = reference();
        let beside = f64::midpoint(before, after);
        ours.push(time);
        theirs.push(beside);
        ratios.push(time / beside);
        before = after;
    }
    Figures {
        engine: median(ours),
        reference: median(theirs),
        ratio: median(ratios),
    }
}

/// Microseconds a case.
pub fn each(cases: usize, work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e6 / cases.max(1) as f64
}

/// The middle value; 0 for none.
#[must_use]
pub fn median(values: Vec<f64>) -> f64 {
    quantile(values, 0.5)
}

/// The value below which such a share lies; 0 for none.
#[must_use]
pub fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * share) as usize;
    let last = values.len().saturating_sub(1);
    values.get(place.min(last)).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::{beside, quantile};

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(quantile(values.clone(), 0.5), 51.0);
        assert_eq!(quantile(values.clone(), 0.99), 100.0);
        assert_eq!(quantile(values, 1.0), 100.0);
        assert_eq!(quantile(Vec::new(), 0.5), 0.0);
    }

    #[test]
    fn the_reference_runs_before_and_after_each_measured_run() {
        let order = std::cell::RefCell::new(String::new());
        let run = |name| {
            order.borrow_mut().push(name);
            f64::from(u32::from(name))
        };
        let figures = beside(2, || run('r'), || run('e'));
        assert_eq!(figures.reference, f64::from(u32::from('r')));
        assert_eq!(figures.engine, f64::from(u32::from('e')));
        assert_eq!(*order.borrow(), "rererer", "one of each first, unmeasured");
    }
}
