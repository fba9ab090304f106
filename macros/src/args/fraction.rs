//! Fractions: `0.8` or `"80%"`.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use crate::diagnostics::Errors;
use crate::tokens::single;

/// The fraction that `value` spells, between 0 and 1.
pub(crate) fn fraction(name: &str, value: &TokenStream, errors: &mut Errors) -> Option<f64> {
    let example = example(name);
    let Some(TokenTree::Literal(literal)) = single(value) else {
        errors.add(
            value,
            format!(
                "`{name}` is a fraction; write `{name} = {0}` or `{name} = \"{1}\"`",
                example.0, example.1
            ),
        );
        return None;
    };
    match read(&literal.to_string(), example) {
        Ok(fraction) => Some(fraction),
        Err(meant) => {
            errors.add(
                literal.to_token_stream(),
                format!("`{name}` is a fraction between 0 and 1; {meant}"),
            );
            None
        }
    }
}

/// How the fraction may be written, as a number and in percent. A small one, where only such are taken.
fn example(name: &str) -> (&'static str, &'static str) {
    match name {
        "jitter" => ("0.1", "10%"),
        _ => ("0.8", "80%"),
    }
}

fn read(literal: &str, example: (&str, &str)) -> Result<f64, String> {
    let text = literal.trim_matches('"');
    let quoted = text.len() != literal.len();
    let (number, scale) = match text.strip_suffix('%') {
        Some(percent) if quoted => (percent, 100.0),
        _ => (text, 1.0),
    };
    let example = || format!("write `{}` or `\"{}\"`", example.0, example.1);
    let value: f64 = number.replace('_', "").parse().map_err(|_| example())?;
    if quoted && scale < 2.0 {
        return Err(spellings(if value > 1.0 { value } else { value * 100.0 }));
    }
    let fraction = value / scale;
    if (0.0..=1.0).contains(&fraction) && (scale > 1.0 || literal.contains('.') || fraction == 0.0)
    {
        return Ok(fraction);
    }
    Err(
        if (1.0..=100.0).contains(&value) && !literal.contains('.') && scale < 2.0 {
            spellings(value)
        } else {
            example()
        },
    )
}

fn spellings(percent: f64) -> String {
    format!("write `{:?}` or `\"{percent}%\"`", percent / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(literal: &str) -> Result<f64, String> {
        super::read(literal, example("at"))
    }

    #[test]
    fn both_spellings_mean_the_same() {
        assert_eq!(read("0.8"), Ok(0.8));
        assert_eq!(read("\"80%\""), Ok(0.8));
        assert_eq!(read("1.0"), Ok(1.0));
        assert_eq!(read("0"), Ok(0.0));
    }

    #[test]
    fn a_number_out_of_range_is_answered_with_both_spellings() {
        assert_eq!(read("80"), Err("write `0.8` or `\"80%\"`".to_owned()));
        assert_eq!(read("\"80\""), Err("write `0.8` or `\"80%\"`".to_owned()));
        assert!(read("1.5").is_err());
        assert!(read("\"120%\"").is_err());
        assert!(read("\"lots\"").is_err());
    }
}
