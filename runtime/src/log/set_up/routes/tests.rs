use std::thread;

use tracing::callsite::{DefaultCallsite, Identifier};
use tracing::field::FieldSet;
use tracing::metadata::Kind;

use super::*;

static NOBODY: DefaultCallsite = DefaultCallsite::new(&META);
static META: Metadata<'static> = Metadata::new(
    "test",
    "shop::api::users",
    Level::DEBUG,
    None,
    None,
    None,
    FieldSet::new(&[], Identifier(&NOBODY)),
    Kind::EVENT,
);

const CONSOLE: usize = 0;
const APP: usize = 1;
const ERROR: usize = 2;
const API: usize = 3;
const MODEL: usize = 4;

fn word(word: &str, level: LevelFilter) -> Rule {
    Rule {
        word: Some(word.into()),
        level,
    }
}

fn routes(filter: &str) -> Routes {
    let rules = vec![
        Rule::all(LevelFilter::INFO),
        Rule::all(LevelFilter::TRACE),
        Rule::all(LevelFilter::ERROR),
        word("api", LevelFilter::TRACE),
        word("model", LevelFilter::WARN),
    ];
    Routes::new(parsed(filter), rules)
}

fn parsed(filter: &str) -> Filter {
    Filter::parse(filter).unwrap()
}

fn to(places: &[usize]) -> Destinations {
    places
        .iter()
        .fold(Destinations::NOWHERE, |to, place| to.with(*place))
}

#[test]
fn an_event_goes_to_each_output_that_takes_it() {
    let routes = routes("debug");
    for (level, target, places) in [
        (Level::INFO, "shop", &[CONSOLE, APP][..]),
        (Level::DEBUG, "shop", &[APP]),
        (Level::TRACE, "shop", &[]),
        (Level::ERROR, "shop", &[CONSOLE, APP, ERROR]),
        (Level::INFO, "shop::api::users", &[CONSOLE, APP, API]),
        (Level::INFO, "api", &[CONSOLE, APP, API]),
        (Level::INFO, "apiary", &[CONSOLE, APP]),
        (Level::DEBUG, "api.users", &[APP, API]),
        (Level::INFO, "model", &[CONSOLE, APP]),
        (Level::WARN, "shop::model", &[CONSOLE, APP, MODEL]),
        (
            Level::ERROR,
            "api::model",
            &[CONSOLE, APP, ERROR, API, MODEL],
        ),
    ] {
        assert_eq!(routes.at(level, target), to(places), "{level} {target}");
    }
}

#[test]
fn nothing_is_wanted_above_what_the_filter_and_the_outputs_take() {
    assert_eq!(routes("trace").max_level(), LevelFilter::TRACE);
    assert_eq!(routes("warn").max_level(), LevelFilter::WARN);
    assert_eq!(routes("off,shop=debug").max_level(), LevelFilter::DEBUG);
    assert_eq!(routes("off").max_level(), LevelFilter::OFF);
    let console = Routes::new(parsed("trace"), vec![Rule::all(LevelFilter::INFO)]);
    assert_eq!(console.max_level(), LevelFilter::INFO);
    let nothing = Routes::new(parsed("trace"), Vec::new());
    assert_eq!(nothing.max_level(), LevelFilter::OFF);
}

#[test]
fn another_filter_counts_at_once_on_threads_that_know_the_old_one() {
    let routes = routes("info");
    let (asked, answers) = (std::sync::Barrier::new(2), std::sync::Barrier::new(2));
    thread::scope(|scope| {
        scope.spawn(|| {
            assert_eq!(routes.of(&META), Destinations::NOWHERE);
            assert_eq!(routes.of(&META), Destinations::NOWHERE);
            asked.wait();
            answers.wait();
            assert_eq!(routes.of(&META), to(&[APP, API]));
            assert_eq!(routes.of(&META), to(&[APP, API]));
            assert!(routes.is_enabled(&META));
        });
        asked.wait();
        routes.set_filter(parsed("off,shop=debug"));
        answers.wait();
    });
    assert_eq!(routes.filter(), "off,shop=debug");
    assert_eq!(routes.max_level(), LevelFilter::DEBUG);
}

#[test]
fn two_log_set_ups_of_one_process_do_not_mix() {
    let (quiet, loud) = (routes("info"), routes("debug"));
    for _ in 0..3 {
        assert_eq!(quiet.of(&META), Destinations::NOWHERE);
        assert_eq!(loud.of(&META), to(&[APP, API]));
    }
}
