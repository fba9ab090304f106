//! An error as text, for events: as it shows itself, else as it is debugged, else by its type.

use std::any::type_name;
use std::fmt;

/// An error that is to be told of.
///
/// Generated code calls `(&&&Described(error)).describe()` with the traits of this module in scope;
/// method lookup takes the impl that needs the fewest dereferences. Nothing is formatted before
/// somebody shows the [`Description`].
#[derive(Debug)]
pub struct Described<'a, E>(pub &'a E);

/// What is said of an error.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Description<'a> {
    /// By its `Display`.
    Display(&'a dyn fmt::Display),
    /// By its `Debug`.
    Debug(&'a dyn fmt::Debug),
    /// By its type's name.
    Type(&'static str),
}

impl fmt::Display for Description<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Display(error) => error.fmt(f),
            Self::Debug(error) => error.fmt(f),
            Self::Type(name) => f.write_str(name),
        }
    }
}

impl fmt::Debug for Description<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `|result| description`, of the error in it.
#[cfg_attr(not(debug_assertions), inline)]
pub fn describing<R, F: for<'a> Fn(&'a R) -> Option<Description<'a>>>(describe: F) -> F {
    describe
}

/// An error with `Display`.
pub trait DescribeDisplay<'a> {
    /// The text.
    fn describe(&self) -> Description<'a>;
}

impl<'a, E: fmt::Display> DescribeDisplay<'a> for &&Described<'a, E> {
    fn describe(&self) -> Description<'a> {
        Description::Display(self.0)
    }
}

/// An error with `Debug`.
pub trait DescribeDebug<'a> {
    /// The text.
    fn describe(&self) -> Description<'a>;
}

impl<'a, E: fmt::Debug> DescribeDebug<'a> for &Described<'a, E> {
    fn describe(&self) -> Description<'a> {
        Description::Debug(self.0)
    }
}

/// Any other error.
pub trait DescribeType<'a> {
    /// The text.
    fn describe(&self) -> Description<'a>;
}

impl<'a, E> DescribeType<'a> for Described<'a, E> {
    fn describe(&self) -> Description<'a> {
        Description::Type(type_name::<E>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! text_of {
        ($error:expr) => {{
            let error = $error;
            (&&&Described(&error)).describe().to_string()
        }};
    }

    #[derive(Debug)]
    struct OnlyDebug;

    struct Neither;

    #[test]
    fn an_error_is_told_by_display_else_by_debug_else_by_its_type() {
        assert_eq!(text_of!("down"), "down");
        assert_eq!(text_of!(OnlyDebug), "OnlyDebug");
        assert!(
            text_of!(Neither).ends_with("Neither"),
            "{}",
            text_of!(Neither)
        );
    }
}
