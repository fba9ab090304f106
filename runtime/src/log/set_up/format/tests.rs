//! Lines, as they are.

use std::str;

use super::{FieldNames, Format, Json, Pretty, Zone};
use crate::Masker;
use crate::log::set_up::record::{Fields, Record, Value};

fn written(format: &impl Format, record: &Record<'_>) -> String {
    let mut out = b"before\n".to_vec();
    format.write(record, &mut out);
    let line = str::from_utf8(&out).unwrap().strip_prefix("before\n");
    line.unwrap().to_owned()
}

fn fields() -> Fields {
    Fields::of(&[
        ("rows", Value::U64(3)),
        ("ratio", Value::F64(0.5)),
        ("odd", Value::F64(f64::NAN)),
        ("ok", Value::Bool(true)),
        ("change", Value::I64(-1)),
        ("who", Value::Text("a b")),
        ("shown", Value::Shown("Some(\"x\")")),
        ("level", Value::Text("own")),
        ("rows", Value::U64(4)),
        ("rows", Value::U64(5)),
        ("rows_2", Value::U64(6)),
    ])
}

const FIELDS: &str =
    r#""rows":3,"ratio":0.5,"odd":"NaN","ok":true,"change":-1,"who":"a b","shown":"Some(\"x\")""#;

#[test]
fn json_has_its_fields_in_one_order_and_each_name_once() {
    let fields = fields();
    let json = Json::new(&FieldNames::default(), None, Some("shop"));
    let expected = format!(
        "{}{}{FIELDS}{}",
        r#"{"timestamp":"2026-11-21T22:28:35.123456Z","level":"WARN","message":"stored \"all\"","target":"api","module":"shop::api::orders","function":"shop::api::orders::list","file":"src/api/orders.rs","line":42,"#,
        r#""request_id":"req-1","user_id":7,"trace_id":"4bf92f35","service":"shop","#,
        ",\"level_2\":\"own\",\"rows_3\":4,\"rows_4\":5,\"rows_2\":6}\n",
    );
    assert_eq!(written(&json, &Record::of(&fields)), expected);
    let masked = Json::new(
        &FieldNames::default(),
        Some(Masker::default()),
        Some("shop"),
    );
    assert_eq!(written(&masked, &Record::of(&fields)), expected);
}

#[test]
fn json_for_stackdriver() {
    let fields = Fields::of(&[("time", Value::U64(1)), ("level", Value::U64(2))]);
    let names = FieldNames::stackdriver().trace_prefix("projects/shop/traces/");
    let json = Json::new(&names, Some(Masker::default()), None);
    assert_eq!(
        written(&json, &Record::of(&fields)),
        concat!(
            r#"{"time":"2026-11-21T22:28:35.123456Z","severity":"WARNING","message":"stored \"all\"","target":"api","module":"shop::api::orders","#,
            r#""logging.googleapis.com/sourceLocation":{"file":"src/api/orders.rs","line":"42","function":"shop::api::orders::list"},"#,
            r#""request_id":"req-1","user_id":7,"logging.googleapis.com/trace":"projects/shop/traces/4bf92f35","time_2":1,"level":2}"#,
            "\n",
        )
    );
}

#[test]
fn json_for_elk() {
    let fields = Fields::default();
    let json = Json::new(&FieldNames::elk(), None, Some("shop"));
    assert_eq!(
        written(&json, &Record::of(&fields)),
        concat!(
            r#"{"@timestamp":"2026-11-21T22:28:35.123456Z","log.level":"WARN","message":"stored \"all\"","log.logger":"api","module":"shop::api::orders","#,
            r#""log.origin.function":"shop::api::orders::list","log.origin.file.name":"src/api/orders.rs","log.origin.file.line":42,"#,
            r#""http.request.id":"req-1","user.id":7,"trace.id":"4bf92f35","service.name":"shop"}"#,
            "\n",
        )
    );
}

#[test]
fn a_name_can_be_changed_and_a_field_left_out() {
    let fields = Fields::of(&[("ts", Value::U64(1)), ("timestamp", Value::U64(2))]);
    let mut record = Record::of(&fields);
    record.message = None;
    let names = FieldNames::default()
        .timestamp("ts")
        .level("")
        .target("")
        .module("")
        .function("")
        .file("")
        .line("")
        .request_id("a \"b\"")
        .user_id("")
        .trace_id("");
    assert_eq!(
        written(&Json::new(&names, None, None), &record),
        "{\"ts\":\"2026-11-21T22:28:35.123456Z\",\"a \\\"b\\\"\":\"req-1\",\"ts_2\":1,\"timestamp\":2}\n"
    );
    let nothing = Fields::default();
    record.fields = &nothing;
    let names = names.timestamp("").request_id("");
    for masker in [None, Some(Masker::default())] {
        assert_eq!(written(&Json::new(&names, masker, None), &record), "{}\n");
    }
}

#[test]
fn two_fields_of_one_name_are_told() {
    assert_eq!(FieldNames::default().duplicate(), None);
    assert_eq!(FieldNames::elk().duplicate(), None);
    let names = FieldNames::default().module("").target("");
    assert_eq!(names.duplicate(), None);
    assert_eq!(names.level("service").duplicate(), Some("service"));
}

#[test]
fn levels_have_the_names_of_the_preset() {
    use tracing::Level;

    let fields = Fields::default();
    let names = |names| Json::new(&names, None, None);
    let (own, theirs) = (
        names(FieldNames::default()),
        names(FieldNames::stackdriver()),
    );
    for (level, own_name, their_name) in [
        (Level::TRACE, "TRACE", "DEBUG"),
        (Level::DEBUG, "DEBUG", "DEBUG"),
        (Level::INFO, "INFO", "INFO"),
        (Level::WARN, "WARN", "WARNING"),
        (Level::ERROR, "ERROR", "ERROR"),
    ] {
        let mut record = Record::of(&fields);
        record.level = level;
        assert!(written(&own, &record).contains(&format!("\"level\":\"{own_name}\"")));
        assert!(written(&theirs, &record).contains(&format!("\"severity\":\"{their_name}\"")));
    }
}

#[test]
fn people_read_a_line_with_columns() {
    let fields = fields();
    let pretty = Pretty::new(false, Zone::Utc, Some(Masker::default()));
    let mut record = Record::of(&fields);
    assert_eq!(
        written(&pretty, &record),
        concat!(
            "22:28:35.123  WARN req-1 shop::api::orders::list: stored \"all\" user_id=7 ",
            "rows=3 ratio=0.5 odd=NaN ok=true change=-1 who=\"a b\" shown=Some(\"x\") level=own ",
            "rows=4 rows=5 rows_2=6 src/api/orders.rs:42\n",
        )
    );
    let nothing = Fields::default();
    record.fields = &nothing;
    record.user_id = None;
    record.request_id = None;
    record.file = None;
    assert_eq!(
        written(&pretty, &record),
        "22:28:35.123  WARN shop::api::orders::list: stored \"all\" trace_id=4bf92f35\n"
    );
    record.trace_id = None;
    record.function = None;
    record.message = None;
    assert_eq!(written(&pretty, &record), "22:28:35.123  WARN api:\n");
}

#[test]
fn people_see_colours_if_they_want_them() {
    let fields = Fields::of(&[
        ("rows", Value::U64(3)),
        ("error", Value::Shown("broken")),
        ("sources", Value::Shown("a: b")),
    ]);
    let pretty = Pretty::new(true, Zone::Utc, None);
    let mut record = Record::of(&fields);
    record.user_id = None;
    record.trace_id = None;
    assert_eq!(
        written(&pretty, &record),
        concat!(
            "\u{1b}[2m22:28:35.123\u{1b}[0m \u{1b}[33m WARN\u{1b}[0m \u{1b}[36mreq-1\u{1b}[0m ",
            "\u{1b}[2mshop::api::orders::list:\u{1b}[0m \u{1b}[1mstored \"all\"\u{1b}[0m ",
            "\u{1b}[3mrows\u{1b}[0m\u{1b}[2m=\u{1b}[0m3 ",
            "\u{1b}[3merror\u{1b}[0m\u{1b}[2m=\u{1b}[0m\u{1b}[31mbroken\u{1b}[0m ",
            "\u{1b}[2msrc/api/orders.rs:42\u{1b}[0m\n",
            "\u{1b}[2m    | \u{1b}[0m\u{1b}[3mcaused by\u{1b}[0m: a: b\n",
        )
    );
}
