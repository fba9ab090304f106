//! What the fields of JSON are called.

use std::borrow::Cow;

type Name = Cow<'static, str>;

/// What the standard fields of a JSON line are called.
///
/// [`default`](Self::default) says `timestamp`, `level`, `message`, `target`, `module`, `function`,
/// `file`, `line`, `request_id`, `user_id`, `trace_id`, `service`. There are presets for
/// [Stackdriver](Self::stackdriver) and [ELK](Self::elk), and each name can be changed. A field with
/// an empty name is left out.
///
/// A field of an event or of a span whose name is taken is kept as `<name>_2`, `<name>_3` and so on.
///
/// # Examples
///
/// ```
/// use gambeson::log::FieldNames;
///
/// let names = FieldNames::default().timestamp("ts").request_id("correlation_id").module("");
/// assert_eq!(names.duplicate(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldNames {
    pub(super) timestamp: Name,
    pub(super) level: Name,
    pub(super) message: Name,
    pub(super) target: Name,
    pub(super) module: Name,
    pub(super) function: Name,
    pub(super) file: Name,
    pub(super) line: Name,
    pub(super) request_id: Name,
    pub(super) user_id: Name,
    pub(super) trace_id: Name,
    /// Stands before the id of the trace.
    pub(super) trace_prefix: Name,
    pub(super) service: Name,
    /// An object of file, line and function, in the place of these three.
    pub(super) location: Name,
    pub(super) levels: Levels,
}

/// What the levels are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Levels {
    /// `TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR`.
    Tracing,
    /// `DEBUG`, `INFO`, `WARNING`, `ERROR`.
    Severity,
}

impl Default for FieldNames {
    fn default() -> Self {
        Self {
            timestamp: Cow::Borrowed("timestamp"),
            level: Cow::Borrowed("level"),
            message: Cow::Borrowed("message"),
            target: Cow::Borrowed("target"),
            module: Cow::Borrowed("module"),
            function: Cow::Borrowed("function"),
            file: Cow::Borrowed("file"),
            line: Cow::Borrowed("line"),
            request_id: Cow::Borrowed("request_id"),
            user_id: Cow::Borrowed("user_id"),
            trace_id: Cow::Borrowed("trace_id"),
            trace_prefix: Cow::Borrowed(""),
            service: Cow::Borrowed("service"),
            location: Cow::Borrowed(""),
            levels: Levels::Tracing,
        }
    }
}

/// One setter for each standard field.
macro_rules! setters {
    ($($name:ident: $what:literal,)*) => {$(
        #[doc = concat!("Calls ", $what, " so; an empty name leaves it out.")]
        #[must_use]
        pub fn $name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
            self.$name = name.into();
            self
        }
    )*};
}

impl FieldNames {
    /// As Google Cloud Logging (Stackdriver) reads them from the standard output of a container:
    /// `severity` with its own names of levels, `time`, `message`,
    /// `logging.googleapis.com/sourceLocation` with `file`, `line` (a text, as it asks for) and
    /// `function`, and `logging.googleapis.com/trace`. The other names are the usual ones.
    ///
    /// For links to Cloud Trace, say where traces are kept by [`trace_prefix`](Self::trace_prefix).
    pub fn stackdriver() -> Self {
        Self {
            timestamp: Cow::Borrowed("time"),
            level: Cow::Borrowed("severity"),
            location: Cow::Borrowed("logging.googleapis.com/sourceLocation"),
            trace_id: Cow::Borrowed("logging.googleapis.com/trace"),
            levels: Levels::Severity,
            ..Self::default()
        }
    }

    /// As the Elastic Common Schema (ECS) has them: `@timestamp`, `log.level`, `message`,
    /// `log.logger`, `log.origin.function`, `log.origin.file.name`, `log.origin.file.line`,
    /// `http.request.id`, `user.id`, `trace.id`, `service.name`. The module, which is not in the
    /// schema, is `module`.
    pub fn elk() -> Self {
        Self {
            timestamp: Cow::Borrowed("@timestamp"),
            level: Cow::Borrowed("log.level"),
            target: Cow::Borrowed("log.logger"),
            function: Cow::Borrowed("log.origin.function"),
            file: Cow::Borrowed("log.origin.file.name"),
            line: Cow::Borrowed("log.origin.file.line"),
            request_id: Cow::Borrowed("http.request.id"),
            user_id: Cow::Borrowed("user.id"),
            trace_id: Cow::Borrowed("trace.id"),
            service: Cow::Borrowed("service.name"),
            ..Self::default()
        }
    }

    setters! {
        timestamp: "the time of the event",
        level: "its level",
        message: "its message",
        target: "its target",
        module: "the path of its module",
        function: "the function that it is in, where that is known",
        file: "its file",
        line: "its line",
        request_id: "the id of the request",
        user_id: "the id of the user",
        trace_id: "the id of the trace",
        service: "the service",
    }

    /// Writes this before the id of the trace, as in
    /// `projects/shop/traces/4bf92f3577b34da6a3ce929d0e0e4736`.
    ///
    /// ```
    /// use gambeson::log::FieldNames;
    ///
    /// let names = FieldNames::stackdriver().trace_prefix("projects/shop/traces/");
    /// ```
    #[must_use]
    pub fn trace_prefix(mut self, prefix: impl Into<Cow<'static, str>>) -> Self {
        self.trace_prefix = prefix.into();
        self
    }

    /// A name that two fields have, if there is one.
    pub fn duplicate(&self) -> Option<&str> {
        let names = self.all();
        let mut rest = names.iter();
        while let Some(name) = rest.next() {
            if !name.is_empty() && rest.as_slice().contains(name) {
                return Some(name);
            }
        }
        None
    }

    /// The names that are written as members of the line; some may be empty.
    pub(super) fn all(&self) -> [&str; 13] {
        // With an object for the place, the parts of it have no names in the line.
        let part = |name| if self.location.is_empty() { name } else { "" };
        [
            &self.timestamp,
            &self.level,
            &self.message,
            &self.target,
            &self.module,
            part(&*self.function),
            part(&*self.file),
            part(&*self.line),
            &self.request_id,
            &self.user_id,
            &self.trace_id,
            &self.service,
            &self.location,
        ]
    }
}
