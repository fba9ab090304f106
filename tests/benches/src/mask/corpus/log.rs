//! The log of a web service: time stamps, levels, targets, ids, paths, figures.

use std::fmt::Write as _;

use super::random::Random;

/// A text, and what stands in it that must not be in the masked one.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    pub(crate) text: String,
    pub(crate) secrets: Vec<String>,
}

/// About `bytes` bytes with nothing to mask.
pub(crate) fn clean(bytes: usize) -> Log {
    write(bytes, None)
}

/// About `bytes` bytes with something to mask every two kilobytes.
pub(crate) fn with_findings(bytes: usize) -> Log {
    write(bytes, Some(2_048))
}

fn write(bytes: usize, every: Option<usize>) -> Log {
    let mut random = Random::new();
    let mut log = Log {
        text: String::with_capacity(bytes + 256),
        secrets: Vec::new(),
    };
    let mut next = every;
    while log.text.len() < bytes {
        head(&mut log.text, &mut random);
        match next {
            Some(place) if log.text.len() >= place => {
                let (line, secret) = finding(log.secrets.len(), &mut random);
                log.text.push_str(&line);
                log.secrets.push(secret);
                next = every.map(|every| place + every);
            }
            _ => ordinary(&mut log.text, &mut random),
        }
        log.text.push('\n');
    }
    log
}

const LEVELS: [&str; 6] = ["INFO ", "INFO ", "INFO ", "DEBUG", "DEBUG", "WARN "];
const TARGETS: [&str; 5] = [
    "shop::http::server",
    "shop::orders::repository",
    "shop::cache::tiers",
    "hyper_util::client::legacy",
    "sqlx::query",
];
const PATHS: [&str; 6] = [
    "/api/v1/orders",
    "/api/v1/customers/search",
    "/static/app.3f9c2e.js",
    "/health",
    "/api/v2/carts/items",
    "/reports/monthly.csv",
];
const METHODS: [&str; 4] = ["GET", "GET", "POST", "DELETE"];

fn head(text: &mut String, random: &mut Random) {
    let _ = write!(
        text,
        "2026-11-21T{:02}:{:02}:{:02}.{:06}Z {} {}: ",
        random.below(24),
        random.below(60),
        random.below(60),
        random.below(1_000_000),
        random.pick(&LEVELS),
        random.pick(&TARGETS),
    );
}

fn ordinary(text: &mut String, random: &mut Random) {
    let _ = match random.below(4) {
        0 => write!(
            text,
            "request_id={:016x} method={} path={}/{} status=200 duration_ms={} bytes={}",
            random.next(),
            random.pick(&METHODS),
            random.pick(&PATHS),
            random.below(90_000),
            random.below(900),
            random.below(200_000),
        ),
        1 => write!(
            text,
            "loaded 20 rows in {}.{:02} ms from table order_items, page {} of {}",
            random.below(90),
            random.below(100),
            random.below(40),
            random.below(400),
        ),
        2 => write!(
            text,
            "entry order:{} expires in {}s, tier memory, {} entries left (version 0.1.{})",
            random.below(1_000_000),
            random.below(3_600),
            random.below(100_000),
            random.below(20),
        ),
        _ => write!(
            text,
            "connection reused after {} us, pool idle {}, thread worker-{}",
            random.below(100_000),
            random.below(32),
            random.below(8),
        ),
    };
}

/// A line of each kind in turn, and what of it is secret.
fn finding(number: usize, random: &mut Random) -> (String, String) {
    let of = number % 6;
    let secret = match of {
        0 => format!(
            "{}.walker{}",
            random.pick(&["emma", "liam", "olivia"]),
            random.below(900)
        ),
        1 => format!("555-{:03}", 200 + random.below(700)),
        2 => format!(
            "4111-{:04}-{:04}",
            random.below(10_000),
            random.below(10_000)
        ),
        3 => format!(
            "{:03}-{:02}",
            100 + random.below(500),
            10 + random.below(80)
        ),
        4 => format!(
            "eyJhbGciOiJIUzI1NiJ9.eyJ{:016x}{:016x}.{:016x}",
            random.next(),
            random.next(),
            random.next()
        ),
        _ => format!("hunter{:08x}", random.below(1 << 32)),
    };
    let line = match of {
        0 => format!("confirmation sent to {secret}@example.com after 2 attempts"),
        1 => format!("no answer from {secret}-4567, trying again"),
        2 => format!("charge declined for {secret}-1234, code 51"),
        3 => format!("tax form for {secret}-6789 is complete"),
        4 => format!("upstream refused Authorization: Bearer {secret}"),
        _ => format!("reconnecting with host=db1 password={secret} pool=8"),
    };
    (line, secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_makes_the_same_text_of_the_size_that_was_asked_for() {
        for log in [clean(100_000), with_findings(100_000)] {
            assert!(
                (100_000..100_256).contains(&log.text.len()),
                "{}",
                log.text.len()
            );
        }
        assert_eq!(with_findings(5_000).text, with_findings(5_000).text);
    }

    #[test]
    fn there_is_a_finding_every_two_kilobytes_and_each_kind_has_its_turn() {
        let log = with_findings(100_000);
        assert!(
            (46..=49).contains(&log.secrets.len()),
            "{}",
            log.secrets.len()
        );
        assert!(log.secrets.iter().all(|secret| log.text.contains(secret)));
        for word in [
            "@example.com",
            "-4567",
            "4111-",
            "-6789",
            "Bearer",
            "password=",
        ] {
            assert!(log.text.contains(word), "{word}");
        }
        assert!(clean(100_000).secrets.is_empty());
    }
}
