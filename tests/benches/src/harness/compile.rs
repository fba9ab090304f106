//! `compile_50` of each group: rustc's time for a crate of 50 annotated functions when the body of one changed. Dependencies are built
//! already, and cargo's own time is left out.

use std::fmt::Write as _;
use std::process::{Command, ExitCode};
use std::time::Instant;

use super::scratch::{self, Scratch};
use super::{Bench, Failure, Unit};

const FUNCTIONS: usize = 50;
/// Names the file that takes the nanoseconds; set only when this program stands in for rustc.
const TIME_FILE: &str = "GAMBESON_BENCH_RUSTC_TIME";

/// One attribute: its name as a peer, the crate it comes from, and how it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) dependency: &'static str,
    pub(crate) text: &'static str,
}

/// Compares `attributes`, of which the first is ours.
pub(crate) fn run(bench: &Bench, attributes: &[Attribute]) -> Result<(), Failure> {
    if !bench.wants("compile_50") {
        return Ok(());
    }
    let mut crates = Vec::new();
    let folder = format!("compile_50_{}", bench.group());
    for &attribute in attributes {
        let dependencies = format!(
            "serde = {{ version = \"1\", features = [\"derive\"] }}\n{}",
            attribute.dependency
        );
        let annotated = Annotated {
            scratch: Scratch::create(&folder, attribute.name, &dependencies)?,
            attribute,
        };
        // Builds the dependencies, and fills the incremental cache.
        annotated.rebuild(0)?;
        crates.push(annotated);
    }
    let names: Vec<_> = crates
        .iter()
        .map(|annotated| annotated.attribute.name)
        .collect();
    bench.compare_whole(
        "compile_50",
        Unit::Time,
        bench.effort().long_rounds,
        &names,
        |name, round| {
            let annotated = crates
                .iter()
                .find(|annotated| annotated.attribute.name == name);
            annotated
                .ok_or("no such attribute".into())
                .and_then(|annotated| annotated.rebuild(round + 1))
        },
    )
}

struct Annotated {
    attribute: Attribute,
    scratch: Scratch,
}

impl Annotated {
    /// Nanoseconds that rustc takes after one body changed to what it is in `round`.
    fn rebuild(&self, round: usize) -> Result<f64, Failure> {
        self.scratch.write(&source(self.attribute.text, round))?;
        let file = scratch::target()?.join("rustc-time");
        let program = std::env::current_exe()?;
        self.scratch.cargo(
            &["build", "--quiet"],
            &[
                ("RUSTC_WORKSPACE_WRAPPER", program.into_os_string()),
                (TIME_FILE, file.clone().into_os_string()),
            ],
        )?;
        let time = std::fs::read_to_string(&file)
            .map_err(|error| format!("rustc did not run: {error}"))?;
        // The next build must leave a figure of its own.
        std::fs::remove_file(&file)?;
        Ok(time.parse()?)
    }
}

/// The library: 50 functions, and one future that polls them all, so that code is generated for each.
fn source(attribute: &str, round: usize) -> String {
    let mut source = String::from(
        "#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]\n\
         pub struct User {\n    pub id: u64,\n    pub name: String,\n}\n\n\
         async fn query(id: u64) -> Result<String, String> {\n    Ok(id.to_string())\n}\n",
    );
    let mut calls = String::new();
    for number in 0..FUNCTIONS {
        let attribute = attribute.replace("user:", &format!("user{number}:"));
        let changed = if number == FUNCTIONS / 2 { round } else { 0 };
        // Writing to a String cannot fail.
        let _ = write!(
            source,
            "\n{attribute}\npub async fn get_user_{number}(id: u64) -> Result<User, String> {{\n    \
             let name = query(id + {changed}).await?;\n    Ok(User {{ id, name }})\n}}\n"
        );
        let _ = writeln!(
            calls,
            "        found += usize::from(get_user_{number}(1).await.is_ok());"
        );
    }
    let _ = write!(
        source,
        "\npub fn all() -> std::pin::Pin<Box<dyn Future<Output = usize> + Send>> {{\n    Box::pin(async {{\n        \
         let mut found = 0;\n{calls}        found\n    }})\n}}\n"
    );
    source
}

/// Stands in for rustc when cargo was told to call this program: passes the call on, and notes how long it took.
pub(crate) fn timed_rustc() -> Option<ExitCode> {
    let file = std::env::var_os(TIME_FILE)?;
    let mut arguments = std::env::args_os().skip(1);
    let mut rustc = Command::new(arguments.next()?);
    let arguments: Vec<_> = arguments.collect();
    let compiles = arguments.iter().any(|argument| argument == "--crate-name")
        && arguments.iter().any(|argument| argument == "scratch");
    let start = Instant::now();
    let status = rustc.args(&arguments).status();
    let took = start.elapsed().as_nanos().to_string();
    if compiles && let Err(error) = std::fs::write(file, took) {
        eprintln!("bench: the time of rustc cannot be kept: {error}");
    }
    let code = status
        .ok()
        .and_then(|status| status.code())
        .and_then(|code| u8::try_from(code).ok());
    Some(ExitCode::from(code.unwrap_or(1)))
}
