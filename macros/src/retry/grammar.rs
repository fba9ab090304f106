//! What `#[retry(..)]` takes, and what other libraries call it.

use crate::args::{ALLOW, Exclusive, Foreign, Form, Grammar, Known};

pub(super) const BACKOFF: &str = "backoff = exponential(\"50ms\", max = \"5s\")";

const fn value(name: &'static str, example: &'static str) -> Known {
    Known {
        name,
        form: Form::Value,
        example,
    }
}

const fn list(name: &'static str, example: &'static str) -> Known {
    Known {
        name,
        form: Form::List,
        example,
    }
}

const fn by_policy(name: &'static str) -> Exclusive {
    Exclusive {
        pair: ["policy", name],
        because: "the policy says it; remove one",
    }
}

pub(super) const GRAMMAR: Grammar = Grammar {
    title: "`#[retry]`",
    known: &[
        value("attempts", "attempts = 3"),
        value("backoff", BACKOFF),
        value("jitter", "jitter = none"),
        value("budget", "budget = 0.2"),
        value("deadline", "deadline = \"10s\""),
        value("if", "if = |e| e.is_transient()"),
        list("only", "only(PayError::Timeout)"),
        list("except", "except(PayError::NotFound)"),
        value("on_result", "on_result = |r| matches!(r, Ok(None))"),
        value("after", "after = |e| e.retry_after"),
        value("on_retry", "on_retry = |e, attempt, delay| count(attempt)"),
        Known {
            name: "refusals",
            form: Form::Word,
            example: "refusals",
        },
        value("policy", "policy = POLICY"),
        value("name", "name = \"payments\""),
        value("handle", "handle = Charge"),
        ALLOW,
    ],
    foreign: &[FOREIGN],
    exclusive: &[
        Exclusive {
            pair: ["only", "except"],
            because: "write one of the two",
        },
        by_policy("attempts"),
        by_policy("backoff"),
        by_policy("jitter"),
        by_policy("budget"),
        by_policy("deadline"),
        by_policy("refusals"),
    ],
    positional: Some("attempts"),
};

const FOREIGN: &[Foreign] = &[
    Foreign {
        names: &[
            "max_attempts",
            "max_tries",
            "tries",
            "times",
            "n",
            "count",
            "stop",
            "stop_after_attempt",
            "stop_max_attempt_number",
        ],
        answer: |value| {
            let attempts = number(value).unwrap_or(3);
            format!("here it is `attempts = {attempts}`, the first call included")
        },
    },
    Foreign {
        names: &[
            "max_retries",
            "max_retry",
            "max_retry_attempts",
            "max_times",
            "retries",
            "retry_count",
        ],
        answer: |value| {
            let attempts = number(value).unwrap_or(2).saturating_add(1);
            format!("here the first call is counted, too: `attempts = {attempts}`")
        },
    },
    Foreign {
        names: &[
            "wait",
            "wait_fixed",
            "delay",
            "interval",
            "sleep",
            "pause",
            "wait_duration",
        ],
        answer: |value| {
            let wait = given(value, '"').unwrap_or("\"50ms\"");
            format!("here it is `backoff = fixed({wait})` or `{BACKOFF}`")
        },
    },
    Foreign {
        names: &[
            "min_delay",
            "min_wait",
            "base",
            "base_delay",
            "first",
            "initial",
            "initial_delay",
            "initial_interval",
            "backoff_base",
        ],
        answer: |_| format!("here the first wait stands in the backoff: `{BACKOFF}`"),
    },
    Foreign {
        names: &[
            "max",
            "max_delay",
            "max_wait",
            "max_interval",
            "max_backoff",
            "backoff_max",
            "cap",
        ],
        answer: |_| format!("here the longest wait stands in the backoff: `{BACKOFF}`"),
    },
    Foreign {
        names: &[
            "factor",
            "multiplier",
            "backoff_factor",
            "backoff_multiplier",
            "exp_base",
            "wait_exponential_multiplier",
        ],
        answer: |_| "here it is `backoff = exponential(\"50ms\", factor = 2.0)`".to_owned(),
    },
    Foreign {
        names: &[
            "exponential",
            "exp",
            "exponential_backoff",
            "wait_exponential",
            "fixed",
            "linear",
            "decorrelated",
        ],
        answer: |_| format!("here it is `{BACKOFF}`"),
    },
    Foreign {
        names: &[
            "random",
            "randomize",
            "wait_random",
            "with_jitter",
            "backoff_jitter",
        ],
        answer: |_| "here it is `jitter = full`, which is the default".to_owned(),
    },
    Foreign {
        names: &[
            "when",
            "retry_if",
            "retry_when",
            "retryable_if",
            "retry_if_exception",
            "retry_on_exception",
            "condition",
            "predicate",
            "should_retry",
            "giveup",
        ],
        answer: |_| "here it is `if = |e| e.is_transient()`".to_owned(),
    },
    Foreign {
        names: &[
            "retry_if_result",
            "retry_on_result",
            "result_predicate",
            "until",
        ],
        answer: |_| "here it is `on_result = |r| matches!(r, Ok(None))`".to_owned(),
    },
    Foreign {
        names: &[
            "include",
            "retryable",
            "retry_for",
            "retry_on",
            "retry_exceptions",
            "on",
            "exceptions",
        ],
        answer: |value| {
            format!(
                "here it is `only({})`",
                patterns(value, "PayError::Timeout")
            )
        },
    },
    Foreign {
        names: &[
            "exclude",
            "no_retry_for",
            "not_for",
            "ignore",
            "ignore_exceptions",
            "abort_on",
            "fatal",
        ],
        answer: |value| {
            format!(
                "here it is `except({})`",
                patterns(value, "PayError::NotFound")
            )
        },
    },
    Foreign {
        names: &[
            "notify",
            "before_sleep",
            "on_error",
            "on_failure",
            "listener",
            "callback",
        ],
        answer: |_| "here it is `on_retry = |e, attempt, delay| ..`".to_owned(),
    },
    Foreign {
        names: &[
            "timeout",
            "max_elapsed",
            "max_elapsed_time",
            "max_duration",
            "max_time",
            "stop_after_delay",
            "stop_max_delay",
            "total",
            "within",
        ],
        answer: |value| {
            let span = given(value, '"').unwrap_or("\"10s\"");
            format!("here it is `deadline = {span}`; to cut an attempt, write `#[timeout]`")
        },
    },
    Foreign {
        names: &["retry_after", "respect_retry_after", "adjust", "delay_hint"],
        answer: |_| {
            "an error that implements `gambeson::resilience::RetryAfter` is obeyed without a word; \
             for another write `after = |e| e.retry_after`"
                .to_owned()
        },
    },
    Foreign {
        names: &["fallback", "recover", "retry_error_callback"],
        answer: |_| "for another answer write `#[fallback(..)]` above `#[retry]`".to_owned(),
    },
];

/// What was given, where it is a whole number.
fn number(value: &str) -> Option<u32> {
    value.replace('_', "").parse().ok()
}

/// What was given, where it begins so.
fn given(value: &str, first: char) -> Option<&str> {
    value.starts_with(first).then_some(value)
}

/// What was given, where it may be patterns of an error.
fn patterns(value: &str, example: &str) -> String {
    let patterns = if value.contains("::") { value } else { example };
    patterns.replace(" (", "(")
}
