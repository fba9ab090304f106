//! Arbitrary names and values.

use gambeson::Masker;
use gambeson::log::FieldNames;
use proptest::prelude::*;
use serde_json::{Value, json};
use tracing::field;

use crate::dynamic::emit;
use crate::given::{cases, given, hides_all, private_key, secret};
use crate::lines::{Line, one, parsed, pretty, raw};

/// A value, and what has to be read for it.
#[derive(Clone, Debug)]
enum Given {
    Text(String),
    Shown(String),
    Bool(bool),
    I64(i64),
    U64(u64),
    F64(f64),
    I128(i128),
    U128(u128),
}

impl Given {
    fn value(&self) -> Box<dyn field::Value + '_> {
        match self {
            Self::Text(text) => Box::new(text.as_str()),
            Self::Shown(text) => Box::new(field::display(text)),
            Self::Bool(value) => Box::new(*value),
            Self::I64(value) => Box::new(*value),
            Self::U64(value) => Box::new(*value),
            Self::F64(value) => Box::new(*value),
            Self::I128(value) => Box::new(*value),
            Self::U128(value) => Box::new(*value),
        }
    }

    fn expected(&self) -> Value {
        match self {
            Self::Text(text) | Self::Shown(text) => json!(text),
            Self::Bool(value) => json!(value),
            Self::I64(value) => json!(value),
            Self::U64(value) => json!(value),
            Self::F64(value) if value.is_finite() => json!(value),
            Self::F64(value) if value.is_nan() => json!("NaN"),
            Self::F64(value) if *value > 0.0 => json!("Infinity"),
            Self::F64(_) => json!("-Infinity"),
            Self::I128(value) => match (i64::try_from(*value), u64::try_from(*value)) {
                (Ok(value), _) => json!(value),
                (_, Ok(value)) => json!(value),
                _ => json!(value.to_string()),
            },
            Self::U128(value) => match u64::try_from(*value) {
                Ok(value) => json!(value),
                Err(_) => json!(value.to_string()),
            },
        }
    }
}

/// Any characters, and many of those that are written with an escape.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\x00-\\x1f\"\\\\\\x7f-\\x{9f}\\u{2028}\\u{fffd}a]{0,20}",
    ]
}

fn value() -> impl Strategy<Value = Given> {
    prop_oneof![
        text().prop_map(Given::Text),
        text().prop_map(Given::Shown),
        any::<bool>().prop_map(Given::Bool),
        any::<i64>().prop_map(Given::I64),
        any::<u64>().prop_map(Given::U64),
        any::<f64>().prop_map(Given::F64),
        Just(Given::F64(f64::NAN)),
        Just(Given::F64(f64::INFINITY)),
        Just(Given::F64(f64::NEG_INFINITY)),
        any::<i128>().prop_map(Given::I128),
        any::<u128>().prop_map(Given::U128),
    ]
}

/// Any name, those of standard fields, and those that come about where names are taken.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        text(),
        "[a-c](_[23])?",
        prop::sample::select(vec![
            "timestamp",
            "level",
            "target",
            "module",
            "file",
            "line",
            "service",
            "level_2",
            "a.b",
            "log.level",
            "say \"hi\"",
            "time",
        ])
        .prop_map(str::to_owned),
    ]
    .prop_filter("those have places of their own", |name| {
        !["message", "function", "request_id", "user_id", "trace_id"].contains(&name.as_str())
            && !name.starts_with("r#")
    })
}

/// Whether the line has this value under this name, or under the name with a number behind it.
fn holds(line: &Line, name: &str, value: &Value) -> bool {
    line.iter().any(|(key, held)| {
        let rest = key.strip_prefix(name);
        let is_named = rest.is_some_and(|rest| {
            rest.is_empty()
                || rest
                    .strip_prefix('_')
                    .is_some_and(|number| number.parse::<u32>().is_ok())
        });
        is_named && held == value
    })
}

/// Timestamp, level, message, target, module, file, line, service.
const STANDARD: usize = 8;

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn what_goes_in_comes_out(
        message in text(),
        given in prop::collection::vec((name(), value()), 0..8),
    ) {
        let values: Vec<_> = given.iter().map(|(_, value)| value.value()).collect();
        let mut fields: Vec<(String, &dyn field::Value)> = given
            .iter()
            .zip(&values)
            .map(|((name, _), value)| (name.clone(), &**value))
            .collect();
        let message_text = message.as_str();
        fields.push(("message".to_owned(), &message_text));

        let line = one(|| emit(&fields));

        prop_assert_eq!(&line["message"], &json!(message));
        for (name, value) in &given {
            prop_assert!(holds(&line, name, &value.expected()), "{name:?} in {line:?}");
        }
        prop_assert_eq!(line.len(), STANDARD + given.len(), "{:?}", line);
    }

    #[test]
    fn no_secret_is_left_wherever_it_stands(
        in_message in given(secret()),
        in_text in given(prop_oneof![secret(), private_key()]),
        in_shown in given(secret()),
        in_debug in given(secret()),
        in_span in given(secret()),
    ) {
        let masker = Masker::default();
        let work = || {
            let _span = tracing::info_span!("span", spanned = in_span.text).entered();
            tracing::info!(
                text = in_text.text,
                shown = %in_shown.text,
                debug = ?in_debug.text,
                "{}",
                in_message.text
            );
        };
        let json = raw(&FieldNames::default(), Some(masker.clone()), work);
        let people = pretty(Some(masker.clone()), work);
        let values: Vec<String> = parsed(&json)
            .iter()
            .flat_map(|line| line.values().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>())
            .collect();
        // What the masker leaves of each text by itself: a word may be the same as a secret, and
        // between the escapes of `Debug` a secret and what follows may be read as one word.
        let all = [&in_message, &in_text, &in_shown, &in_debug, &in_span];
        let in_debug_shown = format!("{:?}", in_debug.text);
        let left: String = all
            .iter()
            .map(|given| masker.mask(&given.text))
            .chain([masker.mask(&in_debug_shown)])
            .collect();
        for given in all {
            let mut secrets = given.secrets.clone();
            secrets.retain(|secret| !left.contains(&secret.hidden));
            hides_all(&json.concat(), &secrets)?;
            hides_all(&values.concat(), &secrets)?;
            hides_all(&people, &secrets)?;
        }
    }

    #[test]
    fn people_see_one_line_per_event_and_no_commands(message in text(), value in text()) {
        let shown = pretty(None, || {
            tracing::info!(value, "{message}");
            tracing::info!("next");
        });
        let heads = shown.lines().filter(|line| !line.starts_with("    | ")).count();
        prop_assert_eq!(heads, 2, "{}", shown);
        prop_assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{:?}", shown);
    }
}
