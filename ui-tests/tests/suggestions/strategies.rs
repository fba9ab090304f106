//! Answers about the strategies of `#[cached]`: reads near the end, writes, batches and tags.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "cached/ctx_tag_is_a_number",
        &[("ctx.tag(org)", "ctx.tag(gambeson::key!(\"user:{id}\"))")],
    ),
    (
        "cached/ctx_ttl_is_text",
        &[
            (
                "ctx.ttl(\"5m\")",
                "ctx.ttl(std::time::Duration::from_secs(300))",
            ),
            (
                "ctx.ttl(300)",
                "ctx.ttl(std::time::Duration::from_secs(300))",
            ),
        ],
    ),
    (
        "cached/batch_is_a_number",
        &[
            ("batch = 100", "batch(ids -> id, max = 100)"),
            ("batch)]", "batch(ids -> id))]"),
        ],
    ),
    ("cached/batch_key_of_all_ids", &[("{ids}", "{id}")]),
    ("cached/batch_of_an_unknown_argument", &[("idd", "ids")]),
    (
        "cached/batch_of_ids_only",
        &[("batch(ids)", "batch(ids -> id)")],
    ),
    ("cached/batch_of_none", &[("max = 0", "max = 500")]),
    (
        "cached/batch_with_key_prefix",
        &[("key_prefix = \"row\"", "key = \"user:{id}\"")],
    ),
    (
        "cached/batch_without_key",
        &[("batch(ids -> id)", "batch(ids -> id), key = \"user:{id}\"")],
    ),
    (
        "cached/batch_without_names",
        &[("batch()", "batch(ids -> id)")],
    ),
    (
        "cached/jitter_too_large",
        &[
            ("jitter = 0.9", "jitter = 0.5"),
            ("jitter = 10", "jitter = 0.1"),
        ],
    ),
    (
        "cached/manager_by_hand_with_words_of_attributes",
        &[
            ("\"5m\"", "std::time::Duration::from_secs(300)"),
            ("(id)", "(gambeson::key!(\"user:{id}\"))"),
        ],
    ),
    (
        "cached/names_of_a_refresh",
        &[(
            "refresh_threshold = 0.8",
            "strategy = refresh_ahead(at = 0.8)",
        )],
    ),
    (
        "cached/names_of_batches_elsewhere",
        &[
            ("keys_from_attr = \"ids\"", "batch(ids -> id)"),
            ("max_batch_size = 100", "max = 100"),
            ("batch_size = 50", "batch(ids -> id, max = 50)"),
        ],
    ),
    (
        "cached/names_of_reads_elsewhere",
        &[
            ("expireAfterWrite = \"5m\"", "ttl = \"5m\""),
            (
                "refreshAfterWrite = \"4m\"",
                "strategy = refresh_ahead(at = 0.8)",
            ),
            ("failSafeMaxDuration = \"6h\"", "stale_if_error = \"6h\""),
            ("factoryHardTimeout = \"2s\"", "hard_timeout = \"2s\""),
            ("jitter_max_duration = \"10s\"", "jitter = 0.1"),
            ("swr = \"30s\"", "stale_while_revalidate = \"30s\""),
            ("expire_after_access = \"1m\"", "strategy = refresh_ahead"),
        ],
    ),
    (
        "cached/names_of_tags_elsewhere",
        &[
            ("tag = \"org:{id}\"", "tags = [\"org:{id}\"]"),
            (
                "references = [\"pages\", \"page:{id}\"]",
                "tags = [\"pages\", \"page:{id}\"]",
            ),
        ],
    ),
    (
        "cached/refresh_ahead_at_the_end",
        &[
            ("at = 1.0", "at = 0.8"),
            ("at = 80", "at = 0.8"),
            ("after = 0.8", "at = 0.8"),
        ],
    ),
    (
        "cached/refresh_ahead_of_an_argument_that_cannot_be_cloned",
        &[("struct Db", "#[derive(Clone)] struct Db")],
    ),
    (
        "cached/reload_of_nothing",
        &[
            (
                "reload = caller",
                "reload = caller, strategy = refresh_ahead",
            ),
            (
                "retry_after = \"5s\"",
                "retry_after = \"5s\", stale_if_error = \"6h\"",
            ),
            ("reload = \"caller\"", "reload = caller"),
        ],
    ),
    (
        "cached/strategies_of_others",
        &[
            ("strategy = read_through", "strategy = cache_aside"),
            (
                "strategy = \"stale-while-revalidate\"",
                "stale_while_revalidate = \"1m\"",
            ),
            ("strategy = RefreshAfterWrite", "strategy = refresh_ahead"),
        ],
    ),
    (
        "cached/tags_is_no_list",
        &[("tags = \"org:{id}\"", "tags = [\"org:{id}\"]")],
    ),
    (
        "cached/tiers_of_others",
        &[
            ("tier = local", "tier = memory"),
            ("reload = sync", "reload = caller"),
        ],
    ),
    (
        "cached/value_cannot_be_stored",
        &[(
            "struct User",
            "#[derive(serde::Serialize, serde::Deserialize)] struct User",
        )],
    ),
    (
        "cached/value_is_not_clone",
        &[("struct User", "#[derive(Clone)] struct User")],
    ),
    (
        "cached/value_without_write_through",
        &[("value = name", "value = name, strategy = write_through")],
    ),
    (
        "cached/write_behind_deleted_without_changes",
        &[("user: User", "change: gambeson::write_behind::Change<User>")],
    ),
    (
        "cached/write_behind_key_names_an_argument",
        &[("{batch.id}", "{user.id}")],
    ),
    (
        "cached/write_behind_of_what_cannot_be_written",
        &[(
            "struct Socket",
            "#[derive(serde::Serialize, serde::Deserialize)] struct Socket",
        )],
    ),
    (
        "cached/write_behind_on_a_sync_fn",
        &[("fn save", "async fn save")],
    ),
    (
        "cached/write_behind_without_a_handle",
        &[(
            "key = \"user:{user.id}\"",
            "key = \"user:{user.id}\", handle = Users",
        )],
    ),
    (
        "cached/write_behind_without_a_key",
        &[("handle = Users", "handle = Users, key = \"user:{user.id}\"")],
    ),
    (
        "cached/write_through_of_nothing",
        &[
            ("key = \"name:{id}\")", "key = \"name:{id}\", value = name)"),
            ("key = \"name:{id}\")", "key = \"name:{id}\", value = name)"),
        ],
    ),
    (
        "cached/write_through_without_a_key",
        &[("value = user", "value = user, key = \"user:{user.id}\"")],
    ),
    (
        "cached/batch_the_other_way_round",
        &[("batch(id -> ids)", "batch(ids -> id)")],
    ),
    (
        "cached/durations_that_are_flags",
        &[
            ("stale_if_error = true", "stale_if_error = \"5m\""),
            (
                "stale_while_revalidate = false",
                "stale_while_revalidate = \"5m\"",
            ),
        ],
    ),
    (
        "cached/tags_in_parentheses",
        &[(
            "tags(\"users\", \"user:{id}\")",
            "tags = [\"users\", \"user:{id}\"]",
        )],
    ),
    (
        "cached/write_behind_nearly_of_changes",
        &[
            ("batch: &[Change<User>]", "batch: Vec<Change<User>>"),
            ("&Change<User>", "Change<User>"),
            ("{id}", "{user.id}"),
        ],
    ),
    (
        "cached/write_behind_numbers_in_quotes",
        &[
            ("batch = \"100\"", "batch = 100"),
            ("attempts = \"3\"", "attempts = 3"),
        ],
    ),
];
