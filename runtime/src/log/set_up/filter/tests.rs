use super::*;

fn filter(text: &str) -> Filter {
    Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn a_level_is_known_in_any_case_and_by_the_words_of_others() {
    for (text, level) in [
        ("trace", LevelFilter::TRACE),
        ("Debug", LevelFilter::DEBUG),
        ("INFO", LevelFilter::INFO),
        ("warn", LevelFilter::WARN),
        ("WARNING", LevelFilter::WARN),
        ("error", LevelFilter::ERROR),
        ("CRITICAL", LevelFilter::ERROR),
        ("fatal", LevelFilter::ERROR),
        ("OFF", LevelFilter::OFF),
        ("none", LevelFilter::OFF),
        (" info ", LevelFilter::INFO),
        ("info,", LevelFilter::INFO),
        ("", LevelFilter::INFO),
    ] {
        assert_eq!(filter(text), Filter::at(level), "{text}");
    }
}

#[test]
fn a_target_is_matched_from_its_beginning_by_whole_segments() {
    let filter = filter("info,api=debug,shop::db=trace");
    for (target, level) in [
        ("api", LevelFilter::DEBUG),
        ("api::users", LevelFilter::DEBUG),
        ("api.users", LevelFilter::DEBUG),
        ("apiary", LevelFilter::INFO),
        ("apiary::api", LevelFilter::INFO),
        ("shop", LevelFilter::INFO),
        ("shop::db", LevelFilter::TRACE),
        ("shop::db::pool", LevelFilter::TRACE),
        ("shop::dbx", LevelFilter::INFO),
        ("", LevelFilter::INFO),
    ] {
        assert_eq!(filter.level_of(target), level, "{target}");
    }
}

#[test]
fn the_longest_match_wins_wherever_it_is_written() {
    for text in [
        "warn,shop=info,shop::db=off,shop::db::pool=trace",
        "shop::db::pool=trace,shop::db=off,shop=info,warn",
        "shop::db=off,warn,shop::db::pool=trace,shop=info",
    ] {
        let filter = filter(text);
        assert_eq!(filter.level_of("shop::db::pool::idle"), LevelFilter::TRACE);
        assert_eq!(filter.level_of("shop::db::query"), LevelFilter::OFF);
        assert_eq!(filter.level_of("shop::http"), LevelFilter::INFO);
        assert_eq!(filter.level_of("hyper"), LevelFilter::WARN);
    }
}

#[test]
fn a_package_is_meant_by_the_name_it_has_in_the_manifest() {
    let filter = filter("tower-http=debug");
    assert_eq!(filter.level_of("tower_http::trace"), LevelFilter::DEBUG);
}

#[test]
fn of_two_directives_for_one_target_the_second_counts() {
    let filter = filter("my-shop=debug,my_shop=warn");
    assert_eq!(filter.level_of("my_shop"), LevelFilter::WARN);
}

#[test]
fn the_most_that_is_wanted_of_any_target_is_known() {
    for (text, most) in [
        ("off", LevelFilter::OFF),
        ("warn,shop=error", LevelFilter::WARN),
        ("warn,shop::db=trace,api=debug", LevelFilter::TRACE),
        ("shop=debug", LevelFilter::DEBUG),
    ] {
        assert_eq!(filter(text).most(), most, "{text}");
    }
}

#[test]
fn a_filter_is_shown_as_it_is_written() {
    for text in ["info", "off,shop::db=trace,api=warn"] {
        assert_eq!(filter(text).to_string(), text);
    }
}

#[test]
fn what_cannot_be_read_is_told_with_what_to_write() {
    for (text, said) in [
        (
            "loud",
            "there is no level `loud`; write `off`, `error`, `warn`, `info`, `debug` or `trace`, \
             or for a target `loud=debug`",
        ),
        (
            "info,shop=loud",
            "there is no level `loud`; write `off`, `error`, `warn`, `info`, `debug` or `trace`",
        ),
        (
            "shop=",
            "there is no level after `=`; write `off`, `error`, `warn`, `info`, `debug` or `trace`",
        ),
        (
            "shop::db",
            "`shop::db` has no level; write `shop::db=debug`",
        ),
        (
            "3",
            "levels have no numbers here; write `off`, `error`, `warn`, `info`, `debug` or `trace`",
        ),
        (
            "=debug",
            "`=debug` names no target; write `shop::db=debug`, or a level alone for all targets",
        ),
        (
            "info,debug",
            "`info` and `debug` are two levels for all targets; keep one",
        ),
        (
            "info shop=debug",
            "`info shop` is no target; put a comma between directives, as in \
             `info,shop::db=debug`",
        ),
        (
            "info;debug",
            "`info;debug` is no level; put a comma between directives, as in \
             `info,shop::db=debug`",
        ),
        (
            "shop[request{id=1}]=debug",
            "filters by spans and fields (`[span{field=value}]`) are not known here; write \
             targets and levels alone, as in `info,shop::db=debug`",
        ),
        (
            "info/failed",
            "filters by text (`info/text`) are not known here; write targets and levels alone, \
             as in `info,shop::db=debug`",
        ),
        (
            "shop::*=debug",
            "targets are no patterns; `shop=debug` is for `shop` and all modules in it",
        ),
    ] {
        assert_eq!(Filter::parse(text), Err(said.to_owned()), "{text}");
    }
}
