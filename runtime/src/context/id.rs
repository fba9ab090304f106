//! Ids of requests.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use uuid::Uuid;
use uuid::fmt::Hyphenated;

/// The id of a request: 1 to 128 characters of `A-Z a-z 0-9 . _ ~ : / + = -`.
///
/// So it is one word in a log line, in a header, in a URL's path and in a shell. UUIDs, ULIDs, the
/// ids of the usual proxies and clouds (`1-5759e988-bd862e3f`, `Root=1-67891233-abcdef`) and Base64
/// are of this form.
///
/// ```
/// use gambeson::context::RequestId;
///
/// // From a header: `&str`, bytes, `http::HeaderValue`.
/// assert!(RequestId::parse("01J9ZK-a:b").is_ok());
/// let error = RequestId::parse("a\nlevel=ERROR").map_err(|error| error.to_string());
/// assert_eq!(
///     error.as_ref().map(RequestId::as_str).map_err(String::as_str),
///     Err("the byte 0x0a at 1 is none of a request id, which has letters, digits and ._~:/+=- only"),
/// );
///
/// // A new one, that sorts by the time it was made at.
/// assert_eq!(RequestId::generate().as_str().len(), 36);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The most characters of one.
    pub const MAX_LENGTH: usize = 128;

    /// A new one: a UUID of version 7, whose first part is the time in milliseconds.
    pub fn generate() -> Self {
        Self::from(Uuid::now_v7())
    }

    /// Takes an id from somebody else, as it is.
    ///
    /// # Errors
    ///
    /// When it is empty, too long, or has a character that an id has not. The error repeats nothing
    /// of the text but one byte.
    pub fn parse(text: impl AsRef<[u8]>) -> Result<Self, InvalidRequestId> {
        let bytes = text.as_ref();
        if bytes.is_empty() {
            return Err(InvalidRequestId::Empty);
        }
        if bytes.len() > Self::MAX_LENGTH {
            return Err(InvalidRequestId::TooLong {
                length: bytes.len(),
            });
        }
        match bytes.iter().position(|&byte| !is_of_an_id(byte)) {
            Some(at) => Err(InvalidRequestId::Byte {
                at,
                byte: bytes.get(at).copied().unwrap_or_default(),
            }),
            None => Ok(Self(String::from_utf8_lossy(bytes).into())),
        }
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_of_an_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._~:/+=-".contains(&byte)
}

/// For ids that the program has made itself. What cannot stand in an id becomes `_`, what is too
/// long is cut, and an empty text becomes a new id. For the ids of others there is
/// [`parse`](RequestId::parse), which says what is wrong.
///
/// ```
/// use gambeson::context::RequestId;
///
/// assert_eq!(RequestId::from("nightly import 7").as_str(), "nightly_import_7");
/// ```
impl From<&str> for RequestId {
    fn from(text: &str) -> Self {
        match Self::parse(text) {
            Ok(id) => id,
            Err(InvalidRequestId::Empty) => Self::generate(),
            Err(_) => {
                let fitting = |char: char| match u8::try_from(char) {
                    Ok(byte) if is_of_an_id(byte) => char,
                    _ => '_',
                };
                let id: String = text.chars().map(fitting).take(Self::MAX_LENGTH).collect();
                Self(id.into())
            }
        }
    }
}

/// As from `&str`.
impl From<String> for RequestId {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// As from `&str`.
impl From<&String> for RequestId {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Uuid> for RequestId {
    fn from(id: Uuid) -> Self {
        let mut text = [0; Hyphenated::LENGTH];
        Self(Arc::from(&*id.hyphenated().encode_lower(&mut text)))
    }
}

impl FromStr for RequestId {
    type Err = InvalidRequestId;

    fn from_str(text: &str) -> Result<Self, InvalidRequestId> {
        Self::parse(text)
    }
}

impl AsRef<str> for RequestId {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Why a text is no id of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequestId {
    /// Nothing stands there.
    Empty,
    /// More than [`RequestId::MAX_LENGTH`].
    TooLong {
        /// In bytes.
        length: usize,
    },
    /// A control character, a blank, a quote, what is not ASCII, and the like.
    Byte {
        /// How many stand before it.
        at: usize,
        /// It.
        byte: u8,
    },
}

impl fmt::Display for InvalidRequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a request id is not empty"),
            Self::TooLong { length } => write!(
                f,
                "a request id has {} characters at most, and this is {length} bytes long",
                RequestId::MAX_LENGTH
            ),
            Self::Byte { at, byte } => write!(
                f,
                "the byte {byte:#04x} at {at} is none of a request id, which has letters, digits and ._~:/+=- only"
            ),
        }
    }
}

impl std::error::Error for InvalidRequestId {}
