//! The function, as its attribute knows it.

/// Where events come from. All of it is known to the compiler.
#[derive(Debug)]
pub struct Source {
    /// Module path and name.
    pub function: &'static str,
    /// The function's name alone.
    pub name: &'static str,
    /// The module's path.
    pub module: &'static str,
    /// The module's path, unless `target` was written.
    pub target: &'static str,
    /// As `file!()` says.
    pub file: &'static str,
    /// Of the function's name.
    pub line: u32,
    /// The names that `args` and `fields` give.
    pub fields: &'static [&'static str],
}
