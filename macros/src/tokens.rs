//! Small questions about raw tokens.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

/// The tokens without the invisible groups that `macro_rules` puts around what it captured, as
/// long as such a group is all there is. Groups further in stay: they hold a captured expression
/// together.
pub(crate) fn bare(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => {
            bare(group.stream())
        }
        _ => tokens,
    }
}

/// The tokens with parentheses around every operation that `macro_rules` captured whole. It stands in
/// an invisible group, which rustc ignores when a macro gives it back: `$x * 2` with `1 + 2` would be
/// another number.
pub(crate) fn held(tokens: TokenStream) -> TokenStream {
    if tokens.clone().into_iter().nth(1).is_none() {
        return tokens;
    }
    let held = tokens.into_iter().map(|tree| match tree {
        TokenTree::Group(group) => {
            let captured = group.delimiter() == Delimiter::None && is_operation(group.stream());
            let delimiter = if captured {
                Delimiter::Parenthesis
            } else {
                group.delimiter()
            };
            let mut inside = Group::new(delimiter, held(group.stream()));
            inside.set_span(group.span());
            inside.into()
        }
        other => other,
    });
    held.collect()
}

fn is_operation(tokens: TokenStream) -> bool {
    matches!(
        syn::parse2(tokens),
        Ok(syn::Expr::Binary(_) | syn::Expr::Cast(_) | syn::Expr::Range(_))
    )
}

/// The one token there is, if there is just one.
pub(crate) fn single(tokens: &TokenStream) -> Option<TokenTree> {
    let mut trees = bare(tokens.clone()).into_iter();
    match (trees.next(), trees.next()) {
        (Some(tree), None) => Some(tree),
        _ => None,
    }
}

/// Whether an identifier of this name occurs anywhere, at any depth.
pub(crate) fn mention(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mention(&group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The tokens with `this` in the place of every `self`, at any depth.
pub(crate) fn replace_self(tokens: TokenStream, this: &TokenStream) -> TokenStream {
    replace("self", tokens, this)
}

/// The tokens with `this` in the place of every `Self`, at any depth.
pub(crate) fn replace_self_type(tokens: TokenStream, this: &TokenStream) -> TokenStream {
    replace("Self", tokens, this)
}

fn replace(name: &str, tokens: TokenStream, this: &TokenStream) -> TokenStream {
    let replaced = tokens.into_iter().map(|tree| match tree {
        TokenTree::Ident(ident) if ident == name => this.clone(),
        TokenTree::Group(group) => {
            let mut inside = Group::new(group.delimiter(), replace(name, group.stream(), this));
            inside.set_span(group.span());
            TokenTree::Group(inside).into()
        }
        other => other.into(),
    });
    replaced.collect()
}

/// The place of the first token: on stable, a span that covers several tokens shrinks to it.
pub(crate) fn first_span(tokens: &impl quote::ToTokens) -> Span {
    let first = tokens.to_token_stream().into_iter().next();
    first.map_or_else(Span::call_site, |tree| tree.span())
}

/// Local names of ours that no name of the user can meet, shown at `at` when rustc complains.
pub(crate) fn ours(at: Span) -> Span {
    Span::mixed_site().located_at(at)
}

/// A path to be called, of which rustc says at the path what the types lack: called as it stands, it blames
/// what is given, which is ours.
pub(crate) fn to_call(path: &TokenStream) -> TokenStream {
    quote::quote_spanned!(Span::mixed_site()=> ({ #path }))
}

pub(crate) fn is_punct(tree: Option<&TokenTree>, wanted: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

/// A name as text, without `r#`.
pub(crate) fn unraw(ident: &proc_macro2::Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#")
        .map_or_else(|| text.clone(), str::to_owned)
}

/// Tokens as a message shows them: without the blanks that printing puts between them.
pub(crate) fn source(tokens: &impl quote::ToTokens) -> String {
    let printed = tokens.to_token_stream().to_string();
    let mut out = printed;
    for (spaced, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" : ", ": "),
        (" < ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        ("( ", "("),
        (" )", ")"),
        ("[ ", "["),
        (" ]", "]"),
        (" ;", ";"),
        ("! ", "!"),
    ] {
        out = out.replace(spaced, tight);
    }
    closure(&out).unwrap_or(out)
}

/// `| x | y` as `|x| y`, where all of it is a closure.
fn closure(text: &str) -> Option<String> {
    let (arguments, body) = text.strip_prefix("| ")?.split_once(" |")?;
    Some(format!("|{arguments}|{body}"))
}
