//! What every attribute needs to know of the function it stands on, found out once.
//!
//! The signature is parsed; the body never is. It is kept as the raw tokens between its braces:
//! parsing and printing them would lose the invisible groups that `macro_rules` puts around what it
//! captured, and a body that is being typed would lose the function to the editor.

mod argument;
mod generics;
mod given;
mod item;
mod returns;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{Receiver, Signature, Visibility};

use crate::tokens::single;

pub(crate) use argument::{Argument, is_unsized, mutable_reference};
pub(crate) use generics::{holds, mentions};
pub(crate) use given::Given;
pub(crate) use item::{Attributes, NotAFunction, take_attributes};
pub(crate) use returns::{Form, Part, Returns, nameable, ungroup};

/// A function with a body.
#[derive(Clone)]
pub(crate) struct Function {
    /// All attributes that are left on it, as they were written.
    pub(crate) attributes: Attributes,
    pub(crate) vis: Visibility,
    /// `default`, in a specialised `impl`.
    default: Option<Ident>,
    pub(crate) sig: Signature,
    /// The receiver: with one, the function stands in an `impl` or a trait.
    pub(crate) receiver: Option<Receiver>,
    /// The arguments without the receiver, and without what no caller gives.
    pub(crate) arguments: Vec<Argument>,
    /// The argument that `#[cached]` gives.
    pub(crate) given: Option<Given>,
    pub(crate) returns: Returns,
    pub(crate) body: Body,
    /// The type in whose `impl` it stands, where an attribute on that has told.
    pub(crate) within: Option<String>,
}

/// The braces of a body, and what is between them.
#[derive(Clone)]
pub(crate) struct Body {
    group: Group,
}

impl Body {
    pub(crate) fn statements(&self) -> TokenStream {
        self.group.stream()
    }

    /// The statements of the future, where making one is all that the body does: `async move { .. }`
    /// or `Box::pin(async move { .. })`, which is what `#[async_trait]` makes of an `async fn`.
    pub(crate) fn future(&self) -> Option<TokenStream> {
        let trees: Vec<TokenTree> = self.statements().into_iter().collect();
        if let Some(block) = async_block(&trees) {
            return Some(block);
        }
        let [path @ .., TokenTree::Group(arguments)] = trees.as_slice() else {
            return None;
        };
        let boxed = path.iter().map(ToString::to_string).collect::<String>();
        if !boxed.ends_with("Box::pin") || arguments.delimiter() != Delimiter::Parenthesis {
            return None;
        }
        async_block(&arguments.stream().into_iter().collect::<Vec<_>>())
    }

    /// The place of the braces. rustc reports dead code and missing values there.
    pub(crate) fn span(&self) -> Span {
        self.group.span()
    }
}

/// The statements of `async { .. }` or `async move { .. }`, if that is all there is.
fn async_block(trees: &[TokenTree]) -> Option<TokenStream> {
    let word =
        |tree: &TokenTree, name: &str| matches!(tree, TokenTree::Ident(ident) if ident == name);
    let block = match trees {
        [first, block] if word(first, "async") => block,
        [first, moved, block] if word(first, "async") && word(moved, "move") => block,
        _ => return None,
    };
    match block {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    }
}

struct Header {
    vis: Visibility,
    default: Option<Ident>,
    sig: Signature,
}

impl Parse for Header {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let vis = input.parse()?;
        let default = match input.cursor().ident() {
            Some((ident, _)) if ident == "default" => Some(input.parse()?),
            _ => None,
        };
        Ok(Self {
            vis,
            default,
            sig: input.parse()?,
        })
    }
}

impl Function {
    /// Understands `item`, or says what it is instead.
    pub(crate) fn parse(item: TokenStream) -> Result<Self, NotAFunction> {
        let (attributes, rest) = take_attributes(item);
        let mut header = item::function_tokens(rest)?;
        // A body that `macro_rules` captured whole stands in an invisible group.
        let last = header
            .pop()
            .map(|last| single(&last.clone().into()).unwrap_or(last));
        let group = match last {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => group,
            Some(end) if crate::tokens::is_punct(Some(&end), ';') => {
                return Err(NotAFunction::NoBody(end));
            }
            _ => return Err(NotAFunction::Broken),
        };
        if item::is_unfinished(&group) {
            return Err(NotAFunction::Broken);
        }
        let header: TokenStream = header.into_iter().collect();
        let Header { vis, default, sig } = syn::parse2(header).map_err(|_| NotAFunction::Broken)?;
        let receiver = sig.receiver().cloned();
        let arguments = Argument::all(&sig);
        let returns = Returns::of(&sig);
        let body = Body { group };
        Ok(Self {
            attributes,
            vis,
            default,
            sig,
            receiver,
            arguments,
            given: None,
            returns,
            body,
            within: None,
        })
    }

    /// Whether calling it gives a future, however that is spelt.
    pub(crate) fn is_async(&self) -> bool {
        self.sig.asyncness.is_some() || self.returns.form != Form::Value
    }

    /// The function's name, without `r#`.
    pub(crate) fn name(&self) -> String {
        crate::tokens::unraw(&self.sig.ident)
    }

    /// What events call it: the full name, with that of its type in between where it is told. An
    /// expression of type `&str`.
    pub(crate) fn name_within(&self) -> TokenStream {
        match &self.within {
            Some(ty) => {
                let name = format!("{ty}::{}", self.name());
                quote_spanned!(Span::mixed_site()=> ::core::concat!(::core::module_path!(), "::", #name))
            }
            None => self.full_name(),
        }
    }

    /// Module path and name, as every event and counter calls it: an expression of type `&str`.
    pub(crate) fn full_name(&self) -> TokenStream {
        let name = self.name();
        quote_spanned!(Span::mixed_site()=> ::core::concat!(::core::module_path!(), "::", #name))
    }

    /// The function with other statements between the user's braces.
    pub(crate) fn with_statements(&self, statements: TokenStream) -> TokenStream {
        let Self {
            attributes,
            vis,
            default,
            sig,
            ..
        } = self;
        let mut body = Group::new(Delimiter::Brace, statements);
        body.set_span(self.body.span());
        let mut tokens = quote!(#attributes #vis #default #sig);
        body.to_tokens(&mut tokens);
        tokens
    }

    /// The arguments whose patterns bind `name`.
    pub(crate) fn binding(&self, name: &str) -> Option<(&Argument, &Ident)> {
        self.arguments
            .iter()
            .find_map(|argument| Some((argument, argument.binding(name)?)))
    }

    /// Every name that the arguments bind.
    pub(crate) fn bindings(&self) -> impl Iterator<Item = (&Argument, &Ident)> {
        self.arguments
            .iter()
            .flat_map(|arg| arg.bindings.iter().map(move |ident| (arg, ident)))
    }
}
