use super::{BLOCK, load, portable};

/// A generator that needs no seed from outside (`SplitMix64`).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn random_block(state: &mut u64) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    for eight in block.as_chunks_mut::<8>().0 {
        *eight = random(state).to_le_bytes();
    }
    block
}

#[test]
fn the_fast_masks_are_the_portable_ones() {
    let mut state = 1;
    for _ in 0..20_000 {
        let block = random_block(&mut state);
        assert_eq!(super::classes(&block), portable::classes(&block));
        assert_eq!(super::marks(&block), portable::marks(&block));
        assert_eq!(super::figures(&block), portable::figures(&block));
    }
}

#[test]
fn every_byte_is_in_its_classes_at_every_place() {
    for byte in 0..=u8::MAX {
        for place in 0..BLOCK {
            let mut block = [0; BLOCK];
            block[place] = byte;
            let bit = |is: bool| u64::from(is) << place;
            let found = portable::classes(&block);
            assert_eq!(found.digit, bit(byte.is_ascii_digit()));
            assert_eq!(found.letter, bit(byte.is_ascii_alphabetic()));
            assert_eq!(found.sign, bit(matches!(byte, b'@' | b'+' | b'%')));
            assert_eq!(found.equal, bit(matches!(byte, b'=' | b':')));
            assert_eq!(found.dash, bit(byte == b'-'));
            assert_eq!(found.under, bit(byte == b'_'));
            assert_eq!(found.wide, bit(byte == 0xEF));
            assert_eq!(found.w, bit(matches!(byte, b'w' | b'W')));
            let marks = portable::marks(&block);
            assert_eq!(marks.quote, bit(byte == b'"'));
            assert_eq!(marks.backslash, bit(byte == b'\\'));
            assert_eq!(marks.open, bit(matches!(byte, b'{' | b'[')));
            assert_eq!(marks.close, bit(matches!(byte, b'}' | b']')));
            assert_eq!(marks.lower, bit(byte.is_ascii_lowercase()));
            assert_eq!(marks.dot, bit(byte == b'.'));
            assert_eq!(
                marks.hex_letter,
                bit(byte.is_ascii_hexdigit() && byte.is_ascii_alphabetic())
            );
            let figures = portable::figures(&block);
            assert_eq!(figures.digit, bit(byte.is_ascii_digit()));
            assert_eq!(figures.zero, bit(byte == b'0'));
            assert_eq!(figures.one, bit(byte == b'1'));
            assert_eq!(figures.space, bit(byte == b' '));
            assert_eq!(figures.dash, bit(byte == b'-'));
            assert_eq!(figures.dot, bit(byte == b'.'));
            assert_eq!(figures.slash, bit(byte == b'/'));
        }
    }
}

#[test]
fn a_text_that_ends_within_a_block_is_filled_up_with_zeros() {
    let text = [b'7'; 70];
    assert_eq!(load(&text, 0), [b'7'; BLOCK]);
    let mut last = [0; BLOCK];
    last[..6].fill(b'7');
    assert_eq!(load(&text, 64), last);
    assert_eq!(load(&text, 128), [0; BLOCK]);
}
