//! No two argument lists have one key.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::ops::Range;

use gambeson::CacheKey;
use gambeson::cache::Key;
use proptest::prelude::*;

use super::{render, template};

/// Everything that means something in a template or in a rendering, and what it might be taken for.
const HOSTILE: [&str; 24] = [
    ":",
    "/",
    "%",
    "~",
    "+",
    ",",
    "(",
    ")",
    "[",
    "]",
    "%3A",
    "%25",
    "a",
    "0",
    "\0",
    "é", // the first 16: in pairs
    "%~",
    "-",
    ".",
    "@",
    "_",
    "!",
    "#",
    "\u{1F980}",
];

/// Texts of up to `count` of these pieces, all of them.
fn texts_of(pieces: &[&str], count: usize) -> Vec<String> {
    let mut all = BTreeSet::from([String::new()]);
    for _ in 0..count {
        let longer = all
            .iter()
            .flat_map(|text| pieces.iter().map(move |piece| format!("{text}{piece}")))
            .collect::<Vec<_>>();
        all.extend(longer);
    }
    all.into_iter().collect()
}

/// Fails when two of `values` that differ have one key.
fn all_differ<T: PartialEq + Debug>(values: impl IntoIterator<Item = T>, key: impl Fn(&T) -> Key) {
    let mut seen = HashMap::<Key, T>::new();
    let mut count = 0;
    for value in values {
        count += 1;
        let key = key(&value);
        if let Some(other) = seen.get(&key) {
            assert_eq!(other, &value, "both have the key {key}");
        } else {
            seen.insert(key, value);
        }
    }
    assert!(count > 1, "there was something to compare");
}

#[test]
fn every_pair_of_short_hostile_texts_has_a_key_of_its_own() {
    let texts = texts_of(&HOSTILE[..16], 2);
    assert!(texts.len() > 250);
    for [before, between, after] in [
        ["", ":", ""],
        ["", "/", ""],
        ["x:", ":x:", ":x"],
        ["a", "a:", ""],
        ["%", "%:%", "~"],
    ] {
        all_differ(
            texts.iter().flat_map(|a| texts.iter().map(move |b| (a, b))),
            |(a, b)| {
                template(
                    &[before, between, after],
                    &[&|key| a.write_key(key), &|key| b.write_key(key)],
                )
            },
        );
    }
}

#[test]
fn every_triple_of_single_hostile_pieces_has_a_key_of_its_own() {
    let texts = texts_of(&HOSTILE, 1);
    let triples = texts.iter().flat_map(|a| {
        let texts = &texts;
        texts
            .iter()
            .flat_map(move |b| texts.iter().map(move |c| (a, b, c)))
    });
    all_differ(triples, |(a, b, c)| {
        template(
            &["", "/", ":"],
            &[&|key| a.write_key(key), &|key| b.write_key(key), &|key| {
                c.write_key(key);
            }],
        )
    });
}

#[test]
fn lists_options_and_tuples_of_short_hostile_texts_have_keys_of_their_own() {
    let texts = texts_of(&HOSTILE, 1);
    let lists = || {
        let texts = &texts;
        let one = texts.iter().map(|a| vec![a.as_str()]);
        let two = texts
            .iter()
            .flat_map(move |a| texts.iter().map(move |b| vec![a.as_str(), b.as_str()]));
        one.chain(two).chain([vec![], vec!["", "", ""]])
    };
    all_differ(lists(), |list| Key::from(render(list)));
    all_differ(
        lists().map(|list| {
            list.into_iter()
                .map(|text| (text != "a").then_some(text))
                .collect::<Vec<_>>()
        }),
        |l| Key::from(render(l)),
    );
    all_differ(
        lists().map(|list| list.into_iter().map(str::as_bytes).collect::<Vec<_>>()),
        |l| Key::from(render(l)),
    );
    all_differ(
        lists().map(|list| vec![list.clone(), list]).chain([
            vec![],
            vec![vec![]],
            vec![vec![], vec![]],
        ]),
        |l| Key::from(render(l)),
    );
    let ranges = texts.iter().flat_map(|a| texts.iter().map(move |b| a..b));
    all_differ(
        ranges.chain([
            &"a.".to_owned()..&"b".to_owned(),
            &"a".to_owned()..&".b".to_owned(),
        ]),
        |r| Key::from(render(r)),
    );
}

#[test]
fn options_in_options_have_keys_of_their_own() {
    type Nested = Option<Option<Option<&'static str>>>;
    let values: [Nested; 7] = [
        None,
        Some(None),
        Some(Some(None)),
        Some(Some(Some(""))),
        Some(Some(Some("~"))),
        Some(Some(Some("+"))),
        Some(Some(Some("+~"))),
    ];
    all_differ(values, |value| Key::from(render(value)));
    // What lies between does not hide an option.
    all_differ(values.map(|value| value.map(Box::new)), |value| {
        Key::from(render(value))
    });
    all_differ(
        values.map(|value| value.map(std::sync::Arc::new).map(Some)),
        |value| Key::from(render(value)),
    );
}

#[derive(Debug, Clone, PartialEq, CacheKey)]
enum Shape {
    Unit,
    Other,
    Tuple(String, Option<String>),
    Named { left: Vec<u8>, right: Wrapped },
}

#[derive(Debug, Clone, PartialEq, CacheKey)]
struct Wrapped(Option<String>);

#[derive(Debug, Clone, PartialEq, CacheKey)]
struct Whole {
    name: String,
    maybe: Option<Wrapped>,
    #[expect(clippy::option_option, reason = "what keys must tell apart")]
    twice: Option<Option<String>>,
    lists: Vec<Vec<Option<String>>>,
    bytes: Vec<Vec<u8>>,
    map: BTreeMap<String, Option<i16>>,
    range: Range<String>,
    shape: Shape,
    pair: (char, bool),
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec(prop::sample::select(HOSTILE.to_vec()), 0..4).prop_map(|pieces| pieces.concat()),
        1 => "\\PC{0,20}",
        1 => any::<String>(),
    ]
}

fn wrapped() -> impl Strategy<Value = Wrapped> {
    prop::option::of(text()).prop_map(Wrapped)
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Unit),
        Just(Shape::Other),
        (text(), prop::option::of(text())).prop_map(|(a, b)| Shape::Tuple(a, b)),
        (prop::collection::vec(any::<u8>(), 0..3), wrapped())
            .prop_map(|(left, right)| Shape::Named { left, right }),
    ]
}

fn whole() -> impl Strategy<Value = Whole> {
    let lists = prop::collection::vec(prop::collection::vec(prop::option::of(text()), 0..3), 0..3);
    let bytes = prop::collection::vec(prop::collection::vec(any::<u8>(), 0..3), 0..3);
    let map = prop::collection::btree_map(text(), prop::option::of(any::<i16>()), 0..3);
    let first = (
        text(),
        prop::option::of(wrapped()),
        prop::option::of(prop::option::of(text())),
        lists,
        bytes,
    );
    (
        first,
        map,
        (text(), text()).prop_map(|(a, b)| a..b),
        shape(),
        any::<(char, bool)>(),
    )
        .prop_map(
            |((name, maybe, twice, lists, bytes), map, range, shape, pair)| Whole {
                name,
                maybe,
                twice,
                lists,
                bytes,
                map,
                range,
                shape,
                pair,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_values_have_one_key_only_if_they_are_equal(one in whole(), other in whole(), mix in any::<[bool; 9]>()) {
        // Most fields alike, so that a boundary that moved between two of them would show.
        let mut mixed = one.clone();
        let [name, maybe, twice, lists, bytes, map, range, shape, pair] = mix;
        if name { mixed.name = other.name; }
        if maybe { mixed.maybe = other.maybe; }
        if twice { mixed.twice = other.twice; }
        if lists { mixed.lists = other.lists; }
        if bytes { mixed.bytes = other.bytes; }
        if map { mixed.map = other.map; }
        if range { mixed.range = other.range; }
        if shape { mixed.shape = other.shape; }
        if pair { mixed.pair = other.pair; }
        let (left, right) = (Key::from(render(&one)), Key::from(render(&mixed)));
        prop_assert_eq!(left == right, one == mixed, "{} and {}", left, right);
    }

    #[test]
    fn two_argument_lists_have_one_key_only_if_they_are_equal(
        one in (text(), prop::option::of(text()), prop::collection::vec(text(), 0..3)),
        other in (text(), prop::option::of(text()), prop::collection::vec(text(), 0..3)),
        mix in any::<[bool; 3]>(),
    ) {
        let mut mixed = one.clone();
        if mix[0] { mixed.0 = other.0; }
        if mix[1] { mixed.1 = other.1; }
        if mix[2] { mixed.2 = other.2; }
        let key = |(a, b, c): &(String, Option<String>, Vec<String>)| template(
            &["k:", "/", ":"],
            &[&|key| a.write_key(key), &|key| b.write_key(key), &|key| c.write_key(key)],
        );
        prop_assert_eq!(key(&one) == key(&mixed), one == mixed);
    }

    #[test]
    fn a_text_moved_across_the_separator_is_another_key(a in text(), b in text(), c in text()) {
        let key = |left: &str, right: &str| template(
            &["", ":", ""],
            &[&|key| left.write_key(key), &|key| right.write_key(key)],
        );
        for between in ["", ":", "%3A", "/"] {
            let (left, right) = (format!("{a}{between}{b}"), format!("{b}{between}{c}"));
            prop_assert_eq!(key(&left, &c) == key(&a, &right), left == a && c == right);
        }
    }
}

#[test]
fn long_keys_are_shortened_and_stay_apart() {
    let megabyte = "é:".repeat(1 << 18) + &"x".repeat(1 << 18);
    let mut texts = vec![
        megabyte.clone(),
        format!("{megabyte}x"),
        format!("x{megabyte}"),
        String::new(),
    ];
    for length in (380..420).chain([1 << 20]) {
        texts.push("a".repeat(length));
        texts.push("é".repeat(length / 2) + &"a".repeat(length % 2));
        texts.push("a".repeat(length - 1) + "b");
        texts.push("b".to_owned() + &"a".repeat(length - 1));
    }
    let keys: Vec<Key> = texts
        .iter()
        .map(|text| {
            template(
                &["long:", ":", ""],
                &[&|key| text.write_key(key), &|key| 7_u8.write_key(key)],
            )
        })
        .collect();
    for (key, text) in keys.iter().zip(&texts) {
        assert!(key.as_bytes().len() <= 400);
        assert!(key.as_str().starts_with("long:"));
        if text.len() > 400 {
            let (head, hash) = key
                .as_str()
                .split_once("%~")
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .expect("short");
            assert!(head.len() > 60 && head.len() <= 64, "{head}");
            assert!(hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
            assert_eq!(
                Key::from(key.to_string()),
                *key,
                "what is short stays as it is"
            );
        }
    }
    all_differ(texts.iter().zip(&keys), |(_, key)| (*key).clone());
}
