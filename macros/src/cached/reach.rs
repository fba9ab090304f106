//! How far a function's entries and loads reach: `flight = ..`, `read = ..`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::strategy::Strategy;
use super::written::{Tier, Written};
use crate::args::{Arguments, Others};
use crate::diagnostics::Errors;
use crate::function::Function;

/// What other processes have to do with it.
#[derive(Default)]
pub(super) struct Reach {
    /// With the name of the argument, for an error about it.
    flight: Option<(Flight, Ident)>,
    read: Option<(Read, Ident)>,
}

/// Who shares one load.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Flight {
    Process,
    Cluster,
}

/// What a call may be answered with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Read {
    Usual,
    Strict,
    Serve,
}

const FLIGHTS: &[(&str, Flight)] = &[("process", Flight::Process), ("cluster", Flight::Cluster)];
const READS: &[(&str, Read)] = &[
    ("usual", Read::Usual),
    ("strict", Read::Strict),
    ("serve", Read::Serve),
];

const OTHER_FLIGHTS: Others = &[
    (
        &["distributed", "global", "redis", "lock", "redlock", "lease"],
        "flight = cluster",
    ),
    (
        &["local", "memory", "single", "single_flight"],
        "flight = process",
    ),
];
const OTHER_READS: Others = &[
    (
        &["strong", "linearizable", "consistent", "fresh", "redis"],
        "read = strict",
    ),
    (&["eventual", "default", "normal"], "read = usual"),
    (&["stale", "available", "availability"], "read = serve"),
];

impl Reach {
    pub(super) fn parse(found: &Arguments, errors: &mut Errors) -> Self {
        let name = |name| found.get(name).map(|(name, _)| name.clone());
        let flight = found.choice_or("flight", FLIGHTS, OTHER_FLIGHTS, errors);
        let read = found.choice_or("read", READS, OTHER_READS, errors);
        Self {
            flight: flight.and_then(|(flight, _)| Some((flight, name("flight")?))),
            read: read.and_then(|(read, _)| Some((read, name("read")?))),
        }
    }

    /// Entries are not kept in memory, whatever the tier is.
    pub(super) fn is_strict(&self) -> bool {
        matches!(self.read, Some((Read::Strict, _)))
    }

    /// The word that means nothing without Redis, and where it stands.
    pub(super) fn needs_redis(&self) -> Option<(&'static str, &'static str, Span)> {
        let flight = match &self.flight {
            Some((Flight::Cluster, name)) => Some(("flight", "cluster", name.span())),
            _ => None,
        };
        let read = match &self.read {
            Some((Read::Strict, name)) => Some(("read", "strict", name.span())),
            Some((Read::Serve, name)) => Some(("read", "serve", name.span())),
            _ => None,
        };
        flight.or(read)
    }

    /// The fields of the function's `SiteSpec` that are not what they are by default.
    pub(super) fn fields(&self, private: &TokenStream) -> Vec<TokenStream> {
        let site = Span::mixed_site();
        let mut fields = Vec::new();
        if matches!(self.flight, Some((Flight::Cluster, _))) {
            fields.push(quote_spanned!(site=> flight: #private::FlightReach::Cluster));
        }
        match self.read {
            Some((Read::Strict, _)) => {
                fields.push(quote_spanned!(site=> read: #private::ReadMode::Strict));
            }
            Some((Read::Serve, _)) => {
                fields.push(quote_spanned!(site=> read: #private::ReadMode::Serve));
            }
            _ => {}
        }
        fields
    }
}

/// Reports what does not go together with them.
pub(super) fn check(written: &Written, function: &Function, errors: &mut Errors) {
    let reach = &written.reach;
    if let Some((Flight::Cluster, name)) = &reach.flight {
        let tier = written.tier.as_ref().map(|(tier, _)| *tier);
        let why = if !function.is_async() {
            Some(
                "a sync function is cached in memory only, which no other process shares; make it `async`, or remove `flight`",
            )
        } else if tier == Some(Tier::Memory) {
            Some(
                "no other process shares the memory of this one; remove `flight`, or write `tier = both`",
            )
        } else if written.batch.is_some() {
            Some("a batch shares its loads within the process only; remove `flight`")
        } else if writes(&written.strategy) {
            Some("a function that writes loads nothing that others could wait for; remove `flight`")
        } else {
            None
        };
        if let Some(why) = why {
            errors.add(name, why);
        }
    }
    if let Some((read, name)) = &reach.read
        && let Some(why) = refused(*read, written, function)
    {
        errors.add(name, why);
    }
}

fn refused(read: Read, written: &Written, function: &Function) -> Option<&'static str> {
    let tier = written.tier.as_ref().map(|(tier, _)| *tier);
    if read == Read::Usual {
        return None;
    }
    if writes(&written.strategy) {
        return Some("a function that writes is answered by no tier; remove `read`");
    }
    if !function.is_async() {
        return Some(
            "a sync function is cached in memory only, which is never behind itself; remove `read`",
        );
    }
    match (read, tier) {
        (_, Some(Tier::Memory)) => {
            Some("`tier = memory` asks no Redis, and is never behind itself; remove `read`")
        }
        (Read::Serve, Some(Tier::Redis)) => Some(
            "with `tier = redis` nothing is kept in memory that could be served while Redis is \
             away; remove `read`",
        ),
        (Read::Strict, _) if written.memory_ttl_name.is_some() => {
            Some("with `read = strict` nothing is kept in memory; remove `memory_ttl`, or `read`")
        }
        (_, _) if written.batch.is_some() => {
            Some("a batch reads as its manager does; remove `read`, or write `tier = redis`")
        }
        _ => None,
    }
}

fn writes(strategy: &Strategy) -> bool {
    matches!(
        strategy,
        Strategy::WriteThrough(_) | Strategy::WriteBehind(_)
    )
}
