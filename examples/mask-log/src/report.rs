//! What is said at the end.

use std::fmt;
use std::time::Duration;

use gambeson::mask::Kind;

/// How much was read, how long it took, and what was found in it.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    bytes: u64,
    took: Duration,
    found: Vec<(Kind, u64)>,
}

impl Report {
    pub(crate) fn new(
        bytes: u64,
        took: Duration,
        found: impl IntoIterator<Item = (Kind, u64)>,
    ) -> Self {
        let mut found: Vec<_> = found.into_iter().filter(|(_, count)| *count > 0).collect();
        // The most first; those of one number by name.
        found.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), kind.name()));
        Report { bytes, took, found }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[expect(
            clippy::cast_precision_loss,
            reason = "shown with one digit behind the point"
        )]
        let megabytes = self.bytes as f64 / 1e6;
        let total: u64 = self.found.iter().map(|(_, count)| count).sum();
        writeln!(
            f,
            "masked {total} in {megabytes:.1} MB, {:.2} s",
            self.took.as_secs_f64()
        )?;
        for (kind, count) in &self.found {
            writeln!(f, "{count:>9} {kind}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_stands_first_and_what_was_not_found_is_left_out() {
        let found = [
            (Kind::Phone, 2),
            (Kind::Card, 0),
            (Kind::Email, 2),
            (Kind::Ssn, 40),
        ];
        let report = Report::new(1_234_567, Duration::from_millis(1_240), found);
        let lines =
            "masked 44 in 1.2 MB, 1.24 s\n       40 ssn\n        2 email\n        2 phone\n";
        assert_eq!(report.to_string(), lines);
    }
}
