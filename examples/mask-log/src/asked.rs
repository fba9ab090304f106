//! What the command line asks for.

use std::ffi::OsString;

use gambeson::Masker;
use gambeson::mask::{Kind, MaskerBuilder, Strictness};
use lexopt::prelude::*;

/// What is to be done.
pub(crate) enum Asked {
    /// Mask with what this builds.
    Mask(Box<MaskerBuilder>),
    /// Say what the arguments are.
    Help,
}

impl Asked {
    /// Reads the arguments that follow the program's name.
    pub(crate) fn from_args(
        args: impl IntoIterator<Item = OsString>,
    ) -> Result<Asked, lexopt::Error> {
        let mut builder = Masker::builder();
        let mut parser = lexopt::Parser::from_args(args);
        while let Some(argument) = parser.next()? {
            builder = match argument {
                Long("kinds") => builder.kinds(kinds(&parser.value()?.string()?)?),
                Long("strict") => builder.strictness(Strictness::Strict),
                Long("eager") => builder.strictness(Strictness::Eager),
                Short('h') | Long("help") => return Ok(Asked::Help),
                other => return Err(other.unexpected()),
            };
        }
        Ok(Asked::Mask(Box::new(builder)))
    }
}

fn kinds(names: &str) -> Result<Vec<Kind>, lexopt::Error> {
    names
        .split(',')
        .map(|name| {
            name.trim()
                .parse()
                .map_err(|error| lexopt::Error::Custom(Box::new(error)))
        })
        .collect()
}

/// The text of `--help`.
pub(crate) fn help() -> String {
    let names = |default: bool| {
        let of = Kind::ALL
            .iter()
            // These two are switched on by other means: a strictness, and a pattern.
            .filter(|kind| !matches!(kind, Kind::HighEntropy | Kind::Custom))
            .filter(|kind| Kind::DEFAULT.contains(kind) == default)
            .map(|kind| kind.name());
        wrapped(of)
    };
    format!(
        "\
mask-log [--kinds KIND,..] [--strict | --eager] < LOG

Masks standard input to standard output. What it found stands on standard error.

  --kinds KIND,..  look for these kinds, too
  --strict         checksums and structure have to hold
  --eager          also long runs of mixed letters and digits, as keys are

On by default:
{}
With --kinds:
{}",
        names(true),
        names(false)
    )
}

/// Names in lines of at most 78 characters.
fn wrapped<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let (mut lines, mut line) = (String::new(), String::from(" "));
    for name in names {
        if line.len() + 1 + name.len() > 78 {
            lines += &line;
            lines.push('\n');
            line = String::from(" ");
        }
        line.push(' ');
        line += name;
    }
    lines + &line + "\n"
}
