//! One pass over a text: blocks become masks, masks become places, cheap filters drop most of
//! them, and what is left is confirmed strictly in order of place.
//!
//! The order is a hard rule: were two kinds handled apart, say the rest of a block first, the
//! borders of blocks would decide what is found, and masking twice would differ from masking once.
//!
//! | file | subject |
//! |---|---|
//! | `block` | 64 bytes as masks |
//! | `trigger` | from masks to places worth a look |
//! | `filter` | which of them are not |
//! | `pass` | the look, and which finding wins |
//! | `signs` | the next `@` behind a finding |
//! | `confirm` | what stands around a place |
//! | `custom` | the patterns of users |
//! | `output` | the masked text |
//! | `piece` | the same for a piece of a text |
//! | `watch` | who knows more of the text than its bytes tell |

#![expect(
    clippy::inline_always,
    reason = "a call within the loop over blocks costs as much as what is called"
)]

pub(crate) mod block;
mod confirm;
pub(crate) mod custom;
mod filter;
mod output;
mod pass;
mod piece;
mod signs;
#[cfg(test)]
mod tests;
mod trigger;
mod watch;

use std::ops::ControlFlow;

use self::block::{BLOCK, Blocks, Native};
use self::custom::Patterns;
use self::filter::Wanted;
use self::pass::Pass;
use self::trigger::{MoreTriggers, Triggers};
use self::watch::Everywhere;
use super::finding::Found;
use super::national::National;
use super::rules::Rules;

pub(crate) use output::{REST, find, mask, mask_portably, mask_text};
pub(crate) use piece::mask_piece;
pub(crate) use watch::{Live, Watch};

/// What a scan goes by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) national: &'a National,
    pub(crate) patterns: Option<&'a Patterns>,
}

/// Gives every finding of `text` that begins at `from` or behind it, in order and without overlap,
/// on the borders of characters where `text` is UTF-8. What stands before `from` is read as
/// context, never found; [`CONTEXT`] bytes of it are enough. Any bytes.
///
/// # Errors
///
/// `Break` as soon as `each` gives it.
pub(crate) fn scan(
    plan: Plan<'_>,
    text: &[u8],
    from: usize,
    each: &mut impl FnMut(Found) -> ControlFlow<()>,
) -> ControlFlow<()> {
    scan_by::<Native>(plan, text, from, each)
}

/// The same, by one of the ways to make masks.
fn scan_by<B: Blocks>(
    plan: Plan<'_>,
    text: &[u8],
    from: usize,
    each: &mut impl FnMut(Found) -> ControlFlow<()>,
) -> ControlFlow<()> {
    watched_by::<B>(plan, text, from, &mut Everywhere(each))
}

/// The same for one who looks on: the names of JSON are known from its structure.
///
/// # Errors
///
/// `Break` as soon as `watch` gives it.
pub(crate) fn watched(
    plan: Plan<'_>,
    text: &[u8],
    from: usize,
    watch: &mut impl Watch,
) -> ControlFlow<()> {
    watched_by::<Native>(plan, text, from, watch)
}

fn watched_by<B: Blocks>(
    plan: Plan<'_>,
    text: &[u8],
    from: usize,
    watch: &mut impl Watch,
) -> ControlFlow<()> {
    let wanted = Wanted::new(plan);
    let mut pass = Pass::new(plan, text, from);
    if wanted.more() {
        blocks::<true, B>(&wanted, &mut pass, from, watch)?;
    } else {
        blocks::<false, B>(&wanted, &mut pass, from, watch)?;
    }
    pass.last_custom(&mut |found| watch.found(found))
}

/// How many bytes before the first new one may decide over a finding.
pub(crate) const CONTEXT: usize = BLOCK;

fn blocks<const MORE: bool, B: Blocks>(
    wanted: &Wanted,
    pass: &mut Pass<'_>,
    from: usize,
    watch: &mut impl Watch,
) -> ControlFlow<()> {
    let mut triggers = Triggers::new(wanted.known());
    let mut more = MoreTriggers::default();
    // A block earlier, so that runs across `from` are known.
    let mut start = (from / BLOCK * BLOCK).saturating_sub(BLOCK);
    while start < pass.text().len() {
        let block = block::load(pass.text(), start);
        let classes = B::classes(&block);
        let mut hits = triggers.next(&classes);
        let live = watch.block(start, &block, &classes)?;
        hits.equal &= live.pairs;
        if MORE {
            more.next(&classes, &B::marks(&block), &mut hits);
        }
        if pass.floor() > start || live.any != u64::MAX {
            hits = hits.within(behind(pass.floor(), start) & live.any);
        }
        if pass.numbers() > start {
            hits.number &= behind(pass.numbers(), start);
        }
        let mut kept = filter::kept::<MORE>(wanted, pass, start, &classes, hits);
        let mut left = kept.all();
        while left != 0 {
            let bit = left & left.wrapping_neg();
            left ^= bit;
            let at = start + bit.trailing_zeros() as usize;
            let cookies = pass.in_cookies(at + 1);
            loop {
                let floor = pass.floor();
                pass.look::<MORE>(at, kept.at(bit), &mut |found| watch.found(found))?;
                // A finding that ends before the place leaves it to another look.
                if pass.floor() == floor || pass.floor() > at {
                    break;
                }
            }
            if !cookies && pass.in_cookies(at + 1) {
                // The names of cookies are looser than the filter, which was asked before.
                kept.equal |= hits.equal & behind(at + 1, start);
                left |= kept.equal & behind(at + 1, start);
            }
            left &= behind(pass.floor(), start);
        }
        start += BLOCK;
    }
    ControlFlow::Continue(())
}

/// The bits of the block at `start` that stand at `floor` or behind it.
#[inline(always)]
fn behind(floor: usize, start: usize) -> u64 {
    match floor.saturating_sub(start) {
        0 => u64::MAX,
        inside @ 1..BLOCK => u64::MAX << inside,
        _ => 0,
    }
}
