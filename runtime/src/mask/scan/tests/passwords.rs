//! Passwords and numbers as other people's programs write them.

use super::{masks, stays};
use crate::mask::{Kind, Masker, Style};

#[test]
fn what_debug_writes_around_a_text_is_seen_through() {
    masks(
        r#"Login { password: Some("hunter2"), api_key: Ok(Secret("k3y k3y")) }"#,
        r#"Login { password: Some("********"), api_key: Ok(Secret("********")) }"#,
    );
    masks("password: b'hunter2'", "password: b'********'");
    masks("SET password = N'hunter2'", "SET password = N'********'");
    masks(
        r#"{\"password\": Some(\"hunter2\")}"#,
        r#"{\"password\": Some(\"********\")}"#,
    );
    masks(
        r#"say("password=abc") or "x""#,
        r#"say("password=********") or "x""#,
    );
}

#[test]
fn a_line_break_that_is_written_out_ends_a_value_before_the_next_name() {
    masks(
        r"Authorization: Bearer abcDEF123456\n\npassword: hunter2",
        r"Authorization: Bearer ********\n\npassword: ********",
    );
    masks(
        r"Authorization: Basic abcDEF123456==\r\nX-Api-Key: hunter2",
        r"Authorization: Basic ********\r\nX-Api-Key: ********",
    );
    masks(
        r"Authorization: hunter9\\npassword= hunter2",
        r"Authorization: ********\\npassword= ********",
    );
    // It may as well be part of the value, which is hidden whole then.
    masks(r"password=C:\new\x", "password=********");
    masks(r"password=hunter\n: x", "password=******** x");
    masks(r"token=hunter2\npassword=hunter2", "token=********");
}

#[test]
fn a_list_of_texts_under_a_sensitive_name_is_one_value() {
    masks(
        r#"password: ["hunter2", "swordfish"], n: ["a"]"#,
        r#"password: ["********"], n: ["a"]"#,
    );
    stays("password: [u8; 32]");
}

#[test]
fn a_number_under_a_sensitive_name_is_hidden_with_all_its_groups() {
    masks(
        "Invalid card number: 4111 1111 1111 1111 of 7",
        "Invalid card number: ******** of 7",
    );
    masks(
        "iban: DE89 3704 0044 0532 0130 00, ok",
        "iban: ********, ok",
    );
    masks("ssn: 123 45 6789", "ssn: ********");
    masks("pin: 1234 in 2026-11-21", "pin: ******** in 2026-11-21");
}

#[test]
fn an_iban_behind_another_number_is_found() {
    masks(
        "7,123-45-6789,DE89370400440532013000",
        "7,***-**-****,DE********3000",
    );
    masks("12345,DE89 3704 0044 0532 0130 00", "12345,DE********3000");
}

#[test]
fn a_value_whose_name_stands_in_the_pair_before_it_is_hidden() {
    masks(
        "- name: DB_PASSWORD\n  value: hunter2\n- name: PORT\n  value: 80",
        "- name: DB_PASSWORD\n  value: ********\n- name: PORT\n  value: 80",
    );
    masks(
        r#"<add key="apiKey" value="k3y"/><add key="page" value="7"/>"#,
        r#"<add key="apiKey" value="********"/><add key="page" value="7"/>"#,
    );
    masks(
        "{name: DB_PASSWORD, value: hunter2}",
        "{name: DB_PASSWORD, value: ********}",
    );
}

#[test]
fn a_password_beside_its_name_is_hidden() {
    masks(
        "CREATE USER app WITH PASSWORD 'hunter2';",
        "CREATE USER app WITH PASSWORD '********';",
    );
    masks(
        "mysql --password hunter2 -u root",
        "mysql --password ******** -u root",
    );
    masks(
        r#"["--password", "hunter2", "--verbose"]"#,
        r#"["--password", "********", "--verbose"]"#,
    );
    masks(
        "<password>hunter2</password>",
        "<password>********</password>",
    );
    masks(
        r#"<wsse:Password Type="text">hunter2</wsse:Password>"#,
        r#"<wsse:Password Type="text">********</wsse:Password>"#,
    );
}

#[test]
fn a_password_in_sql_is_hidden() {
    masks(
        "ALTER USER kim IDENTIFIED WITH mysql_native_password BY 'hunter2';",
        "ALTER USER kim IDENTIFIED WITH mysql_native_password BY '********';",
    );
    masks(
        "UPDATE user SET x = PASSWORD('hunter2') WHERE id = 1",
        "UPDATE user SET x = PASSWORD('********') WHERE id = 1",
    );
    masks(
        "SET password = 'it''s a secret', n = 'x'",
        "SET password = '********', n = 'x'",
    );
    masks(
        "ALTER ROLE kim PASSWORD 'it''s' VALID",
        "ALTER ROLE kim PASSWORD '********' VALID",
    );
    stays("SET password = '', n = ''; a password by 'someone'");
}

#[test]
fn what_signs_a_url_is_hidden_in_any_text() {
    masks(
        "GET https://a.example/b?se=2026&sig=aB3%2Fx%3D&sp=r 200",
        "GET https://a.example/b?se=2026&sig=********&sp=r 200",
    );
    masks(
        "/b?Signature=aB3x9&Expires=17 /b?X-Amz-Signature=ab12&x=1",
        "/b?Signature=********&Expires=17 /b?X-Amz-Signature=********&x=1",
    );
    stays("config=7 sig=9 signature: fn(a) -> b, ?signed=1&design=2");
}

#[test]
fn a_key_in_the_form_of_pem_is_hidden_by_its_name() {
    masks("private_key_pem=MIIEvQ", "private_key_pem=********");
    masks("privateKeyPem: \"MIIEvQ\"", "privateKeyPem: \"********\"");
    masks("authorisation: k3y", "authorisation: ********");
    stays("cert_pem=MIIEvQ, ca.pem: loaded");
}

#[test]
fn what_is_said_about_passwords_stays() {
    stays("the password is required; a password must have 8 characters");
    stays("usage: login [--password <PASSWORD>] --password-file");
    stays(r#"{"a": "your password ", "b": "your password", "c": ["password"]}"#);
    stays("KeyError: 'password'");
    stays("<password/><passwords>3</passwords> <password></password>");
}

#[test]
fn a_sign_behind_the_name_of_a_password_is_no_value() {
    masks(
        "login kim\npassword => hunter2",
        "login kim\npassword => ********",
    );
    masks(
        "user kim password = hunter2",
        "user kim password = ********",
    );
}

#[test]
fn a_name_behind_three_backslashes_is_read() {
    masks(
        r#"{"log":"{\"m\":\"{\\\"password\\\":\\\"hunter2\\\"}\"}"}"#,
        r#"{"log":"{\"m\":\"{\\\"password\\\":\\\"********\\\"}\"}"}"#,
    );
}

#[test]
fn what_serde_quotes_from_its_input_is_hidden_in_any_text() {
    masks(
        r#"bad body: invalid type: string "hun\"ter2", expected u32 at line 1 column 9"#,
        r#"bad body: invalid type: string "********", expected u32 at line 1 column 9"#,
    );
    masks(
        r#"Error("invalid value: string \"hunter2\", expected a date", line: 1, column: 9)"#,
        r#"Error("invalid value: string \"********\", expected a date", line: 1, column: 9)"#,
    );
    masks(
        "invalid type: integer `48213`, expected a string",
        "invalid type: integer `********`, expected a string",
    );
    stays("invalid type: map, expected u32; type: string, value: \"7\"");
    let error = serde_json::from_str::<u32>(r#""hun\"ter2""#).unwrap_err();
    let event = serde_json::json!({ "message": "bad", "error": format!("{error:?}") }).to_string();
    let masked = Masker::default()
        .mask_json_bytes(event.as_bytes())
        .into_owned();
    let masked: serde_json::Value = serde_json::from_slice(&masked).unwrap();
    let said = masked["error"].as_str().unwrap();
    assert!(
        said.starts_with(r#"Error("invalid type: string \"********\", expected u32""#),
        "{said}"
    );
}

#[test]
fn a_mask_of_another_style_stays_where_it_stands() {
    for style in [
        Style::Placeholder,
        Style::Fixed("(gone)".into()),
        Style::KeepLast(2),
    ] {
        let masker = Masker::builder()
            .style(Kind::Password, style)
            .build()
            .unwrap();
        for text in [
            "user kim password biggreenhat",
            "password=biggreenhat",
            "PASSWORD 'biggreenhat'",
            "--password biggreenhat -x",
            "<password>biggreenhat</password>",
            "password: Some(\"biggreenhat\")",
            "password: [\"biggreenhat\", \"other\"]",
        ] {
            let once = masker.mask(text).into_owned();
            assert!(!once.contains("green"), "{once}");
            assert_eq!(masker.mask(&once), once);
        }
    }
}
