//! The paths that an expansion may name.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

/// Where the runtime crate is found: `::gambeson`, or what `crate = path` says.
#[derive(Clone, Default)]
pub(crate) struct Paths {
    root: Option<Path>,
}

impl Paths {
    pub(crate) fn new(root: Option<Path>) -> Self {
        Self { root }
    }

    /// The hidden module with everything that generated code names.
    pub(crate) fn private(&self) -> TokenStream {
        self.private_at(Span::mixed_site())
    }

    /// The crate itself, for what everybody may name.
    pub(crate) fn root_at(&self, span: Span) -> TokenStream {
        if let Some(root) = &self.root {
            root.to_token_stream()
        } else {
            quote_spanned!(span=> ::gambeson)
        }
    }

    /// The same, where an error about a path that was written is to stand at it.
    pub(crate) fn private_as_written(&self) -> TokenStream {
        match &self.root {
            Some(root) => quote!(#root::private),
            None => self.private(),
        }
    }

    /// The same, for an error that is to stand at `span`.
    pub(crate) fn private_at(&self, span: Span) -> TokenStream {
        if let Some(root) = &self.root {
            let root = located_at(root.to_token_stream(), span);
            quote_spanned!(span=> #root::private)
        } else {
            quote_spanned!(span=> ::gambeson::private)
        }
    }
}

/// The same names, resolved as they were, shown at `span`.
pub(crate) fn located_at(tokens: TokenStream, span: Span) -> TokenStream {
    let moved = tokens.into_iter().map(|mut tree| {
        tree.set_span(tree.span().located_at(span));
        tree
    });
    moved.collect()
}

/// The attribute that holds the queue of a stack.
pub(crate) fn stack(paths: &Paths) -> TokenStream {
    let private = paths.private_at(Span::call_site());
    quote!(#private::__stack)
}
