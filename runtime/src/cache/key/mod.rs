//! Keys: how arguments become one readable text that no other arguments give.
//!
//! A key is text: what the template says, with each hole rendered by [`CacheKey`]. Inside a hole
//! everything but `A-Z a-z 0-9 _ . @ -` and what is not ASCII is written as `%` and two
//! hexadecimal digits, so the separators of a template (`:` and `/`) and those of the rendering
//! itself (`( ) [ ] , ~ +`) never come out of a value. The empty text is a lone `%`, `None` is `~`.
//!
//! | file | subject |
//! |---|---|
//! | `buf` | [`KeyBuf`], the key while it is written |
//! | `write` | what it is written from: text, numbers, bytes |
//! | `owned` | [`Key`], the key that is kept |
//! | `words` | eight bytes at a time: loading, digits, what needs escaping |
//! | `fold` | hashes, lower case, the short form of a very long key |
//! | `part`, `parts` | [`CacheKey`] and what implements it |
//! | `whole` | what can be a key by itself |
//! | `pattern` | [`Pattern`], the glob of `clear` |

#![allow(
    clippy::inline_always,
    reason = "a key is a few instructions per part once all of it is inlined, and measured ten times as many if not"
)]

mod buf;
mod fold;
mod owned;
mod part;
mod parts;
mod pattern;
mod whole;
mod words;
mod write;

pub use buf::KeyBuf;
pub use owned::Key;
pub use part::CacheKey;
pub use pattern::Pattern;
pub use whole::{IntoKey, IntoKeyBuf, IntoKeys};
