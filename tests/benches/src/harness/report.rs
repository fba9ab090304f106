//! The line that each comparison prints.

/// What a measured number counts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unit {
    /// Nanoseconds, printed as ns, us, ms or s.
    Time,
    /// Bytes, printed as MiB.
    Bytes,
    /// Things.
    Count,
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Unit::Time if value < 1e3 => format!("{value:.1}ns"),
            Unit::Time if value < 1e6 => format!("{:.2}us", value / 1e3),
            Unit::Time if value < 1e9 => format!("{:.2}ms", value / 1e6),
            Unit::Time => format!("{:.2}s", value / 1e9),
            Unit::Bytes => format!("{:.1}MiB", value / f64::from(1 << 20)),
            Unit::Count => format!("{value:.0}"),
        }
    }
}

/// `group/case ours=61.2ns peer=concurrent_cached:65.4ns ratio=0.94`
pub(crate) fn line(case: &str, unit: Unit, ours: f64, peer: &str, theirs: f64) -> String {
    let (shown, beside) = (unit.show(ours), unit.show(theirs));
    format!(
        "{case} ours={shown} peer={peer}:{beside} ratio={:.2}",
        ours / theirs
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_the_case_both_figures_and_their_ratio() {
        assert_eq!(
            line(
                "cache/hit_u64",
                Unit::Time,
                61.24,
                "concurrent_cached",
                65.4
            ),
            "cache/hit_u64 ours=61.2ns peer=concurrent_cached:65.4ns ratio=0.94"
        );
    }

    #[test]
    fn large_figures_take_the_larger_unit() {
        assert_eq!(Unit::Time.show(4_400.0), "4.40us");
        assert_eq!(Unit::Time.show(8.25e6), "8.25ms");
        assert_eq!(Unit::Time.show(1.5e9), "1.50s");
        assert_eq!(Unit::Bytes.show(1_572_864.0), "1.5MiB");
        assert_eq!(Unit::Count.show(97.0), "97");
    }
}
