//! Text: no panic, bounded growth, and one answer for text and for bytes.

use gambeson::Masker;

/// # Panics
///
/// Where a property does not hold.
pub fn check(bytes: &[u8]) {
    let masker = Masker::global();
    let masked = masker.mask_bytes(bytes);
    crate::has_grown_little(bytes, &masked);
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    assert_eq!(
        masker.mask(text).as_bytes(),
        &*masked,
        "text and bytes differ"
    );
    let mut end = 0;
    for found in masker.find(text) {
        assert!(
            found.range.start >= end,
            "findings overlap or are out of order"
        );
        assert!(
            text.get(found.range.clone())
                .is_some_and(|matched| !matched.is_empty())
        );
        end = found.range.end;
    }
}
