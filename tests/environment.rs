//! Settings from the environment. Each case is a process of its own: this test, started again.

use std::process::Command;
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::cache::{TimeLeft, Ttl};
use gambeson_tests::holds_value;
use gambeson_tests::redis_server::RedisServer;

const CHILD: &str = "GAMBESON_TEST_CHILD";

/// What `from_env` makes of an environment, as the child prints it.
async fn child() -> String {
    let cache = match CacheManager::from_env().await {
        Ok(cache) => cache,
        Err(error) => return format!("error: {error} | {error:?}"),
    };
    if let Err(error) = cache.set("k", "x".repeat(1_000), Ttl::Default).await {
        return format!("set: {error}");
    }
    let ttl = cache
        .ttl_of("k")
        .await
        .and_then(TimeLeft::span)
        .unwrap_or_default();
    let spans = [
        gambeson::ttl::short(),
        gambeson::ttl::medium(),
        gambeson::ttl::long(),
    ];
    let redis = cache.health().await.redis.map(|redis| redis.state);
    for n in 0..5_000 {
        let filled = cache
            .set(format!("fill:{n}"), "x".repeat(1_000), Ttl::Never)
            .await;
        if let Err(error) = filled {
            return format!("set: {error}");
        }
    }
    format!(
        "prefix={} ttl={} spans={spans:?} redis={redis:?} bytes={} {cache:?}",
        cache.key_prefix(),
        ttl.as_millis().div_ceil(1_000),
        cache.stats().bytes,
    )
}

/// Runs [`child`] in a process with these variables and no others of ours.
fn run(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().expect("a test has a file"));
    command.args(["--exact", "the_child_says_what_it_was_given", "--nocapture"]);
    for name in [
        "REDIS_URL",
        "CACHE_KEY_PREFIX",
        "CACHE_MEMORY_BYTES",
        "CACHE_TTL_DEFAULT",
        "CACHE_TTL_SHORT",
        "CACHE_TTL_MEDIUM",
        "CACHE_TTL_LONG",
    ] {
        command.env_remove(name);
    }
    command.env(CHILD, "1").envs(variables.iter().copied());
    let output = command.output().expect("the test starts again");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let line = text
        .lines()
        .find_map(|line| line.split_once("child: "))
        .map(|(_, said)| said);
    line.unwrap_or_else(|| panic!("the child said nothing: {text}"))
        .to_owned()
}

#[tokio::test]
async fn the_child_says_what_it_was_given() {
    if std::env::var_os(CHILD).is_some() {
        println!("child: {}", child().await);
    }
}

#[test]
fn without_a_variable_the_defaults_hold() {
    let said = run(&[]);
    assert!(
        said.contains("prefix=gambeson ttl=300 spans=[120s, 300s, 900s] redis=None"),
        "{said}"
    );
}

#[test]
fn each_variable_is_taken() {
    let server = RedisServer::start();
    let said = run(&[
        ("REDIS_URL", &server.url()),
        ("CACHE_KEY_PREFIX", "shop"),
        ("CACHE_MEMORY_BYTES", "100000"),
        ("CACHE_TTL_DEFAULT", "2m"),
        ("CACHE_TTL_SHORT", "7"),
        ("CACHE_TTL_MEDIUM", "1.5h"),
        ("CACHE_TTL_LONG", "1d"),
    ]);
    assert!(
        said.contains("prefix=shop ttl=120 spans=[7s, 5400s, 86400s] redis=Some(Up)"),
        "{said}"
    );
    let bytes = said
        .split("bytes=")
        .nth(1)
        .and_then(|rest| rest.split(' ').next());
    let bytes: u64 = bytes
        .and_then(|bytes| bytes.parse().ok())
        .expect("it says how many");
    assert!(bytes > 50_000 && bytes <= 100_000, "{said}");
    assert!(holds_value(&server, "shop:k"));
}

#[test]
fn a_redis_that_is_not_there_is_no_error_and_an_empty_url_is_none() {
    let said = run(&[("REDIS_URL", "redis://:hunter2@127.0.0.1:1/")]);
    assert!(
        said.contains("ttl=") && said.contains("redis=Some(Down)"),
        "{said}"
    );
    assert!(!said.contains("hunter2"), "{said}");
    let said = run(&[("REDIS_URL", "")]);
    assert!(said.contains("redis=None"), "{said}");
}

#[test]
fn every_bad_value_is_an_error_that_names_the_variable_what_it_held_and_what_it_takes() {
    for (name, held, takes) in [
        ("CACHE_MEMORY_BYTES", "lots", "a number of bytes"),
        ("CACHE_MEMORY_BYTES", "0", "a number of bytes"),
        ("CACHE_MEMORY_BYTES", "-1", "a number of bytes"),
        ("CACHE_TTL_DEFAULT", "soon", "seconds"),
        ("CACHE_TTL_DEFAULT", "0", "longer than zero"),
        ("CACHE_TTL_DEFAULT", "", "seconds"),
        ("CACHE_TTL_SHORT", "2 minutes", "`m`"),
        ("CACHE_TTL_MEDIUM", "-5", "seconds"),
        ("CACHE_TTL_LONG", "1y", "`d`"),
        ("REDIS_URL", "localhost:6379", "redis://localhost"),
        ("REDIS_URL", "http://localhost", "redis://localhost"),
    ] {
        let said = run(&[(name, held)]);
        assert!(
            said.starts_with(&format!("error: `{name}` holds `{held}`; it takes ")),
            "{said}"
        );
        assert!(said.contains(takes), "{said}");
    }
}

#[test]
fn a_url_that_may_hold_a_password_is_masked() {
    for url in [
        "http://user:hunter2@localhost",
        "redis://:hunter2@localhost:port",
        "user:hunter2@localhost",
        "redis://hunter2@",
        "redis://:hunter2@localhost/notanumber",
    ] {
        let said = run(&[("REDIS_URL", url)]);
        assert!(said.starts_with("error: `REDIS_URL` holds `"), "{said}");
        assert!(!said.contains("hunter2") && said.contains("***"), "{said}");
    }
}

#[test]
fn the_spans_of_a_process_are_read_once_and_short_ones_are_exact() {
    let said = run(&[("CACHE_TTL_SHORT", "250ms"), ("CACHE_TTL_DEFAULT", "90s")]);
    let short = Duration::from_millis(250);
    assert!(
        said.contains(&format!("spans=[{short:?}, 300s, 900s]")),
        "{said}"
    );
    assert!(said.contains("ttl=90"), "{said}");
}
