//! What a subscriber writes.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use gambeson::mask::log::{MaskedFields, Masking};
use tracing_subscriber::fmt::{self, MakeWriter};

/// A log in memory, which also counts the writes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Captured(Arc<Mutex<Vec<Vec<u8>>>>);

impl Captured {
    pub(crate) fn writes(&self) -> usize {
        self.0.lock().expect("no test panics while it writes").len()
    }

    pub(crate) fn text(&self) -> String {
        let writes = self.0.lock().expect("no test panics while it writes");
        String::from_utf8(writes.concat()).expect("events are text")
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .expect("no test panics while it writes")
            .push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Captured;

    fn make_writer(&'a self) -> Captured {
        self.clone()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colours {
    On,
    Off,
}

/// What `work` logs, its fields masked as they are formatted.
pub(crate) fn by_fields(colours: Colours, work: impl FnOnce()) -> Captured {
    let log = Captured::default();
    let subscriber = fmt::fmt()
        .with_ansi(colours == Colours::On)
        .fmt_fields(MaskedFields::new())
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, work);
    log
}

/// What `work` logs, masked as it is written.
pub(crate) fn by_writer(colours: Colours, work: impl FnOnce()) -> Captured {
    let log = Captured::default();
    let subscriber = fmt::fmt()
        .with_ansi(colours == Colours::On)
        .with_writer(Masking::new(log.clone()))
        .finish();
    tracing::subscriber::with_default(subscriber, work);
    log
}

/// No canary, and each of these is there.
pub(crate) fn shows_only(text: &str, shown: &[&str]) {
    for canary in ["hunter2", "john@", "555-123", "4111-1111-1111", "415555"] {
        assert!(!text.contains(canary), "{canary} is left in {text}");
    }
    for shown in shown {
        assert!(text.contains(shown), "{shown} is not in {text}");
    }
}
