//! Counts what the masker finds in other people's source code, Markdown, TOML, JSON and logs.
//!
//!     cargo run --release -p gambeson-tests --bin false-positives [FOLDER ..] [--samples N] [--raw] [--eager]
//!
//! Without a folder: the sources of the dependencies, in cargo's registry. Nearly all that is found there is a false
//! positive, or an example that is made to look real. The samples are to be read: one per file, masked unless `--raw`
//! is given.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gambeson::Masker;
use gambeson::mask::{Finding, Kind, Strictness};

/// Above this a file is data, not text that somebody wrote.
const MOST_BYTES: u64 = 1 << 20;
/// Characters of a line that a sample shows on each side.
const AROUND: usize = 60;

fn main() -> ExitCode {
    let asked = match Asked::from_args(env::args().skip(1)) {
        Ok(asked) => asked,
        Err(why) => {
            eprintln!("false-positives: {why}");
            return ExitCode::from(2);
        }
    };
    match count(&asked) {
        Ok(tally) => {
            print!("{}", tally.table());
            tally.print_samples();
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("false-positives: {why}");
            ExitCode::FAILURE
        }
    }
}

struct Asked {
    folders: Vec<PathBuf>,
    samples: usize,
    raw: bool,
    strictness: Strictness,
}

impl Asked {
    fn from_args(args: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut asked = Asked {
            folders: Vec::new(),
            samples: 10,
            raw: false,
            strictness: Strictness::Balanced,
        };
        let mut args = args.into_iter();
        while let Some(argument) = args.next() {
            match argument.as_str() {
                "--samples" => {
                    let number = args.next().and_then(|number| number.parse().ok());
                    asked.samples = number.ok_or("--samples takes a number")?;
                }
                "--raw" => asked.raw = true,
                "--eager" => asked.strictness = Strictness::Eager,
                folder if !folder.starts_with('-') => asked.folders.push(folder.into()),
                other => return Err(format!("`{other}` is no argument")),
            }
        }
        if asked.folders.is_empty() {
            asked
                .folders
                .push(registry().ok_or("no cargo home; name a folder")?);
        }
        Ok(asked)
    }
}

/// Where cargo keeps the sources of what it has downloaded.
fn registry() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")))?;
    Some(home.join("registry/src"))
}

fn count(asked: &Asked) -> Result<Tally, Box<dyn std::error::Error>> {
    let masker = Masker::builder().strictness(asked.strictness).build()?;
    let mut files = Vec::new();
    for folder in &asked.folders {
        collect(folder, &mut files)?;
    }
    files.sort();
    let mut tally = Tally::default();
    for (class, path) in files {
        // What is not UTF-8 is no text of the kind that is counted.
        if let Ok(text) = fs::read_to_string(&path) {
            tally.add(class, &path, &text, &masker, asked);
        }
    }
    Ok(tally)
}

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Source,
    Markdown,
    Toml,
    Json,
    Log,
}

impl Class {
    const ALL: [Class; 5] = [
        Class::Source,
        Class::Markdown,
        Class::Toml,
        Class::Json,
        Class::Log,
    ];

    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "rs" | "c" | "h" | "cc" | "cpp" | "S" | "py" | "js" | "ts" | "go" | "pl" | "sh"
            | "sql" => Some(Class::Source),
            "md" | "markdown" | "html" => Some(Class::Markdown),
            "toml" | "lock" | "yml" | "yaml" => Some(Class::Toml),
            "json" => Some(Class::Json),
            "log" | "txt" | "stderr" | "stdout" => Some(Class::Log),
            _ => None,
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<(Class, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), files)?;
        } else if kind.is_file()
            && let Some(class) = Class::of(&entry.path())
            && entry.metadata()?.len() <= MOST_BYTES
        {
            files.push((class, entry.path()));
        }
    }
    Ok(())
}

#[derive(Default)]
struct Tally {
    bytes: BTreeMap<Class, usize>,
    found: BTreeMap<(Kind, Class), usize>,
    samples: BTreeMap<Kind, Vec<String>>,
}

impl Tally {
    fn add(&mut self, class: Class, path: &Path, text: &str, masker: &Masker, asked: &Asked) {
        *self.bytes.entry(class).or_default() += text.len();
        let mut seen = Vec::new();
        for finding in masker.find(text) {
            *self.found.entry((finding.kind, class)).or_default() += 1;
            let samples = self.samples.entry(finding.kind).or_default();
            // One per file: a table of test data would fill them all.
            if samples.len() < asked.samples && !seen.contains(&finding.kind) {
                seen.push(finding.kind);
                samples.push(sample(path, text, &finding, masker, asked.raw));
            }
        }
    }

    fn table(&self) -> String {
        let mut table = row("found per megabyte", |class| {
            format!("{class:?}").to_lowercase()
        });
        table += &row("megabytes", |class| format!("{:.1}", self.megabytes(class)));
        for kind in self.samples.keys() {
            table += &row(kind.name(), |class| {
                let found = self.found.get(&(*kind, class)).copied().unwrap_or_default();
                match found {
                    0 => String::new(),
                    _ => format!("{:.2} ({found})", as_float(found) / self.megabytes(class)),
                }
            });
        }
        table
    }

    fn megabytes(&self, class: Class) -> f64 {
        as_float(self.bytes.get(&class).copied().unwrap_or_default()) / 1e6
    }

    fn print_samples(&self) {
        for (kind, samples) in &self.samples {
            println!("\n{kind}");
            for sample in samples {
                println!("  {sample}");
            }
        }
    }
}

/// A line of the table.
fn row(name: &str, cell: impl Fn(Class) -> String) -> String {
    let cells = Class::ALL.map(|class| format!("{:>12}", cell(class)));
    format!("{name:<20}{}\n", cells.concat())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "shown with two digits behind the point"
)]
fn as_float(count: usize) -> f64 {
    count as f64
}

/// The place of a finding, and what stands around it in its line.
fn sample(path: &Path, text: &str, finding: &Finding, masker: &Masker, raw: bool) -> String {
    let (before, rest) = text.split_at(finding.range.start);
    let (found, behind) = rest.split_at(finding.range.len());
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = behind.find('\n').unwrap_or(behind.len());
    let before = last_characters(&before[start..], AROUND);
    let behind: String = behind[..end].chars().take(AROUND).collect();
    let around = format!("{before}{}{behind}", found.replace('\n', " "));
    let shown = if raw {
        around.into()
    } else {
        masker.mask(&around)
    };
    let line = text[..finding.range.start].matches('\n').count() + 1;
    let name: PathBuf = path.components().rev().take(3).collect();
    let name: PathBuf = name.components().rev().collect();
    format!("{}:{line}: {}", name.display(), shown.trim())
}

fn last_characters(text: &str, most: usize) -> &str {
    let start = text.char_indices().rev().nth(most.saturating_sub(1));
    &text[start.map_or(0, |(at, _)| at)..]
}
