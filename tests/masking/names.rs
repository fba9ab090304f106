//! The derive and the masker decide over names by the same words.

use std::fs;
use std::path::Path;

#[test]
fn the_derive_has_the_maskers_words_byte_for_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    assert!(
        read("runtime/src/mask/names/words.rs") == read("macros/src/masked/names/words.rs"),
        "copy runtime/src/mask/names/words.rs to macros/src/masked/names/words.rs"
    );
}
