//! A redis-server for the run, on a free port, that keeps nothing.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::Failure;

/// Stopped when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    pub(crate) url: String,
}

impl Server {
    pub(crate) async fn start() -> Result<Self, Failure> {
        // The port is free now; whoever takes it before the server does makes `answers` fail and the run say so.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let process = Command::new("redis-server")
            .args([
                "--bind",
                "127.0.0.1",
                "--port",
                &port.to_string(),
                "--save",
                "",
                "--appendonly",
                "no",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| {
                format!("redis-server does not start ({error}); scripts/test installs it")
            })?;
        let server = Server {
            process,
            url: format!("redis://127.0.0.1:{port}"),
        };
        server.answers().await?;
        Ok(server)
    }

    async fn answers(&self) -> Result<(), Failure> {
        for _ in 0..200 {
            if self.connect().await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        Err("redis-server did not answer within 5 s".into())
    }

    /// One multiplexed connection, as plain use of the redis crate has it.
    pub(crate) async fn connect(&self) -> redis::RedisResult<redis::aio::MultiplexedConnection> {
        redis::Client::open(self.url.as_str())?
            .get_multiplexed_async_connection()
            .await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
