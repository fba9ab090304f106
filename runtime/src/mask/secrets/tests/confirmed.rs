use super::{
    ALNUM, HEX, LOWER, URL, assert_found, assert_nothing, body, find, find_with, of, rules,
};
use crate::mask::kind::KindSet;
use crate::mask::{Kind, Strictness};

/// `{"alg":"HS256"}` and its like.
fn jwt(seed: u64) -> String {
    let part = |place, length| body(seed + place, ALNUM, length);
    format!("eyJ{}.eyJ{}.{}", part(1, 33), part(2, 70), part(3, 43))
}

#[test]
fn a_json_web_token_is_found_signed_unsigned_encrypted_and_cut_off() {
    assert_found(Kind::Jwt, &jwt(1));
    let encrypted = format!(
        "eyJ{}..{}.{}.{}",
        body(1, ALNUM, 40),
        body(2, ALNUM, 16),
        body(3, ALNUM, 80),
        body(4, ALNUM, 22)
    );
    assert_found(Kind::Jwt, &encrypted);
    let cut = format!("eyJ{}.eyJ{}", body(1, ALNUM, 20), body(2, ALNUM, 30));
    assert_found(Kind::Jwt, &cut);
    let unsigned = format!("token={cut}.&x");
    assert_eq!(find(&unsigned), [(Kind::Jwt, &*cut)]);
    let session = format!(
        "eyJ{}.{}.{}",
        body(1, ALNUM, 30),
        body(2, ALNUM, 6),
        body(3, ALNUM, 27)
    );
    assert_found(Kind::Jwt, &session);
}

#[test]
fn json_in_base64_alone_and_names_of_files_are_no_web_tokens() {
    assert_nothing(&format!("eyJ{}", body(1, ALNUM, 40)));
    assert_nothing(&format!("eyJ{}.tar.gz", body(1, ALNUM, 40)));
    assert_nothing(&format!("eyJ{}.json", body(1, ALNUM, 40)));
}

#[test]
fn what_follows_bearer_and_basic_is_found() {
    let secret = body(1, ALNUM, 30);
    for before in [
        "Bearer ",
        "bearer ",
        "BEARER ",
        "Bearer   ",
        "\"Basic ",
        "Authorization: Basic ",
    ] {
        for after in ["", "\"", ", next", "\n", "\\n", ". Then"] {
            let text = format!("{before}{secret}{after}");
            assert_eq!(find(&text), [(Kind::Authorization, &*secret)], "{text}");
        }
    }
    let basic = format!("{}==", body(1, ALNUM, 22));
    assert_eq!(
        find(&format!("Basic {basic}")),
        [(Kind::Authorization, &*basic)]
    );
    let dotted = format!("a1.{}/{}+x", body(1, ALNUM, 20), body(2, ALNUM, 5));
    assert_eq!(
        find(&format!("Bearer {dotted} ")),
        [(Kind::Authorization, &*dotted)]
    );
}

#[test]
fn a_web_token_behind_bearer_is_a_web_token_and_a_providers_token_is_credentials() {
    let token = jwt(1);
    let text = format!("Authorization: Bearer {token}");
    assert_eq!(find(&text), [(Kind::Jwt, &*token)]);
    let token = format!("ghp_{}", body(1, ALNUM, 36));
    let text = format!("Bearer {token}");
    assert_eq!(find(&text), [(Kind::Authorization, &*token)]);
}

#[test]
fn prose_about_schemes_stays() {
    for text in [
        "basic authentication-methods are old",
        "Bearer authentication_of_the_client",
        "the standard-bearer of-a-long-tradition",
        "academic understanding-of-the-thing",
        "Basic Authentication-Schemes and more",
        "forbearer A1b2C3d4E5f6G7h8I9",
    ] {
        assert_nothing(text);
    }
}

fn pem(label: &str) -> String {
    let lines: Vec<String> = (0..4).map(|line| body(line, ALNUM, 64)).collect();
    let dashes = "-----";
    format!(
        "{dashes}BEGIN {label}{dashes}\n{}\n{dashes}END {label}{dashes}",
        lines.join("\n")
    )
}

#[test]
fn private_keys_are_found_whole() {
    for label in [
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "DSA PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK",
    ] {
        let key = pem(label);
        assert_found(Kind::PrivateKey, &key);
        assert_found(Kind::PrivateKey, &key.replace('\n', "\\n"));
        assert_found(Kind::PrivateKey, &key.replace('\n', "\r\n"));
        assert_found(Kind::PrivateKey, &key.replace('\n', " "));
        assert_found(Kind::PrivateKey, &key.replace('\n', "\",\n  \""));
    }
    let key = pem("RSA PRIVATE KEY").replacen('\n', "\nProc-Type: 4,ENCRYPTED\n\n", 1);
    assert_found(Kind::PrivateKey, &key);
    let ssh = pem("SSH2 ENCRYPTED PRIVATE KEY");
    let ssh = ssh.replace("-----BEGIN ", "---- BEGIN ");
    let ssh = ssh.replace("-----END ", "---- END ");
    assert_found(Kind::PrivateKey, &ssh.replace("KEY-----", "KEY ----"));
    let two = format!("{}\n{}", pem("PRIVATE KEY"), pem("EC PRIVATE KEY"));
    assert_eq!(find(&two).len(), 2);
}

#[test]
fn a_private_key_without_its_end_reaches_to_the_end_of_the_text() {
    let key = pem("PRIVATE KEY");
    for length in [27, 28, 29, 40, 100, key.len() - 30] {
        let cut = &key[..length];
        let text = format!("a {cut}");
        assert_eq!(find(&text), [(Kind::PrivateKey, cut)], "{length}");
    }
    let cut = format!("{} and what follows", &key[..key.len() - 26]);
    assert_eq!(find(&cut), [(Kind::PrivateKey, &*cut)]);
}

#[test]
fn public_keys_certificates_and_sentences_about_keys_stay() {
    for label in [
        "PUBLIC KEY",
        "CERTIFICATE",
        "RSA PUBLIC KEY",
        "PGP PUBLIC KEY BLOCK",
    ] {
        let text = pem(label);
        assert_eq!(find(&text), [], "{label}");
    }
    let line = format!("{0}BEGIN PRIVATE KEY{0}", "-----");
    assert_nothing(&format!("expected `{line}` here"));
    assert_nothing(&format!("if text.contains(\"{line}\") {{ return; }}"));
    assert_nothing(&format!("the line {line} is missing"));
}

#[test]
fn cookies_that_hold_a_session_are_found_in_lines_of_cookies() {
    for text in [
        "Cookie: theme=dark; session=abc123; lang=en",
        "cookie: session=abc123",
        "Set-Cookie: session=abc123; Path=/; HttpOnly",
        "\"cookie\": \"theme=dark; session=abc123\"",
        "Cookie: session=\"abc123\"; x=1",
        "a\r\nCookie:session=abc123\r\nHost: b",
        "curl -H 'Cookie: session=abc123' https://example.com",
    ] {
        assert_eq!(find(text), [(Kind::Cookie, "abc123")], "{text}");
    }
    let text = "Cookie: a_session=one; connect.sid=two";
    assert_eq!(find(text), [(Kind::Cookie, "one"), (Kind::Cookie, "two")]);
}

#[test]
fn a_session_elsewhere_and_a_masked_one_are_no_cookies() {
    for text in [
        "session=abc123",
        "Cookies: session=abc123",
        "Cookie: theme=dark\nsession=abc123",
        "{\"cookie\":\"theme=dark\",\"q\":\"session=abc123\"}",
        "Cookie: session=********; theme=dark",
        "Cookie: session=; theme=dark",
    ] {
        assert_nothing(text);
    }
}

#[test]
fn random_runs_are_found_where_that_is_asked_for() {
    // Of a thousand, so many at least: chance makes some that look like words.
    for (alphabet, length, least) in [
        (ALNUM, 32, 960),
        (ALNUM, 48, 990),
        (LOWER, 40, 900),
        (URL, 24, 800),
    ] {
        let found = (0..1000).filter(|seed| {
            let key = body(*seed, alphabet, length);
            assert_nothing(&key);
            let text = format!("the key {key} of");
            let found = of(&text, Strictness::Eager);
            assert!(found.is_empty() || found == [(Kind::HighEntropy, &*key)]);
            !found.is_empty()
        });
        let found = found.count();
        assert!(found >= least, "{found} of length {length}");
    }
}

#[test]
fn what_is_long_and_not_random_is_not_found_even_then() {
    for text in [
        "47eaa099-2cb6-416d-86dc-283cf0480ff9",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "commit 0aa9f8e44275cb52c00fbbebe19168e934e1f076",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "507f1f77bcf86cd799439011",
        "1Z999AA10123456784",
        "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
        "main.3f2a9c8e7b6d5a4c.js",
        "api-7d9f8b6c5d-x2x4z",
        "getPagesInConfluenceSpaceSearchConfluenceUsingCql",
        "MAX_NUMBER_OF_CONNECTIONS_PER_HOST",
        "supercalifragilisticexpialidocious",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "Base64ToUtf8ConverterForStreams",
        "X509v3SubjectKeyIdentifierExtension",
        "sha256WithRSAEncryptionParameters",
        "test_case_42_of_the_http2_stream_reader",
        "0xdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
        "12345678901234567890123456789012",
        "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg",
    ] {
        assert_eq!(of(text, Strictness::Eager), [], "{text}");
    }
}

#[test]
fn a_kind_that_is_off_is_not_found() {
    let all = format!(
        "{} {} Bearer {} Cookie: session=a\n{}",
        jwt(1),
        format_args!("ghp_{}", body(1, ALNUM, 36)),
        body(1, ALNUM, 30),
        pem("PRIVATE KEY"),
    );
    let mut rules = rules(Strictness::Balanced);
    assert_eq!(find_with(all.as_bytes(), &rules).len(), 5);
    rules.on = KindSet::default();
    assert_eq!(find_with(all.as_bytes(), &rules), []);
}

#[test]
fn nothing_is_taken_that_belongs_to_the_finding_before() {
    let token = format!("ghp_{}", body(1, ALNUM, 36));
    let rules = rules(Strictness::Eager);
    for floor in 1..token.len() {
        let scope = crate::mask::rules::Scope {
            text: token.as_bytes(),
            floor,
            rules: &rules,
        };
        assert_eq!(super::run_at(scope, 15), None);
    }
}

#[test]
fn what_is_masked_stays() {
    for text in [
        "Bearer ********",
        "Authorization: Basic ********",
        "Bearer jwt_7f3a9c2b1d4e@v1",
        "Bearer authorization_7f3a9c2b1d4e@process, x",
        "key ********, next",
        "email_7f3a9c2b1d4e@v1",
        "authorization_7f3a9c2b1d4e@process",
    ] {
        assert_eq!(of(text, Strictness::Eager), [], "{text}");
    }
    let digest = body(1, HEX, 64);
    assert_eq!(of(&digest, Strictness::Eager), []);
}
