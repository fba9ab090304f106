//! The program itself, as it is started by a shell.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

/// One that serves.
pub(crate) struct Program {
    pub(crate) address: SocketAddr,
    child: Child,
}

/// The program, with nothing in its environment that changes what it logs.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_service"));
    for variable in [
        "REDIS_URL",
        "ENVIRONMENT",
        "LOG_LEVEL",
        "LOG_FORMAT",
        "LOG_DIR",
        "RUST_BACKTRACE",
    ] {
        command.env_remove(variable);
    }
    command.stdin(Stdio::null());
    command
}

impl Program {
    /// Starts it, and waits until it says where it listens.
    pub(crate) fn start(set_up: impl FnOnce(&mut Command)) -> Self {
        let mut command = command();
        set_up(&mut command);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let mut said = String::new();
        BufReader::new(child.stdout.take().expect("its output is piped"))
            .read_line(&mut said)
            .expect("it says where it listens");
        let address = said
            .strip_prefix("http://")
            .and_then(|rest| rest.split('/').next()?.parse().ok())
            .unwrap_or_else(|| panic!("no address in {said:?}"));
        Self { address, child }
    }

    /// Asks it to stop, and waits until it has written its last line.
    pub(crate) fn stop(mut self) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        assert!(asked.expect("kill").success());
        let ended = self.child.wait().expect("it ends");
        assert!(ended.success(), "{ended}");
    }
}

impl Drop for Program {
    /// Of a test that has failed nothing is left running.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
