//! Connections that fail in worse ways than ending.

use super::super::redis_server::{Fault, Proxy};
use super::*;

/// A tier behind a proxy, with one entry of 100 kB.
async fn behind_a_proxy() -> (RedisServer, Proxy, Arc<Server>) {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let tier = connect(quick(&server.url_by(proxy.port()))).await;
    store(&tier, &key("k"), &vec![7; 100_000]).await;
    (server, proxy, tier)
}

async fn assert_it_recovers(tier: &Server) {
    let back = until("it is back", || tier.health().state != RedisState::Down).await;
    assert!(back < Duration::from_secs(1), "found after {back:?}");
    until_up(tier).await;
    assert_eq!(look(tier, &key("k")).await, Some(vec![7; 100_000]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_answers_cost_three_time_outs_and_then_nothing() {
    let (_server, proxy, tier) = behind_a_proxy().await;
    proxy.set(Fault::Delay(Duration::from_millis(400)));
    for _ in 0..3 {
        assert_eq!(tier.read(&key("k"), LOOK).await, Read::Skip);
    }
    until_down(&tier).await;
    assert_calls_cost_nothing(&tier).await;
    // A server as slow as this does not pass for one that is back.
    let attempts = proxy.connections();
    until("it is tried again", || proxy.connections() > attempts + 1).await;
    assert_eq!(tier.health().state, RedisState::Down);
    proxy.set(Fault::None);
    assert_it_recovers(&tier).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_black_hole_is_left_after_three_time_outs_and_found_open_within_a_second() {
    let (_server, proxy, tier) = behind_a_proxy().await;
    proxy.set(Fault::BlackHole);
    until_down(&tier).await;
    assert_calls_cost_nothing(&tier).await;
    let attempts = proxy.connections();
    until("it is tried again", || proxy.connections() > attempts).await;
    proxy.set(Fault::None);
    assert_it_recovers(&tier).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn garbage_half_a_reply_and_an_early_end_are_misses_and_a_new_connection() {
    let (_server, proxy, tier) = behind_a_proxy().await;
    for fault in [
        Fault::AnswerOnceAndClose(b"\x00\xff\xfe garbage \r\n\r\n".to_vec()),
        Fault::AnswerOnceAndClose(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()),
        Fault::AnswerOnceAndClose(Vec::new()),
        Fault::AnswerOnceAndClose(b"$-7\r\n".to_vec()),
        Fault::DropMidReply,
    ] {
        let connections = proxy.connections();
        proxy.set(fault.clone());
        assert_eq!(tier.read(&key("k"), LOAD).await, Read::Skip, "{fault:?}");
        until("a new connection", || proxy.connections() > connections).await;
        assert_it_recovers(&tier).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_length_beyond_what_comes_is_given_up_after_three_time_outs() {
    let (_server, proxy, tier) = behind_a_proxy().await;
    let connections = proxy.connections();
    proxy.set(Fault::AnswerOnce(b"$99999999999\r\nabc".to_vec()));
    assert_eq!(tier.read(&key("k"), LOAD).await, Read::Skip);
    until("a new connection", || proxy.connections() > connections).await;
    assert_it_recovers(&tier).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_does_not_fit_its_request_ends_the_connection() {
    let (_server, proxy, tier) = behind_a_proxy().await;
    for strange in [&b":1\r\n"[..], b"*0\r\n", b"+OK\r\n", b"%1\r\n+a\r\n+b\r\n"] {
        let connections = proxy.connections();
        proxy.set(Fault::AnswerOnce(strange.to_vec()));
        assert_eq!(tier.read(&key("k"), LOAD).await, Read::Skip, "{strange:?}");
        until("a new connection", || proxy.connections() > connections).await;
        assert_it_recovers(&tier).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_clients_come_back() {
    let (server, _proxy, tier) = behind_a_proxy().await;
    for _ in 0..3 {
        let link = tier.core.link().expect("it is up");
        server.command(&["CLIENT", "KILL", "TYPE", "normal"]);
        until("the link is left", || !tier.core.is_current(&link)).await;
        assert_it_recovers(&tier).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_several_connections_that_ends_is_replaced_with_the_others() {
    let server = RedisServer::start();
    let tier = connect(RedisOptions {
        connections: 3,
        ..options(&server.url())
    })
    .await;
    store(&tier, &key("k"), &vec![7; 100_000]).await;
    let clients = server.command(&["CLIENT", "LIST"]).text();
    let id = clients
        .lines()
        .find(|line| !line.contains("cmd=client"))
        .and_then(|line| line.split(' ').next()?.strip_prefix("id="))
        .expect("the tier is connected")
        .to_owned();
    let link = tier.core.link().expect("it is up");
    server.command(&["CLIENT", "KILL", "ID", &id]);
    until("the link is left", || !tier.core.is_current(&link)).await;
    assert_it_recovers(&tier).await;
}
