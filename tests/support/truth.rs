//! What is really so: a version for each key or tag, and which versions are acknowledged; a process
//! tells it to its children.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// What is added for answers on their way and a busy machine.
pub const LATE: Duration = Duration::from_secs(1);

/// What a child may ask of the truth.
#[derive(Debug, Clone, Copy)]
pub enum Ask {
    /// The version as it is now: what a load brings.
    Load = 0,
    /// A new version: the write that an invalidation follows.
    Write = 1,
    /// The invalidation of this version was acknowledged.
    Acknowledge = 2,
    /// The newest version that was acknowledged by now, and by a while ago.
    Floors = 3,
}

#[derive(Default)]
struct Truth {
    version: AtomicU64,
    acknowledged: Mutex<Vec<(Instant, u64)>>,
}

impl Truth {
    fn answer(&self, ask: u8, version: u64, late: Duration) -> [u64; 2] {
        let lock = self.acknowledged.lock();
        let mut history = lock.unwrap_or_else(PoisonError::into_inner);
        match ask {
            0 => [self.version.load(Ordering::SeqCst), 0],
            1 => [self.version.fetch_add(1, Ordering::SeqCst) + 1, 0],
            2 => {
                let before = history.last().map_or(0, |(_, version)| *version);
                history.push((Instant::now(), before.max(version)));
                [0, 0]
            }
            _ => {
                let while_ago = Instant::now().checked_sub(late);
                let old =
                    while_ago.map_or(0, |at| history.partition_point(|(then, _)| *then <= at));
                let newest = |history: &[(Instant, u64)]| history.last().map_or(0, |(_, v)| *v);
                [newest(&history), newest(&history[..old])]
            }
        }
    }
}

/// Answers children until the process ends. `late` is how old something from memory may be.
pub fn serve(listener: &TcpListener, count: usize, late: Duration) {
    let truth: Arc<Vec<Truth>> = Arc::new((0..count).map(|_| Truth::default()).collect());
    for stream in listener.incoming().flatten() {
        let truth = Arc::clone(&truth);
        thread::spawn(move || {
            let mut stream: TcpStream = stream;
            let mut request = [0; 11];
            // Until the child is done.
            while stream.read_exact(&mut request).is_ok() {
                let [ask, low, high, version @ ..] = request;
                let of = usize::from(u16::from_le_bytes([low, high]));
                let answer = truth[of].answer(ask, u64::from_le_bytes(version), late);
                let bytes = [answer[0].to_le_bytes(), answer[1].to_le_bytes()].concat();
                if stream.write_all(&bytes).is_err() {
                    return;
                }
            }
        });
    }
}

/// A child's line to the truth: one for each task.
#[derive(Debug)]
pub struct Line(tokio::sync::Mutex<tokio::net::TcpStream>);

impl Line {
    /// A line to the process that listens on this port.
    ///
    /// # Panics
    ///
    /// When it does not.
    pub async fn to(truth: u16) -> Self {
        let stream = tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, truth)).await;
        let stream = stream.expect("the parent is there");
        stream.set_nodelay(true).expect("it is a socket");
        Self(tokio::sync::Mutex::new(stream))
    }

    /// Asks about one key.
    ///
    /// # Panics
    ///
    /// When the parent has gone, or for a key past those that there are.
    pub async fn ask(&self, ask: Ask, of: impl Into<u64>, version: u64) -> [u64; 2] {
        let of = u16::try_from(of.into()).expect("few are asked about");
        let mut stream = self.0.lock().await;
        let mut request = vec![ask as u8];
        request.extend_from_slice(&of.to_le_bytes());
        request.extend_from_slice(&version.to_le_bytes());
        stream
            .write_all(&request)
            .await
            .expect("the parent is there");
        [
            stream.read_u64_le().await.expect("the parent is there"),
            stream.read_u64_le().await.expect("the parent is there"),
        ]
    }

    /// The version as it is now, after a while for every third.
    ///
    /// # Panics
    ///
    /// As [`ask`](Self::ask).
    pub async fn load(&self, of: impl Into<u64>) -> u64 {
        let [version, _] = self.ask(Ask::Load, of, 0).await;
        // Long enough for others to come in between.
        if version.is_multiple_of(3) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        version
    }
}

/// Numbers that look random, the same for the same seed, which is not zero.
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    /// One below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
