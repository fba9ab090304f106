//! `service --help` says what it takes; `GET /` says what there is to try.

use std::process::ExitCode;

use gambeson::Masker;
use gambeson::log::{Console, LogConfig, LogError, LogGuard};
use service::app::App;
use service::config::{Asked, Config, HELP};
use service::drive::Failure;
use service::drive::outage::Scenario;
use service::{drive, serve, shutdown};
use tokio::net::TcpListener;
use tracing::Level;

#[tokio::main]
async fn main() -> ExitCode {
    let config = match Config::from_args(std::env::args_os().skip(1)) {
        Ok(Asked::Run(config)) => config,
        Ok(Asked::Help) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("service: {error}; `service --help` says what it takes");
            return ExitCode::from(2);
        }
    };
    match run(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("service: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config) -> Result<(), Failure> {
    install_masker()?;
    // Until the end: what is still queued is written when it is dropped.
    let _log = log_to_stderr(config.drive.is_some())?;
    let app = App::start(&config).await?;
    if let Some(requests) = config.drive {
        let report = drive::run(&app, requests, Scenario::HANGING).await?;
        print!("{report}");
    } else {
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(|error| format!("cannot listen on {}: {error}", config.listen))?;
        println!(
            "http://{}/ says what there is to try",
            listener.local_addr()?
        );
        serve::serve(listener, app.router(), shutdown::asked()).await;
    }
    app.stop().await;
    Ok(())
}

/// With the key of the environment, so that instances that share it call a guest the same.
fn install_masker() -> Result<(), Failure> {
    let mut masker = Masker::builder();
    if let Some(key) = std::env::var_os("PSEUDONYM_KEY") {
        masker = masker.pseudonym_key("v1", key.as_encoded_bytes());
    }
    masker.build()?.install();
    Ok(())
}

/// What `ENVIRONMENT`, `LOG_LEVEL`, `LOG_FORMAT` and `LOG_DIR` ask for. A drive that is not asked for
/// more tells of nothing but trouble: its lines would cost more than what it measures.
fn log_to_stderr(drives: bool) -> Result<LogGuard, LogError> {
    let mut config = LogConfig::from_env("service")?.console(Console::Stderr);
    let asked = |name| std::env::var_os(name).is_some();
    if drives && !asked("LOG_LEVEL") && !asked("LOG_DIR") {
        config = config.level(Level::WARN);
    }
    gambeson::log::init(config)
}
