//! `backoff = exponential("50ms", max = "5s")`, and `jitter` beside it.

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use super::grammar::BACKOFF;
use crate::args::{
    Arguments, Called, DurationValue, Foreign, Form, Grammar, Known, Least, one_of_forms,
};
use crate::diagnostics::Errors;
use crate::tokens::{first_span, ours, single, source};

/// The waits between attempts.
pub(super) struct Backoff {
    kind: Kind,
    max: Option<DurationValue>,
    jitter: Option<&'static str>,
}

enum Kind {
    /// Nothing was said.
    Default,
    None,
    Fixed(DurationValue),
    Linear(DurationValue, Option<DurationValue>),
    Exponential(DurationValue, Option<Factor>),
    Decorrelated(DurationValue),
}

enum Factor {
    Known(f64, Span),
    Expr(TokenStream),
}

const LEAST: Least = Least::Positive("to try again at once, write `backoff = none`");

const MAX: Known = Known {
    name: "max",
    form: Form::Value,
    example: "max = \"5s\"",
};

const fn first(example: &'static str) -> Known {
    Known {
        name: "first",
        form: Form::Value,
        example,
    }
}

const JITTER: Foreign = Foreign {
    names: &["jitter", "random", "randomize"],
    answer: |value| {
        let jitter = if value.is_empty() { "none" } else { value };
        format!("it stands beside the backoff: `jitter = {jitter}`")
    },
};

const INITIAL: Foreign = Foreign {
    names: &[
        "base", "initial", "min", "start", "delay", "wait", "interval",
    ],
    answer: |value| {
        let wait = if value.is_empty() { "\"50ms\"" } else { value };
        format!("the first wait stands first, without a name: `{wait}`")
    },
};

const CAP: Foreign = Foreign {
    names: &["cap", "max_delay", "max_wait", "max_interval", "limit"],
    answer: |value| {
        let wait = if value.is_empty() { "\"5s\"" } else { value };
        format!("here it is `max = {wait}`")
    },
};

const FIXED: Grammar = Grammar {
    title: "`fixed`",
    known: &[first("fixed(\"50ms\")")],
    foreign: &[&[
        JITTER,
        INITIAL,
        Foreign {
            names: &["max", "cap", "max_delay", "factor", "step", "multiplier"],
            answer: |_| format!("`fixed` waits as long each time; remove it, or write `{BACKOFF}`"),
        },
    ]],
    exclusive: &[],
    positional: Some("first"),
};

const LINEAR: Grammar = Grammar {
    title: "`linear`",
    known: &[
        first("linear(\"50ms\")"),
        Known {
            name: "step",
            form: Form::Value,
            example: "step = \"50ms\"",
        },
        MAX,
    ],
    foreign: &[&[JITTER, INITIAL, CAP]],
    exclusive: &[],
    positional: Some("first"),
};

const EXPONENTIAL: Grammar = Grammar {
    title: "`exponential`",
    known: &[
        first("exponential(\"50ms\")"),
        Known {
            name: "factor",
            form: Form::Value,
            example: "factor = 2.0",
        },
        MAX,
    ],
    foreign: &[&[
        JITTER,
        INITIAL,
        CAP,
        Foreign {
            names: &["multiplier", "exponent", "rate"],
            answer: |value| {
                let factor = if value.is_empty() { "2.0" } else { value };
                format!("here it is `factor = {factor}`")
            },
        },
    ]],
    exclusive: &[],
    positional: Some("first"),
};

const DECORRELATED: Grammar = Grammar {
    title: "`decorrelated`",
    known: &[first("decorrelated(\"50ms\")"), MAX],
    foreign: &[&[JITTER, INITIAL, CAP]],
    exclusive: &[],
    positional: Some("first"),
};

const NONE: Grammar = Grammar {
    title: "`none`",
    known: &[],
    foreign: &[&[JITTER]],
    exclusive: &[],
    positional: None,
};

const FORMS: &[(&str, &Grammar)] = &[
    ("exponential", &EXPONENTIAL),
    ("fixed", &FIXED),
    ("linear", &LINEAR),
    ("decorrelated", &DECORRELATED),
    ("none", &NONE),
];

const JITTERS: &[(&str, &str)] = &[("none", "None"), ("full", "Full"), ("equal", "Equal")];

impl Backoff {
    /// `None` where nothing was said.
    pub(super) fn parse(found: &Arguments, errors: &mut Errors) -> Option<Self> {
        let jitter = found.choice("jitter", JITTERS, errors);
        let given = found.tokens("backoff");
        if given.is_none() && jitter.is_none() {
            return None;
        }
        let (kind, max) = match given {
            Some(value) => {
                let called = one_of_forms("backoff", value, FORMS, BACKOFF, errors)?;
                kind(&called, errors)?
            }
            None => (Kind::Default, None),
        };
        if let Some((_, word)) = &jitter {
            refuse_jitter(&kind, word, errors);
        }
        Some(Self {
            kind,
            max,
            jitter: jitter.map(|(jitter, _)| jitter),
        })
    }

    /// An expression of type `Backoff`. `guards` is the module that generated code names.
    pub(super) fn expand(&self, guards: &TokenStream) -> TokenStream {
        let site = Span::mixed_site();
        let mut tokens = match &self.kind {
            Kind::Default => {
                quote_spanned!(site=> <#guards::Backoff as ::core::default::Default>::default())
            }
            Kind::None => quote_spanned!(site=> #guards::Backoff::none()),
            Kind::Fixed(first) => made(guards, "fixed", first),
            Kind::Linear(first, step) => {
                let mut tokens = made(guards, "linear", first);
                if let Some(step) = step.as_ref().map(DurationValue::expand) {
                    tokens.extend(quote_spanned!(site=> .step(#step)));
                }
                tokens
            }
            Kind::Exponential(first, factor) => {
                let mut tokens = made(guards, "exponential", first);
                if let Some(factor) = factor.as_ref().map(Factor::expand) {
                    tokens.extend(quote_spanned!(site=> .factor(#factor)));
                }
                tokens
            }
            Kind::Decorrelated(first) => made(guards, "decorrelated", first),
        };
        if let Some(max) = self.max.as_ref().map(DurationValue::expand) {
            tokens.extend(quote_spanned!(site=> .max(#max)));
        }
        if let Some(jitter) = self.jitter {
            let jitter = Ident::new(jitter, site);
            tokens.extend(quote_spanned!(site=> .jitter(#guards::Jitter::#jitter)));
        }
        tokens
    }
}

fn made(guards: &TokenStream, kind: &str, first: &DurationValue) -> TokenStream {
    let site = Span::mixed_site();
    let kind = Ident::new(kind, site);
    let first = first.expand();
    quote_spanned!(site=> #guards::Backoff::#kind(#first))
}

fn kind(called: &Called, errors: &mut Errors) -> Option<(Kind, Option<DurationValue>)> {
    let Called { word, arguments } = called;
    let text = word.to_string();
    if text == "none" {
        return Some((Kind::None, None));
    }
    let Some(value) = arguments.tokens("first") else {
        if !arguments.any_refused() {
            errors.add(
                word,
                format!("`{text}` needs its first wait; write `backoff = {text}(\"50ms\")`"),
            );
        }
        return None;
    };
    if let Ok(number) = syn::parse2::<syn::LitInt>(value.clone()) {
        let message = format!("`{text}` takes a wait with a unit; write `{text}(\"{number}ms\")`");
        errors.add(value, message);
        return None;
    }
    let first = crate::args::duration("backoff", value, LEAST, errors)?;
    let max = arguments.duration("max", LEAST, errors);
    refuse_short(&first, max.as_ref(), errors);
    let kind = match text.as_str() {
        "fixed" => Kind::Fixed(first),
        "linear" => Kind::Linear(first, arguments.duration("step", LEAST, errors)),
        "exponential" => Kind::Exponential(first, Factor::parse(arguments, errors)),
        _ => Kind::Decorrelated(first),
    };
    Some((kind, max))
}

/// `max` below the first wait.
fn refuse_short(first: &DurationValue, max: Option<&DurationValue>, errors: &mut Errors) {
    if let (DurationValue::Fixed(first, written), Some(DurationValue::Fixed(max, at))) =
        (first, max)
        && max < first
    {
        errors.add(
            at,
            format!("`max` is shorter than the first wait, {written}; write a longer one"),
        );
    }
}

fn refuse_jitter(kind: &Kind, word: &Ident, errors: &mut Errors) {
    match kind {
        Kind::Decorrelated(_) => errors.add(
            word,
            "`decorrelated` is made by chance already; remove `jitter`",
        ),
        Kind::None => errors.add(word, "`backoff = none` waits for nothing; remove `jitter`"),
        _ => {}
    }
}

impl Factor {
    fn parse(arguments: &Arguments, errors: &mut Errors) -> Option<Self> {
        let value = arguments.tokens("factor")?;
        let Some(TokenTree::Literal(literal)) = single(value) else {
            return Some(Self::Expr(value.clone()));
        };
        match literal.to_string().replace('_', "").parse::<f64>() {
            Ok(factor) if factor >= 1.0 && factor.is_finite() => {
                Some(Self::Known(factor, literal.span()))
            }
            Ok(_) => {
                errors.add(
                    &literal,
                    "each wait is `factor` times as long as the last: at least 1; write `factor = 2.0`",
                );
                None
            }
            Err(_) => {
                let text = source(&literal);
                errors.add(
                    &literal,
                    format!("`factor` takes a number, not `{text}`; write `factor = 2.0`"),
                );
                None
            }
        }
    }

    fn expand(&self) -> TokenStream {
        match self {
            Self::Known(factor, at) => {
                let mut literal = Literal::f64_suffixed(*factor);
                literal.set_span(*at);
                quote_spanned!(Span::mixed_site()=> #literal)
            }
            Self::Expr(expr) => {
                let at = ours(first_span(expr));
                quote_spanned!(at=> { let __factor: f64 = #expr; __factor })
            }
        }
    }
}
