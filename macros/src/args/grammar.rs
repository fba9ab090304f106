//! What an attribute takes, as a table, and the arguments that were found to fit it.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::LitStr;

use super::split::{Given, RawArgument, split};
use super::suggest::{closest, one_of, snake};
use crate::diagnostics::Errors;
use crate::tokens::{source, unraw};

/// What one attribute takes.
pub(crate) struct Grammar {
    /// How messages name it: `` `#[cached]` ``.
    pub(crate) title: &'static str,
    pub(crate) known: &'static [Known],
    /// Names that other libraries use, answered with ours: a list for each subject.
    pub(crate) foreign: &'static [&'static [Foreign]],
    pub(crate) exclusive: &'static [Exclusive],
    /// The argument that may stand first without its name.
    pub(crate) positional: Option<&'static str>,
}

/// One argument.
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    /// How it is written, for the answer to any other way.
    pub(crate) example: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// `name`
    Word,
    /// `name`, or `name = false`
    Flag,
    /// `name = value`
    Value,
    /// `name(..)`
    List,
    /// `name = value` or `name(..)`
    ValueOrList,
}

/// Names of other libraries.
pub(crate) struct Foreign {
    pub(crate) names: &'static [&'static str],
    /// What to write here. The value that was given comes along, for a fix that can be copied.
    pub(crate) answer: fn(value: &str) -> String,
}

/// Two arguments that contradict each other, and why or what to do.
pub(crate) struct Exclusive {
    pub(crate) pair: [&'static str; 2],
    pub(crate) because: &'static str,
}

/// What every macro takes beside its own arguments.
const CRATE: Known = Known {
    name: "crate",
    form: Form::Value,
    example: "crate = ::gambeson",
};

/// For every attribute that has a place in an order.
pub(crate) const ALLOW: Known = Known {
    name: "allow",
    form: Form::List,
    example: "allow(order)",
};

/// The arguments of one attribute that are known, single and of the right form.
pub(crate) struct Arguments {
    list: Vec<(&'static str, Ident, Given)>,
    /// What was refused, by its name where it had one: what depends on it is not reported as missing.
    refused: Vec<String>,
}

impl Grammar {
    fn known(&self) -> impl Iterator<Item = &'static Known> {
        self.known.iter().chain(std::iter::once(&CRATE))
    }

    fn foreign(&self) -> impl Iterator<Item = &'static Foreign> {
        self.foreign.iter().copied().flatten()
    }

    fn find(&self, name: &str) -> Option<&'static Known> {
        self.known().find(|known| known.name == name)
    }

    /// The argument of this name that stands alone.
    pub(crate) fn word(&self, name: &str) -> Option<&'static str> {
        let known = self.find(name)?;
        matches!(known.form, Form::Word | Form::Flag).then_some(known.name)
    }

    /// Reads `tokens`, and reports everything that does not fit.
    pub(crate) fn read(&self, tokens: TokenStream, errors: &mut Errors) -> Arguments {
        let mut found = Arguments {
            list: Vec::new(),
            refused: Vec::new(),
        };
        for (place, written) in split(tokens).into_iter().enumerate() {
            let before = errors.len();
            let name = written.name.as_ref().map(unraw);
            if let Some(argument) = self.accept(place, written, &found, errors) {
                found.list.push(argument);
            }
            if errors.len() > before {
                found.refused.push(name.unwrap_or_default());
            }
        }
        self.refuse_contradictions(&found, errors);
        found
    }

    fn accept(
        &self,
        place: usize,
        written: RawArgument,
        found: &Arguments,
        errors: &mut Errors,
    ) -> Option<(&'static str, Ident, Given)> {
        let Some(name) = &written.name else {
            return self.accept_unnamed(place, written, errors);
        };
        let text = unraw(name);
        let Some(known) = self.find(&text) else {
            if place == 0
                && let Some(expression) = self.expression(&written, &text)
            {
                let unnamed = RawArgument {
                    given: Given::Unnamed(expression),
                    name: None,
                };
                return self.accept_unnamed(place, unnamed, errors);
            }
            errors.add(name, self.unknown(&text, &written.given));
            return None;
        };
        if found.list.iter().any(|(other, ..)| *other == known.name) {
            errors.add(name, format!("`{text}` is given twice; remove one"));
            return None;
        }
        let form = match &written.given {
            Given::Word => Form::Word,
            Given::List(_) => Form::List,
            Given::Value(value) if value.is_empty() => {
                errors.add(
                    name,
                    format!("`{text}` has no value; write `{}`", known.example),
                );
                return None;
            }
            Given::Value(_) | Given::Unnamed(_) => Form::Value,
        };
        let fits = match known.form {
            Form::ValueOrList => matches!(form, Form::Value | Form::List),
            Form::Flag => matches!(form, Form::Word | Form::Value),
            known => known == form,
        };
        if !fits {
            let message = match (known.form, form) {
                (Form::Word, _) => format!("`{text}` takes no value; write `{}`", known.example),
                (Form::Flag, _) => format!("`{text}` is said or not; write `{}`", known.example),
                (_, Form::Word) => format!("`{text}` has no value; write `{}`", known.example),
                (Form::List, _) => {
                    format!(
                        "`{text}` takes names in parentheses; write `{}`",
                        listed(known, &written.given)
                    )
                }
                (Form::Value | Form::ValueOrList, _) => {
                    format!(
                        "`{text}` takes a value; write `{}`",
                        valued(known, &written.given)
                    )
                }
            };
            errors.add(name, message);
            return None;
        }
        Some((known.name, name.clone(), written.given))
    }

    /// What looks like an argument and is the expression that may stand first: a constant, or a call.
    fn expression(&self, written: &RawArgument, name: &str) -> Option<TokenStream> {
        self.positional?;
        match &written.given {
            Given::Word => {}
            Given::List(group) if group.stream().is_empty() || !self.is_meant(name) => {}
            _ => return None,
        }
        Some(written.to_token_stream())
    }

    /// Whether `name(..)` is likelier to be an argument than a function of the user.
    fn is_meant(&self, name: &str) -> bool {
        let lists = self.known().filter(|known| known.form == Form::List);
        closest(name, lists.map(|known| known.name)).is_some()
            || self.foreign().any(|foreign| foreign.names.contains(&name))
    }

    fn accept_unnamed(
        &self,
        place: usize,
        written: RawArgument,
        errors: &mut Errors,
    ) -> Option<(&'static str, Ident, Given)> {
        let Given::Unnamed(value) = written.given else {
            return None;
        };
        if let (0, Some(name)) = (place, self.positional) {
            let span = value.clone().into_iter().next().map(|tree| tree.span());
            let ident = Ident::new(name, span.unwrap_or_else(proc_macro2::Span::call_site));
            return Some((name, ident, Given::Value(value)));
        }
        let text = syn::parse2::<LitStr>(value.clone()).ok();
        if let Some(word) = text.and_then(|text| self.word(&text.value())) {
            errors.add(&value, format!("write it without quotes: `{word}`"));
            return None;
        }
        let message = match self.known.first() {
            Some(Known { example, .. }) => format!(
                "{} takes its arguments by name, as in `{example}`",
                self.title
            ),
            None => self.takes_nothing(&source(&value)),
        };
        errors.add(&value, message);
        None
    }

    fn unknown(&self, name: &str, given: &Given) -> String {
        let value = match given {
            Given::Value(value) => source(value),
            Given::List(group) => source(&group.stream()),
            Given::Word | Given::Unnamed(_) => String::new(),
        };
        let snake = snake(name);
        let answers = |foreign: &&'static Foreign| {
            let mut names = foreign.names.iter();
            names.any(|known| *known == name || *known == snake)
        };
        if let Some(foreign) = self.foreign().find(answers) {
            return format!("unknown argument `{name}`; {}", (foreign.answer)(&value));
        }
        if self.known.is_empty() {
            return self.takes_nothing(name);
        }
        let names = || self.known().map(|known| known.name);
        match closest(name, names()) {
            Some(near) => format!("unknown argument `{name}`; did you mean `{near}`?"),
            None => format!(
                "unknown argument `{name}`; {} takes {}",
                self.title,
                one_of(names())
            ),
        }
    }

    fn takes_nothing(&self, written: &str) -> String {
        format!("{} takes no arguments; remove `{written}`", self.title)
    }

    fn refuse_contradictions(&self, found: &Arguments, errors: &mut Errors) {
        let mut told: Vec<&Ident> = Vec::new();
        for Exclusive {
            pair: [a, b],
            because,
        } in self.exclusive
        {
            let mut places = found
                .list
                .iter()
                .filter(|(name, ..)| name == a || name == b);
            if let (Some((first, ..)), Some((second, ident, _))) = (places.next(), places.next())
                && !told.iter().any(|other| std::ptr::eq(*other, ident))
            {
                told.push(ident);
                errors.add(
                    ident,
                    format!("`{second}` cannot stand together with `{first}`; {because}"),
                );
            }
        }
    }
}

/// `strategy(refresh_ahead)` as `strategy = refresh_ahead`.
fn valued(known: &Known, given: &Given) -> String {
    match given {
        Given::List(group) if syn::parse2::<Ident>(group.stream()).is_ok() => {
            format!("{} = {}", known.name, group.stream())
        }
        Given::List(group) if known.example.contains('[') => {
            format!("{} = [{}]", known.name, source(&group.stream()))
        }
        _ => known.example.to_owned(),
    }
}

/// `skip = db` as `skip(db)`; what is no name would be none in parentheses either.
fn listed(known: &Known, given: &Given) -> String {
    match given {
        Given::Value(value) if syn::parse2::<Ident>(value.clone()).is_ok() => {
            format!("{}({value})", known.name)
        }
        _ => known.example.to_owned(),
    }
}

impl Arguments {
    /// The argument of this name: its name as written, and what was given.
    pub(crate) fn get(&self, name: &str) -> Option<(&Ident, &Given)> {
        self.list
            .iter()
            .find(|(known, ..)| *known == name)
            .map(|(_, ident, given)| (ident, given))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The tokens behind `name =`.
    pub(crate) fn tokens(&self, name: &str) -> Option<&TokenStream> {
        match self.get(name)?.1 {
            Given::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether an argument was refused. Something missing is then not worth a second error: the
    /// refused one may be what was meant.
    pub(crate) fn any_refused(&self) -> bool {
        !self.refused.is_empty()
    }

    /// Whether one of these names was refused.
    pub(crate) fn refused(&self, names: &[&str]) -> bool {
        let mut refused = self.refused.iter();
        refused.any(|name| names.contains(&&*snake(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRAMMAR: Grammar = Grammar {
        title: "`#[probe]`",
        known: &[
            Known {
                name: "ttl",
                form: Form::Value,
                example: "ttl = \"5m\"",
            },
            Known {
                name: "key",
                form: Form::Value,
                example: "key = \"user:{id}\"",
            },
            Known {
                name: "key_prefix",
                form: Form::Value,
                example: "key_prefix = \"user\"",
            },
            Known {
                name: "always",
                form: Form::Word,
                example: "always",
            },
            Known {
                name: "skip",
                form: Form::List,
                example: "skip(db)",
            },
        ],
        foreign: &[&[Foreign {
            names: &["time"],
            answer: |value| format!("here it is `ttl = \"{value}s\"`"),
        }]],
        exclusive: &[Exclusive {
            pair: ["key", "key_prefix"],
            because: "remove one",
        }],
        positional: None,
    };

    fn messages(source: &str) -> Vec<String> {
        let mut errors = Errors::new();
        GRAMMAR.read(source.parse().unwrap(), &mut errors);
        errors.messages()
    }

    #[test]
    fn all_independent_faults_are_reported_at_once() {
        assert_eq!(
            messages("tll = \"5m\", time = 60, always = 1, skip, key = \"a\", key = \"b\""),
            [
                "unknown argument `tll`; did you mean `ttl`?",
                "unknown argument `time`; here it is `ttl = \"60s\"`",
                "`always` takes no value; write `always`",
                "`skip` has no value; write `skip(db)`",
                "`key` is given twice; remove one",
            ]
        );
    }

    #[test]
    fn a_name_of_another_library_is_known_in_camel_case_too() {
        let grammar = Grammar {
            foreign: &[&[Foreign {
                names: &["max_age"],
                answer: |value| format!("here it is `ttl = {value}`"),
            }]],
            ..GRAMMAR
        };
        let mut errors = Errors::new();
        grammar.read("maxAge = \"5m\"".parse().unwrap(), &mut errors);
        assert_eq!(
            errors.messages(),
            ["unknown argument `maxAge`; here it is `ttl = \"5m\"`"]
        );
    }

    #[test]
    fn contradictions_are_reported_at_the_second() {
        assert_eq!(
            messages("key_prefix = \"user\", key = \"a\""),
            ["`key` cannot stand together with `key_prefix`; remove one"]
        );
    }

    #[test]
    fn an_argument_without_a_name_is_answered_with_a_name() {
        assert_eq!(
            messages("\"5m\""),
            ["`#[probe]` takes its arguments by name, as in `ttl = \"5m\"`"]
        );
    }

    #[test]
    fn the_one_positional_argument_may_be_a_bare_word() {
        let grammar = Grammar {
            positional: Some("ttl"),
            ..GRAMMAR
        };
        let mut errors = Errors::new();
        let found = grammar.read("LIMIT, always".parse().unwrap(), &mut errors);
        assert!(errors.is_empty());
        assert_eq!(found.tokens("ttl").unwrap().to_string(), "LIMIT");
    }
}
