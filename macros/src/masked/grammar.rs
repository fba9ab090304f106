//! What `#[mask(..)]` takes.

use crate::args::{Exclusive, Foreign, Form, Grammar, Known};

pub(super) const ON_TYPE: Grammar = Grammar {
    title: "`#[mask]` on a type",
    known: &[
        Known {
            name: "default",
            form: Form::Value,
            example: "default = secret",
        },
        word("serialize"),
        word("reject_masked"),
    ],
    foreign: &[&[
        Foreign {
            names: &["show", "secret", "all"],
            answer: |_| "for all fields it is `default = show` or `default = secret`".to_owned(),
        },
        Foreign {
            names: &[
                "email",
                "phone",
                "card",
                "ssn",
                "iban",
                "ip",
                "text",
                "hash",
                "keep_first",
                "keep_last",
                "fixed",
                "with",
                "skip",
                "keys",
            ],
            answer: |_| "it belongs on a field".to_owned(),
        },
    ]],
    exclusive: &[],
    positional: None,
};

/// The kinds that read a text, and the type of the runtime that stands for each.
pub(super) const KINDS: [(&str, &str); 6] = [
    ("email", "Email"),
    ("phone", "Phone"),
    ("card", "Card"),
    ("ssn", "Ssn"),
    ("iban", "Iban"),
    ("ip", "Ip"),
];

/// The words of which a field has one.
pub(super) const WORDS: [&str; 15] = [
    "email",
    "phone",
    "card",
    "ssn",
    "iban",
    "ip",
    "secret",
    "text",
    "show",
    "skip",
    "hash",
    "keep_first",
    "keep_last",
    "fixed",
    "with",
];

pub(super) const ON_FIELD: Grammar = Grammar {
    title: "`#[mask]` on a field",
    known: &[
        word("secret"),
        word("show"),
        word("skip"),
        word("email"),
        word("phone"),
        word("card"),
        word("ssn"),
        word("iban"),
        word("ip"),
        word("text"),
        word("hash"),
        Known {
            name: "keep_first",
            form: Form::Value,
            example: "keep_first = 2",
        },
        Known {
            name: "keep_last",
            form: Form::Value,
            example: "keep_last = 4",
        },
        Known {
            name: "fixed",
            form: Form::Value,
            example: "fixed = \"(hidden)\"",
        },
        Known {
            name: "with",
            form: Form::Value,
            example: "with = mask_name",
        },
        Known {
            name: "keys",
            form: Form::List,
            example: "keys(email)",
        },
        word("reject_masked"),
    ],
    foreign: &[&[
        Foreign {
            names: &[
                "redact",
                "redacted",
                "sensitive",
                "hide",
                "hidden",
                "private",
                "password",
                "jwt",
                "token",
                "api_key",
                "key",
                "cookie",
                "pem",
                "cvv",
                "pin",
                "otp",
                "zeroize",
            ],
            answer: |_| "here it is `secret`".to_owned(),
        },
        Foreign {
            names: &[
                "plain",
                "public",
                "display",
                "not_sensitive",
                "unredacted",
                "allow",
            ],
            answer: |_| "here it is `show`".to_owned(),
        },
        Foreign {
            names: &["ignore", "exclude", "omit"],
            answer: |_| "here it is `skip`".to_owned(),
        },
        Foreign {
            names: &["partial", "last", "last4"],
            answer: |_| "here it is `keep_last = 4`".to_owned(),
        },
        Foreign {
            names: &["first"],
            answer: |_| "here it is `keep_first = 2`".to_owned(),
        },
        Foreign {
            names: &["credit_card", "pan"],
            answer: |_| "here it is `card`".to_owned(),
        },
        Foreign {
            names: &["tel", "telephone", "mobile"],
            answer: |_| "here it is `phone`".to_owned(),
        },
        Foreign {
            names: &["pseudonym", "hmac"],
            answer: |_| "here it is `hash`".to_owned(),
        },
        Foreign {
            names: &["kind", "type", "as"],
            answer: |_| {
                "a kind is written alone, as in `email`; one without a word here is found by `text`"
                    .to_owned()
            },
        },
        Foreign {
            names: &[
                "rename",
                "skip_serializing",
                "skip_serializing_if",
                "flatten",
            ],
            answer: |_| "that is said to serde, in `#[serde(..)]`".to_owned(),
        },
        Foreign {
            names: &["default", "serialize"],
            answer: |_| "it belongs on the type".to_owned(),
        },
    ]],
    exclusive: &[
        Exclusive {
            pair: ["keys", "show"],
            because: "what is shown is shown with its keys; remove one",
        },
        Exclusive {
            pair: ["keys", "secret"],
            because: "`secret` hides the whole map; remove one",
        },
        Exclusive {
            pair: ["keys", "skip"],
            because: "what is left out has no keys; remove one",
        },
        Exclusive {
            pair: ["keys", "fixed"],
            because: "`fixed` stands for the whole map; remove one",
        },
        Exclusive {
            pair: ["keys", "with"],
            because: "the function writes the whole map; remove one",
        },
    ],
    positional: None,
};

const fn word(name: &'static str) -> Known {
    Known {
        name,
        form: Form::Word,
        example: name,
    }
}
