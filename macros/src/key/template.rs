//! The text of a key: `"user:{id}"`, `"order:{self.tenant}:{req.id}"`, `"session:{token:hash}"`.
//!
//! On stable there is no span inside a literal. So the message of every fault repeats the literal,
//! with carets under the characters that are meant.

use std::fmt::Write as _;
use std::ops::Range;

use syn::LitStr;

use crate::args::{did_you_mean, one_of};
use crate::diagnostics::Errors;

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

const MODIFIERS: [(&str, Modifier); 2] = [("hash", Modifier::Hash), ("lower", Modifier::Lower)];

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

fn parse(text: &str, otherwise: Otherwise) -> (Vec<Part>, Vec<Fault>) {
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Reader {
        chars: &chars,
        otherwise,
        at: 0,
        parts: Vec::new(),
        faults: Vec::new(),
    };
    if chars.is_empty() {
        reader.fault(
            0..1,
            "the key template is empty; write what tells entries apart, such as `\"user:{id}\"`",
        );
    }
    while reader.at < chars.len() {
        reader.step();
    }
    reader.separators();
    (reader.parts, reader.faults)
}

struct Reader<'a> {
    chars: &'a [char],
    otherwise: Otherwise,
    at: usize,
    parts: Vec<Part>,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, place: Range<usize>, message: impl Into<String>) {
        self.faults.push(Fault(place, message.into()));
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn text(&mut self, character: char) {
        if let Some(Part::Text(text)) = self.parts.last_mut() {
            text.push(character);
        } else {
            self.parts.push(Part::Text(character.to_string()));
        }
    }

    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            (Some(brace @ ('{' | '}')), Some(next)) if brace == next => {
                self.text(brace);
                self.at += 2;
            }
            (Some('}'), _) => {
                self.fault(
                    self.at..self.at + 1,
                    "this `}` closes nothing; write `}}` for a brace",
                );
                self.at += 1;
            }
            (Some('{'), _) => self.hole(),
            (Some(character), _) => {
                self.text(character);
                self.at += 1;
            }
            (None, _) => {}
        }
    }

    fn hole(&mut self) {
        let open = self.at;
        let inside = self.chars.get(open + 1..).unwrap_or_default();
        let length = inside.iter().position(|c| matches!(c, '{' | '}'));
        let Some(length) = length.filter(|at| inside.get(*at) == Some(&'}')) else {
            self.fault(
                open..open + 1,
                "this `{` is never closed; close it, such as `{id}`, or write `{{` for a brace",
            );
            // What follows is read as text up to the next brace, so that nothing is reported twice.
            self.at = open + 1 + length.unwrap_or(inside.len());
            return;
        };
        let place = open + 1..open + 1 + length;
        self.at = place.end + 1;
        let content: String = inside.iter().take(length).collect();
        match hole(&content, &place, self.otherwise) {
            Ok(hole) => self.parts.push(Part::Hole(hole)),
            Err(message) => {
                let shown = if content.is_empty() {
                    open..place.end + 1
                } else {
                    place
                };
                self.fault(shown, message);
            }
        }
    }

    /// Between two holes there has to be a character that the value of a hole never holds.
    fn separators(&mut self) {
        let mut last: Option<Range<usize>> = None;
        let mut separated = true;
        let mut found = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => separated |= text.contains([':', '/']),
                Part::Hole(hole) => {
                    if let (Some(before), false) = (&last, separated) {
                        found.push(before.end..hole.place.start);
                    }
                    last = Some(hole.place.clone());
                    separated = false;
                }
            }
        }
        for between in found {
            self.fault(
                between,
                "two holes need a `:` or a `/` between them, because values may hold any other \
                 character: `1` `23` and `12` `3` would be one key",
            );
        }
    }
}

fn names_only(otherwise: Otherwise) -> String {
    match otherwise {
        Otherwise::Expression => {
            "a key template holds names and fields, such as `{id}` or `{self.tenant}`; for \
             anything else write `key = expr`"
        }
        Otherwise::Binding => {
            "a key template holds names and fields, such as `{id}` or `{user.id}`; give anything \
             else a name with `let`"
        }
    }
    .to_owned()
}

fn hole(content: &str, place: &Range<usize>, otherwise: Otherwise) -> Result<Hole, String> {
    if content.trim().is_empty() {
        return Err(
            "the key template has an empty `{}`; name the argument it stands for, such as `{id}`"
                .to_owned(),
        );
    }
    if content.contains("::") {
        return Err(names_only(otherwise));
    }
    let (path, modifier) = match content.split_once(':') {
        Some((path, modifier)) => (path, Some(modifier)),
        None => (content, None),
    };
    if path.trim() != path {
        return Err(format!(
            "a hole has no spaces; write `{{{}}}`",
            content.replace(' ', "")
        ));
    }
    let mut segments = path
        .split('.')
        .map(|name| name.strip_prefix("r#").unwrap_or(name));
    let root = segments.next().unwrap_or_default().to_owned();
    if root.bytes().all(|b| b.is_ascii_digit()) {
        return Err("a hole names its argument; write the name, such as `{id}`".to_owned());
    }
    let fields: Vec<String> = segments.map(str::to_owned).collect();
    let is_field = |name: &String| {
        is_name(name) || (!name.is_empty() && name.bytes().all(|b| b.is_ascii_digit()))
    };
    if !is_name(&root) || !fields.iter().all(is_field) {
        return Err(names_only(otherwise));
    }
    let modifier = modifier.map(modifier_of).transpose()?;
    Ok(Hole {
        root,
        fields,
        modifier,
        place: place.clone(),
    })
}

fn modifier_of(word: &str) -> Result<Modifier, String> {
    let names = || MODIFIERS.iter().map(|(name, _)| *name);
    if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == word) {
        return Ok(*modifier);
    }
    if !is_name(word) {
        return Err(format!(
            "a key template has no formats; behind `:` stands {}",
            one_of(names())
        ));
    }
    let hint = did_you_mean(word, names());
    Err(format!(
        "unknown modifier `{word}`{hint} ({})",
        one_of(names())
    ))
}

fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c == '_' || c.is_alphabetic())
        && chars.all(|c| c == '_' || c.is_alphanumeric())
        && text != "_"
}

#[cfg(test)]
mod tests {
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
