//! Attributes off the front of an item, and what kind of item is behind them.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};

use crate::tokens::is_punct;

/// The outer attributes of an item, raw.
#[derive(Clone, Default)]
pub(crate) struct Attributes(pub(crate) Vec<Attribute>);

/// One `#[path ..]`.
#[derive(Clone)]
pub(crate) struct Attribute {
    pound: TokenTree,
    group: Group,
}

impl Attribute {
    /// The segments of its path: `["doc"]`, `["clippy", "pedantic"]`.
    pub(crate) fn path(&self) -> Vec<String> {
        let mut path = Vec::new();
        let mut expect_name = true;
        for tree in self.inside() {
            match tree {
                TokenTree::Ident(ident) if expect_name => {
                    path.push(ident.to_string());
                    expect_name = false;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => expect_name = true,
                _ => break,
            }
        }
        path
    }

    /// The tokens behind the path.
    pub(crate) fn arguments(&self) -> TokenStream {
        let mut trees = self.inside().into_iter().peekable();
        while matches!(trees.peek(), Some(TokenTree::Ident(_))) || is_punct(trees.peek(), ':') {
            trees.next();
        }
        trees.collect()
    }

    /// What is in the brackets; `macro_rules` may have wrapped a captured `meta`.
    fn inside(&self) -> TokenStream {
        crate::tokens::bare(self.group.stream())
    }

    fn is(&self, name: &str) -> bool {
        matches!(self.path().as_slice(), [only] if only == name)
    }

    fn is_doc_hidden(&self) -> bool {
        self.is("doc") && self.arguments().to_string().contains("hidden")
    }
}

impl ToTokens for Attribute {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(self.pound.clone());
        tokens.append(self.group.clone());
    }
}

impl Attributes {
    /// Those that have to hold for whatever is declared beside the function.
    pub(crate) fn for_companions(&self) -> impl Iterator<Item = &Attribute> {
        self.0.iter().filter(|attribute| {
            attribute.is("cfg") || attribute.is("deprecated") || attribute.is_doc_hidden()
        })
    }
}

impl ToTokens for Attributes {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.0);
    }
}

/// Why an item is not a function that can be wrapped.
#[derive(Debug)]
pub(crate) enum NotAFunction {
    /// It is something else: its keyword, and how to call it.
    Other(TokenTree, &'static str),
    /// A function without a body, of a trait: the semicolon.
    NoBody(TokenTree),
    /// Half of a function; rustc has said so.
    Broken,
}

/// Takes the outer attributes off the front.
pub(crate) fn take_attributes(item: TokenStream) -> (Attributes, Vec<TokenTree>) {
    let mut trees = crate::tokens::bare(item).into_iter().peekable();
    let mut attributes = Vec::new();
    while is_punct(trees.peek(), '#') {
        let Some(pound) = trees.next() else { break };
        match trees.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
                attributes.push(Attribute { pound, group });
            }
            other => {
                let rest = [Some(pound), other]
                    .into_iter()
                    .flatten()
                    .chain(trees)
                    .collect();
                return (Attributes(attributes), rest);
            }
        }
    }
    (Attributes(attributes), trees.collect())
}

/// The tokens of a function without its attributes, or what the item is instead.
pub(super) fn function_tokens(trees: Vec<TokenTree>) -> Result<Vec<TokenTree>, NotAFunction> {
    for (place, tree) in trees.iter().enumerate() {
        let after = trees.get(place + 1..).unwrap_or_default();
        match tree {
            TokenTree::Ident(ident) => match kind(ident, after) {
                Kind::Function => return Ok(trees),
                Kind::Modifier => {}
                Kind::Other(title) => return Err(NotAFunction::Other(tree.clone(), title)),
                Kind::Unknown => return Err(NotAFunction::Broken),
            },
            // `pub(crate)`, `extern "C"`, and a captured visibility.
            TokenTree::Group(_) | TokenTree::Literal(_) => {}
            TokenTree::Punct(_) => return Err(NotAFunction::Broken),
        }
    }
    Err(NotAFunction::Broken)
}

/// Whether a body ends in the middle of an expression: `id.`, `id +`. rustc has said so at the
/// brace, and would say so again at a brace of ours.
pub(super) fn is_unfinished(body: &Group) -> bool {
    let trees: Vec<TokenTree> = body.stream().into_iter().collect();
    match trees.as_slice() {
        // `0..` and `..` are ranges.
        [.., TokenTree::Punct(first), TokenTree::Punct(last)]
            if first.as_char() == '.' && last.as_char() == '.' =>
        {
            false
        }
        // `None::<u8>` ends with `>`.
        [.., TokenTree::Punct(last)] => !matches!(last.as_char(), ';' | '?' | '>'),
        _ => false,
    }
}

enum Kind {
    Function,
    Modifier,
    Other(&'static str),
    Unknown,
}

fn kind(ident: &Ident, after: &[TokenTree]) -> Kind {
    let next_is = |names: &[&str]| matches!(after.first(), Some(TokenTree::Ident(next)) if names.iter().any(|name| next == name));
    match ident.to_string().as_str() {
        "fn" => Kind::Function,
        "const" if !next_is(&["fn", "async", "unsafe", "extern"]) => Kind::Other("a constant"),
        "extern" if next_is(&["crate"]) => Kind::Other("an `extern crate`"),
        "extern"
            if matches!(
                after,
                [TokenTree::Group(_), ..] | [TokenTree::Literal(_), TokenTree::Group(_), ..]
            ) =>
        {
            Kind::Other("an `extern` block")
        }
        "pub" | "default" | "async" | "const" | "unsafe" | "safe" | "extern" | "crate" => {
            Kind::Modifier
        }
        "struct" => Kind::Other("a struct"),
        "enum" => Kind::Other("an enum"),
        "union" => Kind::Other("a union"),
        "trait" => Kind::Other("a trait"),
        "impl" => Kind::Other("an `impl`"),
        "mod" => Kind::Other("a module"),
        "static" => Kind::Other("a static"),
        "type" => Kind::Other("a type alias"),
        "use" => Kind::Other("an import"),
        "macro_rules" | "macro" => Kind::Other("a macro"),
        _ => Kind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use crate::function::{Function, NotAFunction};

    fn fault(source: &str) -> NotAFunction {
        Function::parse(source.parse().unwrap())
            .map(|_| ())
            .unwrap_err()
    }

    #[test]
    fn a_body_that_ends_in_the_middle_is_broken() {
        for body in ["id.", "id +", "id &&", "let x =", "a::", "f(1), "] {
            let found = fault(&format!("fn f() {{ {body} }}"));
            assert!(matches!(found, NotAFunction::Broken), "{body}");
        }
        for body in [
            "id",
            "id;",
            "f()?",
            "None::<u8>",
            "0..",
            "..",
            "x as Vec<u8>",
            "",
        ] {
            let source = format!("fn f() {{ {body} }}");
            assert!(Function::parse(source.parse().unwrap()).is_ok(), "{body}");
        }
    }

    #[test]
    fn what_is_not_a_function_is_called_by_its_name() {
        for (source, title) in [
            ("pub struct S;", "a struct"),
            ("#[derive(Debug)] pub(crate) enum E {}", "an enum"),
            ("unsafe impl Send for S {}", "an `impl`"),
            ("pub const X: fn() = f;", "a constant"),
            ("mod m {}", "a module"),
            ("extern \"C\" { fn f(); }", "an `extern` block"),
        ] {
            assert!(
                matches!(fault(source), NotAFunction::Other(_, found) if found == title),
                "{source}"
            );
        }
        assert!(matches!(fault("fn f(&self);"), NotAFunction::NoBody(_)));
    }

    #[test]
    fn every_kind_of_function_is_one() {
        for source in [
            "fn f() {}",
            "pub(in crate::a) async unsafe fn f<T>(x: T) -> T where T: Copy { x }",
            "const fn f() {}",
            "pub unsafe extern \"C\" fn f() {}",
            "#[inline] #[doc = \"x\"] fn r#type() {}",
            "default fn f() {}",
        ] {
            assert!(Function::parse(source.parse().unwrap()).is_ok(), "{source}");
        }
    }

    #[test]
    fn a_body_that_does_not_parse_is_kept_as_it_is() {
        let function = Function::parse("fn f() { let x = ; }".parse().unwrap())
            .ok()
            .unwrap();
        assert_eq!(function.body.statements().to_string(), "let x = ;");
    }
}
