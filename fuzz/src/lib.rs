//! What holds for any bytes. Each module has one `check`, which panics where it does not hold.
//!
//! `tests/bounded.rs` runs them on any toolchain, over the seeds and over mutations of them that
//! are the same in each run; `targets/` runs them under libFuzzer:
//!
//! ```text
//! cargo +nightly fuzz run stream fuzz/seeds
//! ```

pub mod json;
pub mod mutate;
pub mod stream;
pub mod text;

/// A masked text is at most so many times as long as the text was ..
const FACTOR: usize = 4;
/// .. and so many bytes longer.
const MORE: usize = 64;

fn has_grown_little(text: &[u8], masked: &[u8]) {
    let most = text.len() * FACTOR + MORE;
    assert!(
        masked.len() <= most,
        "{} bytes became {}",
        text.len(),
        masked.len()
    );
}
