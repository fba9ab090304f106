//! When files rotate, what they are called, and which are kept.

use std::fs::{self, File};
use std::time::Duration;

use super::super::{Output, RollingFile, RollingOptions, Rotation, Zone};
use super::support::{Time, directory, names, options, read, time, write};

fn by_size(options: RollingOptions, size: u64) -> RollingOptions {
    RollingOptions {
        rotation: Rotation {
            daily: None,
            size: Some(size),
        },
        ..options
    }
}

#[test]
fn a_day_that_is_over_has_a_file_of_its_own() {
    let dir = directory();
    let time = Time::at("2026-11-21T23:59:59Z");
    let mut file = time.open(options(dir.path()));
    write(&mut file, "before midnight\n");
    time.set("2026-11-22T00:00:00Z");
    write(&mut file, "after midnight\n");
    assert_eq!(names(dir.path()), ["app.2026-11-21.0001.log", "app.log"]);
    assert_eq!(
        read(dir.path(), "app.2026-11-21.0001.log"),
        "before midnight\n"
    );
    assert_eq!(read(dir.path(), "app.log"), "after midnight\n");
    assert_eq!(file.rotations(), 1);
}

#[test]
fn a_full_file_is_put_away_before_a_line_too_many() {
    let dir = directory();
    let mut file = Time::at("2026-11-21T12:00:00Z").open(by_size(options(dir.path()), 10));
    write(&mut file, "aaaa\nbbbb\ncccc\n");
    write(&mut file, "dddd\n");
    write(&mut file, "eeee\n");
    let all = names(dir.path());
    assert_eq!(
        all,
        [
            "app.2026-11-21.0001.log",
            "app.2026-11-21.0002.log",
            "app.log"
        ]
    );
    let texts: Vec<String> = all.iter().map(|name| read(dir.path(), name)).collect();
    assert_eq!(texts, ["aaaa\nbbbb\n", "cccc\ndddd\n", "eeee\n"]);
}

#[test]
fn a_line_that_is_larger_than_a_file_has_one_to_itself() {
    let dir = directory();
    let mut file = Time::at("2026-11-21T12:00:00Z").open(by_size(options(dir.path()), 10));
    write(&mut file, "a\nbbbbbbbbbbbbbbbb\nc\n");
    let texts: Vec<String> = names(dir.path())
        .iter()
        .map(|name| read(dir.path(), name))
        .collect();
    assert_eq!(texts, ["a\n", "bbbbbbbbbbbbbbbb\n", "c\n"]);
}

#[test]
fn either_rotation_stands_alone_and_none_is_none() {
    let dir = directory();
    let time = Time::at("2026-11-21T12:00:00Z");
    let mut file = time.open(RollingOptions {
        rotation: Rotation {
            daily: None,
            size: None,
        },
        ..options(dir.path())
    });
    write(&mut file, "a\n");
    time.set("2026-12-21T12:00:00Z");
    write(&mut file, "b\n");
    assert_eq!(read(dir.path(), "app.log"), "a\nb\n");
}

#[test]
fn a_restart_on_the_same_day_goes_on_and_on_another_begins_anew() {
    let dir = directory();
    write(
        &mut RollingFile::open(options(dir.path())).expect("a file"),
        "a\n",
    );
    write(
        &mut RollingFile::open(options(dir.path())).expect("a file"),
        "b\n",
    );
    assert_eq!(read(dir.path(), "app.log"), "a\nb\n");

    let written = File::options()
        .write(true)
        .open(dir.path().join("app.log"))
        .expect("a file");
    written
        .set_modified(time("2026-11-20T12:00:00Z").into())
        .expect("a time");
    let mut file = Time::at("2026-11-21T12:00:00Z").open(options(dir.path()));
    write(&mut file, "c\n");
    assert_eq!(read(dir.path(), "app.2026-11-20.0001.log"), "a\nb\n");
    assert_eq!(read(dir.path(), "app.log"), "c\n");
}

#[test]
fn a_line_that_a_killed_process_left_half_is_ended() {
    let dir = directory();
    fs::write(dir.path().join("app.log"), "whole\nha").expect("a file");
    let mut file = RollingFile::open(options(dir.path())).expect("a file");
    write(&mut file, "new\n");
    assert_eq!(read(dir.path(), "app.log"), "whole\nha\nnew\n");
}

#[test]
fn what_has_a_name_already_is_never_overwritten() {
    let dir = directory();
    for name in ["app.2026-11-21.0001.log", "app.2026-11-21.0003.log.gz"] {
        fs::write(dir.path().join(name), "old\n").expect("a file");
    }
    let mut file = Time::at("2026-11-21T12:00:00Z").open(by_size(options(dir.path()), 4));
    write(&mut file, "aaa\nbbb\n");
    assert_eq!(read(dir.path(), "app.2026-11-21.0001.log"), "old\n");
    assert_eq!(read(dir.path(), "app.2026-11-21.0003.log.gz"), "old\n");
    assert_eq!(read(dir.path(), "app.2026-11-21.0004.log"), "aaa\n");
}

#[test]
fn what_a_killed_process_left_unfinished_is_removed_at_the_start() {
    let dir = directory();
    for (name, text) in [
        ("app.2026-11-20.0001.log", "a\n"),
        ("app.2026-11-20.0002.log", ""),
        ("app.2026-11-20.0003.log.gz.tmp", "half"),
        ("error.2026-11-20.0001.log", ""),
    ] {
        fs::write(dir.path().join(name), text).expect("a file");
    }
    drop(RollingFile::open(options(dir.path())).expect("a file"));
    let left = [
        "app.2026-11-20.0001.log",
        "app.log",
        "error.2026-11-20.0001.log",
    ];
    assert_eq!(names(dir.path()), left);
}

#[test]
fn old_files_are_kept_by_age_and_by_number() {
    let dir = directory();
    for day in 1..=9 {
        let name = format!("app.2026-11-0{day}.0001.log");
        fs::write(dir.path().join(name), "old\n").expect("a file");
    }
    for name in [
        "app.2026-11-01.log",
        "error.2026-11-01.0001.log",
        "app.2026-11-01.0001.log.bak",
    ] {
        fs::write(dir.path().join(name), "not ours\n").expect("a file");
    }
    let mut aged = options(dir.path());
    aged.keep.age = Some(Duration::from_secs(5 * 24 * 60 * 60));
    let time = Time::at("2026-11-10T12:00:00Z");
    drop(time.open(aged));
    let left = names(dir.path());
    let ours = |left: &[String]| {
        let is_ours = |name: &&String| name.ends_with(".0001.log") && name.starts_with("app");
        left.iter().filter(is_ours).cloned().collect::<Vec<_>>()
    };
    assert_eq!(left.len(), ours(&left).len() + 4, "{left:?}");
    assert_eq!(
        ours(&left).first().map(String::as_str),
        Some("app.2026-11-05.0001.log")
    );

    let mut few = options(dir.path());
    few.keep.files = Some(2);
    let mut file = time.open(few);
    assert_eq!(ours(&names(dir.path())).len(), 2);
    write(&mut file, "today\n");
    time.set("2026-11-11T12:00:00Z");
    write(&mut file, "tomorrow\n");
    let left = ours(&names(dir.path()));
    assert_eq!(left, ["app.2026-11-09.0001.log", "app.2026-11-10.0001.log"]);
}

#[cfg(unix)]
#[test]
fn a_link_points_to_the_current_file() {
    let dir = directory();
    let linked = |dir: &std::path::Path| RollingOptions {
        symlink: true,
        ..options(dir)
    };
    fs::write(dir.path().join("app.log"), "of a run without a link\n").expect("a file");
    let today = jiff::Timestamp::now().to_string();
    let time = Time::at(&today);
    let mut file = time.open(linked(dir.path()));
    write(&mut file, "a\n");
    drop(file);
    let mut file = time.open(linked(dir.path()));
    write(&mut file, "b\n");
    let link = || fs::read_link(dir.path().join("app.log")).expect("a link");
    let first = link();
    assert_eq!(
        read(dir.path(), "app.log"),
        "of a run without a link\na\nb\n"
    );

    time.set("2126-11-21T12:00:00Z");
    write(&mut file, "c\n");
    assert_eq!(link().to_str(), Some("app.2126-11-21.0001.log"));
    assert_eq!(read(dir.path(), "app.log"), "c\n");
    assert_ne!(first, link());
    assert_eq!(names(dir.path()).len(), 3);
    drop(file);

    // And back to a run without one.
    write(&mut time.open(options(dir.path())), "d\n");
    assert_eq!(read(dir.path(), "app.2126-11-21.0001.log"), "c\n");
    assert_eq!(read(dir.path(), "app.log"), "d\n");
}

#[cfg(unix)]
#[test]
fn the_file_behind_a_link_is_none_of_the_old_ones() {
    let dir = directory();
    let mut linked = by_size(options(dir.path()), 4);
    linked.symlink = true;
    linked.keep.files = Some(0);
    let mut file = Time::at("2026-11-21T12:00:00Z").open(linked);
    write(&mut file, "aaa\nbbb\n");
    assert_eq!(names(dir.path()), ["app.2026-11-21.0002.log", "app.log"]);
    assert_eq!(read(dir.path(), "app.log"), "bbb\n");
}

#[cfg(feature = "gzip")]
#[test]
fn what_rotation_puts_away_is_compressed_in_the_background() {
    use std::io::Read as _;

    let dir = directory();
    let mut compressed = by_size(options(dir.path()), 4);
    compressed.compress = true;
    let mut file = Time::at("2026-11-21T12:00:00Z").open(compressed);
    write(&mut file, "aaa\nbbb\n");
    file.finish_compressing();
    assert_eq!(names(dir.path()), ["app.2026-11-21.0001.log.gz", "app.log"]);
    let old = File::open(dir.path().join("app.2026-11-21.0001.log.gz")).expect("a file");
    let mut text = String::new();
    let mut old = flate2::read::GzDecoder::new(old);
    old.read_to_string(&mut text).expect("gzip");
    assert_eq!(text, "aaa\n");
}

#[cfg(feature = "gzip")]
#[test]
fn what_was_not_compressed_when_a_process_ended_is_at_the_next_start() {
    let dir = directory();
    fs::write(dir.path().join("app.2026-11-20.0001.log"), "a\n").expect("a file");
    fs::write(dir.path().join("app.2026-11-20.0002.log.gz.tmp"), "half").expect("a file");
    let mut compressed = options(dir.path());
    compressed.compress = true;
    let mut file = Time::at("2026-11-21T12:00:00Z").open(compressed);
    file.finish_compressing();
    assert_eq!(names(dir.path()), ["app.2026-11-20.0001.log.gz", "app.log"]);
}

#[test]
fn a_local_day_is_one_of_the_systems_zone() {
    let dir = directory();
    let mut local = options(dir.path());
    local.rotation.daily = Some(Zone::Local);
    let time = Time::at("2026-11-21T12:00:00Z");
    let mut file = time.open(local);
    write(&mut file, "a\n");
    time.set("2026-11-23T12:00:00Z");
    write(&mut file, "b\n");
    assert_eq!(names(dir.path()).len(), 2);
}
