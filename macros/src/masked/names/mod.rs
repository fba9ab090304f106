//! Which names are sensitive.

// The files of the runtime, byte for byte: `tests/masking/names.rs` compares them.
#[expect(
    unused,
    reason = "the derive asks less of the words than the runtime does"
)]
#[expect(
    clippy::indexing_slicing,
    reason = "tables that are made when this is compiled, where what is out of bounds is an error"
)]
mod words;

/// Whether the value under this name is to be masked.
pub(super) fn is_sensitive(name: &str) -> bool {
    words::is_sensitive(name.as_bytes())
}
