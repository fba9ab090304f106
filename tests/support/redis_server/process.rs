//! The server's process.

use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use super::resp::{self, Reply};

/// For how long a server may take to come up or to die on a busy machine.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// A redis-server that dies with its owner. Nothing is persisted unless a test says `SAVE`.
#[derive(Debug)]
pub struct RedisServer {
    port: u16,
    directory: PathBuf,
    settings: Vec<String>,
    password: Option<String>,
    child: Option<Child>,
}

impl RedisServer {
    /// Starts a server with the defaults.
    ///
    /// # Panics
    ///
    /// When redis-server is not installed, or does not come up.
    #[must_use]
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// Starts a server with settings as on its command line: `["--maxmemory", "2mb"]`.
    ///
    /// # Panics
    ///
    /// When redis-server is not installed, or does not come up.
    #[must_use]
    pub fn with(settings: &[&str]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "gambeson-redis-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let directory = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&directory).expect("the directory for temporary files is writable");
        let password = settings
            .windows(2)
            .find(|pair| pair[0] == "--requirepass")
            .map(|pair| pair[1].to_owned());
        let mut server = Self {
            port: 0,
            directory,
            settings: settings.iter().map(|&setting| setting.to_owned()).collect(),
            password,
            child: None,
        };
        // Between being found free and being taken, a port may go to somebody else.
        for _ in 0..20 {
            server.port = free_port();
            server.spawn();
            if server.wait_until_it_answers() {
                return server;
            }
            server.kill();
        }
        panic!(
            "redis-server does not come up; its log is in {}",
            server.directory.display()
        );
    }

    /// Where it writes, until it is dropped.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where the server is, with the password that it was started with.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_by(self.port)
    }

    /// The same, by way of another port.
    #[must_use]
    pub fn url_by(&self, port: u16) -> String {
        match &self.password {
            Some(password) => format!("redis://:{password}@127.0.0.1:{port}/"),
            None => format!("redis://127.0.0.1:{port}/"),
        }
    }

    /// Sends a command and returns its answer.
    ///
    /// # Panics
    ///
    /// When the server does not answer.
    pub fn command<A: AsRef<[u8]>>(&self, command: &[A]) -> Reply {
        self.try_command(command).expect("the server answers")
    }

    /// Sends a command and returns its answer.
    ///
    /// # Errors
    ///
    /// When the server does not answer within the patience of this module.
    pub fn try_command<A: AsRef<[u8]>>(&self, command: &[A]) -> io::Result<Reply> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        if let Some(password) = &self.password {
            // Refused when the password has been taken away meanwhile, which is as well.
            resp::call(&mut stream, &[b"AUTH", password.as_bytes()])?;
        }
        let command: Vec<&[u8]> = command.iter().map(AsRef::as_ref).collect();
        resp::call(&mut stream, &command)
    }

    /// SIGKILL, and the end of the process awaited.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            _ = child.kill();
            _ = child.wait();
        }
    }

    /// Starts it again, on its port, from the state that was last saved.
    ///
    /// # Panics
    ///
    /// When it does not come up.
    pub fn restart(&mut self) {
        self.restart_with(&[]);
    }

    /// Starts it again with further settings, and returns without waiting for it to have loaded.
    ///
    /// # Panics
    ///
    /// When it does not come up.
    pub fn restart_with(&mut self, settings: &[&str]) {
        self.kill();
        self.settings
            .extend(settings.iter().map(|&setting| setting.to_owned()));
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            self.spawn();
            if self.wait_until_it_answers() {
                return;
            }
            self.kill();
        }
        panic!("redis-server does not come up again");
    }

    /// Demands another password from now on of whoever connects.
    pub fn set_password(&mut self, password: &str) {
        self.command(&["CONFIG", "SET", "requirepass", password]);
        self.password = Some(password.to_owned());
    }

    /// Writes what it holds to its directory: what a restart begins with.
    pub fn save(&self) {
        self.command(&["SAVE"]);
    }

    /// SIGSTOP: connections are accepted by the kernel, and nothing answers.
    pub fn pause(&self) {
        self.signal("STOP");
    }

    /// SIGCONT.
    pub fn resume(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let Some(child) = &self.child else { return };
        let status = Command::new("sh")
            .args(["-c", &format!("kill -{name} {}", child.id())])
            .status()
            .expect("sh is there");
        assert!(status.success(), "SIG{name} is sent");
    }

    fn spawn(&mut self) {
        let child = Command::new("redis-server")
            .args(["--port", &self.port.to_string(), "--bind", "127.0.0.1"])
            .args([
                "--save",
                "",
                "--appendonly",
                "no",
                "--enable-debug-command",
                "yes",
            ])
            .args(["--dir", path(&self.directory), "--logfile", "log"])
            .args(&self.settings)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match child {
            Ok(child) => self.child = Some(child),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                panic!("redis-server is not installed: apt-get install redis-server")
            }
            Err(error) => panic!("redis-server cannot be started: {error}"),
        }
    }

    /// False when the process has ended, as when its port was taken.
    fn wait_until_it_answers(&mut self) -> bool {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(child) = &mut self.child
                && child.try_wait().is_ok_and(|status| status.is_some())
            {
                return false;
            }
            if self.try_command(&["PING"]).is_ok() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        false
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
        _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// A port on 127.0.0.1 that nobody listens on at the moment.
///
/// # Panics
///
/// When there is none.
#[must_use]
pub fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("a port is free")
        .port()
}

fn path(path: &Path) -> &str {
    path.to_str()
        .expect("the directory for temporary files has a name in UTF-8")
}
