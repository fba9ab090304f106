//! Events whose names are known only at run time.

use std::sync::OnceLock;

use tracing::callsite::{Callsite, Identifier};
use tracing::field::{FieldSet, Value};
use tracing::metadata::Kind;
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata};

struct Site(OnceLock<Metadata<'static>>);

impl Callsite for Site {
    fn set_interest(&self, _: Interest) {}

    fn metadata(&self) -> &Metadata<'_> {
        self.0.get().expect("it is set before it is seen")
    }
}

/// Sends an event of these fields. What describes it is never freed.
pub(crate) fn emit(fields: &[(String, &dyn Value)]) {
    let names: Vec<&'static str> = fields
        .iter()
        .map(|(name, _)| &*Box::leak(name.clone().into_boxed_str()))
        .collect();
    let site: &'static Site = Box::leak(Box::new(Site(OnceLock::new())));
    let metadata = site.0.get_or_init(|| {
        Metadata::new(
            "event",
            "shop::api",
            Level::INFO,
            Some("src/api.rs"),
            Some(7),
            Some("shop::api"),
            FieldSet::new(names.leak(), Identifier(site)),
            Kind::EVENT,
        )
    });
    let values: Vec<Option<&dyn Value>> = fields.iter().map(|(_, value)| Some(*value)).collect();
    Event::dispatch(metadata, &metadata.fields().value_set_all(&values));
}
