//! How often a limiter was asked, and what it answered.

use crate::metrics::RATE_LIMIT_CHECKS;
use crate::resilience::seen::Series;
use crate::tally::Tally;

#[derive(Debug)]
pub(super) struct Checks(Tally<2>);

impl Checks {
    pub(super) const fn new() -> Self {
        Self(Tally::new())
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn count(&self, admitted: bool) {
        self.0.add(usize::from(!admitted));
    }

    pub(super) fn tell(&self, tell: &mut dyn FnMut(Series, u64)) {
        let [allowed, limited] = self.0.sums();
        let mut checks = |labels, count| {
            let metric = RATE_LIMIT_CHECKS;
            tell(Series { metric, labels }, count);
        };
        checks(&[("result", "allowed")], allowed);
        checks(&[("result", "limited")], limited);
    }
}
