//! `service --help` says what it takes; `GET /` says what there is to try.

use std::process::ExitCode;

use gambeson::Masker;
use service::app::App;
use service::config::{Asked, Config, HELP};
use service::drive::Failure;
use service::drive::outage::Scenario;
use service::{drive, serve, shutdown};
use tokio::net::TcpListener;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

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
    let default = if config.drive.is_some() {
        "warn"
    } else {
        "info"
    };
    install_masker()?;
    log_to_stderr(default)?;
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

/// `RUST_LOG` takes `level` and `target=level`, separated by commas.
fn log_to_stderr(default: &str) -> Result<(), Failure> {
    let wanted = std::env::var("RUST_LOG").unwrap_or_else(|_| default.to_owned());
    let filter: Targets = wanted
        .parse()
        .map_err(|error| format!("RUST_LOG holds `{wanted}`: {error}"))?;
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr))
        .with(filter)
        .try_init()?;
    Ok(())
}
