//! The structure, value by value, without recursion.

use std::ops::{ControlFlow, Range};

use super::edit::{Edits, Put, Stopped};
use super::frame::{Frame, Role, is_sensitive};
use super::strings;
use super::token::{self, Text};
use crate::mask::Kind;
use crate::mask::finding::Found;
use crate::mask::masker::Inner;
use crate::mask::scan::scan;

/// What is to be masked of a JSON text. `depth` objects and arrays may stand within one another;
/// strings that hold JSON are opened if `open`.
///
/// # Errors
///
/// The text is not JSON, or has more findings than are allowed.
pub(super) fn walk(inner: &Inner, text: &[u8], depth: usize, open: bool) -> Result<Edits, Stopped> {
    let mut walk = Walk {
        inner,
        text,
        names: inner.rules.on.contains(Kind::Password),
        at: 0,
        edits: Edits::new(inner.limits.findings),
        frames: Vec::new(),
        depth,
        open,
    };
    walk.document()?;
    Ok(walk.edits)
}

const NOT_JSON: Stopped = Stopped::NotJson { hidden: None };

struct Walk<'a> {
    inner: &'a Inner,
    text: &'a [u8],
    /// Whether names make values sensitive.
    names: bool,
    at: usize,
    edits: Edits,
    frames: Vec<Frame>,
    depth: usize,
    open: bool,
}

impl Walk<'_> {
    /// One value, or several objects and arrays.
    fn document(&mut self) -> Result<(), Stopped> {
        let mut alone = false;
        loop {
            self.at = token::space(self.text, self.at);
            match self.text.get(self.at) {
                None if self.at > 0 => return Ok(()),
                Some(b'{' | b'[') if !alone => {}
                Some(_) if self.is_first() && !alone => alone = true,
                _ => return Err(NOT_JSON),
            }
            self.value()?;
        }
    }

    /// Nothing but white space stands before.
    fn is_first(&self) -> bool {
        token::space(self.text, 0) == self.at
    }

    fn value(&mut self) -> Result<(), Stopped> {
        loop {
            let start = self.at;
            if self.one_value()? && !self.closes(start)? {
                return Ok(());
            }
        }
    }

    /// A value, or the beginning of an object or array that is not empty: then `false`.
    fn one_value(&mut self) -> Result<bool, Stopped> {
        let start = self.at;
        if self.frames.last().is_some_and(Frame::hides) {
            self.at = token::skip(self.text, start).ok_or(Stopped::NotJson {
                hidden: Some(start),
            })?;
            let put = Put::secret(self.text, start..self.at);
            self.edits.push(start..self.at, put)?;
            return Ok(true);
        }
        match self.text.get(start) {
            Some(b'{' | b'[') if self.frames.len() >= self.depth => {
                self.at = token::skip(self.text, start).ok_or(Stopped::NotJson {
                    hidden: Some(start),
                })?;
                self.edits.push(start..self.at, Put::Rest)?;
                Ok(true)
            }
            Some(&open @ (b'{' | b'[')) => self.opens(open == b'{'),
            Some(b'"') => {
                let text = self.string()?;
                self.name_of_another(&text);
                self.text(&text)?;
                Ok(true)
            }
            _ => {
                self.at = token::bare(self.text, start).ok_or(NOT_JSON)?;
                self.number(start..self.at)?;
                Ok(true)
            }
        }
    }

    fn opens(&mut self, is_object: bool) -> Result<bool, Stopped> {
        self.frames.push(Frame::new(self.at, is_object));
        self.at = token::space(self.text, self.at + 1);
        if self.text.get(self.at) == Some(&closing(is_object)) {
            self.at += 1;
            self.frames.pop();
            return Ok(true);
        }
        if is_object {
            self.key()?;
        }
        Ok(false)
    }

    /// A value that began at `start` has ended; so may what it stands in. Whether another follows.
    fn closes(&mut self, mut start: usize) -> Result<bool, Stopped> {
        loop {
            let Some(frame) = self.frames.last_mut() else {
                return Ok(false);
            };
            frame.ended(start..self.at);
            let is_object = frame.is_object;
            self.at = token::space(self.text, self.at);
            match self.text.get(self.at) {
                Some(b',') => {
                    self.at = token::space(self.text, self.at + 1);
                    if is_object {
                        self.key()?;
                    }
                    return Ok(true);
                }
                Some(&byte) if byte == closing(is_object) => self.at += 1,
                _ => return Err(NOT_JSON),
            }
            if let Some(frame) = self.frames.pop() {
                start = frame.start;
                self.pairs(&frame)?;
            }
        }
    }

    fn pairs(&mut self, frame: &Frame) -> Result<(), Stopped> {
        for value in frame.secrets() {
            let put = Put::secret(self.text, value.clone());
            self.edits.cover(value.clone(), put)?;
        }
        Ok(())
    }

    /// The name of a member, and the colon.
    fn key(&mut self) -> Result<(), Stopped> {
        let text = self.string()?;
        let role = if self.names {
            self.role(&text)
        } else {
            Role::Plain
        };
        self.text(&text)?;
        self.at = token::space(self.text, self.at);
        if self.text.get(self.at) != Some(&b':') {
            return Err(NOT_JSON);
        }
        self.at = token::space(self.text, self.at + 1);
        if let Some(frame) = self.frames.last_mut() {
            frame.role = role;
        }
        Ok(())
    }

    fn role(&self, text: &Text) -> Role {
        self.with_name(text, |name| {
            if is_sensitive(&self.inner.rules.names, name) {
                Role::Sensitive
            } else {
                Role::of(name)
            }
        })
    }

    fn with_name<T>(&self, text: &Text, read: impl FnOnce(&[u8]) -> T) -> T {
        let raw = self.text.get(text.range.clone()).unwrap_or_default();
        if text.escaped {
            read(&strings::decoded(raw))
        } else {
            read(raw)
        }
    }

    /// A string may be the name of a value beside it.
    fn name_of_another(&mut self, text: &Text) {
        let expected = self.names && self.frames.last().is_some_and(Frame::expects_name);
        if expected
            && self.with_name(text, |name| is_sensitive(&self.inner.rules.names, name))
            && let Some(frame) = self.frames.last_mut()
        {
            frame.names_secret = true;
        }
    }

    fn string(&mut self) -> Result<Text, Stopped> {
        let text = match self.text.get(self.at) {
            Some(b'"') => token::string(self.text, self.at).ok_or(NOT_JSON)?,
            _ => return Err(NOT_JSON),
        };
        self.at = text.range.end + 1;
        Ok(text)
    }

    fn text(&mut self, text: &Text) -> Result<(), Stopped> {
        let range = text.range.clone();
        if !text.escaped {
            return self.scan(range, Put::Found);
        }
        let before = self.text.get(..range.start).unwrap_or_default();
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let left = self.depth.saturating_sub(self.frames.len());
        match strings::masked(self.inner, before, raw, left, self.open)? {
            Some(masked) => self.edits.push(range, Put::Text(masked)),
            None => Ok(()),
        }
    }

    fn number(&mut self, range: Range<usize>) -> Result<(), Stopped> {
        let mut first = None;
        self.each(range.clone(), |found| {
            first.get_or_insert(found);
            Ok(())
        })?;
        match first {
            Some(found) => {
                let put = Put::number(found, &range);
                self.edits.push(range, put)
            }
            None => Ok(()),
        }
    }

    fn scan(&mut self, range: Range<usize>, put: impl Fn(Found) -> Put) -> Result<(), Stopped> {
        let mut edits = std::mem::replace(&mut self.edits, Edits::new(0));
        let done = self.each(range, |found| {
            edits.push(found.start..found.end, put(found))
        });
        self.edits = edits;
        done
    }

    /// The findings of a stretch, of which all that stands before is known and nothing behind.
    fn each(
        &self,
        range: Range<usize>,
        mut push: impl FnMut(Found) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let text = self.text.get(..range.end).unwrap_or_default();
        let mut done = Ok(());
        // From the quote on: a number directly at the beginning of a scan counts as a part.
        let from = range.start.saturating_sub(1);
        let _ = scan(self.inner.plan(), text, from, &mut |found| {
            done = push(found);
            if done.is_ok() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        done
    }
}

fn closing(is_object: bool) -> u8 {
    if is_object { b'}' } else { b']' }
}
