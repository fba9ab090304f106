//! The resident memory of this process, and whether it is flat.

use std::fmt;

/// The first fifth of the run is the warm-up: tiers fill up, pools and tables reach their sizes.
const WARM_UP: usize = 5;
/// How much more the last fifth may take than the first one after the warm-up: a twentieth, and 2 MiB.
const TWENTIETH: u64 = 20;
const MARGIN: u64 = 2 << 20;

/// The rule, in a sentence.
pub(crate) const RULE: &str = "memory is flat when the median of the last fifth of the run is at most 5 % and 2 MiB above \
                               the median of the second fifth; the first fifth is the warm-up";

/// A sample each second.
#[derive(Debug, Default)]
pub(crate) struct Memory(Vec<u64>);

impl Memory {
    /// Looks, and gives the bytes.
    pub(crate) fn look(&mut self) -> u64 {
        let bytes = resident();
        self.0.push(bytes);
        bytes
    }

    pub(crate) fn verdict(&self) -> Verdict {
        let fifth = self.0.len() / WARM_UP;
        Verdict {
            early: median(self.0.iter().skip(fifth).take(fifth)),
            late: median(self.0.iter().rev().take(fifth)),
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Verdict {
    early: u64,
    late: u64,
}

impl Verdict {
    pub(crate) fn is_flat(self) -> bool {
        self.early > 0 && self.late <= self.early + self.early / TWENTIETH + MARGIN
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (early, late) = (mebibytes(self.early), mebibytes(self.late));
        write!(
            f,
            "{early:.1} MiB after the warm-up, {late:.1} MiB at the end"
        )
    }
}

#[expect(clippy::cast_precision_loss, reason = "to one decimal")]
pub(crate) fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

fn median<'a>(samples: impl Iterator<Item = &'a u64>) -> u64 {
    let mut samples: Vec<u64> = samples.copied().collect();
    samples.sort_unstable();
    samples.get(samples.len() / 2).copied().unwrap_or(0)
}

/// By what Linux says; 0 elsewhere.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}
