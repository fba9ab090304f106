//! What `#[circuit_breaker(..)]` takes, and what other libraries call it.

use super::names::{FOREIGN, seconds};
use crate::args::{ALLOW, Exclusive, Foreign, Form, Grammar, Known};

pub(super) const GRAMMAR: Grammar = Grammar {
    title: "`#[circuit_breaker]`",
    known: &[
        value("consecutive", "consecutive = 5"),
        value("failure_rate", "failure_rate = 0.5"),
        value("slow_rate", "slow_rate = 0.8"),
        value("slow", "slow = \"1s\""),
        value("window", "window = \"100 calls\""),
        value("min_calls", "min_calls = 20"),
        value("open_for", "open_for = \"30s\""),
        either("half_open", "half_open = 3"),
        value("evaluate_on", "evaluate_on = any"),
        value("ignore", "ignore = |error| error.is_client()"),
        value(
            "fail_if",
            "fail_if = |result| matches!(result, Ok(page) if page.status >= 500)",
        ),
        list("only", "only(PayError::Timeout)"),
        list("except", "except(PayError::NotFound)"),
        value("abandoned", "abandoned = failure"),
        value("key", "key = \"{host}\""),
        value("max_keys", "max_keys = 10_000"),
        value("idle", "idle = \"1h\""),
        value("name", "name = \"payments\""),
        either("fallback", "fallback = Vec::new()"),
        value("policy", "policy = BreakerPolicy::from_env()"),
        word("refusals", "refusals"),
        value("handle", "handle = ChargeGuards"),
        ALLOW,
    ],
    foreign: &[FOREIGN],
    exclusive: EXCLUSIVE,
    positional: None,
};

/// `exponential("5s", max = "5m")`
pub(super) const EXPONENTIAL: Grammar = Grammar {
    title: "`exponential`",
    known: &[
        value("first", "exponential(\"5s\", max = \"5m\")"),
        value("max", "max = \"5m\""),
        value("factor", "factor = 2.0"),
        value("jitter", "jitter = 0.1"),
    ],
    foreign: &[&[
        Foreign {
            names: &["initial", "base", "start", "min"],
            answer: |value| {
                format!("the first wait stands first: `exponential({value}, max = \"5m\")`")
            },
        },
        Foreign {
            names: &["multiplier", "exponent"],
            answer: |value| format!("here it is `factor = {value}`"),
        },
    ]],
    exclusive: &[],
    positional: Some("first"),
};

/// `fixed("30s", jitter = 0.1)`
pub(super) const FIXED_WAIT: Grammar = Grammar {
    title: "`fixed`",
    known: &[
        value("span", "fixed(\"30s\")"),
        value("jitter", "jitter = 0.1"),
    ],
    foreign: &[],
    exclusive: &[],
    positional: Some("span"),
};

/// `fixed("60s")`
pub(super) const FIXED_WINDOW: Grammar = Grammar {
    title: "`fixed`",
    known: &[value("span", "fixed(\"60s\")")],
    foreign: &[],
    exclusive: &[],
    positional: Some("span"),
};

/// `half_open(permits = 3, successes = 2, max_wait = "10s")`
pub(super) const HALF_OPEN: Grammar = Grammar {
    title: "`half_open`",
    known: &[
        value("permits", "permits = 3"),
        value("successes", "successes = 2"),
        value("max_wait", "max_wait = \"10s\""),
    ],
    foreign: &[&[
        Foreign {
            names: &["probes", "calls", "max_calls", "max_requests"],
            answer: |value| format!("here it is `permits = {value}`"),
        },
        Foreign {
            names: &["success_threshold"],
            answer: |value| format!("here it is `successes = {value}`"),
        },
        Foreign {
            names: &["timeout", "wait", "max_duration"],
            answer: |value| format!("here it is `max_wait = {}`", seconds(value)),
        },
    ]],
    exclusive: &[],
    positional: Some("permits"),
};

/// `fallback(expr)`, `fallback(with = path)`
pub(super) const FALLBACK: Grammar = Grammar {
    title: "`fallback`",
    known: &[
        value("value", "fallback(Vec::new())"),
        value("with", "fallback(with = from_archive)"),
    ],
    foreign: &[&[Foreign {
        names: &["method", "function", "path", "fn"],
        answer: |value| format!("here it is `fallback(with = {value})`"),
    }]],
    exclusive: &[Exclusive {
        pair: ["value", "with"],
        because: "one of them answers; remove the other",
    }],
    positional: Some("value"),
};

const fn value(name: &'static str, example: &'static str) -> Known {
    known(name, Form::Value, example)
}

const fn list(name: &'static str, example: &'static str) -> Known {
    known(name, Form::List, example)
}

const fn either(name: &'static str, example: &'static str) -> Known {
    known(name, Form::ValueOrList, example)
}

const fn word(name: &'static str, example: &'static str) -> Known {
    known(name, Form::Word, example)
}

const fn known(name: &'static str, form: Form, example: &'static str) -> Known {
    Known {
        name,
        form,
        example,
    }
}

const PAIR: &str = "a policy says all of it; set it there, or remove `policy`";

const fn policy_and(name: &'static str) -> Exclusive {
    Exclusive {
        pair: ["policy", name],
        because: PAIR,
    }
}

const EXCLUSIVE: &[Exclusive] = &[
    Exclusive {
        pair: ["only", "except"],
        because: "name the errors that count, or those that do not",
    },
    policy_and("consecutive"),
    policy_and("failure_rate"),
    policy_and("slow_rate"),
    policy_and("slow"),
    policy_and("window"),
    policy_and("min_calls"),
    policy_and("open_for"),
    policy_and("half_open"),
    policy_and("evaluate_on"),
    policy_and("abandoned"),
];
