//! What one `#[cached(..)]` on one function means.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, Type};

use super::checks;
use super::written::{Tier, Ttl, Written};
use crate::args::{DurationValue, Handle, did_you_mean, one_of};
use crate::diagnostics::Errors;
use crate::function::{Argument, Function};
use crate::key::{Default, Piece, Plan, Scope, Source, Template};
use crate::stack::Facts;
use crate::tokens::{mention, unraw};

/// Everything the expansion needs; a `Model` that would not expand is not made.
pub(super) struct Model {
    pub(super) facts: Facts,
    pub(super) ttl: Ttl,
    pub(super) tier: Tier,
    /// The word that asks for Redis, which needs a feature.
    pub(super) needs_redis: Option<Span>,
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
}

/// A name that is neither in the key nor skipped: an error if its type could be part of a key.
pub(super) struct Unnamed {
    pub(super) cfgs: Vec<Attribute>,
    pub(super) name: Ident,
    /// The type, where the pattern is nothing but the name.
    pub(super) ty: Option<Type>,
}

impl Written {
    /// Whether `skip(..)` names `name`.
    pub(super) fn skips(&self, name: &str) -> bool {
        self.skip.iter().any(|skipped| unraw(skipped) == name)
    }

    fn names(&self, name: &str) -> bool {
        self.key.as_ref().is_some_and(|key| key.names(name))
    }

    /// Whether the argument is left out altogether.
    fn skips_all(&self, argument: &Argument) -> bool {
        argument.says_nothing()
            || argument
                .bindings
                .iter()
                .all(|name| self.skips(&unraw(name)))
    }
}

impl Model {
    pub(super) fn new(written: Written, function: &Function, errors: &mut Errors) -> Option<Self> {
        checks::check(&written, function, errors);
        skips(&written, function, errors);
        receiver(&written, function, errors);
        handle(&written, function, errors);
        let in_key = in_key(&written, function);
        let key = key(&written, function, &in_key, errors);
        let unnamed = unnamed(&written, function);
        let key_arguments = key_arguments(&written, function, &in_key);

        let tier = match (&written.tier, function.is_async()) {
            (Some((tier, _)), true) => *tier,
            (None, true) => Tier::Both,
            (_, false) => Tier::Memory,
        };
        let redis = written
            .tier
            .as_ref()
            .filter(|(tier, _)| *tier == Tier::Redis);
        let needs_redis = redis.map(|(_, word)| word.span());
        Some(Self {
            facts: Facts {
                name: "cached",
                at: written.at,
                allows_order: written.allows_order,
                keys: written
                    .key
                    .iter()
                    .map(|key| identity(key, written.version))
                    .collect(),
                written: written.source,
            },
            ttl: written.ttl?,
            tier,
            needs_redis,
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
        })
    }

    pub(super) fn in_memory(&self) -> bool {
        self.tier == Tier::Memory
    }
}

/// Two keys are one if they are written alike and of one version.
pub(crate) fn identity(key: &Source, version: Option<u32>) -> String {
    let version = version
        .map(|version| format!(" version {version}"))
        .unwrap_or_default();
    format!("{}{version}", key.text())
}

fn skips(written: &Written, function: &Function, errors: &mut Errors) {
    let mut names: Vec<String> = function.bindings().map(|(_, name)| unraw(name)).collect();
    if function.receiver.is_some() {
        names.push("self".to_owned());
    }
    for skipped in &written.skip {
        let name = unraw(skipped);
        if !names.contains(&name) {
            let hint = did_you_mean(&name, names.iter().map(String::as_str));
            let list = if names.is_empty() {
                "; remove it".to_owned()
            } else if hint.is_empty() {
                format!("; there is {}", one_of(names.iter().map(String::as_str)))
            } else {
                hint
            };
            errors.add(
                skipped,
                format!("`{}` has no argument `{name}`{list}", function.name()),
            );
        } else if written.names(&name) {
            errors.add(
                skipped,
                format!("`{name}` is in the key and in `skip(..)`; remove one"),
            );
        }
    }
}

fn receiver(written: &Written, function: &Function, errors: &mut Errors) {
    let Some(receiver) = &function.receiver else {
        return;
    };
    let broken_key = written.has_key && written.key.is_none();
    if written.skips("self") || written.names("self") || broken_key {
        return;
    }
    let way = if written.has_key {
        "name it in the key, such as `{self.tenant}`,".to_owned()
    } else {
        let first = function
            .bindings()
            .map(|(_, name)| unraw(name))
            .find(|name| !written.skips(name));
        let rest = first.map(|name| format!(":{{{name}}}")).unwrap_or_default();
        let name = function.name();
        format!("write `key = \"{name}:{{self.tenant}}{rest}\"`,")
    };
    errors.add(
        receiver,
        format!(
            "`#[cached]` on a method needs to know which part of `self` tells entries apart; {way} \
             or `skip(self)` if none does"
        ),
    );
}

fn handle(written: &Written, function: &Function, errors: &mut Errors) {
    match (&written.handle, &function.receiver) {
        (Some(Handle::Type(name)), Some(_)) => errors.add(
            name,
            format!(
                "a type cannot be declared in an `impl`; write `handle = fn {}`",
                snake_case(&name.to_string())
            ),
        ),
        (Some(Handle::Function(name)), None) => errors.add(
            name,
            format!(
                "`handle = fn ..` is for methods; beside a free function write `handle = {}`",
                camel_case(&name.to_string())
            ),
        ),
        _ => {}
    }
    if written.handle.is_none() {
        return;
    }
    for argument in &function.arguments {
        if let Some(cfg) = argument.cfgs.first() {
            errors.add(
                cfg,
                "`handle` needs arguments that are always there; remove it, or the `#[cfg]`",
            );
        }
        if let (Some(Handle::Function(_)), Some(ty)) = (&written.handle, argument.impl_trait()) {
            errors.add(
                ty,
                "`handle = fn ..` needs a named type here; give the method a type parameter",
            );
        }
    }
}

/// The arguments that the key is made of.
fn in_key<'a>(written: &Written, function: &'a Function) -> Vec<&'a Argument> {
    let named = |argument: &&Argument| {
        if written.has_key {
            argument
                .bindings
                .iter()
                .any(|name| written.names(&unraw(name)))
        } else {
            !written.skips_all(argument)
        }
    };
    function.arguments.iter().filter(named).collect()
}

fn key(
    written: &Written,
    function: &Function,
    in_key: &[&Argument],
    errors: &mut Errors,
) -> Option<Plan> {
    let mut plan = if written.has_key {
        let source = written.key.as_ref()?;
        if let Source::Template(template) = source {
            names_something(written, template, function, errors);
        }
        Plan::new(source, Scope::Function(function), errors)?
    } else {
        patterns(in_key, errors);
        Plan::of_default(&Default {
            prefix: written.key_prefix.clone(),
            arguments: in_key.to_vec(),
        })
    };
    // The path of the function, in the default key, holds the types already.
    if written.has_key || written.key_prefix.is_some() {
        plan.add_types(function, in_key, |name| written.names(name));
    } else {
        plan.add_constants(function);
    }
    if let Some(version) = written.version {
        plan.push(Piece::Text(format!("%v{version}")));
    }
    Some(plan)
}

/// A template without holes gives all calls one entry.
fn names_something(
    written: &Written,
    template: &Template,
    function: &Function,
    errors: &mut Errors,
) {
    if template.holes().next().is_some() {
        return;
    }
    let left: Vec<String> = function
        .arguments
        .iter()
        .filter(|argument| !argument.says_nothing())
        .flat_map(|argument| argument.bindings.iter().map(unraw))
        .filter(|name| !written.skips(name))
        .collect();
    if let Some(first) = left.first() {
        errors.add(
            &template.literal,
            format!(
                "the key names no argument, so all calls would share one entry; name one, such as \
                 `{{{first}}}`, or write `skip({})`",
                left.join(", ")
            ),
        );
    }
}

/// The default key is made of arguments that have a name.
fn patterns(in_key: &[&Argument], errors: &mut Errors) {
    for argument in in_key.iter().filter(|argument| argument.name().is_none()) {
        let name: Vec<String> = argument.bindings.iter().map(unraw).collect();
        let ty = crate::tokens::source(&argument.ty);
        errors.add(
            &argument.pat,
            format!(
                "the default key needs simple argument names; write `{}: {ty}`, or add a `key`",
                name.join("_")
            ),
        );
    }
}

fn unnamed(written: &Written, function: &Function) -> Vec<Unnamed> {
    // With an expression that may use anything, and without a key, nothing is forgotten: the
    // default key takes all arguments.
    if written.key.is_none() {
        return Vec::new();
    }
    function
        .bindings()
        .filter(|(argument, name)| {
            let name = unraw(name);
            !argument.says_nothing() && !written.names(&name) && !written.skips(&name)
        })
        .map(|(argument, name)| Unnamed {
            cfgs: argument.cfgs.clone(),
            name: name.clone(),
            ty: argument.name().map(|_| argument.ty.clone()),
        })
        .collect()
}

/// What has to be given to make the key, and to find the manager.
fn key_arguments(written: &Written, function: &Function, in_key: &[&Argument]) -> Vec<usize> {
    let of_manager = |argument: &Argument| {
        let cache = written.cache.as_ref();
        cache.is_some_and(|cache| {
            argument
                .bindings
                .iter()
                .any(|name| mention(cache, &name.to_string()))
        })
    };
    let wanted = |argument: &Argument| {
        in_key.iter().any(|other| std::ptr::eq(*other, argument)) || of_manager(argument)
    };
    let places = function.arguments.iter().enumerate();
    places
        .filter(|(_, argument)| wanted(argument))
        .map(|(place, _)| place)
        .collect()
}

fn snake_case(name: &str) -> String {
    let mut out = String::new();
    for (place, character) in name.char_indices() {
        if character.is_uppercase() && place > 0 {
            out.push('_');
        }
        out.extend(character.to_lowercase());
    }
    out
}

fn camel_case(name: &str) -> String {
    let mut out = String::new();
    for word in name.split('_') {
        let mut chars = word.chars();
        out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(chars.as_str());
    }
    out
}
