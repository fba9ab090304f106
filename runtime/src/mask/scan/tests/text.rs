use super::{masks, stays};
use crate::mask::{Kind, Masker, Style};

#[test]
fn an_address_keeps_its_first_character_and_its_domain() {
    masks("to john.doe@example.com, now", "to j***@example.com, now");
    masks("<HELLO@EXAMPLE.COM>", "<H***@EXAMPLE.COM>");
    masks(
        "email=joe@here.and.there.com.",
        "email=j***@here.and.there.com.",
    );
    masks("x@xn--80ak6aa92e.com", "***@xn--80ak6aa92e.com");
    masks("\\njohn@example.com", "\\nj***@example.com");
    masks("はjohn@example.com", "はj***@example.com");
    masks("café@example.com", "c***@example.com");
}

#[test]
fn an_address_whose_sign_is_encoded_keeps_it_so() {
    masks(
        "\"GET /x?email=john%40example.com&a=b HTTP/1.1\" 200",
        "\"GET /x?email=j***%40example.com&a=b HTTP/1.1\" 200",
    );
    masks(
        "?to=john%2Bnews%40example.com%2Cjane%40example.com",
        "?to=j***%40example.com%2Cj***%40example.com",
    );
    masks(
        "/login%3Fmail%3Djohn.doe%40mail.example.co.uk%26page=1",
        "/login%3Fmail%3Dj***%40mail.example.co.uk%26page=1",
    );
    masks("%22jo%40b.co%22", "%22j***%40b.co%22");
    masks("a=%C3%A9mile%40b.co", "a=***%40b.co");
    masks("a=x%40b.co", "a=***%40b.co");
    masks("a=415-555-0132%40b.co", "a=4***%40b.co");
    masks("a%40b.co@c.de", "a***@c.de");
    masks("DE89370400440532013000%40b.co", "D***%40b.co");
}

#[test]
fn what_only_looks_like_an_encoded_address_stays() {
    stays("user%40host a=%40example.com&b=x%40y b%40.c d%40-e.fg %40 x%40");
    stays("/icon%402x.png /%40babel%2Fcore lib%401.2.3 {:%40s.%s} 50%40");
    stays("git%40github.com%3Agroup%2Fx git%40github.com:group/x x%41y.example");
    stays("%E3%81%AF%40 a%4Example.com a%2540 %%%% 100%");
}

#[test]
fn an_encoded_address_in_credentials_goes_with_them() {
    masks("pg://john%40example.com:pw@db/x", "pg://********@db/x");
    masks("pg://joe:p%40ss.word@db/x", "pg://********@db/x");
    masks("pg://joe:p%40ss@db.example/x", "pg://********@db.example/x");
    masks("pg://a%40b.co:c%40d.ef:g%40h.ij@db/x", "pg://********@db/x");
}

#[test]
fn an_encoded_address_may_hide_its_domain() {
    let masker = Masker::builder().preserve_domain(false).build().unwrap();
    let once = masker.mask("?a=john%40example.com&b").into_owned();
    assert_eq!(once, "?a=j***%40***&b");
    assert_eq!(masker.find(&once).len(), 1);
    assert_eq!(masker.mask(&once), once);
    let found = Masker::default().find("?a=john%40example.com&b");
    assert_eq!(
        (found[0].kind, found[0].range.clone()),
        (Kind::Email, 3..21)
    );
}

#[test]
fn what_only_looks_like_an_address_stays() {
    stays("info@presidio. a @x.cz user@branch abc@bar root@localhost:/tmp");
    stays("icon@2x.png git@github.com:a/b import x from '@scope/package'");
    stays("something@@somewhere email@127.0.0.1 @Override public void run()");
}

#[test]
fn user_and_password_of_a_url_are_hidden_as_one() {
    masks(
        "postgres://matt:pa@ss@localhost:5432/x",
        "postgres://********@localhost:5432/x",
    );
    masks(
        "redis://:foo@localhost:6379/0",
        "redis://********@localhost:6379/0",
    );
    masks("s3://key:secret@bucket/a", "s3://********@bucket/a");
    masks("https://a:b@@example.com/", "https://********@example.com/");
    stays("https://example.com/@user and http://host:80/");
}

#[test]
fn what_stands_in_credentials_is_not_found_alone() {
    masks("pg://joe:4111-1111-1111-1111@db/x", "pg://********@db/x");
}

#[test]
fn the_value_of_a_sensitive_name_is_hidden() {
    masks("password=hunter2", "password=********");
    masks("PASSWORD: hunter2, then", "PASSWORD: ********, then");
    masks(
        "{\"password\": \"a b\\\" c\", \"n\": 1}",
        "{\"password\": \"********\", \"n\": 1}",
    );
    masks(
        "{\\\"password\\\":\\\"x y\\\"}",
        "{\\\"password\\\":\\\"********\\\"}",
    );
    masks("db_password := 'x'", "db_password := '********'");
    masks("?token=abc&page=2", "?token=********&page=2");
    masks(
        "Authorization: Bearer abc",
        "Authorization: Bearer ********",
    );
    masks("api key: abcdef", "api key: ********");
    masks("password='cut off", "password='********");
}

#[test]
fn what_is_no_value_stays() {
    stays("password=null password: {x} password=*** std::password::new token_url=http");
    stays("password == other");
    stays("author=me primary_key=7 monkey: banana");
    stays("request_id=4bf92f35 user_id=12");
    stays("of the token primary_key=7");
}

#[test]
fn a_password_in_a_sentence_needs_the_user_before_it() {
    masks(
        "UserName snoop PassWord biggreenhat",
        "UserName snoop PassWord ********",
    );
    masks(
        "username root\npassword crickets",
        "username root\npassword ********",
    );
    stays("the user forgot password reset");
    stays("password crickets");
}

#[test]
fn a_password_is_told_by_an_option_an_element_or_a_sentence() {
    masks(
        "psql --db-password hunter2 -v",
        "psql --db-password ******** -v",
    );
    masks(
        "<wsse:Password>hunter 2</wsse:Password>",
        "<wsse:Password>********</wsse:Password>",
    );
    masks("u: snoop\np: biggreenhat", "u: snoop\np: ********");
    masks("my password is: hunter2.", "my password is: ********");
    masks("login snoop pw biggreenhat", "login snoop pw ********");
    stays("the password is incorrect, a password is 12 characters long");
    stays("--password <PASSWORD> <password></password> x: 1\np: 2");
    stays("user changed password successfully");
}

#[test]
fn sensitive_cookies_of_a_line_are_hidden_also_in_one_block() {
    masks(
        "Cookie: theme=dark; sid=abc; lang=en",
        "Cookie: theme=dark; sid=********; lang=en",
    );
    stays("theme=dark; sid=abc");
}

#[test]
fn each_default_kind_is_found_at_every_place_of_a_block() {
    let all = [
        ("555-123-4567", "***-***-4567"),
        ("4111-1111-1111-1234", "****-****-****-1234"),
        ("123-45-6789", "***-**-****"),
        ("DE89 3704 0044 0532 0130 00", "DE********3000"),
        ("j@example.com", "***@example.com"),
        ("password=x1", "password=********"),
        ("+49 30 1234567", "***-***-4567"),
        ("４１５-６６６-７７７７", "***-***-****"),
    ];
    for (secret, _) in all {
        for before in 0..140 {
            let text = format!("{}{secret} end", ". ".repeat(before));
            let found = Masker::default().find(&text);
            assert_eq!(found.len(), 1, "{text}");
            assert!(found[0].range.start >= 2 * before);
        }
    }
    for (secret, masked) in all.iter().take(6) {
        masks(secret, masked);
    }
}

#[test]
fn kinds_are_switched_on_and_off() {
    let masker = Masker::builder().without([Kind::Email]).build().unwrap();
    assert_eq!(masker.mask("j@example.com"), "j@example.com");
    let masker = Masker::builder().only([Kind::Ip]).build().unwrap();
    assert_eq!(
        masker.mask("10.1.2.3 j@example.com"),
        "*.*.*.* j@example.com"
    );
    let masker = Masker::builder()
        .kind_names(["mac", "uk_nino"])
        .build()
        .unwrap();
    assert_eq!(masker.mask("AB123456C"), "********");
}

#[test]
fn styles_reach_the_text() {
    let masker = Masker::builder()
        .preserve_domain(false)
        .preserve_last4(false)
        .style(Kind::Password, Style::Placeholder)
        .build()
        .unwrap();
    let text = "j@example.com 4111-1111-1111-1234 password=x, y";
    let expected = "***@*** ****-****-****-**** password=[PASSWORD], y";
    assert_eq!(masker.mask(text), expected);
    assert_eq!(masker.mask(expected), expected);
}

#[test]
fn source_code_is_told_from_configuration() {
    stays("_pin: PhantomPinned, token: &Token, global_implicit_token: Mutex<bool>,");
    stays("Stream<Token = char>, type Token = Input::Token; type Key = Vec<u8>; type Token = u8;");
    stays("let token = lexer.next()?; let pin = std::pin::Pin::new(&mut fut);");
    stays("let secret = vec![0x95u8; 136]; let auth = Some((user, pass));");
    stays("fn new(pin: Pin<&'a mut T>, auth: Auth, mut auth: HeaderValue, token: T) {");
    stays("pub const SYS_memfd_secret: c_long = 447; pub pw_passwd: *mut c_char,");
    stays("brace_token: node.brace_token, password: self.password, secret: impl AsRef<[u8]>,");
    stays("where Input::Token: PartialEq, httparse::Error::Token => Parse::Header,");
    stays("state.token = token; token: pending_token, token: TokenTree, let token = if let");
    stays("    NLMSGERR_ATTR_COOKIE = 3,\n    xAuth: ::core::option::Option<");
    stays("password = os.environ[\"X\"] and password = getenv(\"DB\")");
}

#[test]
fn what_may_be_a_secret_is_not_taken_for_code() {
    masks("password: hunter2", "password: ********");
    masks("pin: 1234", "pin: ********");
    masks("token = abc123", "token = ********");
    masks("api_key: foo_bar", "api_key: ********");
    masks("api_key: foo.bar", "api_key: ********");
    masks("password: Hunter, then", "password: ********, then");
    masks("password: MyPassword,", "password: ********,");
    masks("password=abc(def", "password=********");
    masks("password=abc(def)ghi", "password=********");
    masks("<p>Password: Hunter<br>", "<p>Password: ********<br>");
    masks("let password = hunter2", "let password = ********");
    masks("API_KEY = 123", "API_KEY = ********");
    masks("MY_PIN = 123,\n", "MY_PIN = ********,\n");
    masks("password = password", "password = ********");
    masks("token=Token", "token=********");
    masks(
        "config::db::password: hunter2",
        "config::db::password: ********",
    );
    masks("db.token: a::", "db.token: ********");
}

#[test]
fn a_name_may_end_with_a_number() {
    masks("password1=x", "password1=********");
    masks("passwd2: x", "passwd2: ********");
    masks("PASSWORD_1=x", "PASSWORD_1=********");
    masks("\"password-12\": \"x\"", "\"password-12\": \"********\"");
    stays("2026-11-21T10:11:12 at10:12 a1=2 port_1=2 key1=2 password123=");
}
