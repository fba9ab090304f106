//! Removing by pattern, and the prefixes that keep managers apart.

use gambeson::cache::{CacheError, Ttl};
use gambeson_tests::{Tiers, calls, holds_value, raw};

#[tokio::test]
async fn clear_removes_what_matches_in_both_tiers_by_scan_and_says_how_many() {
    for mut tiers in Tiers::each() {
        let cache = tiers.manager().await;
        let users = (0..2_500_u64).map(|id| (format!("user:{id}"), id));
        cache.set_many(users, Ttl::Default).await.expect("there");
        cache
            .set_many(
                [("users", 1_u64), ("order:1", 2), ("us*r:1", 3)],
                Ttl::Default,
            )
            .await
            .expect("there");
        if tiers.shared() {
            tiers
                .server()
                .command(&["SET", "user:1", "another program's"]);
        }
        let removed = cache.clear("user:*").await.expect("a good pattern");
        assert_eq!(removed.memory, 2_500, "{tiers}");
        assert_eq!(
            removed.redis,
            if tiers.shared() { 2_500 } else { 0 },
            "{tiers}"
        );
        assert_eq!(cache.get::<u64>("user:77").await, None);
        assert_eq!(cache.get::<u64>("users").await, Some(1));
        assert_eq!(
            cache
                .clear("us[*]r:1")
                .await
                .expect("a good pattern")
                .memory,
            1,
            "{tiers}"
        );
        for all in ["*", "**", "?*"] {
            let refused = cache.clear(all).await;
            if all == "?*" && refused.is_ok() {
                continue;
            }
            let said = refused.expect_err("it would empty everything").to_string();
            assert!(said.contains("clear_all"), "{said}");
            assert_eq!(cache.get::<u64>("users").await, Some(1), "{tiers}: {all}");
        }
        assert!(
            matches!(cache.clear("user:[").await, Err(CacheError::Pattern { .. })),
            "{tiers}"
        );
        cache
            .set("users", 1_u64, Ttl::Default)
            .await
            .expect("there");
        cache
            .set("order:1", 1_u64, Ttl::Default)
            .await
            .expect("there");
        let removed = cache.clear_all().await.expect("there");
        assert_eq!(removed.memory, 2, "{tiers}");
        assert!(
            !cache.exists("users").await && !cache.exists("order:1").await,
            "{tiers}"
        );
        if tiers.shared() {
            assert_eq!(removed.redis, 2);
            let server = tiers.server();
            assert_eq!(
                raw(server, "user:1").as_deref(),
                Some(&b"another program's"[..])
            );
            assert_eq!(calls(server, "keys"), 0);
            assert_eq!(calls(server, "flushall") + calls(server, "flushdb"), 0);
            assert!(
                calls(server, "scan") > 2 && calls(server, "unlink") > 2,
                "in steps"
            );
        }
    }
}

#[tokio::test]
async fn prefixes_keep_managers_apart_and_without_one_nothing_empties_the_server() {
    let mut tiers = Tiers::redis();
    let a = tiers
        .builder()
        .key_prefix("a")
        .build()
        .await
        .expect("a manager");
    let ab = tiers
        .builder()
        .key_prefix("a:b")
        .build()
        .await
        .expect("a manager");
    let odd = tiers
        .builder()
        .key_prefix("[a]*")
        .build()
        .await
        .expect("a manager");
    let bare = tiers
        .builder()
        .key_prefix("")
        .build()
        .await
        .expect("a manager");
    for (cache, value) in [(&a, 1_u64), (&odd, 3), (&bare, 4)] {
        cache.set("k", value, Ttl::Default).await.expect("there");
    }
    assert!(holds_value(tiers.server(), "a:k") && holds_value(tiers.server(), "k"));
    assert_eq!(
        odd.clear_all().await.expect("there").redis,
        1,
        "its own: the prefix is no pattern"
    );
    for (cache, value) in [
        (&a, Some(1_u64)),
        (&odd, None),
        (&ab, None),
        (&bare, Some(4)),
    ] {
        assert_eq!(cache.get::<u64>("k").await, value, "{}", cache.key_prefix());
    }
    let refused = bare.clear_all().await.expect_err("without a prefix");
    assert!(refused.to_string().contains("key_prefix"), "{refused}");
    assert_eq!(bare.stats().entries, 1, "what is refused removes nothing");
    assert!(holds_value(tiers.server(), "a:k") && holds_value(tiers.server(), "k"));
    assert_eq!(
        Tiers::memory()
            .builder()
            .key_prefix("")
            .build()
            .await
            .expect("a manager")
            .clear_all()
            .await
            .expect("memory needs no prefix")
            .memory,
        0
    );
}
