//! What cannot stand on a type that is masked: it would write something else than the fields.

use syn::{Attribute, DeriveInput};

use super::serde_attrs::SerdeAttrs;
use crate::diagnostics::Errors;

pub(super) const ON_FIELD: &[(&str, &str)] = &[(
    "getter",
    "`Masked` reads the field itself, so that `getter` would have no effect; remove it",
)];

pub(super) const ON_VARIANT: &[(&str, &str)] = &[
    (
        "with",
        "`with` writes the fields of this variant without their masks; put it on the fields",
    ),
    (
        "serialize_with",
        "`serialize_with` writes the fields of this variant without their masks; put it on the fields",
    ),
];

pub(super) fn on_type(serde: &SerdeAttrs, errors: &mut Errors) {
    serde.refuse(
        &[
            (
                "into",
                "`into` writes another type in place of this one; derive `Masked` on that type, \
                 or remove `into`",
            ),
            (
                "remote",
                "a type with `remote` stands for another one, which is not masked by it; mask \
                 the field that holds it by `#[mask(with = path)]`",
            ),
        ],
        errors,
    );
}

pub(super) fn packed(input: &DeriveInput, errors: &mut Errors) {
    for attr in input
        .attrs
        .iter()
        .filter(|attr| attr.path().is_ident("repr"))
    {
        let mut packed = false;
        let _ = attr.parse_nested_meta(|meta| {
            packed |= meta.path.is_ident("packed");
            Ok(())
        });
        if packed {
            errors.add(
                attr,
                "the fields of a packed type cannot be borrowed; remove `packed`, or derive \
                 `Masked` on a type that is built from it",
            );
        }
    }
}

pub(super) fn on_variant(attrs: &[Attribute], errors: &mut Errors) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("mask")) {
        errors.add(
            attr,
            "`#[mask]` belongs on the fields of a variant; its name is always shown",
        );
    }
}
