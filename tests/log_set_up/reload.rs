//! The level of a running program.

use crate::support::{json, run_well};

#[test]
fn the_level_changes_at_once_for_events_and_for_records() {
    let said = run_well(
        "reload",
        &[("ENVIRONMENT", "production"), ("LOG_LEVEL", "info")],
    );
    let messages: Vec<String> = json(&said.out)
        .iter()
        .filter(|line| line["target"] != "asked")
        .map(|line| line["message"].as_str().expect("a message").to_owned())
        .collect();
    assert_eq!(
        messages,
        [
            "info at first",
            "debug of the database of one target",
            "debug of the database of all",
            "debug of all",
            "info of all",
            "debug record of all",
            "debug of the database as before",
            "debug as before",
            "info as before",
            "debug record as before",
            "info at last",
        ]
    );
    assert_eq!(
        said.err,
        "refused: `set_level` holds `loud`: there is no level `loud`; write `off`, `error`, \
         `warn`, `info`, `debug` or `trace`, or for a target `loud=debug`\n"
    );
}

#[test]
fn what_is_not_wanted_ends_where_it_is_made() {
    let said = run_well(
        "reload",
        &[("ENVIRONMENT", "production"), ("LOG_LEVEL", "info")],
    );
    let asked: Vec<(String, bool, String)> = json(&said.out)
        .iter()
        .filter(|line| line["target"] == "asked")
        .map(|line| {
            let text = |name: &str| line[name].as_str().expect("text").to_owned();
            (
                text("message"),
                line["is_called"].as_bool().expect("yes or no"),
                text("max"),
            )
        })
        .collect();
    let row = |level: &str, is_called, max: &str| (level.to_owned(), is_called, max.to_owned());
    assert_eq!(
        asked,
        [
            row("info", false, "INFO"),
            row("warn,shop::db=debug,asked=info", false, "DEBUG"),
            row("debug", true, "DEBUG"),
            row("debug", true, "DEBUG"),
            row("info", false, "INFO"),
        ]
    );
}

#[test]
fn to_ask_for_what_is_not_wanted_costs_no_event() {
    // One target makes the `log` crate ask for each record of that level.
    let variables = [
        ("ENVIRONMENT", "production"),
        ("LOG_LEVEL", "info,shop::db=debug"),
    ];
    let said = run_well("asked", &variables);
    assert_eq!(said.messages(), ["first", "second"]);
    for line in json(&said.out) {
        for kind in ["record", "event", "span"] {
            assert_eq!(line[kind], false, "{line}");
        }
    }
}
