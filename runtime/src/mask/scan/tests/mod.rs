mod limits;
mod passwords;
mod patterns;
mod random;
mod text;

use std::borrow::Cow;

use crate::mask::Masker;

#[track_caller]
fn masks(text: &str, expected: &str) {
    let masker = Masker::default();
    let once = masker.mask(text);
    assert_eq!(once, expected);
    assert_eq!(masker.mask(&once), expected, "masked twice");
    assert_eq!(&*masker.mask_bytes(text.as_bytes()), expected.as_bytes());
}

#[track_caller]
fn stays(text: &str) {
    let masker = Masker::default();
    assert!(masker.find(text).is_empty(), "{:?}", masker.find(text));
    assert!(matches!(masker.mask(text), Cow::Borrowed(_)), "{text}");
}
