use proc_macro2::Ident;

use super::*;

/// Every attribute that has a place in a stack, as one may write it.
const ALL: &[(&str, &str)] = &[
    ("cached", "ttl = \"5m\""),
    ("invalidate", "key = \"users\""),
    ("fallback", "0"),
    ("circuit_breaker", ""),
    ("retry", "3"),
    ("timeout", "\"2s\""),
    ("rate_limit", "\"100/s\""),
    ("bulkhead", "32"),
    ("hedge", "after = \"100ms\""),
    ("log_exceptions", ""),
    ("log_execution_time", ""),
];

/// Each pair that is a mistake, the upper one first.
const MISTAKES: &[(&str, &str)] = &[
    ("cached", "invalidate"),
    ("cached", "fallback"),
    ("circuit_breaker", "cached"),
    ("circuit_breaker", "fallback"),
    ("retry", "fallback"),
    ("bulkhead", "cached"),
    ("hedge", "cached"),
    ("hedge", "fallback"),
];

fn facts(name: &str, args: &str) -> Facts {
    let entry = Entry {
        name: Ident::new(name, Span::call_site()),
        args: args.parse().unwrap(),
    };
    Facts::new(&entry, args.contains("allow(order)"))
}

fn messages(stack: &[Facts]) -> Vec<String> {
    let mut errors = Errors::new();
    report(&stack.iter().collect::<Vec<_>>(), &mut errors);
    errors.messages()
}

#[test]
fn these_pairs_are_mistakes_and_all_others_are_silent() {
    for &(upper, above) in ALL {
        for &(lower, below) in ALL {
            let found = messages(&[facts(upper, above), facts(lower, below)]);
            let mistake = MISTAKES.contains(&(upper, lower));
            assert_eq!(
                found.len(),
                usize::from(mistake),
                "{upper} above {lower}: {found:?}"
            );
        }
    }
}

#[test]
fn a_time_out_above_and_below_a_retry_and_a_limit_above_a_cache_are_silent() {
    let stacks = [
        vec!["timeout", "retry", "timeout"],
        vec!["rate_limit", "cached"],
        vec!["rate_limit", "cached", "rate_limit"],
        vec!["cached", "retry", "circuit_breaker", "timeout", "bulkhead"],
        vec!["cached", "circuit_breaker", "retry", "timeout"],
        vec!["retry", "cached", "circuit_breaker"],
        vec!["invalidate", "fallback", "cached", "hedge", "retry"],
        vec!["retry", "hedge", "circuit_breaker", "rate_limit"],
        vec!["timeout", "fallback", "retry"],
    ];
    for stack in stacks {
        let args = |name: &str| ALL.iter().find(|(other, _)| *other == name).unwrap().1;
        let stack: Vec<Facts> = stack.iter().map(|name| facts(name, args(name))).collect();
        assert_eq!(messages(&stack), [""; 0]);
    }
}

#[test]
fn what_writes_through_answers_no_call_and_only_what_it_would_store_is_a_mistake() {
    let writer = || facts("cached", "ttl = \"5m\", strategy = write_through");
    for &(other, args) in ALL.iter().filter(|(name, _)| *name != "cached") {
        assert_eq!(
            messages(&[facts(other, args), writer()]),
            [""; 0],
            "{other}"
        );
        let below = messages(&[writer(), facts(other, args)]).len();
        assert_eq!(below, usize::from(other == "fallback"), "{other}");
    }
}

#[test]
fn what_hides_the_errors_of_a_writer_loses_its_changes_wherever_it_stands() {
    let writer = || {
        facts(
            "cached",
            "ttl = \"5m\", strategy = write_behind(batch = 100)",
        )
    };
    for &(other, args) in ALL.iter().filter(|(name, _)| *name != "cached") {
        for stack in [
            [facts(other, args), writer()],
            [writer(), facts(other, args)],
        ] {
            let found = messages(&stack);
            assert_eq!(found.len(), usize::from(other == "fallback"), "{found:?}");
        }
    }
    for (args, mistakes) in [
        ("reraise = false", 1),
        ("reraise = false, only(E::A)", 0),
        ("", 0),
    ] {
        let found = messages(&[facts("log_exceptions", args), writer()]);
        assert_eq!(found.len(), mistakes, "{args}: {found:?}");
    }
    let some = facts("fallback", "0, only(E::A)");
    assert_eq!(messages(&[some, writer()]), [""; 0]);
}

#[test]
fn what_hides_errors_stands_above_a_cache_that_answers_them_with_what_is_stale() {
    let stale = || {
        facts(
            "cached",
            "ttl = T, cache_if = |v| v.is_full(), stale_if_error = \"6h\"",
        )
    };
    for (other, args) in [("fallback", "0"), ("log_exceptions", "reraise = false")] {
        let found = messages(&[stale(), facts(other, args)]);
        assert!(
            found.len() == 1 && found[0].contains("stale"),
            "{other}: {found:?}"
        );
        assert_eq!(messages(&[facts(other, args), stale()]), [""; 0]);
    }
    let some = facts("fallback", "0, only(E::A)");
    assert_eq!(messages(&[stale(), some]), [""; 0]);
}

#[test]
fn what_reloads_ahead_stands_in_a_stack_as_what_loads_does() {
    for strategy in ["refresh_ahead", "refresh_ahead(at = 0.5)", "cache_aside"] {
        let reader = || facts("cached", &format!("ttl = T, strategy = {strategy}"));
        for &(other, args) in ALL.iter().filter(|(name, _)| *name != "cached") {
            let mistake =
                |upper: &str, lower: &str| usize::from(MISTAKES.contains(&(upper, lower)));
            let below = messages(&[reader(), facts(other, args)]).len();
            assert_eq!(
                below,
                mistake("cached", other),
                "{other} beneath {strategy}"
            );
            let above = messages(&[facts(other, args), reader()]).len();
            assert_eq!(above, mistake(other, "cached"), "{other} above {strategy}");
        }
    }
}

#[test]
fn the_order_to_copy_is_that_of_the_whole_stack() {
    let stack = [
        facts("circuit_breaker", ""),
        facts("timeout", "\"2s\""),
        facts("cached", "ttl = \"5m\""),
        facts("fallback", "0"),
    ];
    let found = messages(&stack);
    assert_eq!(
        found.len(),
        2,
        "one for each of the two that stand wrong: {found:?}"
    );
    for message in found {
        let lines: Vec<&str> = message
            .lines()
            .filter(|line| line.starts_with("    "))
            .collect();
        assert_eq!(
            lines,
            [
                "    #[fallback(0)]",
                "    #[cached(ttl = \"5m\")]",
                "    #[circuit_breaker]",
                "    #[timeout(\"2s\")]",
            ],
            "{message}"
        );
    }
}

#[test]
fn allow_order_on_either_of_the_two_lifts_it() {
    for &(upper, lower) in MISTAKES {
        assert_eq!(
            messages(&[facts(upper, "allow(order)"), facts(lower, "")]),
            [""; 0]
        );
        assert_eq!(
            messages(&[facts(upper, ""), facts(lower, "allow(order)")]),
            [""; 0]
        );
    }
}

#[test]
fn a_fallback_for_some_errors_may_stand_beneath_what_sees_the_others() {
    for upper in ["retry", "circuit_breaker", "hedge"] {
        for filter in ["only(E::A)", "except(E::A)", "if = |e| e.is_fatal()"] {
            let lower = facts("fallback", &format!("0, {filter}"));
            assert_eq!(messages(&[facts(upper, ""), lower]), [""; 0]);
        }
    }
}

#[test]
fn what_swallows_errors_stands_above_what_is_about_errors() {
    let swallowing = |args: &str| facts("log_exceptions", args);
    for (upper, above) in [
        ("cached", "ttl = T"),
        ("retry", "3"),
        ("circuit_breaker", ""),
        ("hedge", ""),
        ("fallback", "0"),
    ] {
        let found = messages(&[facts(upper, above), swallowing("reraise = false")]);
        assert_eq!(found.len(), 1, "{upper}: {found:?}");
        for args in ["", "reraise = true", "reraise = false, allow(order)"] {
            assert_eq!(messages(&[facts(upper, above), swallowing(args)]), [""; 0]);
        }
        assert_eq!(
            messages(&[swallowing("reraise = false"), facts(upper, above)]),
            [""; 0]
        );
    }
    let some = || swallowing("reraise = false, only(E::A)");
    assert_eq!(messages(&[facts("retry", "3"), some()]), [""; 0]);
    assert_eq!(messages(&[facts("cached", "ttl = T"), some()]).len(), 1);
}

#[test]
fn what_a_cache_stores_decides_over_what_may_stand_around_it() {
    let [errors, some] = [
        "ttl = T, error_ttl = \"2s\"",
        "ttl = T, cache_if = |v| v.is_full()",
    ];
    assert_eq!(
        messages(&[facts("retry", "3"), facts("cached", errors)]).len(),
        1
    );
    assert_eq!(
        messages(&[facts("cached", some), facts("fallback", "0")]),
        [""; 0]
    );
}

#[test]
fn a_limit_that_waits_for_ever_does_not_stand_beneath_a_retry() {
    for (wait, mistakes) in [("Duration::MAX", 1), ("\"50ms\"", 0), ("LIMIT_MAX", 0)] {
        let limit = facts("rate_limit", &format!("\"100/s\", wait = {wait}"));
        assert_eq!(
            messages(&[facts("retry", "3"), limit]).len(),
            mistakes,
            "{wait}"
        );
    }
}

#[test]
fn one_key_for_both_is_an_error_that_nothing_lifts() {
    for (upper, lower) in [("cached", "invalidate"), ("invalidate", "cached")] {
        let keyed = |name| facts(name, "allow(order)").with_keys(vec!["a".to_owned()]);
        let found = messages(&[keyed(upper), keyed(lower)]);
        assert_eq!(found.len(), 1, "{upper} above {lower}");
        assert!(found[0].contains("use one key"), "{found:?}");
    }
}
