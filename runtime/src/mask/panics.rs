//! The panic hook that masks.

use std::any::Any;
use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::panic::PanicHookInfo;

use super::Masker;
use super::web::without_input;

/// Makes panics print their message masked.
///
/// What is printed to standard error has the form that Rust gives it: the thread, the place, the
/// message, and a backtrace if `RUST_BACKTRACE` asks for one. Thread and message are masked by
/// [`Masker::global`], as it is then. The hook that was there before is not called, since it would
/// print the message raw; a hook that is installed later replaces this one. Call it once, at the
/// start of a program.
///
/// What an error of `serde` quotes from its input is hidden, too.
///
/// What the panic carries (`catch_unwind`, `JoinError`) stays as it is.
///
/// # Examples
///
/// ```
/// gambeson::mask::install_panic_hook();
///
/// let caught = std::panic::catch_unwind(|| panic!("no mail for john@example.com"));
/// // On standard error: `no mail for j***@example.com`.
/// assert!(caught.is_err());
/// ```
pub fn install_panic_hook() {
    // It is made here, so that no panic can find it half made.
    let _ = Masker::global();
    std::panic::set_hook(Box::new(|info| print(&report(info))));
}

/// One text for one write, so that the reports of two threads do not mix.
fn report(info: &PanicHookInfo<'_>) -> String {
    let masker = Masker::global();
    let current = std::thread::current();
    let thread = masker.mask(current.name().unwrap_or("<unnamed>"));
    let mut report = format!("\nthread '{thread}' panicked");
    if let Some(location) = info.location() {
        // Writing to a `String` does not fail.
        let _ = write!(report, " at {location}");
    }
    let message = without_input(message(info.payload()));
    let message = masker.mask(&message);
    let _ = writeln!(report, ":\n{message}");
    append_backtrace(&mut report);
    report
}

fn message(payload: &dyn Any) -> &str {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "Box<dyn Any>"
    }
}

fn append_backtrace(report: &mut String) {
    let _ = match std::env::var_os("RUST_BACKTRACE") {
        Some(asked) if asked == "full" => {
            writeln!(report, "stack backtrace:\n{:#}", Backtrace::force_capture())
        }
        Some(asked) if asked != "0" => {
            writeln!(report, "stack backtrace:\n{}", Backtrace::force_capture())
        }
        _ => writeln!(
            report,
            "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace"
        ),
    };
}

/// Writes to standard error without its lock: who holds it may be waiting for this thread.
fn print(report: &str) {
    if let Ok(mut file) = unlocked() {
        let _ = file.write_all(report.as_bytes());
    }
}

#[cfg(unix)]
fn unlocked() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    let owned = io::stderr().as_fd().try_clone_to_owned()?;
    Ok(owned.into())
}

#[cfg(windows)]
fn unlocked() -> io::Result<std::fs::File> {
    use std::os::windows::io::AsHandle;
    let owned = io::stderr().as_handle().try_clone_to_owned()?;
    Ok(owned.into())
}

#[cfg(not(any(unix, windows)))]
fn unlocked() -> io::Result<io::Stderr> {
    Ok(io::stderr())
}
