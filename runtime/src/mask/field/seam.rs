//! Stands in for `Masker::mask_json` until it is there.

use serde_json::Value;

pub(super) fn mask_json(value: &mut Value) {
    *value = crate::mask::style::HIDDEN.into();
}
