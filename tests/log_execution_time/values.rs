//! `args`, `fields` and `ret`.

use std::cell::Cell;
use std::fmt;
use std::time::Duration;

use gambeson::{Masked, Secret, log_execution_time, mask};
use gambeson_tests::log_events::Events;
use tracing::Level;

#[derive(Masked)]
struct Order {
    id: u64,
    #[mask(email)]
    mail: String,
}

#[derive(Debug)]
struct Filter {
    limit: u8,
}

struct Opaque {
    id: u64,
}

fn short(opaque: &Opaque, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "#{}", opaque.id)
}

#[log_execution_time(args(
    id,
    share,
    dry,
    name,
    mail,
    note,
    password,
    order = masked,
    raw = show,
    card = mask::card,
    voucher = mask::keep_last(2),
    opaque = short,
    other = |other, f| write!(f, "{}-{}", other.id, 1),
    filter,
    wait,
    token_count,
))]
#[expect(clippy::too_many_arguments, reason = "one of each kind")]
async fn every_kind(
    id: u64,
    share: f32,
    dry: bool,
    name: &str,
    mail: String,
    note: Option<&str>,
    password: u32,
    order: &Order,
    raw: &str,
    card: String,
    voucher: &str,
    opaque: Opaque,
    other: &Opaque,
    filter: Filter,
    wait: Duration,
    token_count: Option<u32>,
) {
    // It may consume what is told of.
    drop((
        id, share, dry, name, mail, note, password, order, raw, card, voucher,
    ));
    let _ = (opaque, other, filter.limit, wait, token_count);
}

#[tokio::test]
async fn arguments_are_told_by_their_types_and_masked() {
    let (events, _listening) = Events::listen(Level::INFO);
    every_kind(
        7,
        0.5,
        true,
        "ada",
        "john@example.com".to_owned(),
        None,
        1234,
        &Order {
            id: 1,
            mail: "john@example.com".to_owned(),
        },
        "john@example.com",
        "4111 1111 1111 1111".to_owned(),
        "A7-99-1234",
        Opaque { id: 3 },
        &Opaque { id: 4 },
        Filter { limit: 9 },
        Duration::from_millis(250),
        Some(3),
    )
    .await;
    let told = events.one();
    let row = |name| told.field(name).to_owned();
    assert_eq!(row("id"), "7");
    assert_eq!(row("share"), "0.5");
    assert_eq!(row("dry"), "true");
    assert_eq!(row("name"), "ada");
    assert_eq!(row("mail"), "j***@example.com");
    assert_eq!(row("note"), "-");
    assert_eq!(row("password"), "********");
    assert_eq!(row("order"), "Order { id: 1, mail: \"j***@example.com\" }");
    assert_eq!(row("raw"), "john@example.com");
    assert_eq!(row("card"), "****-****-****-1111");
    assert_eq!(row("voucher"), "****34");
    assert_eq!(row("opaque"), "#3");
    assert_eq!(row("other"), "4-1");
    assert_eq!(row("filter"), "Filter { limit: 9 }");
    assert_eq!(row("wait"), "250ms");
}

#[test]
fn arguments_of_any_form_are_told() {
    struct Shop {
        name: String,
    }
    impl Shop {
        #[log_execution_time(args(a, b, r#type, total, text), fields(name = self.name(), sum = a + b))]
        fn sell(
            &self,
            (a, b): (u8, u8),
            r#type: &str,
            mut total: u64,
            text: impl fmt::Display,
        ) -> u64 {
            total += u64::from(a + b);
            drop((r#type, text.to_string()));
            total
        }

        fn name(&self) -> &str {
            &self.name
        }
    }

    let (events, _listening) = Events::listen(Level::INFO);
    let shop = Shop {
        name: "corner".to_owned(),
    };
    assert_eq!(shop.sell((1, 2), "cash", 10, format_args!("hi {}", 1)), 13);
    assert_eq!(
        events.lines(&["a", "b", "type", "total", "text", "name", "sum"]),
        ["1 2 cash 10 hi 1 corner 3"]
    );
}

#[test]
fn a_generic_argument_is_told_by_its_bounds() {
    #[log_execution_time(args(shown, debugged))]
    fn generic<A: fmt::Display, B: fmt::Debug>(shown: A, debugged: B) {
        drop((shown.to_string(), format!("{debugged:?}")));
    }
    let (events, _listening) = Events::listen(Level::INFO);
    generic("a", "b");
    assert_eq!(events.lines(&["shown", "debugged"]), ["a \"b\""]);
}

#[test]
fn fields_are_expressions_with_the_sigils_of_tracing() {
    #[log_execution_time(fields(
        tenant = names.first().copied(),
        shown = %names[0],
        debugged = ?names[0],
        count = names.len(),
        kind = "fixed",
        secret = names[0],
    ))]
    fn fields(names: Vec<&str>) -> usize {
        names.into_iter().map(str::len).sum()
    }
    let (events, _listening) = Events::listen(Level::INFO);
    fields(vec!["ada@example.com"]);
    assert_eq!(
        events.lines(&["tenant", "shown", "debugged", "count", "kind", "secret"]),
        ["a***@example.com a***@example.com \"a***@example.com\" 1 fixed ********"]
    );
}

#[test]
fn ret_is_the_value_of_what_succeeds() {
    #[log_execution_time(ret)]
    fn number(fails: bool) -> Result<u8, ()> {
        if fails { Err(()) } else { Ok(7) }
    }
    #[log_execution_time(ret)]
    fn text() -> String {
        "john@example.com".to_owned()
    }
    #[log_execution_time(ret)]
    fn filter() -> Option<Filter> {
        Some(Filter { limit: 1 })
    }
    #[log_execution_time(ret)]
    fn secret() -> Secret<String> {
        Secret::new("hunter2".to_owned())
    }

    let (events, _listening) = Events::listen(Level::INFO);
    let _ = number(false);
    let _ = number(true);
    drop((text(), filter(), secret()));
    assert_eq!(
        events.lines(&["ret"]),
        [
            "7",
            "-",
            "j***@example.com",
            "Some(Filter { limit: 1 })",
            "Secret(********)"
        ]
    );
}

thread_local! {
    static SHOWN: Cell<u32> = const { Cell::new(0) };
}

struct Counts;

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        SHOWN.set(SHOWN.get() + 1);
        f.write_str("counted")
    }
}

#[log_execution_time(args(value), fields(again = %value), ret)]
fn counted(value: Counts) -> Counts {
    value
}

#[test]
fn nothing_is_rendered_where_nobody_listens() {
    let (events, listening) = Events::listen(Level::WARN);
    let _ = counted(Counts);
    assert_eq!((events.take().len(), SHOWN.get()), (0, 0));
    drop(listening);

    let (events, _listening) = Events::listen(Level::INFO);
    let _ = counted(Counts);
    assert_eq!((events.take().len(), SHOWN.get()), (1, 3));
}

#[test]
fn a_hostile_value_is_cut_and_panics_stay_within() {
    struct Panics(String);
    impl fmt::Debug for Panics {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            panic!("in Debug")
        }
    }

    #[log_execution_time(args(body, lines, broken))]
    fn hostile(body: &str, lines: &str, broken: Panics) -> usize {
        drop(broken.0);
        body.len() + lines.len()
    }

    let (events, _listening) = Events::listen(Level::INFO);
    let lines = "a\n{\"level\":\"ERROR\"}\r\u{1b}[31m\u{202e}\0";
    hostile(&"x".repeat(10_000_000), lines, Panics(String::new()));
    let told = events.one();
    assert!(told.field("body").len() < 10_000);
    assert!(told.field("body").ends_with("... (cut)"));
    assert_eq!(told.field("lines"), lines);
    assert_eq!(told.field("broken"), "(its formatting panicked)");
}

#[test]
fn a_subscriber_of_lines_shows_a_hostile_value_on_one_line() {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Out(Arc<Mutex<Vec<u8>>>);
    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[log_execution_time(args(text))]
    fn hostile(text: &str) -> usize {
        text.len()
    }

    let out = Out::default();
    let writer = out.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, || hostile("a\nERROR forged"));
    let written = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
    assert_eq!(written.lines().count(), 1, "{written}");
}
