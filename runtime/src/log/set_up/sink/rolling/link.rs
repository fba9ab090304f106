//! The symbolic link to the current file.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use jiff::Timestamp;

use super::days::Days;
use super::old::{Shelf, remove};

/// Makes `link` point to the file `name` beside it. The name is there at any moment.
pub(super) fn point(shelf: &Shelf, link: &str, name: &str) -> io::Result<()> {
    if fs::read_link(shelf.path(link)).is_ok_and(|target| target == Path::new(name)) {
        return Ok(());
    }
    let new = shelf.path(&format!(".{link}.link"));
    // Left by a process that was killed here.
    remove(&new);
    symlink(Path::new(name), &new)?;
    fs::rename(&new, shelf.path(link)).inspect_err(|_| remove(&new))
}

/// Where the link is to be, a file of a run without a link may lie: it becomes an old one.
pub(super) fn retire_plain(shelf: &Shelf, link: &str, days: &Days) -> io::Result<()> {
    let meta = match fs::symlink_metadata(shelf.path(link)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        meta => meta?,
    };
    if meta.is_symlink() {
        return Ok(());
    }
    let written = meta.modified().ok();
    let written = written.and_then(|at| Timestamp::try_from(at).ok());
    shelf.put_away(link, days.of(written.unwrap_or_else(|| days.now())))
}

/// Removes a link that a run with links left. One that points elsewhere is the user's own.
pub(super) fn remove_ours(shelf: &Shelf, link: &str) {
    let path = shelf.path(link);
    let target = fs::read_link(&path).ok();
    let target = target.as_deref().and_then(Path::to_str);
    if target.is_some_and(|target| shelf.names().parse(target).is_some()) {
        remove(&path);
    }
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(windows)]
fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(target, link)
}

#[cfg(not(any(unix, windows)))]
fn symlink(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
