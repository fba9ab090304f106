//! `tags = [..]`: what removes an entry beside its key.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use crate::args::Arguments;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::key::{self, ListOf, Plan, RESULT, Scope, Source};
use crate::paths::Paths;
use crate::stack::{Context, tag_identity};

const LIST: ListOf = ListOf {
    argument: "tags",
    example: "tags = [\"org:{org}\"]",
};

/// The tags of an entry, as they were written.
#[derive(Default)]
pub(super) struct Tags {
    /// The argument's name, if it was given.
    pub(super) word: Option<Ident>,
    pub(super) sources: Vec<Source>,
}

impl Tags {
    pub(super) fn parse(found: &Arguments, errors: &mut Errors) -> Self {
        let sources = found.tokens("tags");
        let sources = sources.map(|value| Source::list(&LIST, value, errors));
        Self {
            word: found.get("tags").map(|(word, _)| word.clone()),
            sources: sources.unwrap_or_default(),
        }
    }

    /// For comparing with those of `#[invalidate]`.
    pub(super) fn identities(&self) -> impl Iterator<Item = String> {
        self.sources.iter().map(identity)
    }

    /// Looks up the names.
    pub(super) fn plan(&self, function: &Function, errors: &mut Errors) -> Option<TagPlans> {
        let span = self.sources.iter().find_map(Source::result_span);
        if let (Some(_), Some((_, argument))) = (span, function.binding(RESULT)) {
            errors.add(
                argument,
                "in `tags`, `result` is what was loaded; give the argument another name, such as \
                 `outcome`",
            );
            return None;
        }
        let plans = self
            .sources
            .iter()
            .map(|source| Plan::new(source, Scope::Loaded(function), errors));
        // All of them, so that all their faults are told at once.
        let plans: Vec<Option<Plan>> = plans.collect();
        let plans: Vec<Plan> = plans.into_iter().collect::<Option<_>>()?;
        let (loaded, named) = plans.into_iter().partition(Plan::waits);
        Some(TagPlans { named, loaded })
    }
}

/// A tag is told from a key of the same text.
pub(crate) fn identity(tag: &Source) -> String {
    tag_identity(&tag.identity(None))
}

/// The tags of an entry, ready to be rendered.
#[derive(Default)]
pub(super) struct TagPlans {
    /// Those that the arguments name.
    named: Vec<Plan>,
    /// Those that what was loaded names.
    loaded: Vec<Plan>,
}

/// What stands around the load.
pub(super) struct Tagging {
    /// Statements between the miss and the load.
    pub(super) before: TokenStream,
    /// Names tags once the value is there.
    pub(super) keep: Option<TokenStream>,
}

impl TagPlans {
    /// `__miss` and `__shape` are in scope.
    pub(super) fn expand(&self, context: &Context<'_>) -> Tagging {
        let Context { paths, depth, .. } = *context;
        let site = Span::mixed_site();
        let private = paths.private();
        if self.named.is_empty() && self.loaded.is_empty() {
            return Tagging {
                before: TokenStream::new(),
                keep: None,
            };
        }
        let here = quote_spanned!(site=> || ());
        let named = self.named.iter().map(|plan| {
            let key = key::render(plan, paths, &here, depth + 1);
            quote_spanned!(site=> #private::KeyBuf::finish(#key))
        });
        let open = !self.loaded.is_empty();
        let (parts, keep) = self.loaded(paths, &here, depth);
        Tagging {
            before: quote_spanned! {site=>
                #parts
                let __miss = #private::tagged(__miss, [#(#named),*], #open);
            },
            keep,
        }
    }

    fn loaded(
        &self,
        paths: &Paths,
        here: &TokenStream,
        depth: usize,
    ) -> (TokenStream, Option<TokenStream>) {
        let site = Span::mixed_site();
        let private = paths.private();
        if self.loaded.is_empty() {
            return (TokenStream::new(), None);
        }
        let (mut parts, mut pushes) = (TokenStream::new(), TokenStream::new());
        let value = quote_spanned!(site=> __value);
        for (number, plan) in self.loaded.iter().enumerate() {
            let places = (depth + 1, number);
            let (before, key) = key::render_loaded(plan, paths, here, places, &value);
            parts.extend(before);
            pushes.extend(quote_spanned!(site=> __tags.push(#private::KeyBuf::finish(#key));));
        }
        // An expression may name arguments that the body needs.
        let takes = self.loaded.iter().all(|plan| plan.start.is_none());
        let takes = takes.then(|| quote_spanned!(site=> move));
        let keep = quote_spanned! {site=>
            #private::tags_by(__shape, #takes |__value, __tags| { #pushes })
        };
        (parts, Some(keep))
    }
}
