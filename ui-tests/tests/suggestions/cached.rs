//! Answers about `#[cached]`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    ("cached/allow_something_else", &[("oder", "order")]),
    (
        "cached/argument_is_no_key",
        &[("struct Db", "#[derive(gambeson::CacheKey)] struct Db")],
    ),
    (
        "cached/argument_named_in_the_key_is_no_key",
        &[(
            "struct Filter",
            "#[derive(gambeson::CacheKey)] struct Filter",
        )],
    ),
    (
        "cached/condition",
        &[(
            "condition = |name: &String| !name.is_empty()",
            "cache_if = |name: &String| !name.is_empty()",
        )],
    ),
    (
        "cached/crate_is_text",
        &[("crate = \"gambeson\"", "crate = ::gambeson")],
    ),
    (
        "cached/error_cannot_be_kept",
        &[("struct DbError", "#[derive(Clone)] struct DbError")],
    ),
    (
        "cached/error_cannot_be_stored",
        &[(
            "struct DbError",
            "#[derive(Clone, serde::Serialize, serde::Deserialize)] struct DbError",
        )],
    ),
    (
        "cached/forgotten_argument",
        &[("page:{id}", "page:{lang}:{id}")],
    ),
    (
        "cached/four_mistakes",
        &[
            ("tll", "ttl"),
            ("strategy = \"cache_aside\"", "strategy = cache_aside"),
            ("\"30 secs\"", "\"30s\""),
            ("version = two", "version = 2"),
        ],
    ),
    (
        "cached/generic_without_serde",
        &[(
            "T: From<u64>",
            "T: serde::Serialize + serde::de::DeserializeOwned + From<u64>",
        )],
    ),
    (
        "cached/generic_without_static",
        &[("T: From<u64>", "T: 'static + From<u64>")],
    ),
    (
        "cached/handle_fn_beside_a_function",
        &[("handle = fn user_cache", "handle = UserCache")],
    ),
    (
        "cached/handle_is_text",
        &[("handle = \"UserCache\"", "handle = UserCache")],
    ),
    ("cached/key_left_open", &[("{id", "{id}")]),
    ("cached/key_of_an_unknown_name", &[("usr_id", "user_id")]),
    (
        "cached/key_of_templates_in_a_tuple",
        &[("key = (\"user:{id}\", id)", "key = \"user:{id}\"")],
    ),
    ("cached/key_with_an_empty_hole", &[("{}", "{id}")]),
    ("cached/key_with_an_unknown_modifier", &[("hsh", "hash")]),
    (
        "cached/key_without_holes",
        &[("key = \"user\"", "key = \"user\", skip(id)")],
    ),
    (
        "cached/key_without_separator",
        &[("{lang}-{id}", "{lang}:{id}")],
    ),
    (
        "cached/method_key_without_self",
        &[("user:{id}", "user:{self.tenant}:{id}")],
    ),
    (
        "cached/method_without_key",
        &[(
            "ttl = \"5m\"",
            "ttl = \"5m\", key = \"user:{self.tenant}:{id}\"",
        )],
    ),
    ("cached/misspelt_argument", &[("tll", "ttl")]),
    ("cached/mutable_receiver", &[("&mut self", "&self")]),
    (
        "cached/names_for_ttl_elsewhere",
        &[("time = 60", "ttl = \"60s\"")],
    ),
    (
        "cached/neither_clone_nor_serialisable",
        &[
            ("struct User", "#[derive(Clone)] struct User"),
            (
                "struct User",
                "#[derive(serde::Serialize, serde::Deserialize)] struct User",
            ),
        ],
    ),
    (
        "cached/no_arguments",
        &[("#[cached]", "#[cached(ttl = \"5m\")]")],
    ),
    (
        "cached/not_clone",
        &[("struct User", "#[derive(Clone)] struct User")],
    ),
    (
        "cached/not_serialisable",
        &[("ttl = \"5m\"", "ttl = \"5m\", tier = memory")],
    ),
    (
        "cached/not_serialisable_in_an_arc",
        &[(
            "struct User",
            "#[derive(serde::Serialize, serde::Deserialize)] struct User",
        )],
    ),
    (
        "cached/returns_a_static_reference",
        &[("ttl = \"5m\"", "ttl = \"5m\", tier = memory")],
    ),
    ("cached/skip_as_a_value", &[("skip = db", "skip(db)")]),
    ("cached/skip_unknown", &[("lnag", "lang")]),
    (
        "cached/strategy_quoted",
        &[("strategy = \"cache_aside\"", "strategy = cache_aside")],
    ),
    ("cached/ttl_in_words", &[("\"5 minutes\"", "\"5m\"")]),
    (
        "cached/ttl_millis",
        &[("ttl_millis = 500", "ttl = \"500ms\"")],
    ),
    (
        "cached/ttl_missing",
        &[("#[cached(key = \"user:{id}\")]", "#[cached(ttl = \"5m\")]")],
    ),
    (
        "cached/ttl_never_quoted",
        &[("ttl = \"never\"", "ttl = never")],
    ),
    ("cached/ttl_secs", &[("ttl_secs = 60", "ttl = \"60s\"")]),
    (
        "cached/ttl_text_without_unit",
        &[("ttl = \"300\"", "ttl = \"300s\"")],
    ),
    (
        "cached/ttl_under_a_millisecond",
        &[("ttl = \"10us\"", "ttl = \"1ms\"")],
    ),
    ("cached/ttl_unnamed", &[("\"5m\"", "ttl = \"5m\"")]),
    ("cached/ttl_with_a_space", &[("\"5 m\"", "\"5m\"")]),
    (
        "cached/ttl_without_unit",
        &[("ttl = 300", "ttl = \"300s\"")],
    ),
    ("cached/ttl_without_value", &[("ttl =", "ttl = \"5m\"")]),
    (
        "cached/two_forgotten_arguments",
        &[(
            "key = \"page:{id}\"",
            "key = \"page:{lang}:{id}\", skip(draft)",
        )],
    ),
    ("cached/unknown_strategy", &[("cache_asid", "cache_aside")]),
    ("cached/unknown_tier", &[("memry", "memory")]),
    (
        "cached/unless",
        &[(
            "unless = |name| name.is_empty()",
            "cache_if = |name| !(name.is_empty())",
        )],
    ),
    (
        "cached/version_is_text",
        &[("version = \"2\"", "version = 2")],
    ),
];
