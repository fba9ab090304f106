//! From the characters of a template to its parts.

use std::ops::Range;

use super::{Fault, Hole, Modifier, Otherwise, Part};
use crate::args::{did_you_mean, one_of};

const MODIFIERS: [(&str, Modifier); 2] = [("hash", Modifier::Hash), ("lower", Modifier::Lower)];

/// The parts of a template, and everything that is wrong with it.
pub(super) fn parse(text: &str, otherwise: Otherwise) -> (Vec<Part>, Vec<Fault>) {
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

/// The answer to a hole that holds something else.
pub(super) fn names_only(otherwise: Otherwise) -> String {
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
