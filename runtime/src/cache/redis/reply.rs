//! Judging answers as they came off the wire.
//!
//! The crate's typed conversions call a reply of another type "unrecoverable", although the
//! connection is well; so the raw value is judged first, and converted after.

use redis::{RedisError, RedisResult, ServerError, Value};

/// Why a call brought no answer that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There is no connection, it broke, or no answer came in time.
    Unreachable(String),
    /// The server answered with an error.
    Refused { code: String, text: String },
}

impl Failure {
    /// The server has forgotten a script.
    pub(crate) fn is_unknown_script(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if code == "NOSCRIPT")
    }

    /// The server serves nobody, or only readers.
    pub(crate) fn is_outage(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if serves_nobody(code))
    }

    /// Another node of the cluster has the key.
    pub(super) fn is_elsewhere(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if code == "MOVED" || code == "ASK")
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Unreachable(text) | Self::Refused { text, .. } => text,
        }
    }
}

/// What an answer says about the connection that it came by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// It works.
    Well,
    /// The server speaks, but serves nobody, or only readers: three in a row are an outage.
    Refusing,
    /// Nothing came in time: three in a row are an outage.
    Silent,
    /// The connection is of no more use.
    Broken,
    /// The server did not like the request; but it spoke.
    Spoke,
    /// An error on this side, before anything was sent.
    Nothing,
}

/// What an answer is worth, and what it says about the connection.
pub(super) fn judge(answer: RedisResult<Value>) -> (Result<Value, Failure>, Sign) {
    match answer {
        Ok(Value::ServerError(error)) => {
            let (failure, sign) = refused(&error);
            (Err(failure), sign)
        }
        Ok(value) => (Ok(value), Sign::Well),
        Err(error) => {
            let (failure, sign) = broken(&error);
            (Err(failure), sign)
        }
    }
}

/// Whether an error code speaks of the server, and not of the request.
fn serves_nobody(code: &str) -> bool {
    matches!(
        code,
        "LOADING" | "READONLY" | "MASTERDOWN" | "NOAUTH" | "CLUSTERDOWN"
    )
}

/// What an error that the server wrote says.
pub(super) fn refused(error: &ServerError) -> (Failure, Sign) {
    let code = error.code().to_owned();
    let sign = if serves_nobody(&code) {
        Sign::Refusing
    } else {
        Sign::Spoke
    };
    let text = match error.details() {
        Some(details) => format!("{code} {details}"),
        None => code.clone(),
    };
    (Failure::Refused { code, text }, sign)
}

/// What an error that is not the server's says.
pub(super) fn broken(error: &RedisError) -> (Failure, Sign) {
    let sign = if error.is_timeout() {
        Sign::Silent
    } else if error.is_unrecoverable_error() {
        Sign::Broken
    } else {
        Sign::Nothing
    };
    let text = if sign == Sign::Silent {
        "no answer in time".to_owned()
    } else {
        error.to_string()
    };
    (Failure::Unreachable(text), sign)
}

/// The bytes of a bulk string, or `None` for nil.
pub(super) fn bytes(value: Value) -> Result<Option<Vec<u8>>, Strange> {
    match value {
        Value::BulkString(bytes) => Ok(Some(bytes)),
        Value::Nil => Ok(None),
        _ => Err(Strange),
    }
}

/// The bytes of a bulk string where they stand.
pub(super) fn text_bytes(value: &Value) -> Option<&[u8]> {
    match value {
        Value::BulkString(bytes) => Some(bytes),
        _ => None,
    }
}

/// An integer.
pub(super) fn integer(value: &Value) -> Result<i64, Strange> {
    match value {
        Value::Int(number) => Ok(*number),
        _ => Err(Strange),
    }
}

/// An answer of a kind that the command never gives: it may belong to another request, so the
/// connection is not to be trusted further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Strange;

/// Text, as `INFO` gives it in either protocol.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::BulkString(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        Value::VerbatimString { text, .. } | Value::SimpleString(text) => Some(text.clone()),
        _ => None,
    }
}

/// Microseconds since 1970, as `TIME` gives them.
pub(super) fn time(value: &Value) -> Option<i64> {
    let Value::Array(parts) = value else {
        return None;
    };
    let mut numbers = parts.iter().map(|part| text(part)?.parse::<i64>().ok());
    let (seconds, micros) = (numbers.next()??, numbers.next()??);
    seconds.checked_mul(1_000_000)?.checked_add(micros)
}
