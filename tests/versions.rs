//! What stands under a key and is not what the reader wants: another version, another type,
//! another program's bytes, or hostile ones.

use std::collections::BTreeMap;

use gambeson::cache::Ttl;
use gambeson::{CacheManager, cached, key};
use gambeson_tests::redis_server::RedisServer;
use gambeson_tests::{Events, Source, Tiers, holds_value, raw};
use tracing::Level;

/// Bytes of an entry before its payload: kind, stamp, incarnation, end.
const HEAD: usize = 32;

mod second {
    use super::{CacheManager, Source, cached};

    #[cached(ttl = "1m", key = "user:{id}", version = 2, cache = cache)]
    pub(super) async fn user(cache: &CacheManager, source: &Source, id: u64) -> u64 {
        source.read().await + id
    }
}

mod third {
    use super::{CacheManager, Source, cached};

    #[cached(ttl = "1m", key = "user:{id}", version = 3, cache = cache)]
    pub(super) async fn user(cache: &CacheManager, source: &Source, id: u64) -> String {
        format!("{} of {id}", source.read().await)
    }
}

#[cached(ttl = "1m", key = "both:{id}", cache = cache)]
async fn as_number(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

#[cached(ttl = "1m", key = "both:{id}", cache = cache)]
async fn as_text(cache: &CacheManager, source: &Source, id: u64) -> String {
    format!("{} of {id}", source.read().await)
}

#[tokio::test]
async fn two_versions_neither_read_nor_overwrite_nor_remove_each_other_s_entries() {
    for mut tiers in Tiers::each() {
        let cache = tiers.manager().await;
        let other = if tiers.shared() {
            tiers.manager().await
        } else {
            cache.clone()
        };
        let source = Source::new(5);
        assert_eq!(second::user(&cache, &source, 1).await, 6);
        assert_eq!(third::user(&other, &source, 1).await, "5 of 1");
        source.set(9);
        assert_eq!(second::user(&other, &source, 1).await, 6, "{tiers}");
        assert_eq!(third::user(&cache, &source, 1).await, "5 of 1", "{tiers}");
        assert_eq!(source.reads(), 2, "{tiers}");
        let id = 1_u64;
        assert_eq!(
            cache.get::<u64>(key!("user:{id}", version = 2)).await,
            Some(6),
            "{tiers}"
        );
        assert_eq!(
            cache.delete(key!("user:{id}", version = 3)).await,
            Ok(true),
            "{tiers}"
        );
        assert_eq!(second::user(&cache, &source, 1).await, 6, "{tiers}");
        assert_eq!(cache.stats().total.mismatches, 0, "{tiers}");
        if tiers.shared() {
            assert!(holds_value(tiers.server(), "t:user:1%v2"));
            assert!(!holds_value(tiers.server(), "t:user:1"));
        }
    }
}

#[tokio::test]
async fn one_key_for_two_types_is_a_miss_and_one_warning_that_names_both() {
    for tiers in Tiers::each() {
        let events = Events::listen();
        let (cache, source) = (tiers.manager().await, Source::new(5));
        for round in 0..5 {
            assert_eq!(
                as_number(&cache, &source, round).await,
                5 + round,
                "{tiers}"
            );
            assert_eq!(
                as_text(&cache, &source, round).await,
                format!("5 of {round}"),
                "{tiers}"
            );
        }
        assert!(cache.stats().total.mismatches >= 5, "{tiers}");
        let warned = events.at(Level::WARN, "one key for different types");
        let from = |reader: &str| {
            let is = |event: &&gambeson_tests::Event| {
                event
                    .fields
                    .get("function")
                    .is_some_and(|name| name.ends_with(reader))
            };
            warned.iter().filter(is).count()
        };
        assert_eq!(from("as_text"), 1, "{tiers}: {warned:?}");
        let first = &warned[0].fields;
        let names = format!("{first:?}");
        assert!(
            names.contains("as_text") && names.contains("as_number"),
            "{tiers}: {names}"
        );
        assert!(names.contains("both:0"), "{tiers}: {names}");
    }
}

#[tokio::test]
async fn one_key_for_two_types_in_two_processes_is_a_miss_to_each_and_said_once() {
    let tiers = Tiers::redis();
    let (here, there, source) = (tiers.manager().await, tiers.manager().await, Source::new(5));
    let events = Events::listen();
    for id in 0..5 {
        assert_eq!(as_number(&there, &source, id).await, 5 + id);
        assert_eq!(as_text(&here, &source, id).await, format!("5 of {id}"));
        assert_eq!(here.get::<u64>(format!("both:{id}")).await, None);
    }
    assert_eq!(here.get::<BTreeMap<u8, u8>>("both:1").await, None);
    let warned = events.at(Level::WARN, "one key for different types");
    let by_text: Vec<_> = warned
        .iter()
        .filter(|event| event.fields["function"].ends_with("as_text"))
        .collect();
    assert_eq!(by_text.len(), 1, "{warned:?}");
    assert!(
        by_text[0].fields["other"].contains("another process"),
        "{by_text:?}"
    );
}

/// An entry as this program writes it, with another payload.
fn with_payload(server: &RedisServer, name: &str, payload: &[u8]) -> Vec<u8> {
    let mut bytes = raw(server, name).expect("it was stored");
    // Kind, stamp and incarnation; then what the manager wrote.
    bytes.truncate(HEAD);
    bytes.extend_from_slice(payload);
    bytes
}

fn put(server: &RedisServer, name: &str, bytes: &[u8]) {
    server.command(&[b"SET", name.as_bytes(), bytes, b"PX", b"60000"]);
}

/// Kind, type, and what the codec wrote: the entry's own, with something done to it.
fn hostile(whole: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let payload = &whole[HEAD..];
    let mut longer = payload.to_vec();
    longer.extend_from_slice(b"]]]]}}}}");
    let mut deep = payload[..10].to_vec();
    deep.extend(std::iter::repeat_n(b'[', 1 << 20));
    let mut binary = payload[..10].to_vec();
    binary.extend(std::iter::repeat_n(0xff, 4_096));
    let mut unknown_kind = payload.to_vec();
    unknown_kind[0] = 77;
    vec![
        ("nothing", Vec::new()),
        ("one byte", vec![0]),
        ("half of it", payload[..payload.len() / 2].to_vec()),
        ("more behind it", longer),
        ("a million brackets", deep),
        ("binary", binary),
        ("an unknown kind", unknown_kind),
    ]
}

#[tokio::test]
async fn an_entry_that_cannot_be_decoded_is_a_miss_is_counted_and_goes() {
    let mut tiers = Tiers::redis();
    let source = Source::new(5);
    as_text(&tiers.manager().await, &source, 1).await;
    let whole = raw(tiers.server(), "t:both:1").expect("it was stored");
    for (what, payload) in hostile(&whole) {
        let events = Events::listen();
        let cache = tiers.manager().await;
        let reads = source.reads();
        let bytes = with_payload(tiers.server(), "t:both:1", &payload);
        put(tiers.server(), "t:both:1", &bytes);
        // By hand it is a miss that heals,
        assert_eq!(cache.get::<String>("both:1").await, None, "{what}");
        assert_eq!(raw(tiers.server(), "t:both:1"), None, "{what}: it goes");
        assert_eq!(cache.stats().total.undecodable, 1, "{what}");
        assert_eq!(
            events.at(Level::WARN, "could not be decoded").len(),
            1,
            "{what}"
        );
        // and in the function, too; and what is loaded takes its place.
        put(tiers.server(), "t:both:1", &bytes);
        assert_eq!(as_text(&cache, &source, 1).await, "5 of 1", "{what}");
        assert_eq!(
            (source.reads(), cache.stats().total.undecodable),
            (reads + 1, 2),
            "{what}"
        );
        let other = tiers.manager().await;
        assert_eq!(as_text(&other, &source, 1).await, "5 of 1", "{what}");
        assert_eq!(source.reads(), reads + 1, "{what}: it was stored");
    }
}

#[tokio::test]
async fn what_no_manager_wrote_is_a_miss_and_is_left_alone() {
    let mut tiers = Tiers::redis();
    for (what, command) in [
        (
            "a text",
            vec![
                "SET",
                "t:both:1",
                "somebody else's bytes, long enough for a head",
            ],
        ),
        ("an empty text", vec!["SET", "t:both:1", ""]),
        ("a list", vec!["RPUSH", "t:both:1", "a", "b"]),
        ("a hash", vec!["HSET", "t:both:1", "a", "b"]),
    ] {
        let (cache, source) = (tiers.manager().await, Source::new(5));
        tiers.server().command(&["DEL", "t:both:1"]);
        tiers.server().command(&command);
        let before = tiers.server().command(&["DUMP", "t:both:1"]);
        for _ in 0..5 {
            assert_eq!(as_text(&cache, &source, 1).await, "5 of 1", "{what}");
        }
        assert_eq!(source.reads(), 1, "{what}: memory keeps it");
        assert_eq!(cache.get::<u64>("both:1").await, None, "{what}");
        assert_eq!(
            tiers.server().command(&["DUMP", "t:both:1"]),
            before,
            "{what}"
        );
        let mut many = cache.get_many::<String, _>(["both:9", "both:1"]).await;
        assert_eq!(many.remove(0), None, "{what}");
        cache
            .set("both:1", "ours".to_owned(), Ttl::Default)
            .await
            .expect("Redis is there");
        let other = tiers.manager().await;
        assert_eq!(
            other.get::<String>("both:1").await.as_deref(),
            Some("ours"),
            "{what}"
        );
    }
}

#[tokio::test]
async fn random_bytes_after_a_good_head_never_do_more_than_miss() {
    let mut tiers = Tiers::redis();
    let source = Source::new(5);
    let cache = tiers
        .builder()
        .memory_ttl(std::time::Duration::from_nanos(1))
        .build()
        .await;
    let cache = cache.expect("a manager");
    as_text(&cache, &source, 1).await;
    let whole = raw(tiers.server(), "t:both:1").expect("it was stored");
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..=random() % 4 {
            let at = HEAD + usize::try_from(random()).unwrap_or(0) % (bytes.len() - HEAD);
            bytes[at] = random().to_le_bytes()[0];
        }
        put(tiers.server(), "t:both:1", &bytes);
        let value = as_text(&cache, &source, 1).await;
        // What is still a text in JSON is served: nobody can tell that it was changed.
        assert!(value == "5 of 1" || value.len() <= 8, "{round}: {value:?}");
    }
}

#[tokio::test]
async fn an_entry_that_would_fill_the_memory_is_a_miss_and_not_decompressed() {
    let tiers = Tiers::redis();
    let generous = gambeson::cache::CodecSettings::json().max_bytes(256 << 20);
    let writer = tiers
        .builder()
        .codec(generous)
        .build()
        .await
        .expect("a manager");
    let reader = tiers.manager().await;
    let bomb = "x".repeat(64 << 20);
    writer
        .set("bomb", bomb, Ttl::Default)
        .await
        .expect("it compresses to a few kilobytes");
    assert_eq!(reader.get::<String>("bomb").await, None);
    assert_eq!(reader.stats().total.undecodable, 1);
    let load = async { Ok::<_, ()>("small".to_owned()) };
    assert_eq!(
        reader.get_or_load("bomb", Ttl::Default, load).await,
        Ok("small".to_owned())
    );
}
