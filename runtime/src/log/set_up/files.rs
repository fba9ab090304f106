//! Which log files there are, and what goes into each.

use tracing::level_filters::LevelFilter;

use super::destinations::Destinations;
use super::error::Fault;
use super::routes::Rule;

/// Bytes of a name.
const LONGEST: usize = 64;

/// What a log file takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LogFile {
    /// Without its `.log`.
    name: String,
    /// Of what passes the filter, up to this level.
    level: LevelFilter,
    takes: Takes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    All,
    /// Targets that have the name as a segment.
    Named,
}

impl LogFile {
    /// What it is called in its directory.
    pub(super) fn file_name(&self) -> String {
        format!("{}.log", self.name)
    }

    pub(super) fn rule(&self) -> Rule {
        Rule {
            word: (self.takes == Takes::Named).then(|| self.name.as_str().into()),
            level: self.level,
        }
    }
}

/// All files of a log set-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LogFiles(Vec<LogFile>);

impl Default for LogFiles {
    fn default() -> Self {
        let file = |name: &str, level, takes| LogFile {
            name: name.to_owned(),
            level,
            takes,
        };
        Self(vec![
            file("app", LevelFilter::TRACE, Takes::All),
            file("error", LevelFilter::ERROR, Takes::All),
            file("api", LevelFilter::TRACE, Takes::Named),
            file("model", LevelFilter::TRACE, Takes::Named),
        ])
    }
}

impl LogFiles {
    pub(super) fn iter(&self) -> impl Iterator<Item = &LogFile> {
        self.0.iter()
    }

    /// One more, for the targets that have `name` as a segment. One that is there stays as it is.
    pub(super) fn add(&mut self, name: String) -> Result<(), Fault> {
        if let Some(reason) = what_is_wrong_with(&name) {
            return Err(Fault::new("file", &name, reason));
        }
        if self.get(&name).is_some() {
            return Ok(());
        }
        // The first place is that of the console.
        if self.0.len() + 1 >= Destinations::MOST {
            let most = Destinations::MOST - 1;
            let reason = format!("there are {most} files already, as many as can be");
            return Err(Fault::new("file", &name, reason));
        }
        self.0.push(LogFile {
            name,
            level: LevelFilter::TRACE,
            takes: Takes::Named,
        });
        Ok(())
    }

    pub(super) fn set_level(&mut self, name: &str, level: LevelFilter) -> Result<(), Fault> {
        match self.get(name) {
            Some(file) => {
                file.level = level;
                Ok(())
            }
            None => Err(self.unknown("file_level", name)),
        }
    }

    pub(super) fn remove(&mut self, name: &str) -> Result<(), Fault> {
        if self.get(name).is_none() {
            return Err(self.unknown("without_file", name));
        }
        self.0.retain(|file| file.name != name);
        Ok(())
    }

    fn get(&mut self, name: &str) -> Option<&mut LogFile> {
        self.0.iter_mut().find(|file| file.name == name)
    }

    fn unknown(&self, setting: &'static str, name: &str) -> Fault {
        let known: Vec<String> = self
            .0
            .iter()
            .map(|file| format!("`{}`", file.name))
            .collect();
        let known = known.join(", ");
        let reason = format!("there is no such file; there are {known}, and those of `file(..)`");
        Fault::new(setting, name, reason)
    }
}

/// Names are those of segments, and of files on every system.
fn what_is_wrong_with(name: &str) -> Option<&'static str> {
    let is_plain = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-'
    };
    if name.strip_suffix(".log").is_some() {
        Some("leave `.log` out: the name is a segment of targets, too")
    } else if name.is_empty() || name.len() > LONGEST || !name.bytes().all(is_plain) {
        Some("a name is 1 to 64 of `a-z`, `0-9`, `_` and `-`, such as `billing`")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::set_up::error::LogError;

    fn said(fault: Result<(), Fault>) -> String {
        LogError::from(fault.unwrap_err()).to_string()
    }

    #[test]
    fn there_are_four_files_and_those_that_are_added() {
        let mut files = LogFiles::default();
        files.add("billing".to_owned()).unwrap();
        files.add("billing".to_owned()).unwrap();
        files.remove("model").unwrap();
        let names: Vec<String> = files.iter().map(LogFile::file_name).collect();
        assert_eq!(names, ["app.log", "error.log", "api.log", "billing.log"]);
    }

    #[test]
    fn a_file_has_a_level_of_its_own() {
        let mut files = LogFiles::default();
        files.set_level("api", LevelFilter::WARN).unwrap();
        let levels: Vec<LevelFilter> = files.iter().map(|file| file.rule().level).collect();
        let trace = LevelFilter::TRACE;
        assert_eq!(
            levels,
            [trace, LevelFilter::ERROR, LevelFilter::WARN, trace]
        );
    }

    #[test]
    fn a_name_that_is_no_segment_or_no_file_is_refused() {
        let mut files = LogFiles::default();
        for name in ["", "a/b", "..", "a::b", "API", "a b", "é", &"x".repeat(65)] {
            let said = said(files.add(name.to_owned()));
            assert!(
                said.ends_with(
                    ": a name is 1 to 64 of `a-z`, `0-9`, `_` and `-`, such as `billing`"
                ),
                "{said}"
            );
        }
        assert_eq!(
            said(files.add("billing.log".to_owned())),
            "`file` holds `billing.log`: leave `.log` out: the name is a segment of targets, too"
        );
    }

    #[test]
    fn more_files_than_can_be_told_apart_are_refused() {
        let mut files = LogFiles::default();
        for n in 4..31 {
            files.add(format!("file{n}")).unwrap();
        }
        assert_eq!(
            said(files.add("last".to_owned())),
            "`file` holds `last`: there are 31 files already, as many as can be"
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_told_with_those_that_are() {
        let mut files = LogFiles::default();
        let reason = "there is no such file; there are `app`, `error`, `api`, `model`, and those of `file(..)`";
        assert_eq!(
            said(files.set_level("ap", LevelFilter::WARN)),
            format!("`file_level` holds `ap`: {reason}")
        );
        assert_eq!(
            said(files.remove("ap")),
            format!("`without_file` holds `ap`: {reason}")
        );
    }
}
