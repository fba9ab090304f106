//! Which arguments the key names, which ones `skip(..)` leaves out, and which are forgotten.

use proc_macro2::Ident;
use syn::{Attribute, Type};

use super::written::Written;
use crate::args::{did_you_mean, one_of};
use crate::diagnostics::Errors;
use crate::function::{Argument, Function};
use crate::key::Template;
use crate::tokens::{mention, unraw};

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

    pub(super) fn names(&self, name: &str) -> bool {
        self.key.as_ref().is_some_and(|key| key.names(name))
    }

    /// Whether `name` holds the ids of a batch: the key names one of them instead.
    pub(super) fn is_batch(&self, name: &str) -> bool {
        let batch = self.batch.as_ref();
        batch.is_some_and(|batch| unraw(&batch.ids) == name)
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

/// Reports names that are not there, or that are both named and skipped.
pub(super) fn skips(written: &Written, function: &Function, errors: &mut Errors) {
    let mut names: Vec<String> = function.bindings().map(|(_, name)| unraw(name)).collect();
    if function.receiver.is_some() {
        names.push("self".to_owned());
    }
    for skipped in &written.skip {
        let name = unraw(skipped);
        if function.given.as_ref().is_some_and(|given| given.is(&name)) {
            errors.add(
                skipped,
                format!("a `CacheCtx` is no part of the key without a word; remove `{name}` here"),
            );
        } else if !names.contains(&name) {
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

/// Reports a method whose key says nothing of `self`.
pub(super) fn receiver(written: &Written, function: &Function, errors: &mut Errors) {
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

/// The arguments that the key is made of.
pub(super) fn in_key<'a>(written: &Written, function: &'a Function) -> Vec<&'a Argument> {
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

/// A template without holes gives all calls one entry.
pub(super) fn names_something(
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
pub(super) fn patterns(in_key: &[&Argument], errors: &mut Errors) {
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

/// What was forgotten, as far as the names tell.
pub(super) fn unnamed(written: &Written, function: &Function) -> Vec<Unnamed> {
    // With an expression that may use anything, and without a key, nothing is forgotten: the
    // default key takes all arguments.
    if written.key.is_none() {
        return Vec::new();
    }
    function
        .bindings()
        .filter(|(argument, name)| {
            let name = unraw(name);
            !argument.says_nothing()
                && !written.names(&name)
                && !written.skips(&name)
                && !written.is_batch(&name)
        })
        .map(|(argument, name)| Unnamed {
            cfgs: argument.cfgs.clone(),
            name: name.clone(),
            ty: argument.name().map(|_| argument.ty.clone()),
        })
        .collect()
}

/// What has to be given to make the key, and to find the manager.
pub(super) fn key_arguments(
    written: &Written,
    function: &Function,
    in_key: &[&Argument],
) -> Vec<usize> {
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
