//! What old files are called.

use jiff::civil::Date;

const GZIP: &str = ".gz";
/// What is being compressed, until it is complete.
const UNFINISHED: &str = ".gz.tmp";

/// What the old files of one log are called.
#[derive(Clone, Debug)]
pub(super) struct Names {
    stem: String,
    /// With its dot, or nothing.
    extension: String,
}

/// A file of ours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Old {
    pub(super) day: Date,
    pub(super) number: u32,
    pub(super) form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Plain,
    Gzip,
    Unfinished,
}

impl Names {
    /// Those of the log of this name; `None` if it is no name of a file.
    pub(super) fn new(name: &str) -> Option<Self> {
        let is_name =
            !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
        let (stem, extension) = match name.rfind('.') {
            Some(dot) => name.split_at_checked(dot)?,
            None => (name, ""),
        };
        is_name.then(|| Self {
            stem: stem.into(),
            extension: extension.into(),
        })
    }

    pub(super) fn old(&self, day: Date, number: u32) -> String {
        format!("{}.{day}.{number:04}{}", self.stem, self.extension)
    }

    pub(super) fn of(&self, old: &Old) -> String {
        let mut name = self.old(old.day, old.number);
        name.push_str(match old.form {
            Form::Plain => "",
            Form::Gzip => GZIP,
            Form::Unfinished => UNFINISHED,
        });
        name
    }

    /// What `name` says, if it is exactly as one of ours.
    pub(super) fn parse(&self, name: &str) -> Option<Old> {
        let (plain, form) = if let Some(plain) = name.strip_suffix(UNFINISHED) {
            (plain, Form::Unfinished)
        } else if let Some(plain) = name.strip_suffix(GZIP) {
            (plain, Form::Gzip)
        } else {
            (name, Form::Plain)
        };
        let middle = plain.strip_prefix(&self.stem)?.strip_prefix('.')?;
        let middle = middle.strip_suffix(&self.extension)?;
        let (day, number) = middle.split_once('.')?;
        let old = Old {
            day: day.parse().ok()?,
            number: number.parse().ok()?,
            form,
        };
        // Days and numbers can be written in other ways, which are not ours.
        (self.of(&old) == name).then_some(old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_written() {
        for log in ["app.log", "app", "my.app.log"] {
            let names = Names::new(log).expect("a name");
            for form in [Form::Plain, Form::Gzip, Form::Unfinished] {
                for number in [1, 9999, 10_000, u32::MAX] {
                    let day = "2026-11-21".parse().expect("a day");
                    let old = Old { day, number, form };
                    assert_eq!(names.parse(&names.of(&old)), Some(old), "{log}");
                }
            }
        }
    }

    #[test]
    fn names_sort_as_the_files_came() {
        let names = Names::new("app.log").expect("a name");
        let of = |day: &str, number| names.old(day.parse().expect("a day"), number);
        let came = [
            of("2026-11-21", 1),
            of("2026-11-21", 2),
            of("2026-11-21", 10),
            of("2026-11-22", 1),
        ];
        assert!(came.is_sorted(), "{came:?}");
        assert_eq!(came[0], "app.2026-11-21.0001.log");
    }

    #[test]
    fn what_only_looks_like_ours_is_not_ours() {
        let names = Names::new("app.log").expect("a name");
        for name in [
            "app.log",
            "app.2026-11-21.log",
            "app.2026-11-21.1.log",
            "app.20261121.0001.log",
            "app.2026-11-31.0001.log",
            "app.2026-11-21T00:00.0001.log",
            "app.2026-11-21.+001.log",
            "app.2026-11-21.00001.log",
            "app.2026-11-21.0001.log.bak",
            "app.2026-11-21.0001.log.gz.gz",
            "app.api.2026-11-21.0001.log",
            "app2.2026-11-21.0001.log",
            "my.app.2026-11-21.0001.log",
            "app.2026-11-21.0001",
        ] {
            assert_eq!(names.parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_path_is_no_name() {
        for name in ["", ".", "..", "a/b", "../app.log", ".hidden", "a\\b"] {
            assert!(Names::new(name).is_none(), "{name}");
        }
    }
}
