//! Lines for people.

use crate::lines::pretty;

/// Without the time.
fn shown(work: impl FnOnce()) -> String {
    let text = pretty(None, work);
    let lines: Vec<&str> = text
        .lines()
        .map(|line| match line.strip_prefix("    | ") {
            Some(_) => line,
            None => line.get(13..).unwrap_or_default(),
        })
        .collect();
    lines.join("\n")
}

#[test]
fn a_line_has_level_request_place_message_fields_and_file() {
    let line = line!() + 3;
    let text = shown(|| {
        let _span = tracing::info_span!("http", request_id = "req-1", user_id = 7).entered();
        tracing::warn!(target: "shop::api", rows = 3, who = "a b", by = %"a b", "stored");
    });
    assert_eq!(
        text,
        format!(
            " WARN req-1 shop::api: stored user_id=7 rows=3 who=\"a b\" by=a b {}:{line}",
            file!()
        )
    );
}

#[test]
fn the_function_stands_in_the_place_of_the_target() {
    let text = shown(|| tracing::info!(function = "shop::list", "done"));
    assert!(text.starts_with(" INFO shop::list: done "), "{text}");
}

#[test]
fn more_lines_stand_below_behind_a_bar() {
    let text = shown(|| {
        tracing::error!(
            query = "select 1\nfrom t",
            sources = "a: b",
            "one\n12:00:00.000 ERROR forged"
        );
    });
    let (first, below) = text.split_once('\n').expect("there are more lines");
    assert!(
        first.starts_with("ERROR ") && first.contains(": one "),
        "{first}"
    );
    let expected = [
        "    | 12:00:00.000 ERROR forged",
        "    | query:",
        "    | select 1",
        "    | from t",
        "    | caused by: a: b",
    ];
    assert_eq!(below.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn nothing_gives_a_command_to_a_terminal() {
    let text = pretty(None, || {
        tracing::info!(
            a = "\u{1b}[2J",
            b = "x\ry",
            c = "\u{9b}31m",
            d = "\u{202e}x",
            "\u{7}bell"
        );
    });
    assert!(
        !text.contains(['\u{1b}', '\r', '\u{9b}', '\u{202e}', '\u{7}']),
        "{text:?}"
    );
    assert!(
        text.contains("a=\\u{1b}[2J") && text.contains("b=x\\ry"),
        "{text}"
    );
}
