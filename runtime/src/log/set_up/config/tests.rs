use super::*;
use crate::log::set_up::destinations::Destinations;
use crate::log::set_up::rotation::Rotation;
use crate::log::set_up::routes::Routes;
use tracing::Level;

const NOWHERE: [usize; 0] = [];

fn fault(config: &LogConfig) -> String {
    config.check().unwrap_err().to_string()
}

fn places(config: &LogConfig, level: Level, target: &str) -> Vec<usize> {
    let to = Routes::new(config.filter.clone(), config.rules()).at(level, target);
    (0..Destinations::MOST)
        .filter(|place| to.contains(*place))
        .collect()
}

#[test]
fn what_is_set_last_counts() {
    let config = LogConfig::new("shop")
        .filter("shop=debug")
        .level(Level::WARN);
    assert_eq!(config.filter.to_string(), "warn");
    let config = config.environment(Environment::Production);
    assert_eq!(config.console_format(), LogFormat::Json);
    let config = config.format(LogFormat::Pretty);
    assert_eq!(config.format_of_files(), LogFormat::Pretty);
    let config = config.file_format(LogFormat::Json);
    assert_eq!(config.console_format(), LogFormat::Pretty);
    assert_eq!(config.format_of_files(), LogFormat::Json);
}

#[test]
fn text_is_masked_unless_it_is_written_that_it_is_not() {
    let config = LogConfig::new("shop");
    assert!(config.masking().is_some());
    let config = config.masker(Masker::default()).mask(true);
    assert!(matches!(config.masking, Masking::Own(_)));
    let config = config.mask(false);
    assert!(config.masking().is_none());
    assert!(config.mask(true).masking().is_some());
}

#[test]
fn without_a_directory_there_are_no_files() {
    let config = LogConfig::new("shop").file("billing");
    assert_eq!(places(&config, Level::ERROR, "api::billing"), [0]);
}

#[test]
fn each_output_has_its_level_and_the_filter_is_above_them_all() {
    let config = LogConfig::new("shop")
        .filter("debug")
        .dir("logs")
        .file("billing")
        .file_level("billing", Level::WARN)
        .file_level("app", Level::INFO)
        .console_level(Level::WARN);
    assert_eq!(places(&config, Level::TRACE, "api"), NOWHERE);
    assert_eq!(places(&config, Level::DEBUG, "api"), [3]);
    assert_eq!(places(&config, Level::INFO, "billing"), [1]);
    assert_eq!(places(&config, Level::WARN, "billing"), [0, 1, 5]);
    let quiet = config.console(Console::Off).level(LevelFilter::ERROR);
    assert_eq!(places(&quiet, Level::ERROR, "model"), [1, 2, 4]);
    assert_eq!(places(&quiet, Level::WARN, "model"), NOWHERE);
}

#[test]
fn the_first_setting_that_cannot_be_is_told() {
    let config = LogConfig::new("shop").filter("loud").queue_bytes(1);
    assert!(fault(&config).starts_with("`filter` holds `loud`: "));
    let config = LogConfig::new("shop").queue_bytes(1);
    assert_eq!(
        fault(&config),
        "`queue_bytes` holds `1`: a long line has no room in it; write 65536 or more"
    );
    let config = LogConfig::new("shop").rotation(Rotation::size(0));
    assert_eq!(
        fault(&config),
        "`rotation` holds `0`: a file of 0 bytes has no room for a line; write 1 or more"
    );
    let config = LogConfig::new("shop").file("a/b");
    assert!(fault(&config).starts_with("`file` holds `a/b`: "));
    let config = LogConfig::new("shop").field_names(FieldNames::default().level("message"));
    assert_eq!(
        fault(&config),
        "`field_names` holds `message`: two standard fields have this name; give one of them another"
    );
}
