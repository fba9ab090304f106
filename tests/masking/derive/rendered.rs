//! What a value becomes in each rendering.

use std::fmt;

use gambeson::Masked;

pub(crate) fn debug(value: &(impl Masked + fmt::Debug)) -> String {
    let own = format!("{value:?}");
    assert_eq!(own, format!("{:?}", value.masked()));
    own
}

pub(crate) fn pretty(value: &(impl Masked + fmt::Debug)) -> String {
    let own = format!("{value:#?}");
    assert_eq!(own, format!("{:#?}", value.masked()));
    own
}

pub(crate) fn line(value: &impl Masked) -> String {
    value.masked().to_string()
}

pub(crate) fn json(value: &impl Masked) -> String {
    serde_json::to_string(&value.masked()).unwrap()
}
