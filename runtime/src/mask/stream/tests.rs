//! The buffers, over an engine of four plain kinds.

use super::cut::LONG;
use super::double::Double;
use super::held::Held;
use crate::mask::Kind;

/// Writes `text` in pieces of the lengths that `lengths` repeats.
fn in_pieces(text: &[u8], lengths: &[usize]) -> Vec<u8> {
    let (mut held, mut out, mut rest) = (Held::new(), Vec::new(), text);
    for length in lengths.iter().cycle() {
        let mut piece = &rest[..rest.len().min(*length)];
        rest = &rest[piece.len()..];
        while !piece.is_empty() {
            let taken = held.take(&Double, piece, &mut out);
            assert!(taken.bytes > 0, "a piece is taken");
            out.extend_from_slice(taken.clean);
            piece = &piece[taken.bytes..];
        }
        if rest.is_empty() {
            break;
        }
    }
    held.finish(&Double, &mut out);
    out
}

fn same_in_any_pieces(text: &[u8]) {
    let whole = Double::whole(text);
    for lengths in [
        &[1][..],
        &[2, 3],
        &[7, 64, 1],
        &[100],
        &[1000, 5],
        &[5000],
        &[1 << 20],
    ] {
        let pieces = in_pieces(text, lengths);
        assert_eq!(
            String::from_utf8_lossy(&pieces),
            String::from_utf8_lossy(&whole),
            "in pieces of {lengths:?}"
        );
    }
}

fn lines(count: usize) -> Vec<u8> {
    let line = |n: usize| format!("{n} a line of text, by john{n}@example.com, and its end\n");
    (0..count).flat_map(|n| line(n).into_bytes()).collect()
}

#[test]
fn what_is_split_is_found() {
    same_in_any_pieces(b"one john@example.com two\nthree jane@example.com");
    same_in_any_pieces(&lines(500));
}

#[test]
fn a_long_line_is_written_in_parts() {
    let text: Vec<u8> = lines(500)
        .into_iter()
        .map(|byte| if byte == b'\n' { b' ' } else { byte })
        .collect();
    same_in_any_pieces(&text);
    let (mut held, mut out) = (Held::new(), Vec::new());
    for piece in text.chunks(10) {
        held.take(&Double, piece, &mut out);
        assert!(
            held.memory() < LONG + 700,
            "{} bytes are held",
            held.memory()
        );
    }
}

#[test]
fn a_private_key_of_any_length_is_one_finding() {
    for body_lines in [1, 10, 40, 200, 4000] {
        let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n";
        let key = format!(
            "before\n-----BEGIN PRIVATE KEY-----\n{}-----END PRIVATE KEY-----\nand john@example.com\n",
            body.repeat(body_lines)
        );
        same_in_any_pieces(key.as_bytes());
    }
}

#[test]
fn a_token_of_any_length_is_one_finding() {
    for length in [10, 500, 3000, 4096, 5000, 70_000, 700_000] {
        let text = format!("a token eyJ{} and john@example.com\n", "x".repeat(length));
        same_in_any_pieces(text.as_bytes());
    }
}

#[test]
fn a_quoted_value_of_any_length_is_one_finding() {
    for length in [10, 2000, 5000, 100_000] {
        let text = format!(
            "a password=\"{}\" and john@example.com\n",
            "x y ".repeat(length)
        );
        same_in_any_pieces(text.as_bytes());
    }
}

#[test]
fn what_is_final_is_written_at_once() {
    let (mut held, mut out) = (Held::new(), Vec::new());
    held.take(&Double, b"one john@example.com\ntwo john", &mut out);
    assert_eq!(out, b"one ********\n");
    held.take(&Double, b"@example.com\n", &mut out);
    assert_eq!(out, b"one ********\ntwo ********\n");
    assert_eq!(held.summary().of(Kind::Email), 2);
}

#[test]
fn nothing_of_an_unfinished_secret_is_written() {
    let (mut held, mut out) = (Held::new(), Vec::new());
    held.take(
        &Double,
        b"text\n-----BEGIN PRIVATE KEY-----\nMIIE\n",
        &mut out,
    );
    assert_eq!(out, b"text\n");
    held.finish(&Double, &mut out);
    assert_eq!(out, b"text\n********");
}

#[test]
fn large_clean_pieces_are_not_copied() {
    let text = "a line of text that holds nothing\n".repeat(1000);
    let (mut held, mut out) = (Held::new(), Vec::new());
    let taken = held.take(&Double, text.as_bytes(), &mut out);
    assert!(
        taken.clean.len() > 30_000,
        "{} bytes are clean",
        taken.clean.len()
    );
    assert!(out.len() < 200, "{} bytes are copied", out.len());
}
