//! How the service starts, measures itself, and stops.

use std::process::{Command, Stdio};

use crate::support::{Running, instance};
use service::drive;
use service::drive::client::Client;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[tokio::test]
async fn an_edit_outlives_the_process_because_the_database_is_filled_only_once() {
    let data = TempDir::new().expect("a directory");
    let config = crate::support::config(&data);
    let first = instance(&config).await.expect("created and filled");
    let update = "{\"name\": \"Kept\"}";
    {
        let listener = tokio::net::TcpListener::bind(config.listen)
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(service::serve::serve(listener, first.router(), async {
            let _ = stopped.await;
        }));
        let mut client = Client::connect(address).await.expect("a connection");
        let headers = [("content-type", "application/json")];
        let reply = client
            .send("PATCH", "/airports/FRA", &headers, update)
            .await
            .expect("an answer");
        assert_eq!(reply.status, 200);
        drop(client);
        stop.send(()).expect("it still serves");
        server.await.expect("it ends");
    }
    first.stop().await;

    let second = instance(&config).await.expect("opened");
    let code = service::airports::code::Code::try_from("FRA".to_owned()).expect("a code");
    let airport = service::airports::lookup::airport(&second.db, &code)
        .await
        .expect("an answer");
    assert_eq!(
        airport.map(|airport| airport.name.clone()),
        Some("Kept".to_owned())
    );
    second.stop().await;
}

#[tokio::test]
async fn instances_that_start_together_over_one_directory_fill_it_once() {
    let data = TempDir::new().expect("a directory");
    let config = crate::support::config(&data);
    let (one, two, three) = tokio::join!(instance(&config), instance(&config), instance(&config));
    for app in [one, two, three] {
        app.expect("it waits for the one that fills").stop().await;
    }
}

#[tokio::test]
async fn a_directory_that_cannot_be_made_is_an_error_that_names_the_file() {
    let data = TempDir::new().expect("a directory");
    let mut config = crate::support::config(&data);
    config.data = data.path().join("file");
    std::fs::write(&config.data, "not a directory").expect("a file");
    let error = instance(&config).await.expect_err("it cannot").to_string();
    assert!(error.contains("airports.sqlite"), "{error}");
}

#[tokio::test]
async fn a_request_that_runs_is_answered_before_the_service_stops() {
    let service = Running::start().await;
    let address = service.address;
    let mut idle = Client::connect(address).await.expect("a connection");
    assert_eq!(
        idle.send("GET", "/", &[], "")
            .await
            .expect("an answer")
            .status,
        200
    );

    let body = r#"{"city": "Somewhere"}"#;
    let mut running = TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "PATCH /airports/FRA HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nexpect: 100-continue\r\n\r\n",
        body.len()
    );
    running.write_all(head.as_bytes()).await.expect("sent");
    // The handler asks for the body: it runs.
    let mut go_on = [0; 25];
    running
        .read_exact(&mut go_on)
        .await
        .expect("an interim answer");
    assert!(
        go_on.starts_with(b"HTTP/1.1 100"),
        "{}",
        String::from_utf8_lossy(&go_on)
    );

    let stopping = tokio::spawn(service.stop());
    while Client::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(
        idle.send("GET", "/", &[], "").await.is_err(),
        "an idle connection is closed"
    );
    assert!(!stopping.is_finished(), "it waits for the request");

    running.write_all(body.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    running
        .read_to_string(&mut answer)
        .await
        .expect("an answer, then the end");
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("Somewhere"),
        "{answer}"
    );
    stopping.await.expect("it ends");
}

#[tokio::test]
async fn a_drive_sends_each_side_as_many_requests_as_were_asked_for() {
    let data = TempDir::new().expect("a directory");
    let app = instance(&crate::support::config(&data))
        .await
        .expect("the database");
    let report = drive::run(&app, 200, crate::support::SHORT)
        .await
        .expect("every request is answered with 200");
    assert_eq!(report.requests(), (200, 200));
    let (cached, uncached) = report.loads();
    assert_eq!(uncached, 200, "without the cache, each request is a query");
    assert!(
        0 < cached && cached < 200,
        "with it, only the first of each kind is: {cached}"
    );
    let table = report.to_string();
    for word in [
        "requests/s",
        "p50",
        "p95",
        "p99",
        "hit rate",
        "loads",
        "airport",
        "nearest",
    ] {
        assert!(table.contains(word), "{table}");
    }
    app.stop().await;
}

#[test]
fn the_program_says_what_it_takes_and_refuses_what_it_does_not() {
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_service"));
        command
            .args(args)
            .stdin(Stdio::null())
            .output()
            .expect("it runs")
    };
    let help = run(&["--help"]);
    assert!(help.status.success());
    assert!(String::from_utf8_lossy(&help.stdout).contains("--drive"));
    let wrong = run(&["--drive", "none"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("none"));
}
