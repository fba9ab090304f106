//! What comes out of a stream is what the whole text becomes, however it is cut into writes.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use gambeson::Masker;
use gambeson::mask::{AsyncMaskWriter, Kind, MaskWriter};
use proptest::prelude::*;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::given::{cases, given, hides_all, private_key, secret};

fn whole(text: &str) -> Vec<u8> {
    Masker::global().mask_bytes(text.as_bytes()).into_owned()
}

fn in_pieces(text: &[u8], lengths: &[usize]) -> Vec<u8> {
    let mut writer = MaskWriter::new(Vec::new());
    let mut rest = text;
    for length in lengths.iter().cycle() {
        let (piece, behind) = rest.split_at(rest.len().min(*length));
        writer.write_all(piece).expect("a vector takes everything");
        rest = behind;
        if rest.is_empty() {
            break;
        }
    }
    writer.finish().expect("a vector takes everything")
}

fn equal(pieces: &[u8], whole: &[u8]) -> Result<(), TestCaseError> {
    let same = pieces
        .iter()
        .zip(whole)
        .take_while(|(piece, whole)| piece == whole);
    let same = same.count();
    let around = |bytes: &[u8]| {
        let end = bytes.len().min(same + 60);
        String::from_utf8_lossy(&bytes[same.saturating_sub(60)..end]).into_owned()
    };
    prop_assert_eq!(around(pieces), around(whole), "from byte {} on", same);
    prop_assert!(pieces == whole);
    Ok(())
}

fn same(text: &str, lengths: &[usize]) -> Result<(), TestCaseError> {
    let pieces = in_pieces(text.as_bytes(), lengths);
    equal(&pieces, &whole(text))?;
    Ok(())
}

fn lengths() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(prop_oneof![1..8_usize, 1..200_usize, 1..8000_usize], 1..6)
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn pieces_of_lines_give_the_whole(given in given(secret()), lengths in lengths()) {
        same(&given.text, &lengths)?;
    }

    #[test]
    fn pieces_of_long_texts_give_the_whole(given in given(secret()), lengths in lengths(), times in 1..80_usize) {
        same(&given.text.repeat(times), &lengths)?;
    }

    #[test]
    fn pieces_of_a_long_line_give_the_whole(given in given(secret()), lengths in lengths(), times in 20..80_usize) {
        same(&given.text.replace('\n', " and ").repeat(times), &lengths)?;
    }

    #[test]
    fn pieces_of_keys_give_the_whole(given in given(private_key()), lengths in lengths()) {
        same(&given.text, &lengths)?;
    }

    #[test]
    fn pieces_of_any_text_give_the_whole(text in "(?s).{0,300}", lengths in lengths()) {
        same(&text, &lengths)?;
    }

    #[test]
    fn nothing_is_lost_by_an_inner_writer_that_fails_now_and_then(given in given(secret()), lengths in lengths()) {
        let mut writer = MaskWriter::new(Moody::default());
        for piece in Pieces::of(given.text.as_bytes(), &lengths) {
            let mut rest = piece;
            while !rest.is_empty() {
                // An error says that nothing was taken.
                rest = &rest[writer.write(rest).unwrap_or(0)..];
            }
        }
        while writer.finish_mut().is_err() {}
        let written = writer.finish().map_err(|error| TestCaseError::fail(error.to_string()))?.written;
        equal(&written, &whole(&given.text))?;
    }

    #[test]
    fn nothing_is_lost_by_writes_that_are_dropped(given in given(secret()), lengths in lengths()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let written = runtime.block_on(written_with_drops(given.text.as_bytes(), &lengths));
        hides_all(&String::from_utf8_lossy(&written), &given.secrets)?;
        equal(&written, &whole(&given.text))?;
    }
}

/// Polls each write once; one that is not ready is dropped, and has taken nothing.
async fn written_with_drops(text: &[u8], lengths: &[usize]) -> Vec<u8> {
    let mut writer = AsyncMaskWriter::new(Moody::default());
    for piece in Pieces::of(text, lengths) {
        let mut rest = piece;
        while !rest.is_empty() {
            tokio::select! {
                biased;
                taken = writer.write(rest) => rest = &rest[taken.unwrap_or(0)..],
                () = std::future::ready(()) => {}
            }
        }
    }
    while writer.shutdown().await.is_err() {}
    writer.into_inner().written
}

struct Pieces<'t> {
    rest: &'t [u8],
    lengths: std::iter::Cycle<std::iter::Copied<std::slice::Iter<'t, usize>>>,
}

impl<'t> Pieces<'t> {
    fn of(rest: &'t [u8], lengths: &'t [usize]) -> Self {
        let lengths = lengths.iter().copied().cycle();
        Pieces { rest, lengths }
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = &'t [u8];

    fn next(&mut self) -> Option<&'t [u8]> {
        let length = self.rest.len().min(self.lengths.next()?);
        let (piece, behind) = self.rest.split_at(length);
        self.rest = behind;
        (!piece.is_empty()).then_some(piece)
    }
}

/// Takes a few bytes, fails, is not ready, by turns.
#[derive(Debug, Default)]
struct Moody {
    written: Vec<u8>,
    calls: usize,
}

impl Write for Moody {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.calls += 1;
        match self.calls % 4 {
            0 => Err(io::ErrorKind::WouldBlock.into()),
            1 => Err(io::ErrorKind::Interrupted.into()),
            few => {
                let taken = bytes.len().min(7 * few);
                self.written.extend_from_slice(&bytes[..taken]);
                Ok(taken)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl AsyncWrite for Moody {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Write::write(&mut *self, bytes);
        if written
            .as_ref()
            .is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
        {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(written)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[test]
fn a_token_of_any_length_is_one_mask() {
    for length in [20, 3000, 4090, 4100, 50_000, 700_000] {
        let body = "x".repeat(length);
        for text in [
            format!("Authorization: Bearer {body}\nby john@example.com\n"),
            format!(
                "a={}.{}{body}.{body} by john@example.com\n",
                "eyJhbGciOiJIUzI1NiJ9", "eyJ"
            ),
            format!("{{\"password\":\"{body} {body}\",\"by\":\"john@example.com\"}}\n"),
            format!(
                "\"{{\\\"password\\\":\\\"{body}\\\",\\\"by\\\":\\\"john@example.com\\\"}}\"\n"
            ),
            format!("password={body} by john@example.com\n"),
        ] {
            let masker = Masker::builder()
                .max_bytes(4 << 20)
                .build()
                .expect("a limit is no mistake");
            let whole = masker.mask(&text).into_owned();
            assert!(!whole.contains("xxx"), "the whole hides it");
            for lengths in [&[1_usize][..], &[10, 600, 3], &[64_000], &[1 << 20]] {
                let pieces = in_pieces(text.as_bytes(), lengths);
                assert_eq!(
                    String::from_utf8_lossy(&pieces),
                    whole,
                    "{length} in pieces of {lengths:?}"
                );
            }
        }
    }
}

#[test]
fn a_private_key_of_any_length_is_one_mask() {
    let dashes = "-----";
    for lines in [1, 10, 60, 70, 5000] {
        let body = format!("{}\n", "x".repeat(64)).repeat(lines);
        let text = format!(
            "a\n{dashes}BEGIN PRIVATE KEY{dashes}\n{body}{dashes}END PRIVATE KEY{dashes}\nby john@example.com\n"
        );
        for lengths in [&[1_usize][..], &[65], &[10, 600, 3], &[1 << 20]] {
            let pieces = in_pieces(text.as_bytes(), lengths);
            assert_eq!(
                String::from_utf8_lossy(&pieces),
                "a\n********\nby j***@example.com\n",
                "{lines} lines"
            );
        }
    }
}

#[test]
fn a_flush_does_not_write_half_a_secret() {
    let mut writer = MaskWriter::new(Vec::new());
    writer
        .write_all(b"one\ncard 4111-1111-")
        .expect("a vector takes everything");
    writer.flush().expect("a vector takes everything");
    writer
        .write_all(b"1111-1234\n")
        .expect("a vector takes everything");
    let written = writer.finish().expect("a vector takes everything");
    assert_eq!(written, b"one\ncard ****-****-****-1234\n");
}

#[test]
fn a_writer_that_is_dropped_writes_what_it_held() {
    let mut written = Vec::new();
    let mut writer = MaskWriter::new(&mut written);
    writer
        .write_all(b"by john@example.com")
        .expect("a vector takes everything");
    drop(writer);
    assert_eq!(written, b"by j***@example.com");
}

#[test]
fn what_was_masked_is_counted_by_kind() {
    let mut writer = MaskWriter::new(Vec::new());
    let text = "john@example.com, password=hunter2, 555-123-4567\n".repeat(3000);
    writer
        .write_all(text.as_bytes())
        .expect("a vector takes everything");
    assert_eq!(
        writer.summary().to_string(),
        "email: 3000, phone: 3000, password: 3000"
    );
    assert_eq!(writer.summary().of(Kind::Email), 3000);
    assert_eq!(writer.summary().total(), 9000);
}

#[test]
fn the_limits_of_a_masker_are_not_those_of_a_stream() {
    let masker = Masker::builder()
        .max_bytes(100)
        .max_findings(2)
        .build()
        .expect("limits are no mistake");
    let mut writer = MaskWriter::with_masker(Vec::new(), masker);
    writer
        .write_all("by john@example.com\n".repeat(100).as_bytes())
        .expect("a vector takes everything");
    let written = writer.finish().expect("a vector takes everything");
    assert_eq!(written, "by j***@example.com\n".repeat(100).as_bytes());
}
