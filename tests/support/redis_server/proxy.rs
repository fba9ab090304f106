//! A TCP proxy in front of a server, which misbehaves when told.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::resp;

/// How the proxy treats what the server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It passes everything on.
    None,
    /// Nothing comes through in either direction, and no connection is closed. What is under way
    /// arrives when the fault is gone, as it does on a network that sends again.
    BlackHole,
    /// Answers come this much later.
    Delay(Duration),
    /// These bytes instead of each answer, and nothing reaches the server.
    Answer(Vec<u8>),
    /// These bytes instead of what the server answers to one read, once; then the connection is
    /// closed.
    AnswerOnceAndClose(Vec<u8>),
    /// These bytes instead of what the server answers to one read, once. The connection stays.
    AnswerOnce(Vec<u8>),
    /// The first half of what the server answers, once; then the connection is closed.
    DropMidReply,
    /// Connections are closed as soon as they are made.
    Refuse,
}

#[derive(Debug)]
struct Shared {
    fault: Mutex<Fault>,
    changed: Condvar,
    server: u16,
    connections: AtomicUsize,
    closed: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

/// A proxy on a port of its own. It ends with its owner.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

impl Proxy {
    /// A proxy in front of a port on 127.0.0.1.
    ///
    /// # Panics
    ///
    /// When no port is free.
    #[must_use]
    pub fn before(server: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let shared = Arc::new(Shared {
            fault: Mutex::new(Fault::None),
            changed: Condvar::new(),
            server,
            connections: AtomicUsize::new(0),
            closed: AtomicBool::new(false),
            open: Mutex::default(),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if accepting.closed.load(Ordering::Acquire) {
                    return;
                }
                accepting.connections.fetch_add(1, Ordering::AcqRel);
                // A connection that breaks is what the proxy is for.
                _ = accepting.serve(client);
            }
        });
        Self { port, shared }
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Misbehaves from now on, also on open connections.
    pub fn set(&self, fault: Fault) {
        *self
            .shared
            .fault
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = fault;
        self.shared.changed.notify_all();
    }

    /// How many connections have been made so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Acquire)
    }

    /// Closes all open connections.
    pub fn cut(&self) {
        for stream in self
            .shared
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .drain(..)
        {
            _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Release);
        self.set(Fault::None);
        self.cut();
        // Wakes the thread that accepts.
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
    }
}

impl Shared {
    fn fault(&self) -> Fault {
        self.fault
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The fault that something meets which is about to pass.
    fn fault_in_passing(&self) -> Fault {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        self.changed
            .wait_while(fault, |fault| *fault == Fault::BlackHole)
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn serve(self: &Arc<Self>, client: TcpStream) -> io::Result<()> {
        if self.fault() == Fault::Refuse {
            return Ok(());
        }
        let server = TcpStream::connect((Ipv4Addr::LOCALHOST, self.server))?;
        for stream in [&client, &server] {
            stream.set_nodelay(true)?;
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            open.push(stream.try_clone()?);
        }
        let (requests, answers) = (Arc::clone(self), Arc::clone(self));
        let (from, to) = (client.try_clone()?, server.try_clone()?);
        thread::spawn(move || {
            _ = requests.pass_requests(&from, &to);
            close(&from, &to);
        });
        thread::spawn(move || {
            _ = answers.pass_answers(&server, &client);
            close(&server, &client);
        });
        Ok(())
    }

    fn pass_requests(&self, mut client: &TcpStream, mut server: &TcpStream) -> io::Result<()> {
        let mut buffer = vec![0; 1 << 16];
        let mut unanswered = Vec::new();
        loop {
            let count = client.read(&mut buffer)?;
            if count == 0 {
                return Ok(());
            }
            match self.fault_in_passing() {
                Fault::Answer(answer) => {
                    unanswered.extend_from_slice(&buffer[..count]);
                    let (commands, taken) = resp::whole_commands(&unanswered);
                    unanswered.drain(..taken);
                    client.write_all(&answer.repeat(commands))?;
                }
                _ => server.write_all(&buffer[..count])?,
            }
        }
    }

    fn pass_answers(&self, mut server: &TcpStream, mut client: &TcpStream) -> io::Result<()> {
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = server.read(&mut buffer)?;
            if count == 0 {
                return Ok(());
            }
            let answer = &buffer[..count];
            match self.fault_in_passing() {
                // To something that was asked before.
                Fault::Answer(_) => {}
                Fault::Delay(delay) => {
                    thread::sleep(delay);
                    client.write_all(answer)?;
                }
                Fault::AnswerOnceAndClose(instead) => {
                    self.once();
                    return client.write_all(&instead);
                }
                Fault::AnswerOnce(instead) => {
                    self.once();
                    client.write_all(&instead)?;
                }
                Fault::DropMidReply => {
                    self.once();
                    return client.write_all(&answer[..count / 2]);
                }
                Fault::None | Fault::Refuse | Fault::BlackHole => client.write_all(answer)?,
            }
        }
    }

    /// What happens once has happened.
    fn once(&self) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Fault::None;
    }
}

fn close(one: &TcpStream, other: &TcpStream) {
    for stream in [one, other] {
        _ = stream.shutdown(Shutdown::Both);
    }
}
