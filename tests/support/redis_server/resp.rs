//! As much of the Redis protocol as tests need, without the crate that is under test.

use std::io::{self, BufRead, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpStream};

/// An answer of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Nothing stands there.
    Nil,
    /// A number.
    Int(i64),
    /// Bytes, or a status such as `OK`.
    Bytes(Vec<u8>),
    /// An error, beginning with its code.
    Error(String),
    /// Several answers.
    Array(Vec<Reply>),
}

impl Reply {
    /// The bytes, if it has some.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The number.
    ///
    /// # Panics
    ///
    /// When it is none.
    #[must_use]
    pub fn int(&self) -> i64 {
        match self {
            Self::Int(number) => *number,
            other => panic!("no number: {other:?}"),
        }
    }

    /// The answers that it holds, if it holds several.
    #[must_use]
    pub fn items(&self) -> Vec<Self> {
        match self {
            Self::Array(items) => items.clone(),
            _ => Vec::new(),
        }
    }

    /// The text, or an empty one.
    #[must_use]
    pub fn text(&self) -> String {
        self.bytes()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .unwrap_or_default()
    }
}

/// Sends one command and reads its answer.
///
/// # Errors
///
/// When the connection breaks, or the answer is none.
pub(super) fn call(stream: &mut TcpStream, command: &[&[u8]]) -> io::Result<Reply> {
    let mut request = format!("*{}\r\n", command.len()).into_bytes();
    for argument in command {
        request.extend_from_slice(format!("${}\r\n", argument.len()).as_bytes());
        request.extend_from_slice(argument);
        request.extend_from_slice(b"\r\n");
    }
    stream.write_all(&request)?;
    read(&mut BufReader::new(stream))
}

/// Connects, sends one command and reads its answer.
///
/// # Errors
///
/// When nobody answers.
pub(super) fn ask(port: u16, command: &[&str]) -> io::Result<Reply> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    let command: Vec<_> = command.iter().map(|part| part.as_bytes()).collect();
    call(&mut stream, &command)
}

fn read(reader: &mut impl BufRead) -> io::Result<Reply> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let line = line.trim_end();
    let bad = || io::Error::new(io::ErrorKind::InvalidData, format!("no answer: {line:?}"));
    let (kind, rest) = line.split_at_checked(1).ok_or_else(bad)?;
    let number = || rest.parse::<i64>().map_err(|_| bad());
    Ok(match kind {
        "+" => Reply::Bytes(rest.as_bytes().to_vec()),
        "-" => Reply::Error(rest.to_owned()),
        ":" => Reply::Int(number()?),
        "$" => match usize::try_from(number()?) {
            Err(_) => Reply::Nil,
            Ok(length) => {
                let mut bytes = vec![0; length + 2];
                reader.read_exact(&mut bytes)?;
                bytes.truncate(length);
                Reply::Bytes(bytes)
            }
        },
        "*" => match usize::try_from(number()?) {
            Err(_) => Reply::Nil,
            Ok(count) => Reply::Array((0..count).map(|_| read(reader)).collect::<Result<_, _>>()?),
        },
        _ => return Err(bad()),
    })
}

/// How many whole commands stand at the start of `bytes`, and how many bytes they take.
pub(super) fn whole_commands(bytes: &[u8]) -> (usize, usize) {
    let (mut count, mut taken) = (0, 0);
    while let Some(length) = command_length(&bytes[taken..]) {
        count += 1;
        taken += length;
    }
    (count, taken)
}

fn command_length(bytes: &[u8]) -> Option<usize> {
    let (arguments, mut at) = header(bytes, b'*')?;
    for _ in 0..arguments {
        let (length, header) = header(bytes.get(at..)?, b'$')?;
        at += header + length + 2;
    }
    (at <= bytes.len()).then_some(at)
}

fn header(bytes: &[u8], kind: u8) -> Option<(usize, usize)> {
    let end = bytes.windows(2).position(|pair| pair == b"\r\n")?;
    let digits = bytes.get(..end)?.strip_prefix(&[kind])?;
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((number, end + 2))
}
