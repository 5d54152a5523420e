//! Several runs as three figures.

use serde::{Deserialize, Serialize};

/// The least, the middle and the most of several measurements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Spread {
    pub(super) min: f64,
    pub(super) median: f64,
    pub(super) max: f64,
}

impl Spread {
    /// The spread of some measurements; zero of none.
    pub(super) fn of(measurements: impl IntoIterator<Item = f64>) -> Self {
        let mut all: Vec<f64> = measurements.into_iter().collect();
        all.sort_by(f64::total_cmp);
        match all.as_slice() {
            [] => Self::default(),
            [min, ..] => Self { min: *min, median: all[all.len() / 2], max: all[all.len() - 1] },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn the_middle_of_an_odd_number_is_one_of_them() {
        let spread = Spread::of([3.0, 1.0, 2.0]);
        assert_eq!(spread, Spread { min: 1.0, median: 2.0, max: 3.0 });
        assert_eq!(Spread::of([]), Spread::default());
    }
}
