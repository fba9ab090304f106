//! What other libraries call the arguments, each name answered with ours.

use crate::args::Foreign;

pub(super) const FOREIGN: &[Foreign] = &[
    Foreign {
        names: &[
            "failure_threshold",
            "failures",
            "fail_max",
            "max_failures",
            "consecutive_failures",
            "threshold",
            "trip_threshold",
            "failureThreshold",
            "error_threshold",
        ],
        answer: |value| {
            format!(
                "here it is `consecutive = {}` (failures in a row) or `failure_rate = 0.5`",
                or(value, "5")
            )
        },
    },
    Foreign {
        names: &[
            "failureRateThreshold",
            "failure_rate_threshold",
            "errorThresholdPercentage",
            "error_threshold_percentage",
            "failure_ratio",
            "failureRatio",
            "errors_rate",
            "error_rate",
            "rate",
        ],
        answer: |value| format!("here it is `failure_rate = {}`", rate(value)),
    },
    Foreign {
        names: &[
            "slowCallRateThreshold",
            "slow_call_rate_threshold",
            "slow_call_rate",
        ],
        answer: |value| format!("here it is `slow_rate = {}`", rate(value)),
    },
    Foreign {
        names: &[
            "slowCallDurationThreshold",
            "slow_call_duration_threshold",
            "slow_call_duration",
            "slow_call",
        ],
        answer: |value| format!("here it is `slow = {}`", seconds(value)),
    },
    Foreign {
        names: &[
            "recovery_timeout",
            "reset_timeout",
            "resetTimeout",
            "timeout",
            "timeout_duration",
            "wait_duration",
            "waitDurationInOpenState",
            "wait_duration_in_open_state",
            "wait_duration_in_open",
            "break_duration",
            "duration_of_break",
            "open_timeout",
            "open_duration",
            "cooldown",
            "sleep_window",
            "ttl",
        ],
        answer: |value| {
            format!(
                "how long the circuit stays open is `open_for = {}`",
                seconds(value)
            )
        },
    },
    Foreign {
        names: &[
            "slidingWindowSize",
            "sliding_window_size",
            "window_size",
            "capacity",
        ],
        answer: |value| format!("here it is `window = \"{} calls\"`", number(value, "100")),
    },
    Foreign {
        names: &[
            "interval",
            "period",
            "rollingCountTimeout",
            "sampling_duration",
            "slidingWindowDuration",
            "sliding_window_duration",
        ],
        answer: |value| format!("here it is `window = {}`", seconds(value)),
    },
    Foreign {
        names: &[
            "minimumNumberOfCalls",
            "minimum_number_of_calls",
            "minimum_calls",
            "min_throughput",
            "minimum_throughput",
            "min_requests",
            "volumeThreshold",
            "volume_threshold",
            "request_volume_threshold",
        ],
        answer: |value| format!("here it is `min_calls = {}`", or(value, "20")),
    },
    Foreign {
        names: &[
            "permittedNumberOfCallsInHalfOpenState",
            "permitted_number_of_calls_in_half_open_state",
            "permitted_calls_in_half_open",
            "max_requests",
            "half_open_max_calls",
            "half_open_requests",
            "probe_interval",
            "probes",
            "success_threshold",
        ],
        answer: |value| format!("here it is `half_open = {}`", or(value, "3")),
    },
    Foreign {
        names: &[
            "half_open_timeout",
            "half_open_ttl",
            "maxWaitDurationInHalfOpenState",
        ],
        answer: |value| {
            format!(
                "here it is `half_open(permits = 3, max_wait = {})`",
                seconds(value)
            )
        },
    },
    Foreign {
        names: &[
            "exclude",
            "excluded",
            "excluded_exceptions",
            "ignore_exceptions",
            "ignoreExceptions",
            "ignore_errors",
            "ignored",
        ],
        answer: |value| {
            format!(
                "errors that say nothing about the service are `except({})` by pattern, or `ignore = \
                 |error| ..`",
                or(value, "PayError::NotFound")
            )
        },
    },
    Foreign {
        names: &[
            "expected_exception",
            "expected_exceptions",
            "record_exceptions",
            "recordExceptions",
            "exceptions",
            "errors",
            "on",
        ],
        answer: |value| {
            format!(
                "the errors that count are `only({})`, by pattern",
                or(value, "PayError::Timeout")
            )
        },
    },
    Foreign {
        names: &[
            "is_failure",
            "failure_predicate",
            "should_trip",
            "is_successful",
            "error_filter",
            "errorFilter",
            "record_result",
            "if",
            "fail_when",
        ],
        answer: |_| {
            "a result that fails is `fail_if = |result| ..`, an error that does not count is `ignore = \
             |error| ..`"
                .to_owned()
        },
    },
    Foreign {
        names: &["fallback_method", "fallbackMethod", "fallback_function"],
        answer: |value| {
            format!(
                "here it is `fallback(with = {})`",
                or(value.trim_matches('"'), "from_archive")
            )
        },
    },
    Foreign {
        names: &["jitter"],
        answer: |value| {
            format!(
                "it belongs to the wait: `open_for = fixed(\"30s\", jitter = {})`",
                or(value, "0.1")
            )
        },
    },
    Foreign {
        names: &[
            "on_state_change",
            "on_open",
            "on_break",
            "listener",
            "listeners",
        ],
        answer: |_| {
            "every change of state is an event; for a stream of them take a `handle` and its \
             `breaker().changes()`"
                .to_owned()
        },
    },
    Foreign {
        names: &["max_attempts", "max_retries", "retries", "attempts"],
        answer: |value| format!("that is another attribute: `#[retry({})]`", or(value, "3")),
    },
    Foreign {
        names: &["store", "storage", "redis", "state_storage"],
        answer: |_| "the state of a circuit belongs to the process; remove it".to_owned(),
    },
];

fn or<'a>(value: &'a str, example: &'a str) -> &'a str {
    if value.is_empty() { example } else { value }
}

/// A number as it was given, without quotes.
fn number<'a>(value: &'a str, example: &'a str) -> &'a str {
    or(value.trim_matches('"'), example)
}

/// Other libraries take seconds as a number.
pub(super) fn seconds(value: &str) -> String {
    match value {
        "" => "\"30s\"".to_owned(),
        value
            if value
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.') =>
        {
            format!("\"{value}s\"")
        }
        value => value.to_owned(),
    }
}

/// Other libraries take rates from 0 to 100.
fn rate(value: &str) -> String {
    match value.trim_matches('"').trim_end_matches('%').parse::<f64>() {
        Ok(rate) if rate > 1.0 && rate <= 100.0 => format!("{:?}", rate / 100.0),
        Ok(rate) if rate > 0.0 && rate <= 1.0 => format!("{rate:?}"),
        _ => "0.5".to_owned(),
    }
}
