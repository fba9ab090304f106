//! Bookings: what is answered, logged and kept of what nobody may read.

use std::fs::{self, File};
use std::path::Path;

use serde_json::{Value, json};
use service::drive;
use service::drive::client::{Client, Reply};
use tempfile::TempDir;

use crate::program::Program;
use crate::support::{Running, instance, json as json_of};

/// Parts of what [`request`] sends that may be seen nowhere: all but the first character of the name and of the address,
/// the address's domain, and the last four digits of the numbers.
const CANARIES: [&str; 7] = [
    "uillonquartz",
    "ellichorquay",
    "555-867",
    "4000-0012",
    "400000123456",
    "plughxyzzy",
    "5558675309",
];

fn request() -> Value {
    json!({
        "name": "Quillonquartz",
        "email": "vellichorquay@example.com",
        "phone": "555-867-5309",
        "card": "4000-0012-3456-7890",
        "password": "plughxyzzy",
    })
}

/// Bodies that are refused, with a canary wherever `serde` or a check of ours could quote it.
fn malformed() -> Vec<String> {
    let mut bodies: Vec<String> = ["name", "email", "phone", "card", "password"]
        .into_iter()
        .flat_map(|field| {
            let wrong = [
                json!(5_558_675_309_u64),
                json!(["plughxyzzy"]),
                json!({ "plughxyzzy": 1 }),
            ];
            wrong.map(|value| {
                let mut body = request();
                body[field] = value;
                body.to_string()
            })
        })
        .collect();
    let whole = request().to_string();
    bodies.push(whole.get(..whole.len() - 3).unwrap_or_default().to_owned());
    bodies.push(format!("{whole} plughxyzzy"));
    bodies.push("\"plughxyzzy\"".to_owned());
    bodies.push("plughxyzzy".to_owned());
    bodies.push(json!({ "email": "vellichorquay@example.com" }).to_string());
    let mut unchecked = request();
    unchecked["email"] = json!("ellichorquay");
    bodies.push(unchecked.to_string());
    bodies
}

async fn post(client: &mut Client, body: &str) -> Reply {
    let headers = [("content-type", "application/json")];
    client
        .send("POST", "/bookings", &headers, body)
        .await
        .expect("an answer")
}

fn assert_no_canary(place: &str, text: &str) {
    for canary in CANARIES {
        let Some(at) = text.find(canary) else {
            continue;
        };
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[at..]
            .find('\n')
            .map_or(text.len(), |newline| at + newline);
        panic!("{place} shows `{canary}`: {}", &text[line..end]);
    }
}

#[tokio::test]
async fn a_booking_is_answered_with_its_number_and_with_what_is_kept_of_it() {
    let mut service = Running::start().await;
    let reply = post(&mut service.client, &request().to_string()).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    assert_no_canary("the answer", &reply.text());
    let booked = json_of(&reply);
    assert_eq!(booked["id"], 1);
    assert_eq!(booked["email"], "v***@example.com");
    assert_eq!(booked["phone"], "***-***-5309");
    assert_eq!(booked["card"], "****-****-****-7890");
    assert_eq!(booked.get("password"), None);
    service.stop().await;
}

#[tokio::test]
async fn the_bookings_of_a_guest_can_be_told_from_those_of_others_without_an_address() {
    let mut service = Running::start().await;
    let mut guests = Vec::new();
    for email in [
        "a.guest@example.com",
        "A.Guest@Example.com",
        "b.guest@example.com",
    ] {
        let mut body = request();
        body["email"] = json!(email);
        let reply = post(&mut service.client, &body.to_string()).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        guests.push(json_of(&reply)["guest"].clone());
    }
    assert_eq!(guests[0], guests[1]);
    assert_ne!(guests[0], guests[2]);
    service.stop().await;
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_without_a_word_of_it() {
    let mut service = Running::start().await;
    for body in malformed() {
        let reply = post(&mut service.client, &body).await;
        assert!(
            matches!(reply.status, 400 | 422),
            "{body}: {}",
            reply.text()
        );
        assert_no_canary(&format!("the answer to {body}"), &reply.text());
        let detail = json_of(&reply)["detail"].as_str().map(str::len);
        assert!(detail > Some(10), "a reason is given: {}", reply.text());
    }
    service.stop().await;
}

#[tokio::test]
async fn neither_the_whole_log_nor_the_whole_database_shows_anything_of_a_request() {
    for environment in ["production", "development"] {
        let data = TempDir::new().expect("a directory");
        let console = data.path().join("console");
        // The program itself, and all that anything in it logs.
        let program = Program::start(|command| {
            command
                .args(["--listen", "127.0.0.1:0", "--data"])
                .arg(data.path().join("data"))
                .env("ENVIRONMENT", environment)
                .env("LOG_LEVEL", "trace")
                .env("LOG_DIR", data.path().join("logs"))
                .stderr(File::create(&console).expect("a file"));
        });
        let mut client = Client::connect(program.address)
            .await
            .expect("a connection");
        assert_eq!(post(&mut client, &request().to_string()).await.status, 201);
        for body in malformed() {
            assert!(post(&mut client, &body).await.status >= 400, "{body}");
        }
        drop(client);
        program.stop();

        let logs = data.path().join("logs");
        for log in [console, logs.join("app.log")] {
            let text = fs::read_to_string(&log).expect("the log is text");
            for shown in [
                "v***@example.com",
                "***-***-5309",
                "****-****-****-7890",
                "a body is refused",
            ] {
                let place = log.display();
                assert!(text.contains(shown), "{place} has no `{shown}`: {text}");
            }
            assert_no_canary(&log.display().to_string(), &text);
        }
        assert_eq!(no_canary_in(&logs), 4);
        let files = no_canary_in(&data.path().join("data"));
        assert!(files >= 2, "the database and its write-ahead log are read");
    }
}

/// Reads every file of a directory, and says how many there are.
fn no_canary_in(directory: &Path) -> usize {
    let files = fs::read_dir(directory).expect("the files");
    let read = files.map(|entry| {
        let path = entry.expect("a file").path();
        assert_no_canary(&path.display().to_string(), &bytes_as_text(&path));
    });
    read.count()
}

/// All that a file holds, also what has been deleted in it and not yet written over.
fn bytes_as_text(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).expect("a file that can be read")).into_owned()
}

#[tokio::test]
async fn the_bookings_of_a_drive_are_gone_after_it() {
    let data = TempDir::new().expect("a directory");
    let app = instance(&crate::support::config(&data))
        .await
        .expect("the database");
    let table = drive::run(&app, 400, crate::support::SHORT)
        .await
        .expect("every request is answered");
    let row = table.to_string();
    assert!(row.contains("booking"), "{row}");
    let file = crate::support::config(&data).data.join("airports.sqlite");
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display()))
        .await
        .expect("the database");
    let (left,): (i64,) = sqlx::query_as("SELECT count(*) FROM booking")
        .fetch_one(&pool)
        .await
        .expect("an answer");
    assert_eq!(left, 0);
    pool.close().await;
    app.stop().await;
}
