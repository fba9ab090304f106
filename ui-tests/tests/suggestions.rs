//! What a message says to write, written: it compiles.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A failing file, and what its messages say to write in place of what is there.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

const CASES: &[Case] = &[
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
    (
        "cache_key/crate_is_text",
        &[("crate = \"gambeson\"", "crate = ::gambeson")],
    ),
    (
        "cache_key/field_of_an_own_type",
        &[("struct Sort", "#[derive(gambeson::CacheKey)] struct Sort")],
    ),
    ("cache_key/flag_with_a_value", &[("hash = true", "hash")]),
    (
        "cache_key/float_in_a_variant",
        &[("Circle(f32)", "Circle(#[key(skip)] f32)")],
    ),
    ("cache_key/misspelt_attribute", &[("hsah", "hash")]),
    (
        "cache_key/without_parentheses",
        &[("#[key]", "#[key(skip)]")],
    ),
    ("fallback/misspelt_argument", &[("wth", "with")]),
    (
        "fallback/name_is_no_text",
        &[("name = prices", "name = \"prices\"")],
    ),
    (
        "fallback/with_is_a_call",
        &[("with = usual(item)", "with = usual")],
    ),
    (
        "hedge/after_without_unit",
        &[("after = 100", "after = \"100s\"")],
    ),
    ("hedge/max_is_no_number", &[("max = \"2\"", "max = 2")]),
    ("hedge/max_zero", &[("max = 0", "max = 1")]),
    ("hedge/misspelt_argument", &[("afer", "after")]),
    (
        "hedge/nothing",
        &[("#[hedge]", "#[hedge(after = \"100ms\")]")],
    ),
    (
        "circuit_breaker/consecutive_is_text",
        &[("consecutive = \"3\"", "consecutive = 3")],
    ),
    (
        "circuit_breaker/evaluate_on_quoted",
        &[("evaluate_on = \"any\"", "evaluate_on = any")],
    ),
    (
        "circuit_breaker/half_open_in_other_words",
        &[
            ("probes = 2", "permits = 2"),
            ("timeout = 10", "max_wait = \"10s\""),
        ],
    ),
    (
        "circuit_breaker/jitter_by_itself",
        &[("jitter = 0.1", "open_for = fixed(\"30s\", jitter = 0.1)")],
    ),
    (
        "circuit_breaker/jitter_too_wide",
        &[("jitter = 0.9", "jitter = 0.5")],
    ),
    (
        "circuit_breaker/min_calls_beyond_the_window",
        &[("min_calls = 20", "min_calls = 10")],
    ),
    (
        "circuit_breaker/misspelt_argument",
        &[("consecutve", "consecutive")],
    ),
    (
        "circuit_breaker/more_successes_than_probes",
        &[("permits = 2", "permits = 3")],
    ),
    (
        "circuit_breaker/names_elsewhere",
        &[
            ("failure_threshold = 3", "consecutive = 3"),
            ("recovery_timeout = 60", "open_for = \"60s\""),
        ],
    ),
    (
        "circuit_breaker/names_of_resilience4j",
        &[
            ("failureRateThreshold = 50", "failure_rate = 0.5"),
            ("slidingWindowSize = 10", "window = \"10 calls\""),
            ("minimumNumberOfCalls = 5", "min_calls = 5"),
            ("permittedNumberOfCallsInHalfOpenState = 2", "half_open = 2"),
        ],
    ),
    (
        "circuit_breaker/open_for_misspelt",
        &[("exponental", "exponential")],
    ),
    (
        "circuit_breaker/open_for_without_unit",
        &[("open_for = 30", "open_for = \"30s\"")],
    ),
    (
        "circuit_breaker/rate_in_percent",
        &[("failure_rate = 50", "failure_rate = \"50%\"")],
    ),
    (
        "circuit_breaker/refusals_with_a_value",
        &[("refusals = true", "refusals")],
    ),
    (
        "circuit_breaker/slow_rate_without_slow",
        &[("slow_rate = 0.8", "slow_rate = 0.8, slow = \"1s\"")],
    ),
    (
        "circuit_breaker/window_of_requests",
        &[("window = \"100 requests\"", "window = \"100 calls\"")],
    ),
    (
        "invalidate/always_with_a_value",
        &[("always = true", "always")],
    ),
    (
        "invalidate/key_is_a_list",
        &[(
            "key = [\"user:{id}\", \"users\"]",
            "keys = [\"user:{id}\", \"users\"]",
        )],
    ),
    ("invalidate/key_of_an_unknown_name", &[("{user}", "{id}")]),
    (
        "invalidate/keys_is_empty",
        &[("keys = []", "keys = [\"user:{id}\", \"users\"]")],
    ),
    (
        "invalidate/keys_is_no_list",
        &[("keys = \"user:{id}\"", "keys = [\"user:{id}\"]")],
    ),
    ("invalidate/misspelt_argument", &[("kye", "key")]),
    (
        "invalidate/no_key",
        &[("#[invalidate]", "#[invalidate(key = \"user:{id}\")]")],
    ),
    ("key/empty", &[("key!()", "key!(\"user:{id}\")")]),
    ("key/misspelt_argument", &[("vesion", "version")]),
    ("key/not_a_template", &[("key!(id)", "key!(\"user:{id}\")")]),
    (
        "key/positional_format",
        &[("key!(\"user:{}\", id)", "key!(\"user:{id}\")")],
    ),
    (
        "key/positional_format_of_an_expression",
        &[(
            "let key = key!(\"user:{}:{}\", name.len(), name)",
            "let part1 = name.len(); let key = key!(\"user:{part1}:{name}\")",
        )],
    ),
    ("key/version_is_text", &[("version = \"2\"", "version = 2")]),
    (
        "masked/crate_is_text",
        &[("crate = \"gambeson\"", "crate = ::gambeson")],
    ),
    (
        "masked/default_misspelt",
        &[
            ("default = hide", "default = secret"),
            ("default = \"show\"", "default = show"),
        ],
    ),
    (
        "masked/email_of_a_number",
        &[
            ("#[mask(email)]", "#[mask(secret)]"),
            ("#[mask(keep_last = 4)]", "#[mask(secret)]"),
        ],
    ),
    (
        "masked/fixed_is_no_text",
        &[
            ("fixed = 8", "fixed = \"(hidden)\""),
            ("fixed = \"\"", "skip"),
        ],
    ),
    (
        "masked/flattened_secret",
        &[("#[mask(secret)]", "#[mask(skip)]")],
    ),
    (
        "masked/hash_of_a_float",
        &[("#[mask(hash)]", "#[mask(secret)]")],
    ),
    (
        "masked/keep_too_much",
        &[
            ("keep_last = 0", "secret"),
            ("keep_first = 100", "show"),
            ("keep_first = \"2\"", "keep_first = 2"),
            ("(keep_first)", "(keep_first = 2)"),
        ],
    ),
    (
        "masked/misspelt_word",
        &[("emial", "email"), ("keep_lst", "keep_last")],
    ),
    (
        "masked/own_type",
        &[(
            "struct Address",
            "#[derive(gambeson::Masked)] struct Address",
        )],
    ),
    (
        "masked/show_without_debug",
        &[("struct Address", "#[derive(Debug)] struct Address")],
    ),
    (
        "masked/text_field",
        &[("    name", "    #[mask(secret)] name")],
    ),
    (
        "masked/serde_with_without_a_word",
        &[("    #[serde(", "    #[mask(show)] #[serde(")],
    ),
    (
        "masked/words_of_others",
        &[
            ("redact", "secret"),
            ("partial", "keep_last = 4"),
            ("credit_card", "card"),
            ("plain", "show"),
        ],
    ),
    (
        "stack/invalidate_beneath_cached",
        &[("key = \"users\"", "key = \"users\", allow(order)")],
    ),
    ("stack/two_crates", &[("crate = gb", "crate = ::gambeson")]),
    ("retry/attempts_in_quotes", &[("\"3\"", "attempts = 3")]),
    ("retry/attempts_negative", &[("-1", "attempts = 3")]),
    (
        "retry/backoff_is_text",
        &[(
            "backoff = \"50ms\"",
            "backoff = exponential(\"50ms\", max = \"5s\")",
        )],
    ),
    (
        "retry/backoff_of_a_number",
        &[("fixed(50)", "fixed(\"50ms\")")],
    ),
    (
        "retry/backoff_of_zero",
        &[("backoff = fixed(\"0s\")", "backoff = none")],
    ),
    (
        "retry/backoff_without_a_wait",
        &[("backoff = exponential()", "backoff = exponential(\"50ms\")")],
    ),
    (
        "retry/budget_of_nothing",
        &[("budget = 0.0", "budget = 0.2")],
    ),
    ("retry/budget_of_percent", &[("= 20", "= \"20%\"")]),
    (
        "retry/deadline_without_a_unit",
        &[("deadline = 10", "deadline = \"10s\"")],
    ),
    (
        "retry/factor_below_one",
        &[("factor = 0.5", "factor = 2.0")],
    ),
    (
        "retry/include_and_exclude",
        &[(
            "include(PayError::Busy), no_retry_for(PayError::Declined(_))",
            "except(PayError::Declined(_))",
        )],
    ),
    (
        "retry/max_attempts",
        &[
            ("max_attempts = 4", "attempts = 4"),
            (
                "backoff_factor = 2",
                "backoff = exponential(\"50ms\", factor = 2.0)",
            ),
        ],
    ),
    ("retry/max_retries", &[("max_retries = 4", "attempts = 5")]),
    ("retry/misspelt_argument", &[("atempts", "attempts")]),
    (
        "retry/mut_argument_is_not_clone",
        &[("struct Cart", "#[derive(Clone)] struct Cart")],
    ),
    (
        "retry/name_is_no_text",
        &[("name = payments", "name = \"payments\"")],
    ),
    ("retry/one_attempt", &[("attempts = 1", "attempts = 2")]),
    (
        "retry/only_a_bare_name",
        &[("only(Busy)", "only(PayError::Busy)")],
    ),
    (
        "log_exceptions/args_of_an_unknown_name",
        &[("args(di), fields(id)", "args(id)")],
    ),
    (
        "log_exceptions/backtrace_without_value",
        &[("backtrace", "backtrace = auto")],
    ),
    (
        "log_exceptions/chain_is_no_flag",
        &[("chain = \"yes\"", "chain = false")],
    ),
    (
        "log_exceptions/default_is_a_result",
        &[("default = Ok(7)", "default = 7")],
    ),
    (
        "log_exceptions/default_without_reraise",
        &[("default = 0", "default = 0, reraise = false")],
    ),
    (
        "log_exceptions/error_without_display",
        &[("#[log_exceptions]", "#[log_exceptions(debug)]")],
    ),
    (
        "log_exceptions/field_of_ours",
        &[("args(error)", "fields(my_error = error)")],
    ),
    (
        "log_exceptions/level_in_quotes",
        &[("level = \"warn\"", "level = warn")],
    ),
    ("log_exceptions/misspelt_argument", &[("levle", "level")]),
    (
        "log_exceptions/never_returns",
        &[("#[log_exceptions]", "#[log_exceptions(panics)]")],
    ),
    (
        "log_exceptions/once_with_names",
        &[("once(error)", "once = false")],
    ),
    (
        "log_exceptions/only_a_name",
        &[("only(Declined)", "only(PayError::Declined)")],
    ),
    (
        "log_exceptions/reraise_in_quotes",
        &[("reraise = \"false\"", "reraise = false")],
    ),
    (
        "log_exceptions/returns_no_result",
        &[("#[log_exceptions]", "#[log_exceptions(panics)]")],
    ),
    (
        "log_exceptions/returns_nothing",
        &[("#[log_exceptions]", "#[log_exceptions(panics)]")],
    ),
    (
        "log_exceptions/skip_at_a_quoted_level",
        &[("\"off\"", "off")],
    ),
    (
        "log_exceptions/target_is_no_text",
        &[("target = API", "target = \"api\"")],
    ),
    (
        "log_execution_time/formatter_is_unknown",
        &[("crad", "card")],
    ),
    (
        "log_execution_time/formatter_without_a_count",
        &[("gambeson::mask::keep_last", "gambeson::mask::keep_last(4)")],
    ),
    (
        "log_execution_time/stuck_before_slow",
        &[("stuck = \"10s\"", "stuck = \"30s\"")],
    ),
    (
        "log_execution_time/slow_of_an_argument",
        &[
            ("slow = limit", "slow = \"250ms\""),
            ("slow = Duration::from_millis(N)", "slow = \"250ms\""),
        ],
    ),
    (
        "log_execution_time/argument_in_the_place_of_a_function",
        &[(
            "card = card, cents = cents",
            "card = gambeson::mask::card), fields(cents = cents",
        )],
    ),
    (
        "log_execution_time/constant_in_args",
        &[("args(cents = 7)", "fields(cents = 7)")],
    ),
    (
        "log_execution_time/field_of_an_argument_in_args",
        &[("args(order.id)", "fields(id = order.id)")],
    ),
    (
        "log_execution_time/field_with_a_path",
        &[("card.length = card.len()", "card_length = card.len()")],
    ),
    (
        "log_execution_time/field_without_display",
        &[("%order", "?order")],
    ),
    (
        "log_execution_time/field_without_value",
        &[("fields(cents)", "fields(cents = cents)")],
    ),
    (
        "log_execution_time/field_without_name",
        &[("?card", "card = ?card")],
    ),
    (
        "log_execution_time/level_in_other_words",
        &[
            ("level = Level::INFO", "level = info"),
            ("slow_level = \"warning\"", "slow_level = warn"),
        ],
    ),
    (
        "log_execution_time/level_in_quotes",
        &[("level = \"debug\"", "level = debug")],
    ),
    (
        "log_execution_time/masked_is_not_derived",
        &[("#[derive(Debug)]", "#[derive(gambeson::Masked)]")],
    ),
    (
        "log_execution_time/misspelt_argument",
        &[("levl", "level"), ("slwo", "slow"), ("arg(", "args(")],
    ),
    (
        "log_execution_time/neither_display_nor_debug",
        &[("struct Order", "#[derive(Debug)] struct Order")],
    ),
    (
        "log_execution_time/nothing_in_args",
        &[("args()", "args(cents)")],
    ),
    ("log_execution_time/quoted_word", &[("\"entry\"", "entry")]),
    (
        "log_execution_time/ret_without_debug",
        &[("struct Order", "#[derive(Debug)] struct Order")],
    ),
    (
        "log_execution_time/ret_with_a_value",
        &[("ret = true", "ret"), ("entry = \"yes\"", "entry")],
    ),
    (
        "log_execution_time/self_in_args",
        &[("args(self)", "fields(id = self.id)")],
    ),
    (
        "log_execution_time/sigils_in_args",
        &[("?cents, %card", "cents, card")],
    ),
    (
        "log_execution_time/slow_level_is_quieter",
        &[("slow_level = info", "slow_level = warn")],
    ),
    (
        "log_execution_time/slow_level_without_slow",
        &[("slow_level = error", "slow = \"250ms\", slow_level = error")],
    ),
    (
        "log_execution_time/target_is_no_text",
        &[("target = api", "target = \"api\"")],
    ),
    (
        "log_execution_time/text_in_args",
        &[("\"cents\"", "cents"), ("\"card\"", "card")],
    ),
    (
        "log_execution_time/unknown_name_in_args",
        &[("args(cent,", "args(cents,")],
    ),
    (
        "log_execution_time/way_to_write_is_unknown",
        &[("card = hidden, cents = plain", "card, cents = show")],
    ),
    (
        "log_execution_time/way_to_write_in_quotes",
        &[("card = \"masked\", cents = \"show\"", "card, cents = show")],
    ),
    (
        "retry/total_timeout",
        &[("max_elapsed_time = \"2s\"", "deadline = \"2s\"")],
    ),
    ("retry/unknown_backoff", &[("exponental", "exponential")]),
    ("retry/unknown_jitter", &[("half", "full")]),
    (
        "retry/wait",
        &[(
            "wait = \"50ms\", max_delay = \"1s\"",
            "backoff = exponential(\"50ms\", max = \"5s\")",
        )],
    ),
    (
        "retry/zero_attempts",
        &[("retry(0)", "retry(attempts = 3)")],
    ),
    ("bulkhead/misspelt_argument", &[("quue", "queue")]),
    ("bulkhead/no_number", &[("#[bulkhead]", "#[bulkhead(32)]")]),
    ("bulkhead/not_a_number", &[("1.5", "calls = 32")]),
    ("bulkhead/text", &[("\"32\"", "32")]),
    (
        "bulkhead/wait_on_a_sync_function",
        &[("fn charge", "async fn charge")],
    ),
    (
        "bulkhead/wait_without_queue",
        &[("wait = ", "queue = 64, wait = ")],
    ),
    (
        "bulkhead/wait_without_unit",
        &[("wait = 1", "wait = \"1s\"")],
    ),
    ("bulkhead/zero", &[("#[bulkhead(0)]", "#[bulkhead(1)]")]),
    (
        "timeout/attempt_alone_without_retry",
        &[("#[timeout(attempt = \"500ms\")]", "#[timeout(\"500ms\")]")],
    ),
    (
        "timeout/attempt_longer_than_total",
        &[(
            "#[timeout(attempt = \"2s\", total = \"2s\")]",
            "#[timeout(\"2s\")]",
        )],
    ),
    ("timeout/misspelt_argument", &[("nmae", "name")]),
    (
        "timeout/name_is_not_text",
        &[("name = payments", "name = \"payments\"")],
    ),
    (
        "timeout/no_duration",
        &[("#[timeout]", "#[timeout(\"2s\")]")],
    ),
    ("timeout/no_unit", &[("(2)", "(after = \"2s\")")]),
    (
        "timeout/on_a_sync_function",
        &[("fn charge", "async fn charge")],
    ),
    ("timeout/words_as_units", &[("\"2 seconds\"", "\"2s\"")]),
    (
        "bulkhead/name_is_not_text",
        &[("name = payments", "name = \"payments\"")],
    ),
    (
        "circuit_breaker/name_is_no_text",
        &[("name = PAYMENTS", "name = \"payments\"")],
    ),
    (
        "circuit_breaker/slow_without_unit",
        &[("slow = 1", "slow = \"1s\"")],
    ),
    (
        "fallback/value_is_a_result",
        &[("#[fallback(Ok(0))]", "#[fallback(0)]")],
    ),
    ("hedge/after_in_words", &[("\"100 millis\"", "\"100ms\"")]),
    (
        "hedge/name_is_not_text",
        &[("name = search", "name = \"search\"")],
    ),
    (
        "rate_limit/cost_above_burst",
        &[
            ("cost = 200", "cost = 200, burst = 200"),
            ("burst = 5", "burst = 10"),
        ],
    ),
    ("rate_limit/misspelt_argument", &[("brust", "burst")]),
    (
        "rate_limit/numbers",
        &[
            ("burst = 0", "burst = 1"),
            ("burst = \"20\"", "burst = 20"),
            ("burst = 2.5", "burst = 2"),
            ("cost = 0", "cost = 1"),
            ("burst = 20u64", "burst = 20"),
            ("max_keys = 0", "max_keys = 1"),
        ],
    ),
    (
        "rate_limit/rate_of_unknown_time",
        &[
            ("\"100/sec\"", "\"100/s\""),
            ("\"100/15 minutes\"", "\"100/15m\""),
            ("\"100 / s\"", "\"100/s\""),
            ("\"100/fortnight\"", "\"100/s\""),
        ],
    ),
    (
        "rate_limit/rate_without_a_time",
        &[
            ("(100)", "(\"100/s\")"),
            ("(\"100\")", "(\"100/s\")"),
            ("1_000", "\"1000/s\""),
            ("\"100 per minute\"", "\"100/m\""),
            ("\"100rpm\"", "\"100/m\""),
        ],
    ),
    (
        "rate_limit/wait_on_a_sync_function",
        &[("fn sync", "async fn sync")],
    ),
    (
        "stack/error_that_says_nothing_of_a_rejection",
        &[(
            "fn main",
            "impl From<gambeson::Rejected> for PayError { fn from(_: gambeson::Rejected) -> Self { Self::Down } } fn main",
        )],
    ),
    (
        "stack/guards_with_a_mistake_each",
        &[
            ("wth", "with"),
            ("retry(0)", "retry(attempts = 3)"),
            ("= 50", "= \"50%\""),
            ("(100)", "(\"100/s\")"),
            ("\"32\"", "32"),
            ("(2)", "(after = \"2s\")"),
        ],
    ),
    (
        "timeout/error_without_from",
        &[(
            "fn main",
            "impl From<gambeson::Rejected> for PayError { fn from(_: gambeson::Rejected) -> Self { Self } } fn main",
        )],
    ),
    (
        "timeout/text_where_code_belongs",
        &[("\"LIMIT\"", "after = LIMIT")],
    ),
];

#[test]
fn what_a_message_says_to_write_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut source = String::from("#![allow(warnings)]\n");
    for (case, edits) in CASES {
        let mended = mend(root, case, edits);
        let name = case.replace('/', "_");
        let _ = write!(source, "\nmod {name} {{\n{mended}}}\n");
    }
    source.push_str("\nfn main() {}\n");
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("suggestions.rs");
    fs::write(&file, source).unwrap();
    trybuild::TestCases::new().pass(file);
}

/// Orders of attributes that are mistakes.
const ORDERS: &[&str] = &[
    "bulkhead_above_cached",
    "circuit_breaker_above_cached",
    "fallback_beneath_cached",
    "fallback_beneath_circuit_breaker",
    "fallback_beneath_hedge",
    "fallback_beneath_retry",
    "fallback_beneath_stale_if_error",
    "hedge_above_cached",
    "invalidate_beneath_cached",
    "log_exceptions_beneath_circuit_breaker",
    "log_exceptions_beneath_fallback",
    "log_exceptions_beneath_retry",
    "retry_above_a_limit_without_bound",
    "retry_above_stored_errors",
    "three_in_the_wrong_order",
];

#[test]
fn an_order_that_a_message_says_to_write_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut source = String::from("#![allow(warnings)]\n");
    for case in ORDERS {
        let _ = write!(source, "\nmod {case} {{\n{}}}\n", reordered(root, case));
    }
    source.push_str("\nfn main() {}\n");
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("orders.rs");
    fs::write(&file, source).unwrap();
    trybuild::TestCases::new().pass(file);
}

/// The file with its attributes in the order of its message.
fn reordered(root: &Path, case: &str) -> String {
    let path = root.join("stack/fail").join(case);
    let said = fs::read_to_string(path.with_extension("stderr")).unwrap();
    let source = fs::read_to_string(path.with_extension("rs")).unwrap();
    let is_ours = |line: &&str| line.starts_with("#[") && !line.starts_with("#[derive");
    let written: Vec<&str> = source.lines().filter(is_ours).collect();
    let lines = said.lines().map(str::trim).filter(is_ours);
    let order: Vec<&str> = lines.take(written.len()).collect();
    assert_ne!(order, written, "{case} is answered with what is there");
    for line in &written {
        assert!(
            order.contains(line),
            "the order of {case} has no `{line}`:\n{said}"
        );
    }
    let [first, rest @ ..] = written.as_slice() else {
        panic!("{case} has no attributes");
    };
    let mut source = source.replacen(first, &order.join("\n"), 1);
    for line in rest {
        let last = source.rfind(line).unwrap();
        source.replace_range(last..last + line.len(), "");
    }
    source
}

/// The file with the edits of its own messages.
fn mend(root: &Path, case: &str, edits: &[(&str, &str)]) -> String {
    let (folder, name) = case.split_once('/').unwrap();
    let path = root.join(folder).join("fail").join(name);
    let said = fs::read_to_string(path.with_extension("stderr")).unwrap();
    let mut source = fs::read_to_string(path.with_extension("rs")).unwrap();
    for (from, to) in edits {
        assert!(source.contains(from), "{case} has no `{from}`");
        assert!(
            suggested(&said)
                .iter()
                .any(|text| *text == *to || (to.contains(text) && !from.contains(text))),
            "no message of {case} says `{to}`:\n{said}"
        );
        source = source.replacen(from, to, 1);
    }
    source
}

/// What stands between backticks in the messages, without the compiler's pictures of the source.
fn suggested(said: &str) -> Vec<&str> {
    let shown = |line: &&str| {
        line.trim_start()
            .starts_with(|first: char| first.is_ascii_digit())
    };
    let messages = said.lines().filter(|line| !shown(line));
    messages
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(|text| !text.is_empty())
        .collect()
}
