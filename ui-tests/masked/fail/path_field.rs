use gambeson::Masked;
use std::path::PathBuf;

#[derive(Masked)]
struct Upload {
    file: PathBuf,
    host: std::ffi::OsString,
}

fn main() {}
