//! What was meant: a treatment for each field.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Data, DeriveInput, Fields, Index, Member, Type};

use super::names::is_sensitive;
use super::refusals;
use super::serde_attrs::{Place, SerdeAttrs};
use super::written::{Default, Keys, OnField, OnType, Reads, Word};
use crate::diagnostics::Errors;
use crate::paths::Paths;
use crate::tokens::unraw;

/// What stands for a secret of which nothing is shown.
const HIDDEN: &str = "********";

pub(super) struct Model<'a> {
    pub(super) input: &'a DeriveInput,
    pub(super) paths: Paths,
    pub(super) serde: SerdeAttrs,
    pub(super) shape: Shape<'a>,
    /// Whether `Serialize` is written, too.
    pub(super) serialize: bool,
    /// Whether `Deserialize` is written, which refuses masks.
    pub(super) rejects: bool,
}

pub(super) enum Shape<'a> {
    Struct(Variant<'a>),
    Enum(Vec<Variant<'a>>),
}

/// A variant, or all of a struct.
pub(super) struct Variant<'a> {
    pub(super) ident: &'a Ident,
    pub(super) written: &'a Fields,
    pub(super) serde: SerdeAttrs,
    pub(super) fields: Vec<Field<'a>>,
}

pub(super) struct Field<'a> {
    pub(super) member: Member,
    /// The name of a named field.
    pub(super) name: Option<String>,
    pub(super) ty: &'a Type,
    pub(super) serde: SerdeAttrs,
    pub(super) treatment: Treatment,
    /// Whether a mask is refused where it is read.
    pub(super) rejects: bool,
}

/// What becomes of a field.
pub(super) enum Treatment {
    /// Left out.
    Skipped,
    /// A text in its place.
    Constant(String),
    /// Shown as it is.
    Shown,
    /// A function writes it.
    Called(TokenStream),
    /// Its type decides; of a map, the keys may have a word.
    ByType(Option<Keys>),
    /// A word reads it.
    Read(Reads, Option<Keys>),
}

impl Treatment {
    pub(super) fn is_masked(&self) -> bool {
        matches!(self, Self::Constant(_) | Self::Called(_) | Self::Read(..))
    }
}

/// What the fields of one variant have in common.
struct Around {
    default: Option<Default>,
    /// Whether the name around the fields is sensitive.
    sensitive: bool,
    rejects: bool,
    /// Whether serde writes the variant's tag among the fields, so that one unnamed field cannot be
    /// a text.
    tagged_inside: bool,
}

impl<'a> Model<'a> {
    /// `None` where nothing can be made of the input.
    pub(super) fn new(input: &'a DeriveInput, errors: &mut Errors) -> Option<Self> {
        let on_type = OnType::read(&input.attrs, errors);
        let serde = SerdeAttrs::read(&input.attrs);
        serde.refuse_unknown(Place::Type, errors);
        refusals::on_type(&serde, errors);
        refusals::packed(input, errors);
        let mut around = Around {
            default: on_type.default,
            sensitive: false,
            rejects: on_type.reject_masked.is_some(),
            tagged_inside: false,
        };
        let shape = match &input.data {
            Data::Struct(data) => {
                // The name of a tuple struct is all the name that its fields have.
                around.sensitive =
                    matches!(data.fields, Fields::Unnamed(_)) && is_sensitive(&unraw(&input.ident));
                Shape::Struct(Variant {
                    ident: &input.ident,
                    written: &data.fields,
                    serde: SerdeAttrs::read(&[]),
                    fields: fields(&data.fields, &around, errors),
                })
            }
            Data::Enum(data) => {
                let variants = data.variants.iter().map(|variant| {
                    refusals::on_variant(&variant.attrs, errors);
                    let own = SerdeAttrs::read(&variant.attrs);
                    own.refuse_unknown(Place::Variant, errors);
                    own.refuse(refusals::ON_VARIANT, errors);
                    around.sensitive = is_sensitive(&unraw(&variant.ident))
                        || own.other_names().iter().any(|name| is_sensitive(name));
                    around.tagged_inside = serde.has("tag")
                        && !serde.has("content")
                        && !own.has("untagged")
                        && matches!(&variant.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1);
                    Variant {
                        ident: &variant.ident,
                        written: &variant.fields,
                        serde: own,
                        fields: fields(&variant.fields, &around, errors),
                    }
                });
                Shape::Enum(variants.collect())
            }
            Data::Union(data) => {
                errors.add(
                    data.union_token,
                    "a union cannot be masked, because the active field is unknown; derive \
                     `Masked` on the struct or enum that it stands for",
                );
                return None;
            }
        };
        let mut model = Self {
            input,
            paths: on_type.paths,
            serde,
            shape,
            serialize: on_type.serialize,
            rejects: false,
        };
        model.rejects =
            on_type.reject_masked.is_some() || model.fields().any(|field| field.rejects);
        model.refuse_reading(on_type.reject_masked.as_ref(), errors);
        Some(model)
    }

    pub(super) fn variants(&self) -> &[Variant<'a>] {
        match &self.shape {
            Shape::Struct(only) => std::slice::from_ref(only),
            Shape::Enum(variants) => variants,
        }
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = &Field<'a>> {
        self.variants().iter().flat_map(|variant| &variant.fields)
    }

    /// What cannot stand together with `reject_masked`.
    fn refuse_reading(&self, on_type: Option<&Ident>, errors: &mut Errors) {
        if !self.rejects {
            return;
        }
        self.serde.refuse(
            &[
                ("from", "`reject_masked` reads the fields of this type, and `from` those of another; put `reject_masked` on that one"),
                ("try_from", "`reject_masked` reads the fields of this type, and `try_from` those of another; put `reject_masked` on that one"),
            ],
            errors,
        );
        for field in self.fields().filter(|field| field.rejects) {
            let message =
                "`reject_masked` reads this field itself; remove this, or `reject_masked`";
            field
                .serde
                .refuse(&[("with", message), ("deserialize_with", message)], errors);
        }
        if let Some(word) = on_type
            && self.fields().all(|field| !field.rejects)
        {
            errors.add(
                word,
                "no field of this type is masked by a word or by its name; remove `reject_masked`",
            );
        }
    }
}

fn fields<'a>(written: &'a Fields, around: &Around, errors: &mut Errors) -> Vec<Field<'a>> {
    let fields = written.iter().enumerate();
    fields
        .filter_map(|(place, field)| {
            let before = errors.len();
            let serde = SerdeAttrs::read(&field.attrs);
            serde.refuse_unknown(Place::Field, errors);
            serde.refuse(refusals::ON_FIELD, errors);
            let on_field = OnField::read(&field.attrs, errors)?;
            if errors.len() > before {
                return None;
            }
            let rejected = on_field.reject_masked.clone();
            let treatment = treat(field, on_field, &serde, around, errors);
            let rejects = treatment.is_masked() && (around.rejects || rejected.is_some());
            if let Some(word) = rejected
                && !treatment.is_masked()
            {
                errors.add(
                    word,
                    "`reject_masked` refuses the mask of this field, and it has none; write a \
                     mask beside it, such as `secret`, or remove it",
                );
            }
            Some(Field {
                member: field
                    .ident
                    .clone()
                    .map_or_else(|| Member::Unnamed(Index::from(place)), Member::Named),
                name: field.ident.as_ref().map(unraw),
                ty: &field.ty,
                serde,
                treatment,
                rejects,
            })
        })
        .collect()
}

fn treat(
    field: &syn::Field,
    on_field: OnField,
    serde: &SerdeAttrs,
    around: &Around,
    errors: &mut Errors,
) -> Treatment {
    let flat = serde.has("flatten");
    let said = on_field.word.is_some();
    let treatment = match on_field.word {
        Some(Word::Secret) => Treatment::Constant(HIDDEN.to_owned()),
        Some(Word::Fixed(text)) => Treatment::Constant(text),
        Some(Word::Show) => Treatment::Shown,
        Some(Word::Skip) => Treatment::Skipped,
        Some(Word::With(path)) => Treatment::Called(path),
        Some(Word::Reads(reads)) => Treatment::Read(reads, on_field.keys),
        None if on_field.keys.is_some() => Treatment::ByType(on_field.keys),
        // What is flattened has no name of its own.
        None if !flat && (around.sensitive || has_sensitive_name(field, serde)) => {
            Treatment::Constant(HIDDEN.to_owned())
        }
        None => match around.default {
            Some(Default::Secret) if !flat => Treatment::Constant(HIDDEN.to_owned()),
            Some(Default::Show) => Treatment::Shown,
            _ => Treatment::ByType(None),
        },
    };
    let place = || match &field.ident {
        Some(ident) => ident.to_token_stream(),
        None => field.ty.to_token_stream(),
    };
    let whole = matches!(treatment, Treatment::Constant(_) | Treatment::Called(_));
    if whole && flat {
        errors.add(
            place(),
            "a flattened field has no name for a mask to stand under; write `#[mask(skip)]`, or \
             derive `Masked` on its type",
        );
    } else if whole && around.tagged_inside {
        errors.add(
            place(),
            "under `tag` a variant of one unnamed field has no place for a mask; name the field, \
             or add `content = \"value\"` beside `tag`",
        );
    }
    let writes = ["with", "serialize_with"]
        .into_iter()
        .find(|name| serde.has(name));
    if let (Some(name), false, Treatment::ByType(_)) = (writes, said, &treatment) {
        let message = format!(
            "`{name}` writes this field without a mask; add `#[mask(show)]` to allow that, or a \
             mask to write in its place"
        );
        serde.refuse(&[(name, &message)], errors);
    }
    treatment
}

fn has_sensitive_name(field: &syn::Field, serde: &SerdeAttrs) -> bool {
    let own = field.ident.as_ref().map(unraw);
    own.iter()
        .chain(&serde.other_names())
        .any(|name| is_sensitive(name))
}
