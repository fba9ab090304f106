//! Stands in for the masker until it is there.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::mask::style::Styles;

pub(super) struct Masker(Styles);

impl Masker {
    #[inline]
    pub(super) fn global() -> &'static Masker {
        static GLOBAL: OnceLock<Masker> = OnceLock::new();
        GLOBAL.get_or_init(|| Masker(Styles::default()))
    }

    pub(super) fn styles(&self) -> &Styles {
        &self.0
    }

    pub(super) fn mask<'t>(&self, _text: &'t str) -> Cow<'t, str> {
        Cow::Borrowed("********")
    }

    pub(super) fn mask_json(&self, value: &mut serde_json::Value) {
        *value = "********".into();
    }
}
