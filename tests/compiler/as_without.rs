//! Mistakes in a function are reported as they are without the attribute: the same error at the
//! same place, and no second one.

use crate::scratch::{Report, check};

/// How much of a report has to be the same.
#[derive(Clone, Copy, PartialEq)]
enum Same {
    Everything,
    /// The words tell an async block from an async function, or call an argument a value.
    ButTheWords,
    /// So does the code.
    Place,
    /// The body is shown, of which rustc says for a function of its own that it lacks a value at the
    /// return type: for a closure it has no such place.
    ButThePlace,
}

/// Each is compiled twice: with `@` a line of its own that holds the attribute, and empty.
const CASES: &[(&str, Same, &str)] = &[
    (
        "wrong_tail",
        Same::Everything,
        "@\nasync fn f(id: u64) -> String {\n    id\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "wrong_return",
        Same::Everything,
        "@\nasync fn f(id: u64) -> String {\n    if id == 0 { return id; }\n    String::new()\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "wrong_ok",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<String, String> {\n    Ok(id)\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "wrong_sync_tail",
        Same::Everything,
        "@\nfn f(id: u64) -> String {\n    id\n}\nfn main() { f(1); }",
    ),
    (
        "unknown_name",
        Same::Everything,
        "@\nasync fn f(id: u64) -> u64 {\n    id + other\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "unknown_method",
        Same::Everything,
        "@\nasync fn f(id: u64) -> u64 {\n    id.double()\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "moved_twice",
        Same::ButTheWords,
        "@\nasync fn f(id: String) -> String {\n    drop(id);\n    id\n}\nfn main() { drop(f(String::new())); }",
    ),
    (
        "not_mutable",
        Same::Place,
        "@\nasync fn f(id: u64) -> u64 {\n    id += 1;\n    id\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "foreign_error",
        Same::Everything,
        "@\nasync fn f(id: &str) -> Result<u64, std::fmt::Error> {\n    let n: u64 = id.parse()?;\n    Ok(n)\n}\nfn main() { drop(f(\"\")); }",
    ),
    (
        "question_mark_in_a_number",
        Same::ButTheWords,
        "@\nasync fn f(id: &str) -> u64 {\n    id.parse::<u64>()?\n}\nfn main() { drop(f(\"\")); }",
    ),
    (
        "nobody_calls_it",
        Same::Everything,
        "@\nasync fn f(id: u64) -> u64 {\n    id\n}\nfn main() {}",
    ),
    (
        "nobody_calls_the_sync_one",
        Same::Everything,
        "@\nfn f(id: u64) -> u64 {\n    id\n}\nfn main() {}",
    ),
    (
        "unused_argument",
        Same::Everything,
        "struct Db;\n@\nasync fn f(db: &Db, id: u64) -> u64 {\n    id\n}\nfn main() { drop(f(&Db, 1)); }",
    ),
    (
        "unused_local",
        Same::Everything,
        "@\nasync fn f(id: u64) -> u64 {\n    let local = 1;\n    id\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "unused_future",
        Same::Everything,
        "async fn g() {}\n@\nasync fn f(id: u64) -> u64 {\n    g();\n    id\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "unused_result_of_a_call",
        Same::Everything,
        "@\nasync fn f(id: u64) -> u64 {\n    id\n}\nfn main() { f(1); }",
    ),
    (
        "unreachable",
        Same::Everything,
        "@\nasync fn f(id: u64) -> u64 {\n    return id;\n    println!();\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "wrong_argument_of_a_call",
        Same::Everything,
        "@\nasync fn f(id: u64) -> u64 {\n    id\n}\nfn main() { drop(f(\"1\")); }",
    ),
    (
        "half_a_statement",
        Same::Everything,
        "@\nasync fn f(id: u64) -> u64 {\n    let x = ;\n    id\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "half_an_expression",
        Same::Everything,
        "@\nasync fn f(id: u64) -> u64 {\n    id.\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "half_a_call",
        Same::Everything,
        "@\nasync fn f(id: u64) -> u64 {\n    Some(id).map(|x| )\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "half_a_sync_function",
        Same::Everything,
        "@\nfn f(id: u64) -> u64 {\n    id +\n}\nfn main() { f(1); }",
    ),
];

/// The same for attributes that look at a `Result`. The error is one that every guard can make.
const RESULTS: &[(&str, Same, &str)] = &[
    (
        "result_of_another_type",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<String, gambeson::Rejected> {\n    Ok(id)\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "result_forgotten",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    id\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "result_with_a_foreign_error",
        Same::Everything,
        "@\nasync fn f(id: &str) -> Result<u64, gambeson::Rejected> {\n    let n: u64 = id.parse()?;\n    Ok(n)\n}\nfn main() { drop(f(\"\")); }",
    ),
    (
        "result_of_an_unknown_name",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    Ok(id + other)\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "result_moved_twice",
        Same::ButTheWords,
        "@\nasync fn f(id: u64) -> Result<String, gambeson::Rejected> {\n    let name = id.to_string();\n    drop(name);\n    Ok(name)\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "result_that_nobody_asks_for",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    Ok(id)\n}\nfn main() {}",
    ),
    (
        "result_without_the_argument",
        Same::Everything,
        "struct Db;\n@\nasync fn f(db: &Db, id: u64) -> Result<u64, gambeson::Rejected> {\n    Ok(id)\n}\nfn main() { drop(f(&Db, 1)); }",
    ),
    (
        "result_with_an_unused_local",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    let local = 1;\n    Ok(id)\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "result_behind_an_unused_future",
        Same::Everything,
        "async fn g() {}\n@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    g();\n    Ok(id)\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "result_that_is_dropped",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    Ok(id)\n}\nfn main() { f(1); }",
    ),
    (
        "result_behind_the_end",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    return Ok(id);\n    println!();\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "half_a_result",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    let x = ;\n    Ok(id)\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "needless_mut",
        Same::Everything,
        "@\nasync fn f(mut id: u64) -> Result<u64, gambeson::Rejected> {\n    Ok(id)\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "result_that_is_missing",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    drop(id);\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "result_of_what_stays_in_its_thread",
        Same::Everything,
        "use std::rc::Rc;\nasync fn g() {}\nfn sent(_: impl Send) {}\n@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    let kept = Rc::new(id);\n    g().await;\n    Ok(*kept)\n}\nfn main() { sent(f(1)); }",
    ),
    (
        "result_of_a_mut_local",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    let mut local = id;\n    Ok(local)\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "result_of_a_wrong_argument",
        Same::Everything,
        "@\nasync fn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    Ok(id)\n}\nfn main() { drop(f(\"1\")); }",
    ),
    (
        "result_of_a_method_that_nobody_asks_for",
        Same::Everything,
        "struct Shop;\nimpl Shop {\n    @\n    async fn f(&self, id: u64) -> Result<u64, gambeson::Rejected> {\n        Ok(id)\n    }\n}\nfn main() { drop(Shop); }",
    ),
];

/// The same where nothing can wait.
const SYNC_RESULTS: &[(&str, Same, &str)] = &[
    (
        "result_of_a_sync_function",
        Same::Everything,
        "@\nfn f(id: u64) -> Result<String, gambeson::Rejected> {\n    Ok(id)\n}\nfn main() { drop(f(1)); }",
    ),
    (
        "result_that_nobody_asks_a_sync_function_for",
        Same::Everything,
        "@\nfn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    Ok(id)\n}\nfn main() {}",
    ),
    (
        "missing_result_of_a_sync_function",
        Same::ButThePlace,
        "@\nfn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    drop(id);\n}\nfn main() { let _ = f(1); }",
    ),
    (
        "sync_result_that_is_dropped",
        Same::Everything,
        "@\nfn f(id: u64) -> Result<u64, gambeson::Rejected> {\n    Ok(id)\n}\nfn main() { f(1); }",
    ),
    (
        "sync_result_without_the_argument",
        Same::Everything,
        "struct Db;\n@\nfn f(db: &Db, id: u64) -> Result<u64, gambeson::Rejected> {\n    Ok(id)\n}\nfn main() { let _ = f(&Db, 1); }",
    ),
    (
        "needless_mut_of_a_sync_function",
        Same::Everything,
        "@\nfn f(mut id: u64) -> Result<u64, gambeson::Rejected> {\n    Ok(id)\n}\nfn main() { let _ = f(1); }",
    ),
];

const ATTRIBUTES: &[(&str, &str)] = &[
    (
        "cached",
        "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\")]",
    ),
    (
        "cached_reloading_in_the_caller",
        "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", strategy = refresh_ahead, reload = caller)]",
    ),
    (
        "cached_with_terms",
        "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", negative_ttl = \"1s\", stale_if_error = \"6h\", early = xfetch(beta = 2.0), reload = caller, jitter = 0.2)]",
    ),
    ("invalidate", "#[gambeson::invalidate(key = \"f:{id}\")]"),
    ("log_execution_time", "#[gambeson::log_execution_time]"),
    (
        "log_execution_time_args",
        "#[gambeson::log_execution_time(slow = \"1s\", args(id), fields(size = size_of_val(&id)))]",
    ),
    (
        "log_execution_time_span",
        "#[gambeson::log_execution_time(span, stuck = \"30s\", entry)]",
    ),
    (
        "log_exceptions_panics",
        "#[gambeson::log_exceptions(panics)]",
    ),
];

/// Those whose load goes on without its caller, and those that write.
const ASYNC_ATTRIBUTES: &[(&str, &str)] = &[
    (
        "cached_reloading_ahead",
        "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", strategy = refresh_ahead(at = 0.5))]",
    ),
    (
        "cached_with_soft_timeout",
        "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", stale_while_revalidate = \"1m\", soft_timeout = \"1s\")]",
    ),
    (
        "cached_writing_through",
        "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", strategy = write_through)]",
    ),
    (
        "cached_writing_a_value_through",
        "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", strategy = write_through, value = id)]",
    ),
];

const GUARDS: &[(&str, &str)] = &[
    ("bulkhead", "#[gambeson::bulkhead(32)]"),
    ("circuit_breaker", "#[gambeson::circuit_breaker]"),
    ("fallback", "#[gambeson::fallback(Default::default())]"),
    ("hedge", "#[gambeson::hedge(after = \"100ms\")]"),
    ("log_exceptions", "#[gambeson::log_exceptions]"),
    (
        "log_exceptions_swallowing",
        "#[gambeson::log_exceptions(reraise = false, default = Default::default())]",
    ),
    ("rate_limit", "#[gambeson::rate_limit(\"100/s\")]"),
    ("retry", "#[gambeson::retry(3)]"),
    ("timeout", "#[gambeson::timeout(\"2s\")]"),
];

/// With an error of its own.
const HARD: &[(&str, &str)] = &[(
    "cached_with_hard_timeout",
    "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", tier = memory, hard_timeout = \"2s\")]",
)];

/// Those that a function which is not async can have.
const SYNC_GUARDS: &[(&str, &str)] = &[
    ("bulkhead", "#[gambeson::bulkhead(32)]"),
    ("circuit_breaker", "#[gambeson::circuit_breaker]"),
    ("fallback", "#[gambeson::fallback(Default::default())]"),
    ("log_exceptions", "#[gambeson::log_exceptions]"),
    (
        "log_exceptions_swallowing",
        "#[gambeson::log_exceptions(reraise = false, default = Default::default())]",
    ),
    ("rate_limit", "#[gambeson::rate_limit(\"100/s\")]"),
    ("retry", "#[gambeson::retry(3)]"),
];

type Cases = &'static [(&'static str, Same, &'static str)];
type Attributes = &'static [(&'static str, &'static str)];

/// Which of the cases, by their source.
type Fits = fn(&str) -> bool;

const ALL: &[(Cases, Attributes, Fits)] = &[
    (CASES, ATTRIBUTES, |_| true),
    (CASES, ASYNC_ATTRIBUTES, can_be_taken_along),
    (RESULTS, GUARDS, |_| true),
    (RESULTS, HARD, can_be_taken_along),
    (SYNC_RESULTS, SYNC_GUARDS, |_| true),
];

/// Whether what the function has can go along with a load in the background.
fn can_be_taken_along(source: &str) -> bool {
    source.contains("async fn f") && !source.contains("struct ") && !source.contains("Rc::")
}

#[test]
fn mistakes_in_a_function_are_reported_as_without_the_attribute() {
    let mut sources = Vec::new();
    let all = || {
        ALL.iter().flat_map(|(cases, attributes, fits)| {
            let fitting = cases.iter().filter(|(_, _, source)| fits(source));
            fitting.map(move |case| (case, attributes))
        })
    };
    for ((name, _, source), attributes) in all() {
        sources.push((format!("{name}_plain"), source.replace('@', "")));
        for (attribute, text) in *attributes {
            sources.push((format!("{name}_{attribute}"), source.replace('@', text)));
        }
    }
    // Some cases stand in two tables.
    sources.sort();
    sources.dedup();
    let dependency = "gambeson = { {gambeson}, features = [\"log\", \"resilience\"] }";
    let reports = check("as_without", "2024", dependency, &sources);
    let mut differ = Vec::new();
    for ((name, same, _), attributes) in all() {
        let of = |variant: &str| -> Vec<Report> {
            let reports = reports
                .get(&format!("{name}_{variant}"))
                .cloned()
                .unwrap_or_default();
            let words = |report: Report| match same {
                Same::Everything => report,
                Same::ButTheWords => Report {
                    message: String::new(),
                    ..report
                },
                Same::ButThePlace => Report {
                    places: Vec::new(),
                    ..report
                },
                Same::Place => Report {
                    message: String::new(),
                    code: String::new(),
                    ..report
                },
            };
            reports.into_iter().map(words).collect()
        };
        let plain = of("plain");
        assert!(!plain.is_empty(), "{name} is a mistake");
        for (attribute, _) in *attributes {
            let ours = of(attribute);
            if ours != plain {
                differ.push(format!(
                    "{name} under {attribute}:\n  without {plain:#?}\n  with {ours:#?}"
                ));
            }
        }
    }
    assert!(
        differ.is_empty(),
        "{} differ\n{}",
        differ.len(),
        differ.join("\n")
    );
}
