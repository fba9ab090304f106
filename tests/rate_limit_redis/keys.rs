//! Keys that are made to do harm.

use gambeson_tests::redis_server::{RedisCluster, RedisServer};

use super::{admitted, built, only, patient};

fn hostile() -> Vec<Vec<u8>> {
    let mut other = vec![b'a'; 1 << 20];
    other[1 << 19] = b'b';
    vec![
        Vec::new(),
        vec![b'a'; 1 << 20],
        other,
        vec![0xff, 0xfe, 0x00, 0x80],
        b"\r\n*1\r\n$8\r\nFLUSHALL\r\n".to_vec(),
        b"{".to_vec(),
        b"}".to_vec(),
        b"{}".to_vec(),
        b"{a}b".to_vec(),
        b"{a}c".to_vec(),
        b"}{".to_vec(),
        b":".to_vec(),
        b"%~".to_vec(),
        b"*".to_vec(),
        "\u{1f600}".into(),
    ]
}

async fn assert_each_has_a_limit(urls: &str) {
    for lease in [None, Some(2)] {
        let mut builder = patient(urls, only(3)).name(format!("keys:{lease:?}"));
        if let Some(block) = lease {
            builder = builder.lease(block);
        }
        let limiter = built(builder);
        for key in hostile() {
            let shown = String::from_utf8_lossy(&key[..key.len().min(30)]).into_owned();
            assert_eq!(admitted(&limiter, &key, 5).await, 3, "{shown:?}, {lease:?}");
        }
        assert_eq!(limiter.store_errors(), 0);
    }
}

#[tokio::test]
async fn each_key_has_a_limit_of_its_own_whatever_its_bytes() {
    let server = RedisServer::start();
    assert_each_has_a_limit(&server.url()).await;
    let keys = server.command(&["DBSIZE"]).int();
    assert_eq!(keys, 2 * i64::try_from(hostile().len()).expect("few keys"));
}

#[tokio::test]
async fn each_key_has_a_limit_of_its_own_on_a_cluster() {
    let cluster = RedisCluster::start();
    assert_each_has_a_limit(&cluster.urls()).await;
}

#[tokio::test]
async fn limiters_of_different_names_do_not_share_a_key() {
    let server = RedisServer::start();
    let [one, other] = ["a", "a:b"].map(|name| built(patient(&server.url(), only(1)).name(name)));
    assert!(one.check(b"b:c", 1).await.admitted);
    assert!(other.check(b"c", 1).await.admitted);
    let same = built(patient(&server.url(), only(1)).name("a"));
    assert!(!same.check(b"b:c", 1).await.admitted);
}
