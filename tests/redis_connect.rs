//! The ways to a server: TLS by an authority of one's own, a user with few rights, a socket of the
//! machine.

use std::fs;
use std::path::PathBuf;

use gambeson::cache::RedisState;
use gambeson_tests::redis_server::{RedisServer, free_port};
use gambeson_tests::{Truth, builder, until_state};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};
use tempfile::TempDir;

/// An authority that nobody else knows, and what it has signed.
struct Authority {
    directory: TempDir,
    certificate: rcgen::Certificate,
    key: KeyPair,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // A name of its own: who signs for others must not be called as they are.
        params
            .distinguished_name
            .push(DnType::CommonName, "an authority of one's own");
        let certificate = params.self_signed(&key).expect("it signs for itself");
        let directory = tempfile::tempdir().expect("a directory");
        let authority = Self {
            directory,
            certificate,
            key,
        };
        fs::write(authority.file("ca.pem"), authority.certificate.pem()).expect("it is writable");
        authority
    }

    fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn path(&self, name: &str) -> String {
        self.file(name).to_string_lossy().into_owned()
    }

    /// Writes the certificate and the key of somebody.
    fn sign(&self, name: &str) {
        let key = KeyPair::generate().expect("a key");
        let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
        let params = CertificateParams::new(names).expect("they are names");
        let signed = params
            .signed_by(&key, &self.certificate, &self.key)
            .expect("the authority signs");
        let write = |ending: &str, pem: String| {
            fs::write(self.file(&format!("{name}.{ending}")), pem).expect("it is writable");
        };
        write("pem", signed.pem());
        write("key", key.serialize_pem());
    }

    /// A server that shows what this authority has signed.
    fn server(&self, asks_clients: bool) -> (RedisServer, String) {
        self.sign("server");
        let port = free_port().to_string();
        let settings = [
            "--tls-port",
            &port,
            "--tls-cert-file",
            &self.path("server.pem"),
            "--tls-key-file",
            &self.path("server.key"),
            "--tls-ca-cert-file",
            &self.path("ca.pem"),
            "--tls-auth-clients",
            if asks_clients { "yes" } else { "no" },
        ];
        (
            RedisServer::with(&settings),
            format!("rediss://127.0.0.1:{port}"),
        )
    }
}

/// Loads, finds and invalidates by way of two managers.
async fn assert_it_serves(build: impl Fn() -> gambeson::cache::CacheManagerBuilder) {
    let (one, other) = (build().build().await, build().build().await);
    let (one, other) = (one.expect("it connects"), other.expect("it connects"));
    until_state(&one, RedisState::Up).await;
    until_state(&other, RedisState::Up).await;
    let truth = Truth::new(1);
    assert_eq!(truth.read(&one, 0).await, (0, false));
    assert_eq!(truth.read(&other, 0).await, (0, true));
    let version = truth.write(0);
    let removed = one.delete_many(["k:0"]).await.expect("it is there");
    assert_eq!((removed.redis, removed.remembered), (1, 0));
    assert_eq!(truth.read(&other, 0).await, (version, false));
    let removed = one.clear("k:*").await.expect("it is there");
    assert_eq!((removed.redis, removed.remembered), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_trusted_by_an_authority_of_one_s_own_and_by_no_other() {
    let authority = Authority::new();
    let (_server, url) = authority.server(false);
    assert_it_serves(|| {
        builder(&url)
            .require_redis()
            .redis_ca(authority.path("ca.pem"))
    })
    .await;
    let pem = fs::read_to_string(authority.file("ca.pem")).expect("it is there");
    assert_it_serves(|| builder(&url).require_redis().redis_ca(&pem)).await;
    let stranger = Authority::new();
    for build in [
        builder(&url),
        builder(&url).redis_ca(stranger.path("ca.pem")),
    ] {
        let error = build.require_redis().build().await;
        let error = error.expect_err("nobody signs for it").to_string();
        assert!(error.contains("certificate"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_asks_who_comes_is_shown_a_certificate() {
    let authority = Authority::new();
    let (_server, url) = authority.server(true);
    authority.sign("client");
    let build = || {
        builder(&url)
            .require_redis()
            .redis_ca(authority.path("ca.pem"))
    };
    let shown =
        || build().redis_client_cert(authority.path("client.pem"), authority.path("client.key"));
    assert_it_serves(shown).await;
    build().build().await.expect_err("it shows nothing");
    let debug = format!("{:?}", shown());
    assert!(!debug.contains("PRIVATE"), "{debug}");
}

#[tokio::test]
async fn certificates_that_cannot_be_are_refused_with_the_setting_that_holds_them() {
    let authority = Authority::new();
    for (build, expected) in [
        (builder("rediss://h").redis_ca("/no/such/file"), "redis_ca"),
        (
            builder("rediss://h").redis_ca("-----BEGIN CERTIFICATE-----\nno\n"),
            "redis_ca",
        ),
        (
            builder("rediss://h").redis_client_cert(authority.path("ca.pem"), "/no/such/key"),
            "redis_client_cert",
        ),
        (
            builder("redis://h").redis_ca(authority.path("ca.pem")),
            "`rediss://`",
        ),
    ] {
        let error = build.build().await.expect_err("it cannot be").to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_needs_the_keys_of_the_prefix_and_the_commands_that_are_named() {
    let server = RedisServer::start();
    let mut rights = vec![
        "ACL",
        "SETUSER",
        "app",
        "on",
        ">se:cret",
        "resetkeys",
        "~t:*",
    ];
    // As the page on Redis names them.
    let commands = "+hello +ping +info +time +get +mget +getrange +pttl +pexpire +set +unlink +scan +eval \
                    +evalsha +script|load +cluster|slots +cluster|info +client|tracking";
    rights.extend(commands.split(' '));
    assert_eq!(server.command(&rights).text(), "OK");
    let url = format!("redis://app:se%3Acret@127.0.0.1:{}", server.port());
    assert_it_serves(|| builder(&url).require_redis()).await;
    let wrong = format!("redis://app:wrong-one@127.0.0.1:{}", server.port());
    let error = builder(&wrong).require_redis().build().await;
    let error = error.expect_err("the password is wrong");
    assert!(
        !format!("{error} {error:?}").contains("wrong-one"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_of_the_machine_is_a_way_too() {
    let directory = tempfile::tempdir().expect("a directory");
    let socket = directory.path().join("redis.sock");
    let socket = socket.to_str().expect("a name in UTF-8");
    let _server = RedisServer::with(&["--unixsocket", socket]);
    for scheme in ["unix", "redis+unix"] {
        assert_it_serves(|| builder(&format!("{scheme}://{socket}?db=1")).require_redis()).await;
    }
}
