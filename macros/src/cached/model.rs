//! What one `#[cached(..)]` on one function means.

use proc_macro2::{Span, TokenStream};

use super::batch::Many;
use super::checks;
use super::ladder::Ladder;
use super::naming::{self, Unnamed};
use super::reach::Reach;
use super::read;
use super::strategy::Strategy;
use super::tags::TagPlans;
use super::through::{self, Value};
use super::written::{Tier, Ttl, Written};
use crate::args::{DurationValue, Handle};
use crate::diagnostics::Errors;
use crate::function::{Argument, Form, Function};
use crate::key::{DefaultKey, Plan, Scope, Source};
use crate::stack::{self, Entry, Facts};
use crate::tokens::unraw;

/// Everything the expansion needs; a `Model` that would not expand is not made.
pub(super) struct Model {
    pub(super) facts: Facts,
    pub(super) ttl: Ttl,
    pub(super) tier: Tier,
    /// The argument and the word that ask for Redis, which needs a feature.
    pub(super) needs_redis: Option<(&'static str, &'static str, Span)>,
    pub(super) reach: Reach,
    /// What becomes of entries near their end and beyond it.
    pub(super) ladder: Ladder,
    /// Whether the body makes a future by itself.
    pub(super) makes_future: bool,
    pub(super) memory_ttl: Option<DurationValue>,
    pub(super) negative_ttl: Option<DurationValue>,
    pub(super) error_ttl: Option<DurationValue>,
    pub(super) cache_if: Option<TokenStream>,
    pub(super) wait: Option<DurationValue>,
    pub(super) cache: Option<TokenStream>,
    pub(super) handle: Option<Handle>,
    pub(super) key: Plan,
    /// Which arguments, counted without the receiver, the key is made of.
    pub(super) key_arguments: Vec<usize>,
    pub(super) unnamed: Vec<Unnamed>,
    pub(super) tags: TagPlans,
    pub(super) means: Means,
}

/// What the function is to its entries.
pub(super) enum Means {
    /// It loads one.
    Read,
    /// It loads many at once.
    ReadMany(Box<Many>),
    /// It writes the value of one: what the function returns, or this.
    WriteThrough(Option<Value>),
}

impl Model {
    pub(super) fn new(
        entry: &Entry,
        written: Written,
        function: &Function,
        errors: &mut Errors,
    ) -> Option<Self> {
        if written.is_batch_broken {
            return None;
        }
        let writes = matches!(written.strategy, Strategy::WriteThrough(_));
        if let Strategy::WriteThrough(word) = &written.strategy {
            through::check(&written, &word.word, function, errors);
        } else {
            through::check_elsewhere(&written.through, errors);
            checks::check(&written, function, errors);
            read::check(&written.ladder, written.ttl.as_ref(), function, errors);
            naming::skips(&written, function, errors);
            naming::receiver(&written, function, errors);
        }
        let many = match &written.batch {
            Some(batch) if !writes => {
                stack::refuse_again(function, &entry.name, errors);
                Some(Many::new(batch, &written, function, errors)?)
            }
            _ => None,
        };
        let in_key = naming::in_key(&written, function);
        let key = key(&written, function, &in_key, !writes, errors);
        let tags = written.tags.plan(function, errors);
        let unnamed = if writes {
            Vec::new()
        } else {
            naming::unnamed(&written, function)
        };
        let key_arguments = naming::key_arguments(&written, function, &in_key);

        let tier = match (&written.tier, function.is_async()) {
            (Some((tier, _)), true) => *tier,
            (None, true) => Tier::Both,
            (_, false) => Tier::Memory,
        };
        // Strict calls ask Redis each time: memory is neither asked nor filled.
        let tier = match tier {
            Tier::Both if written.reach.is_strict() => Tier::Redis,
            tier => tier,
        };
        let redis = written
            .tier
            .as_ref()
            .filter(|(tier, _)| *tier == Tier::Redis);
        let needs_redis = redis
            .map(|(_, word)| ("tier", "redis", word.span()))
            .or_else(|| written.reach.needs_redis());
        let identity = written.key.iter().map(|key| key.identity(written.version));
        let identity = identity.chain(written.tags.identities());
        Some(Self {
            facts: Facts::new(entry, written.allows_order).with_keys(identity.collect()),
            ttl: written.ttl?,
            tier,
            needs_redis,
            ladder: written.ladder,
            makes_future: function.returns.form != Form::Value,
            reach: written.reach,
            memory_ttl: written.memory_ttl,
            negative_ttl: written.negative_ttl,
            error_ttl: written.error_ttl,
            cache_if: written.cache_if,
            wait: written.wait,
            cache: written.cache,
            handle: written.handle,
            key: key?,
            key_arguments,
            unnamed,
            tags: tags?,
            means: match many {
                Some(many) => Means::ReadMany(Box::new(many)),
                None if writes => Means::WriteThrough(written.through.into_value()),
                None => Means::Read,
            },
        })
    }

    pub(super) fn reads(&self) -> bool {
        !matches!(self.means, Means::WriteThrough(_))
    }

    /// The function loads many entries at once.
    pub(super) fn many(&self) -> Option<&Many> {
        match &self.means {
            Means::ReadMany(many) => Some(many),
            Means::Read | Means::WriteThrough(_) => None,
        }
    }

    pub(super) fn in_memory(&self) -> bool {
        self.tier == Tier::Memory
    }
}

fn key(
    written: &Written,
    function: &Function,
    in_key: &[&Argument],
    reads: bool,
    errors: &mut Errors,
) -> Option<Plan> {
    let mut plan = if written.has_key {
        let source = written.key.as_ref()?;
        if let (Source::Template(template), true) = (source, reads && written.batch.is_none()) {
            naming::names_something(written, template, function, errors);
        }
        let scope = match &written.batch {
            Some(batch) => Scope::OneOfMany(function, &batch.one),
            None => Scope::Function(function),
        };
        Plan::new(source, scope, errors)?
    } else {
        naming::patterns(in_key, errors);
        Plan::of_default(&DefaultKey {
            prefix: written.key_prefix.clone(),
            arguments: in_key.to_vec(),
        })
    };
    // The path of the function, in the default key, holds the types already.
    if written.has_key || written.key_prefix.is_some() {
        let of_batch = |argument: &&Argument| {
            let mut names = argument.bindings.iter().map(unraw);
            names.any(|name| written.is_batch(&name))
        };
        let telling: Vec<&Argument> = in_key
            .iter()
            .copied()
            .chain(function.arguments.iter().filter(of_batch))
            .collect();
        plan.add_types(function, &telling, |name| written.names(name));
    } else {
        plan.add_constants(function);
    }
    plan.push_version(written.version);
    Some(plan)
}
