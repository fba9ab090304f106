//! Streams: what comes out does not depend on how the text is cut.

use std::io::Write;

use gambeson::Masker;
use gambeson::mask::MaskWriter;

/// The first bytes say where the others are cut.
///
/// # Panics
///
/// Where a property does not hold.
pub fn check(bytes: &[u8]) {
    let (lengths, text) = bytes.split_at(bytes.len().min(4));
    let whole = Masker::global().mask_bytes(text);
    let pieces = in_pieces(text, lengths);
    assert_eq!(
        String::from_utf8_lossy(&pieces),
        String::from_utf8_lossy(&whole),
        "in pieces of {lengths:?}"
    );
}

/// The text as it comes out of a stream, written in pieces of these lengths, again and again.
///
/// # Panics
///
/// Never: a vector takes everything.
pub fn in_pieces(text: &[u8], lengths: &[u8]) -> Vec<u8> {
    let mut writer = MaskWriter::new(Vec::new());
    let mut rest = text;
    for length in lengths.iter().chain([&1]).cycle() {
        let (piece, behind) = rest.split_at(rest.len().min(usize::from(*length) + 1));
        writer.write_all(piece).expect("a vector takes everything");
        rest = behind;
        if rest.is_empty() {
            break;
        }
    }
    writer.finish().expect("a vector takes everything")
}
