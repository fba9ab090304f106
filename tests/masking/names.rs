//! The derive and the masker decide over names by the same words.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The files of a folder of the repository.
fn files(folder: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(folder);
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn the_derive_has_the_maskers_words_byte_for_byte() {
    let words = files("runtime/src/mask/names/words");
    assert!(words.contains_key("lists.rs"));
    assert!(
        words == files("macros/src/masked/names/words"),
        "copy runtime/src/mask/names/words/ over macros/src/masked/names/words/"
    );
}
