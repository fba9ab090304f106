//! What the log says of requests, and where its lines go.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;

use gambeson::context::RequestId;
use serde_json::Value;
use service::drive::client::{Client, Reply};
use tempfile::TempDir;

use crate::program::{self, Program};
use crate::support::{Running, json};

const BOOKING: &str = r#"{"name": "Guest", "email": "guest@example.com", "phone": "555-123-4567",
    "card": "4111-1111-1111-1234", "password": "of no account"}"#;
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const TRACEPARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/// The lines of a file, each of which is an object.
fn lines(file: &Path) -> Vec<Value> {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines()
        .map(|line| {
            let line: Value =
                serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
            assert!(line.is_object(), "{line}");
            line
        })
        .collect()
}

fn id(reply: &Reply) -> String {
    let id = reply.header("x-request-id").expect("an id");
    assert!(RequestId::parse(id).is_ok(), "{id}");
    id.to_owned()
}

#[tokio::test]
async fn every_answer_has_the_id_of_its_request_the_callers_own_or_a_new_one() {
    let mut service = Running::start().await;
    let new = id(&service.get("/health").await);
    assert_ne!(id(&service.get("/nowhere").await), new);
    let long = "a".repeat(129);
    for (headers, own) in [
        (&[("x-request-id", "from-the-caller")][..], true),
        (&[("x-request-id", "two words")], false),
        (&[("x-request-id", "\t")], false),
        (&[("x-request-id", long.as_str())], false),
        (&[("x-request-id", "one"), ("x-request-id", "two")], false),
    ] {
        let reply = service.client.send("GET", "/airports/FRA", headers, "");
        let reply = reply.await.expect("an answer");
        assert_eq!(id(&reply) == headers[0].1, own, "{headers:?}");
    }
    service.stop().await;
}

#[tokio::test]
async fn all_lines_of_a_booking_carry_its_id_its_trace_and_its_guest() {
    let data = TempDir::new().expect("a directory");
    let program = Program::start(|command| {
        command
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data.path().join("data"))
            .env("ENVIRONMENT", "production")
            .env("LOG_DIR", data.path().join("logs"))
            .stderr(File::create(data.path().join("console")).expect("a file"));
    });
    let mut client = Client::connect(program.address)
        .await
        .expect("a connection");
    let headers = [
        ("content-type", "application/json"),
        ("x-request-id", "booking-1"),
        ("traceparent", TRACEPARENT),
    ];
    let reply = client.send("POST", "/bookings", &headers, BOOKING).await;
    let reply = reply.expect("an answer");
    assert_eq!(reply.status, 201);
    drop(client);
    program.stop();

    let all = lines(&data.path().join("logs/app.log"));
    assert_eq!(all, lines(&data.path().join("console")));
    let of_it: Vec<&Value> = all
        .iter()
        .filter(|line| line["request_id"] == "booking-1")
        .collect();
    let said = |words: &str| {
        let line = of_it.iter().find(|line| line["message"] == words);
        *line.unwrap_or_else(|| panic!("nothing says `{words}`: {of_it:#?}"))
    };
    for line in &of_it {
        assert_eq!(line["trace_id"], TRACE);
        assert_eq!(line["service"], "service");
    }
    let asked = said("a booking is asked for");
    assert_eq!(asked.get("user_id"), None, "nobody knows yet");
    let made = said("a booking is made");
    assert_eq!(
        made["user_id"],
        json(&reply)["guest"],
        "as the database has it"
    );
    assert_eq!(said("a card is charged")["user_id"], made["user_id"]);
    for function in [
        "service::bookings::making::make",
        "service::bookings::store::book",
    ] {
        let is_its = |line: &&&Value| line["function"] == function && line["message"] == "finished";
        let line = of_it.iter().find(is_its);
        let line = line.unwrap_or_else(|| panic!("{function} is not told: {of_it:#?}"));
        assert_eq!(line["outcome"], "ok");
        assert!(line["duration_ms"].is_f64(), "{line}");
    }
}

#[tokio::test]
async fn a_drive_in_production_leaves_the_four_files() {
    let data = TempDir::new().expect("a directory");
    let logs = data.path().join("logs");
    let drive = program::command()
        .args(["--drive", "400", "--data"])
        .arg(data.path().join("data"))
        .env("ENVIRONMENT", "production")
        .env("LOG_DIR", &logs)
        .output()
        .expect("it runs");
    assert!(
        drive.status.success(),
        "{}",
        String::from_utf8_lossy(&drive.stderr)
    );

    let names: BTreeSet<String> = fs::read_dir(&logs)
        .expect("the files")
        .map(|file| {
            file.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let expected = ["api.log", "app.log", "error.log", "model.log"];
    assert_eq!(names, expected.map(str::to_owned).into());

    let [api, app, error, model] = expected.map(|name| lines(&logs.join(name)));
    assert!(
        app.len() > 800,
        "a line for each request of both sides: {}",
        app.len()
    );
    for (file, target) in [(&api, "service::api"), (&model, "service::model")] {
        assert!(file.len() > 10, "{target}: {}", file.len());
        for line in file {
            assert_eq!(line["target"], target);
            assert!(line["request_id"].is_string(), "{line}");
            assert!(line["function"].is_string(), "{line}");
        }
    }
    assert!(!error.is_empty(), "the provider hangs");
    assert!(
        error.iter().all(|line| line["level"] == "ERROR"),
        "{error:?}"
    );
    let whole = fs::read_to_string(logs.join("app.log")).expect("text");
    for secret in [
        "4111-1111-1111-1234",
        "of no account",
        "guest.",
        "555-123-4567",
    ] {
        assert!(!whole.contains(secret), "the log shows `{secret}`");
    }
}
