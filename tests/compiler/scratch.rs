//! Crates that are made for one test, in the target folder and outside of this workspace.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What the compiler reported, by the name of the program it was about.
pub(crate) type Reports = BTreeMap<String, Vec<Report>>;

/// One error or warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Report {
    /// `error` or `warning`.
    pub(crate) level: String,
    /// `E0308`, `dead_code`.
    pub(crate) code: String,
    pub(crate) message: String,
    /// Lines and columns that it points at.
    pub(crate) places: Vec<[u64; 4]>,
}

/// Checks a package of the programs `sources`, each a name and its text. `edition` and
/// `dependency` (a line of `[dependencies]`, with `{gambeson}` for where the crate is) describe it.
pub(crate) fn check(
    package: &str,
    edition: &str,
    dependency: &str,
    sources: &[(String, String)],
) -> Reports {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .expect("the workspace is there");
    let runtime = format!("path = \"{}\"", workspace.join("runtime").display());
    let folder = target().join(package);
    let programs = folder.join("src/bin");
    // What another run left behind would be checked, too.
    let _ = fs::remove_dir_all(&programs);
    fs::create_dir_all(&programs).expect("the target folder can be written to");
    let dependency = dependency.replace("{gambeson}", &runtime);
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n[workspace]\n\n[dependencies]\n{dependency}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest is written");
    // The versions that the workspace is tested with.
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the lock file is copied");
    for (name, source) in sources {
        fs::write(programs.join(format!("{name}.rs")), source).expect("a source is written");
    }
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--bins", "--keep-going", "--message-format=json"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", target().join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo starts");
    let mut reports: Reports = sources
        .iter()
        .map(|(name, _)| (name.clone(), Vec::new()))
        .collect();
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let mut seen = 0;
    for line in text.lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let name = line["target"]["name"].as_str().unwrap_or_default();
        match (line["reason"].as_str(), reports.get_mut(name)) {
            (Some("compiler-message"), Some(reports)) => reports.extend(report(&line["message"])),
            (Some("compiler-artifact"), Some(_)) => seen += 1,
            _ => {}
        }
    }
    let failed = reports
        .values()
        .filter(|reports| reports.iter().any(|report| report.level == "error"))
        .count();
    assert_eq!(
        seen + failed,
        sources.len(),
        "cargo said: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    reports
}

/// What is said, without the summary at the end.
fn report(message: &Value) -> Option<Report> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let spans = message["spans"].as_array()?;
    let primary = spans.iter().filter(|span| span["is_primary"] == true);
    let places: Vec<[u64; 4]> = primary
        .map(|span| {
            let span = in_the_program(span);
            ["line_start", "column_start", "line_end", "column_end"]
                .map(|name| span[name].as_u64().unwrap_or_default())
        })
        .collect();
    (!places.is_empty()).then(|| Report {
        level: text(&message["level"]),
        code: text(&message["code"]["code"]),
        message: text(&message["message"]),
        places,
    })
}

/// Where the program called the macro from which the place comes: what the compiler shows.
fn in_the_program(mut span: &Value) -> &Value {
    while span["file_name"]
        .as_str()
        .is_some_and(|file| !file.starts_with("src"))
        && span["expansion"].is_object()
    {
        span = &span["expansion"]["span"];
    }
    span
}

/// Beside this program's own folder.
fn target() -> PathBuf {
    let program = std::env::current_exe().expect("a program knows where it is");
    program
        .ancestors()
        .nth(3)
        .expect("it lies in a target folder")
        .join("compiler-tests")
}
