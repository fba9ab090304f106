//! `traceparent`, by the W3C's Trace Context.

use std::fmt;
use std::str::FromStr;

use arrayvec::ArrayString;

/// Where the parts stand: `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`.
const TRACE: usize = 3;
const PARENT: usize = 36;
const FLAGS: usize = 53;
const LENGTH: usize = 55;

/// The flags that are defined: the caller may have recorded the trace; its id is random.
const SAMPLED: u8 = 0b01;
const RANDOM: u8 = 0b10;

/// The header `traceparent`: in which trace a request is, and which span of it has sent it.
///
/// Read as the [W3C's Trace Context](https://www.w3.org/TR/trace-context-2/#traceparent-header) has it: lower-case
/// hexadecimal digits, ids that are not all zero, version `00` of exactly 55 characters. Of a later
/// version what is known is read, and what follows is left alone. It is written as version `00`,
/// with the flags that are known.
///
/// ```
/// use gambeson::context::{Context, Traceparent};
///
/// let came = Traceparent::parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")?;
/// assert!(came.is_sampled());
///
/// // To another service: the same trace, and an id of its own for each call.
/// let context = Context::generate().with_traceparent(came);
/// let goes = context.traceparent();
/// assert_eq!(goes.trace_id(), came.trace_id());
/// assert_ne!(goes.parent_id(), came.parent_id());
/// assert!(goes.to_string().ends_with("-01"));
/// # Ok::<_, gambeson::context::InvalidTraceparent>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Traceparent {
    trace: ArrayString<32>,
    parent: ArrayString<16>,
    flags: u8,
}

impl Traceparent {
    /// Reads the value of a header: text, bytes, or `http::HeaderValue`.
    ///
    /// Of several headers of that name none counts, by the specification.
    ///
    /// # Errors
    ///
    /// When it is none; then a new trace begins.
    pub fn parse(value: impl AsRef<[u8]>) -> Result<Self, InvalidTraceparent> {
        let bytes = value.as_ref();
        let version = hexadecimal::<2>(bytes, 0)?;
        if &version == "ff" {
            return Err(InvalidTraceparent::Version);
        }
        dash(bytes, TRACE - 1)?;
        let trace = hexadecimal(bytes, TRACE)?;
        dash(bytes, PARENT - 1)?;
        let parent = hexadecimal(bytes, PARENT)?;
        dash(bytes, FLAGS - 1)?;
        let flags = hexadecimal::<2>(bytes, FLAGS)?;
        if bytes.len() > LENGTH {
            if &version == "00" {
                return Err(InvalidTraceparent::At { place: LENGTH });
            }
            dash(bytes, LENGTH)?;
        }
        if is_zero(&trace) || is_zero(&parent) {
            return Err(InvalidTraceparent::Zero);
        }
        let flags =
            u8::from_str_radix(&flags, 16).map_err(|_| InvalidTraceparent::At { place: FLAGS })?;
        Ok(Self {
            trace,
            parent,
            flags: flags & (SAMPLED | RANDOM),
        })
    }

    /// The beginning of a trace. It is not sampled: nobody records spans of it yet.
    pub(super) fn begin() -> Self {
        let mut id = [0; 16];
        if getrandom::fill(&mut id).is_err() || id == [0; 16] {
            id = fastrand::u128(1..).to_be_bytes();
        }
        Self {
            trace: digits(u128::from_be_bytes(id)),
            parent: new_parent(),
            flags: RANDOM,
        }
    }

    /// The same trace, from here.
    pub(super) fn child(&self) -> Self {
        Self {
            parent: new_parent(),
            ..*self
        }
    }

    /// The same, recorded or not.
    #[must_use]
    pub fn sampled(mut self, is_sampled: bool) -> Self {
        self.flags = (self.flags & !SAMPLED) | if is_sampled { SAMPLED } else { 0 };
        self
    }

    /// The id of the trace: 32 hexadecimal digits.
    pub fn trace_id(&self) -> &str {
        &self.trace
    }

    /// The id of the span that has sent the request: 16 hexadecimal digits.
    pub fn parent_id(&self) -> &str {
        &self.parent
    }

    /// Whether the sender may have recorded the trace.
    pub fn is_sampled(&self) -> bool {
        self.flags & SAMPLED != 0
    }
}

/// `N` lower-case hexadecimal digits from `from` on.
fn hexadecimal<const N: usize>(
    bytes: &[u8],
    from: usize,
) -> Result<ArrayString<N>, InvalidTraceparent> {
    let mut digits = ArrayString::new();
    for place in from..from + N {
        match bytes.get(place) {
            Some(&byte) if matches!(byte, b'0'..=b'9' | b'a'..=b'f') => {
                let _ = digits.try_push(char::from(byte));
            }
            Some(_) => return Err(InvalidTraceparent::At { place }),
            None => {
                return Err(InvalidTraceparent::Short {
                    length: bytes.len(),
                });
            }
        }
    }
    Ok(digits)
}

fn dash(bytes: &[u8], place: usize) -> Result<(), InvalidTraceparent> {
    match bytes.get(place) {
        Some(b'-') => Ok(()),
        Some(_) => Err(InvalidTraceparent::At { place }),
        None => Err(InvalidTraceparent::Short {
            length: bytes.len(),
        }),
    }
}

fn is_zero(digits: &str) -> bool {
    digits.bytes().all(|digit| digit == b'0')
}

/// Unique within its trace, which is all that is asked of it.
fn new_parent() -> ArrayString<16> {
    digits(u128::from(fastrand::u64(1..)))
}

/// The last `N` digits.
fn digits<const N: usize>(number: u128) -> ArrayString<N> {
    let mut text = ArrayString::new();
    for place in (0..N).rev() {
        let digit = u32::try_from(number >> (4 * place) & 0xf).unwrap_or_default();
        let _ = text.try_push(char::from_digit(digit, 16).unwrap_or('0'));
    }
    text
}

impl FromStr for Traceparent {
    type Err = InvalidTraceparent;

    fn from_str(text: &str) -> Result<Self, InvalidTraceparent> {
        Self::parse(text)
    }
}

/// The value of the header.
impl fmt::Display for Traceparent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{}-{}-{:02x}", self.trace, self.parent, self.flags)
    }
}

/// Why a text is no `traceparent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidTraceparent {
    /// It ends too early.
    Short {
        /// In bytes.
        length: usize,
    },
    /// A character that may not stand at its place.
    At {
        /// How many stand before it.
        place: usize,
    },
    /// The version is `ff`, which is none.
    Version,
    /// One of the ids is all zero.
    Zero,
}

impl fmt::Display for InvalidTraceparent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short { length } => write!(
                f,
                "a traceparent has {LENGTH} characters at least, and this is {length} bytes long"
            ),
            Self::At { place } => write!(
                f,
                "what stands at {place} is wrong in a traceparent, which is lower-case hexadecimal as 00-<32 digits>-<16 digits>-<2 digits>"
            ),
            Self::Version => f.write_str("a traceparent has no version ff"),
            Self::Zero => f.write_str("the ids of a traceparent are not all zero"),
        }
    }
}

impl std::error::Error for InvalidTraceparent {}
