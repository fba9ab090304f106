//! Crates made for one case, in the target folder and outside of this workspace.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Failure;

/// A package of its own with the versions of this workspace's lock file.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// `dependencies` is the content of the `[dependencies]` table; `gambeson` in braces stands for the path of the crate.
    pub(crate) fn create(case: &str, name: &str, dependencies: &str) -> Result<Self, Failure> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .canonicalize()?;
        let folder = target()?.join(case).join(name);
        fs::create_dir_all(folder.join("src"))?;
        let runtime = workspace.join("runtime");
        let gambeson = format!("path = \"{}\"", runtime.display());
        let manifest = format!(
            "[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[profile.release]\nlto = \"thin\"\n\n[dependencies]\n{}\n",
            dependencies.replace("{gambeson}", &gambeson)
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let scratch = Scratch { folder };
        scratch.write("")?;
        Ok(scratch)
    }

    /// Replaces the source of its library.
    pub(crate) fn write(&self, source: &str) -> Result<(), Failure> {
        Ok(fs::write(self.folder.join("src/lib.rs"), source)?)
    }

    /// Builds `source` as its program, optimised as this one is, and gives the program's path.
    pub(crate) fn program(&self, source: &str) -> Result<PathBuf, Failure> {
        fs::write(self.folder.join("src/main.rs"), source)?;
        self.cargo(&["build", "--release", "--quiet"], &[])?;
        // All scratch crates have one name, so that the next one overwrites what cargo made.
        let program = self.folder.join("program");
        let name = format!("scratch{}", std::env::consts::EXE_SUFFIX);
        fs::copy(target()?.join("target/release").join(name), &program)?;
        Ok(program)
    }

    /// Runs cargo in it and gives what that printed.
    pub(crate) fn cargo(
        &self,
        arguments: &[&str],
        environment: &[(&str, OsString)],
    ) -> Result<String, Failure> {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target()?.join("target"))
            .envs(environment.iter().cloned())
            .output()?;
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            return Err(format!(
                "cargo {} in {}:\n{errors}",
                arguments.join(" "),
                self.folder.display()
            )
            .into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// Where scratch crates live: beside this program's own profile folder.
pub(crate) fn target() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe()?;
    let target = program
        .ancestors()
        .nth(2)
        .ok_or("this program does not lie in a target folder")?;
    Ok(target.join("bench-scratch"))
}
