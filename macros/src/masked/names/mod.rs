//! Which names are sensitive.

// The runtime's file, byte for byte: `tests/masking/names_copy.rs` compares the two.
#[expect(
    unused,
    reason = "the derive asks less of the words than the runtime does"
)]
#[expect(
    clippy::indexing_slicing,
    reason = "in constants alone, which the compiler evaluates"
)]
mod words;

/// Whether the value under this name is to be masked.
pub(super) fn is_sensitive(name: &str) -> bool {
    words::Words::of(name.as_bytes()).are_sensitive()
}
