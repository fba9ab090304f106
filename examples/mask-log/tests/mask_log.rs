//! The program from outside: what goes in, what comes out, and how it ends.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Output, Stdio};

fn started(args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_mask-log"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts")
}

fn masked(args: &[&str], log: &[u8]) -> Output {
    let mut child = started(args);
    let mut input = child.stdin.take().expect("its input is piped");
    let log = log.to_vec();
    // In a thread of its own: a pipe holds little, and the program writes while it reads.
    let feeding = std::thread::spawn(move || drop(input.write_all(&log)));
    let output = child.wait_with_output().expect("it ends");
    feeding.join().expect("all of the input went in");
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn what_is_found_is_masked_in_the_output_and_counted_beside_it() {
    let log = "GET / from john@example.com and jane@example.com\npassword=hunter2 retry\n";
    let output = masked(&[], log.as_bytes());
    assert!(output.status.success());
    assert_eq!(
        text(&output.stdout),
        "GET / from j***@example.com and j***@example.com\npassword=******** retry\n"
    );
    let report = text(&output.stderr);
    assert!(report.starts_with("masked 3 in 0.0 MB, "), "{report}");
    for line in ["2 email", "1 password"] {
        assert!(report.contains(line), "{report}");
    }
    assert!(
        !report.contains("hunter2") && !report.contains("john"),
        "{report}"
    );
}

#[test]
fn an_address_in_the_query_of_an_access_log_is_masked_and_stays_encoded() {
    let log = "192.0.2.7 - - [21/Nov/2026:10:11:12 +0000] \"GET /x?email=john%40example.com&a=b HTTP/1.1\" 200 17\n\
               192.0.2.7 - - [21/Nov/2026:10:11:13 +0000] \"GET /y?next=%2Fu%2Fjane.doe%40example.com%3Fa HTTP/1.1\" 200 17\n";
    let output = masked(&[], log.as_bytes());
    let expected = log
        .replace("john%40", "j***%40")
        .replace("jane.doe%40", "j***%40");
    assert_eq!(text(&output.stdout), expected);
    assert!(text(&output.stderr).contains("2 email"));
}

#[test]
fn what_holds_nothing_comes_out_byte_for_byte() {
    let mut log = b"\xff\xfe no text \x00 at all\r\n\n".repeat(20_000);
    log.extend_from_slice(b"and no newline at the end");
    for log in [&log[..], b""] {
        let output = masked(&[], log);
        assert!(output.status.success());
        assert!(
            output.stdout == log,
            "{} bytes of {}",
            output.stdout.len(),
            log.len()
        );
        assert!(text(&output.stderr).starts_with("masked 0 in "));
    }
}

#[test]
fn a_private_key_is_masked_over_all_of_its_lines() {
    let (begin, end) = ("-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----");
    let body = "c2VjcmV0IGJvZHkgb2YgYSBrZXk\n".repeat(40);
    let output = masked(
        &[],
        format!("before\n{begin}\n{body}{end}\nbehind\n").as_bytes(),
    );
    let shown = text(&output.stdout);
    assert!(
        shown.starts_with("before\n") && shown.ends_with("behind\n"),
        "{shown}"
    );
    assert!(!shown.contains("c2VjcmV0"), "{shown}");
    assert!(text(&output.stderr).contains("1 private_key"));
}

#[test]
fn addresses_of_clients_stay_until_their_kind_is_switched_on() {
    let log = b"192.0.2.77 - - GET /index.html 200\n";
    assert_eq!(masked(&[], log).stdout, log);
    let output = masked(&["--kinds", "ip,mac"], log);
    assert_eq!(text(&output.stdout), "*.*.*.* - - GET /index.html 200\n");
    assert!(text(&output.stderr).contains("1 ip"));
}

#[test]
fn a_card_with_a_wrong_checksum_is_masked_unless_it_is_to_be_strict() {
    let log = b"card 4111-1111-1111-1234 declined\n";
    assert_eq!(
        text(&masked(&[], log).stdout),
        "card ****-****-****-1234 declined\n"
    );
    assert_eq!(masked(&["--strict"], log).stdout, log);
}

#[test]
fn a_long_run_of_letters_and_digits_is_masked_if_it_is_to_be_eager() {
    let key = [
        "q9X2", "vT7b", "Lk4Z", "wR8n", "Jd3H", "sP6m", "Yc5F", "gA1e",
    ]
    .concat();
    let log = format!("loaded {key} for the call\n");
    assert_eq!(text(&masked(&[], log.as_bytes()).stdout), log);
    let output = masked(&["--eager"], log.as_bytes());
    assert!(!text(&output.stdout).contains(&key));
}

#[test]
fn a_line_is_masked_as_soon_as_it_is_complete() {
    let mut child = started(&[]);
    let mut input = child.stdin.take().expect("its input is piped");
    let mut output = child.stdout.take().expect("its output is piped");
    input.write_all(b"to john@example.com\n").expect("it reads");
    let mut line = [0; 20];
    output
        .read_exact(&mut line)
        .expect("a line, although more may come");
    assert_eq!(text(&line), "to j***@example.com\n");
    drop(input);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_reader_that_has_had_enough_ends_it_without_a_word() {
    let mut child = started(&[]);
    let mut input = child.stdin.take().expect("its input is piped");
    let mut output = child.stdout.take().expect("its output is piped");
    input.write_all(b"one line\n").expect("it reads");
    let mut line = [0; 9];
    output.read_exact(&mut line).expect("the line");
    drop(output);
    // Until nobody reads it any more.
    while input.write_all(&[b'\n'; 4096]).is_ok() {}
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{:?}", output.status);
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn what_it_does_not_take_is_refused_before_anything_is_read() {
    for (args, named) in [
        (&["--kinds", "ip,nonsense"][..], "nonsense"),
        (&["--speed"], "--speed"),
        (&["access.log"], "access.log"),
    ] {
        let output = masked(args, b"john@example.com\n");
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        assert!(
            text(&output.stderr).contains(named),
            "{}",
            text(&output.stderr)
        );
    }
}

#[test]
fn its_help_names_every_kind() {
    let help = text(&masked(&["--help"], b"").stdout);
    for kind in gambeson::mask::Kind::ALL {
        let elsewhere = ["high_entropy", "custom"].contains(&kind.name());
        assert_eq!(
            help.split_whitespace().any(|word| word == kind.name()),
            !elsewhere,
            "{kind}"
        );
    }
    assert!(help.lines().all(|line| line.len() <= 80));
}
