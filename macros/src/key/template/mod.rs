//! The text of a key: `"user:{id}"`, `"order:{self.tenant}:{req.id}"`, `"session:{token:hash}"`.
//!
//! On stable there is no span inside a literal. So the message of every fault repeats the literal,
//! with carets under the characters that are meant.

mod reader;

use std::fmt::Write as _;
use std::ops::Range;

use syn::LitStr;

use crate::diagnostics::Errors;
use reader::parse;

/// A template that is well formed. Its names are not looked up yet.
#[derive(Clone)]
pub(crate) struct Template {
    pub(crate) literal: LitStr,
    pub(crate) parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Text(String),
    Hole(Hole),
}

/// `{root.field.0:modifier}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hole {
    pub(crate) root: String,
    pub(crate) fields: Vec<String>,
    pub(crate) modifier: Option<Modifier>,
    /// The characters between the braces, counted in the literal's value.
    pub(crate) place: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Modifier {
    /// A hash stands in the place of a secret or a long part.
    Hash,
    /// Case is folded.
    Lower,
}

/// What to do where a template does not do.
#[derive(Clone, Copy)]
pub(crate) enum Otherwise {
    /// In an attribute: `key = expr`.
    Expression,
    /// In `key!`, which stands among statements.
    Binding,
}

/// A fault, and the characters that it is about.
#[derive(Debug)]
struct Fault(Range<usize>, String);

impl Template {
    /// Reads the template and reports all its faults.
    pub(crate) fn parse(
        literal: &LitStr,
        otherwise: Otherwise,
        errors: &mut Errors,
    ) -> Option<Self> {
        let (parts, faults) = parse(&literal.value(), otherwise);
        let sound = faults.is_empty();
        for Fault(place, message) in faults {
            errors.add(literal, pointed(literal, &place, &message));
        }
        sound.then(|| Self {
            literal: literal.clone(),
            parts,
        })
    }

    pub(crate) fn holes(&self) -> impl Iterator<Item = &Hole> {
        self.parts.iter().filter_map(|part| match part {
            Part::Hole(hole) => Some(hole),
            Part::Text(_) => None,
        })
    }

    /// Reports `message` about one hole.
    pub(crate) fn fault(&self, hole: &Hole, message: &str, errors: &mut Errors) {
        errors.add(&self.literal, pointed(&self.literal, &hole.place, message));
    }
}

/// `message`, and the literal with carets under `place`.
fn pointed(literal: &LitStr, place: &Range<usize>, message: &str) -> String {
    let mut shown = String::from("\"");
    let mut carets = String::from(" ");
    for (index, character) in literal.value().chars().enumerate() {
        let escaped: String = match character {
            '\'' => "'".to_owned(),
            other => other.escape_debug().collect(),
        };
        let mark = if place.contains(&index) { '^' } else { ' ' };
        carets.extend(escaped.chars().map(|_| mark));
        shown.push_str(&escaped);
    }
    shown.push('"');
    if !carets.contains('^') {
        carets.push('^');
    }
    let mut out = message.to_owned();
    // A message that ends in blanks would not survive an editor that trims a `.stderr` file.
    let _ = write!(out, "\n  {shown}\n  {}", carets.trim_end());
    out
}

#[cfg(test)]
mod tests {
    use super::reader::names_only;
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let literal = LitStr::new(text, proc_macro2::Span::call_site());
        let mut errors = Errors::new();
        Template::parse(&literal, Otherwise::Expression, &mut errors);
        errors.messages()
    }

    fn holes(text: &str) -> Vec<(String, Vec<String>, Option<Modifier>)> {
        let (parts, faults) = parse(text, Otherwise::Expression);
        assert!(faults.is_empty(), "{faults:?}");
        parts
            .into_iter()
            .filter_map(|part| match part {
                Part::Hole(hole) => Some((hole.root, hole.fields, hole.modifier)),
                Part::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn holes_name_arguments_fields_and_modifiers() {
        assert_eq!(
            holes("o:{self.a.b}:{pair.0}/{x:hash}:{n:lower}:{type}"),
            [
                ("self".into(), vec!["a".into(), "b".into()], None),
                ("pair".into(), vec!["0".into()], None),
                ("x".into(), vec![], Some(Modifier::Hash)),
                ("n".into(), vec![], Some(Modifier::Lower)),
                ("type".into(), vec![], None),
            ]
        );
    }

    #[test]
    fn doubled_braces_are_text() {
        let (parts, _) = parse("a{{b}}:{id}", Otherwise::Expression);
        assert_eq!(parts.first(), Some(&Part::Text("a{b}:".to_owned())));
    }

    #[test]
    fn a_fault_points_at_its_characters() {
        assert_eq!(
            faults("user:{}"),
            [
                "the key template has an empty `{}`; name the argument it stands for, such as `{id}`\n  \"user:{}\"\n        ^^"
            ]
        );
        assert_eq!(
            faults("s:{id + 1}"),
            [names_only(Otherwise::Expression) + "\n  \"s:{id + 1}\"\n      ^^^^^^"]
        );
        assert_eq!(
            faults("tab\t:{a}{b}"),
            [
                "two holes need a `:` or a `/` between them, because values may hold any other character: \
              `1` `23` and `12` `3` would be one key\n  \"tab\\t:{a}{b}\"\n           ^^"
            ]
        );
    }

    #[test]
    fn every_kind_of_fault_is_found() {
        for (text, start) in [
            ("user:{id", "this `{` is never closed"),
            ("user:{a{b}", "this `{` is never closed"),
            ("user:id}", "this `}` closes nothing"),
            ("user:{0}", "a hole names its argument"),
            ("user:{f(x)}", "a key template holds names"),
            ("user:{a[0]}", "a key template holds names"),
            ("user:{a::B}", "a key template holds names"),
            ("user:{ id }", "a hole has no spaces; write `{id}`"),
            (
                "user:{id:hsh}",
                "unknown modifier `hsh`; did you mean `hash`?",
            ),
            ("user:{id:?}", "a key template has no formats"),
            ("user:{id:>5}", "a key template has no formats"),
            ("user:{a}-{b}", "two holes need"),
            ("user:{a.}", "a key template holds names"),
            ("", "the key template is empty"),
        ] {
            let found = faults(text);
            assert!(
                found.len() == 1 && found[0].starts_with(start),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn several_faults_are_reported_together() {
        assert_eq!(faults("{}:{a + b}:{c}{d}").len(), 3);
    }
}
