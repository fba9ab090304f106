//! Calls, timed.

use std::hint::black_box;
use std::time::Instant;

use crate::harness::Subject;

/// A subject that is one call of `call`, on this thread.
pub(super) fn subject<'a, T>(name: &'static str, mut call: impl FnMut() -> T + 'a) -> Subject<'a> {
    Subject::new(name, move |calls| {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(call());
        }
        start.elapsed()
    })
}

/// Stops the run if `masked` still shows one of `secrets`, or is no text: what does not mask is not timed.
///
/// # Panics
///
/// Then.
pub(super) fn assert_hidden<S: AsRef<str>>(
    of: &str,
    masked: &[u8],
    secrets: impl IntoIterator<Item = S>,
) {
    let text = std::str::from_utf8(masked).expect("what is masked stays text");
    for secret in secrets {
        let secret = secret.as_ref();
        let shown = text.lines().find(|line| line.contains(secret));
        assert!(shown.is_none(), "{of} shows `{secret}`: {shown:?}");
    }
}
