//! Structs, tuples, units and enums, laid out as std lays them out.

use gambeson::Masked;

use crate::rendered::{debug, json, line, pretty};

#[derive(Masked)]
struct Unit;

#[derive(Masked)]
struct Empty {}

#[derive(Masked)]
struct Point(i32, f64);

#[derive(Masked)]
pub(crate) struct Email(#[mask(email)] pub(crate) String);

#[derive(Masked)]
struct ApiKey(String);

#[derive(Masked)]
struct OnlySkipped {
    #[mask(skip)]
    a: String,
}

#[test]
fn units_tuples_and_newtypes_are_written_as_std_and_serde_write_them() {
    assert_eq!(
        (debug(&Unit), line(&Unit), json(&Unit)),
        ("Unit".into(), "Unit".into(), "null".into())
    );
    assert_eq!(
        (debug(&Empty {}), json(&Empty {})),
        ("Empty".into(), "{}".into())
    );
    let point = Point(1, 2.5);
    assert_eq!(
        (debug(&point), line(&point), json(&point)),
        ("Point(1, 2.5)".into(), "0=1 1=2.5".into(), "[1,2.5]".into())
    );
    let email = Email("john@example.com".into());
    assert_eq!(debug(&email), "Email(\"j***@example.com\")");
    assert_eq!(line(&email), "j***@example.com");
    assert_eq!(json(&email), "\"j***@example.com\"");
    assert_eq!(pretty(&Point(1, 2.5)), "Point(\n    1,\n    2.5,\n)");
    let skipped = OnlySkipped {
        a: "hunter2".into(),
    };
    assert_eq!(skipped.a, "hunter2");
    assert_eq!(
        (debug(&skipped), json(&skipped)),
        ("OnlySkipped".into(), "{}".into())
    );
}

#[test]
fn the_name_of_a_tuple_struct_and_of_a_variant_is_the_name_of_what_it_holds() {
    assert_eq!(debug(&ApiKey("hunter2".into())), "ApiKey(\"********\")");
    assert_eq!(json(&ApiKey("hunter2".into())), "\"********\"");
    assert_eq!(
        debug(&Login::Password("hunter2".into())),
        "Password(\"********\")"
    );
    assert_eq!(json(&Login::Pin(4711)), r#"{"Pin":"********"}"#);
}

#[derive(Masked)]
pub(crate) enum Login {
    Anonymous,
    Password(String),
    Pin(u32),
    User {
        id: u32,
        #[mask(email)]
        email: String,
    },
    Pair(u8, #[mask(phone)] String),
}

#[test]
fn the_variants_of_an_enum_are_written_each_in_its_form() {
    let user = Login::User {
        id: 1,
        email: "john@example.com".into(),
    };
    assert_eq!(debug(&user), "User { id: 1, email: \"j***@example.com\" }");
    assert_eq!(line(&user), "User id=1 email=j***@example.com");
    assert_eq!(
        json(&user),
        r#"{"User":{"id":1,"email":"j***@example.com"}}"#
    );
    let pair = Login::Pair(1, "555-123-4567".into());
    assert_eq!(debug(&pair), "Pair(1, \"***-***-4567\")");
    assert_eq!(line(&pair), "Pair 0=1 1=***-***-4567");
    assert_eq!(json(&pair), r#"{"Pair":[1,"***-***-4567"]}"#);
    assert_eq!(
        (debug(&Login::Anonymous), json(&Login::Anonymous)),
        ("Anonymous".into(), "\"Anonymous\"".into())
    );
}

#[derive(Masked)]
enum Never {}

#[test]
fn an_enum_without_variants_compiles() {
    let none: Option<Never> = None;
    assert_eq!(debug(&none), "None");
}

#[test]
fn the_layout_of_pretty_debug_is_that_of_std() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "printed")]
    struct Plain {
        id: u32,
        emails: Vec<&'static str>,
        inner: Option<(u8, bool)>,
    }
    #[derive(Masked)]
    struct Shown {
        id: u32,
        #[mask(show)]
        emails: Vec<&'static str>,
        inner: Option<(u8, bool)>,
    }
    let plain = Plain {
        id: 1,
        emails: vec!["a", "b"],
        inner: Some((1, true)),
    };
    let shown = Shown {
        id: 1,
        emails: vec!["a", "b"],
        inner: Some((1, true)),
    };
    assert_eq!(
        pretty(&shown),
        format!("{plain:#?}").replace("Plain", "Shown")
    );
    assert_eq!(
        debug(&shown),
        format!("{plain:?}").replace("Plain", "Shown")
    );
}

#[test]
fn what_is_masked_is_laid_out_as_what_is_shown() {
    #[derive(Masked)]
    struct Masks {
        #[mask(email)]
        emails: Vec<Option<String>>,
        password: u8,
    }
    let masks = Masks {
        emails: vec![Some("john@example.com".into()), None],
        password: 1,
    };
    assert_eq!(
        pretty(&masks),
        "Masks {\n    emails: [\n        Some(\n            \"j***@example.com\",\n        ),\n        None,\n    ],\n    password: \"********\",\n}"
    );
}
