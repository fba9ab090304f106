//! What a key consists of, once its names are looked up.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Index, LitStr, Member, Type};

use super::loaded::RESULT;
use super::template::{Hole, Modifier, Otherwise, Part, Template};
use crate::args::did_you_mean;
use crate::diagnostics::Errors;
use crate::function::{Argument, Function, ungroup};
use crate::tokens::{bare, first_span, mention, ours, unraw};

/// How a key was written.
#[derive(Clone)]
pub(crate) enum Source {
    Template(Template),
    /// Any expression that makes a key.
    Expr(TokenStream),
}

impl Source {
    /// A literal is a template, anything else is an expression.
    pub(crate) fn parse(value: &TokenStream, errors: &mut Errors) -> Option<Self> {
        let plain = bare(value.clone());
        if let Ok(literal) = syn::parse2::<LitStr>(plain.clone()) {
            return Template::parse(&literal, Otherwise::Expression, errors).map(Self::Template);
        }
        if syn::parse2::<syn::Lit>(plain.clone()).is_ok() {
            errors.add(
                value,
                "a key is text with names in it; write `key = \"user:{id}\"`",
            );
            return None;
        }
        match syn::parse2::<syn::Expr>(value.clone()) {
            Ok(syn::Expr::Array(_) | syn::Expr::Tuple(_)) if holds_template(&plain) => {
                errors.add(
                    value,
                    "a key is one text, and only there holes are filled in; write \
                     `key = \"user:{id}\"`",
                );
                None
            }
            Ok(_) => Some(Self::Expr(value.clone())),
            Err(error) => {
                errors.combine(error);
                None
            }
        }
    }

    /// For comparing: two keys are one if they are written alike and of one version.
    pub(crate) fn identity(&self, version: Option<u32>) -> String {
        let text = match self {
            Self::Template(template) => format!("{:?}", template.literal.value()),
            Self::Expr(expr) => expr.to_string(),
        };
        let version = version.map(|version| format!(" version {version}"));
        text + &version.unwrap_or_default()
    }

    /// Whether the key names `name`, as far as the tokens tell.
    pub(crate) fn names(&self, name: &str) -> bool {
        match self {
            Self::Template(template) => template.holes().any(|hole| hole.root == name),
            Self::Expr(expr) => mention(expr, name) || mention(expr, &format!("r#{name}")),
        }
    }
}

/// Whether a literal with a hole in it stands among the elements of a list.
fn holds_template(list: &TokenStream) -> bool {
    let Some(TokenTree::Group(group)) = crate::tokens::single(list) else {
        return false;
    };
    group.stream().into_iter().any(
        |tree| matches!(&tree, TokenTree::Literal(literal) if literal.to_string().contains('{')),
    )
}

/// Where the names of holes are looked up.
#[derive(Clone, Copy)]
pub(crate) enum Scope<'a> {
    /// Among the arguments of a function.
    Function(&'a Function),
    /// The same, and `result` is what its load has brought.
    Loaded(&'a Function),
    /// The same, with one more name: that of an element of an argument, as a reference.
    OneOfMany(&'a Function, &'a Ident),
    /// Wherever the macro stands: `key!`.
    Anywhere,
}

/// The default key: path or prefix, and all arguments that are not skipped.
pub(crate) struct DefaultKey<'a> {
    pub(crate) prefix: Option<LitStr>,
    pub(crate) arguments: Vec<&'a Argument>,
}

/// A key, ready to be rendered.
pub(crate) struct Plan {
    /// What the pieces are added to, where it is not an empty key.
    pub(crate) start: Option<TokenStream>,
    pub(crate) pieces: Vec<Piece>,
}

pub(crate) enum Piece {
    Text(String),
    /// A value that implements `CacheKey`.
    Value(Value),
    /// The same, of what was loaded: there is one once the body has returned.
    Loaded(Value),
    /// The name of a type parameter's type.
    TypeName(Ident),
    /// The path of the function, with the types of its `impl` and its own.
    Path,
    /// The type arguments of `Self`, if it has any.
    SelfType,
    /// The type arguments of the `impl` around a function without a receiver, if there is one.
    Enclosing(String),
}

pub(crate) struct Value {
    /// The conditions under which there is such an argument.
    pub(crate) cfgs: Vec<Attribute>,
    /// What stands before it, under the same conditions.
    pub(crate) lead: &'static str,
    /// Name and fields: `self.tenant`.
    pub(crate) place: TokenStream,
    /// Where an error about its type stands.
    pub(crate) at: Span,
    pub(crate) modifier: Option<Modifier>,
}

impl Plan {
    /// Looks up the names of `source`.
    pub(crate) fn new(source: &Source, scope: Scope<'_>, errors: &mut Errors) -> Option<Self> {
        let template = match source {
            Source::Template(template) => template,
            Source::Expr(expr) => {
                return Some(Self {
                    start: Some(expr.clone()),
                    pieces: Vec::new(),
                });
            }
        };
        let before = errors.len();
        let mut pieces = Vec::new();
        for part in &template.parts {
            match part {
                Part::Text(text) => pieces.push(Piece::Text(text.clone())),
                Part::Hole(hole) => pieces.extend(value(template, hole, scope, errors)),
            }
        }
        (errors.len() == before).then_some(Self {
            start: None,
            pieces,
        })
    }

    /// The key of a function that names none.
    pub(crate) fn of_default(default: &DefaultKey<'_>) -> Self {
        let mut pieces = vec![match &default.prefix {
            Some(prefix) => Piece::Text(prefix.value()),
            None => Piece::Path,
        }];
        for argument in &default.arguments {
            let Some(name) = argument.name() else {
                continue;
            };
            pieces.push(Piece::Value(Value {
                cfgs: argument.cfgs.clone(),
                lead: ":",
                place: pointee(&argument.ty, name.to_token_stream()),
                at: first_span(&argument.ty),
                modifier: None,
            }));
        }
        Self {
            start: None,
            pieces,
        }
    }

    pub(super) fn push(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    /// Sets the entries of one version apart from those of another. Goes last.
    pub(crate) fn push_version(&mut self, version: Option<u32>) {
        if let Some(version) = version {
            self.push(Piece::Text(format!("%v{version}")));
        }
    }
}

fn value(template: &Template, hole: &Hole, scope: Scope<'_>, errors: &mut Errors) -> Option<Piece> {
    let literal = template.literal.span();
    // Not quite the place of the literal: rustc would offer to replace it by a field that exists.
    let fields = hole.fields.iter().map(|field| member(field, ours(literal)));
    let (root, argument, at) = match scope {
        Scope::OneOfMany(_, one) if unraw(one) == hole.root => {
            let root = if hole.fields.is_empty() {
                quote!(*#one)
            } else {
                one.to_token_stream()
            };
            (root, None, literal)
        }
        Scope::Anywhere => (ident(&hole.root, literal).to_token_stream(), None, literal),
        Scope::Loaded(_) if hole.root == RESULT => {
            let root = Ident::new(RESULT, literal);
            return Some(Piece::Loaded(Value {
                cfgs: Vec::new(),
                lead: "",
                place: quote!(#root #(.#fields)*),
                at: literal,
                modifier: hole.modifier,
            }));
        }
        Scope::Function(function) | Scope::Loaded(function) | Scope::OneOfMany(function, _) => {
            let Some((root, argument)) = look_up(function, &hole.root) else {
                let mut told = unknown(function, &hole.root);
                if matches!(scope, Scope::Loaded(_)) && !told.contains("did you mean") {
                    told.push_str(", or `result`, which is what was loaded");
                }
                template.fault(hole, &told, errors);
                return None;
            };
            let at = match argument {
                Some(argument) if hole.fields.is_empty() && argument.name().is_some() => {
                    first_span(&argument.ty)
                }
                _ => literal,
            };
            (root, argument, at)
        }
    };
    let place = match argument {
        Some(argument) if hole.fields.is_empty() && argument.name().is_some() => {
            pointee(&argument.ty, root)
        }
        _ => quote!(#root #(.#fields)*),
    };
    let cfgs = argument
        .map(|argument| argument.cfgs.clone())
        .unwrap_or_default();
    Some(Piece::Value(Value {
        cfgs,
        lead: "",
        place,
        at,
        modifier: hole.modifier,
    }))
}

/// What an argument of type `&T` points to: an error is then about `T` and not about `&T`.
fn pointee(ty: &Type, mut place: TokenStream) -> TokenStream {
    let mut ty = ungroup(ty);
    while let Type::Reference(reference) = ty {
        place = quote!(*#place);
        ty = ungroup(&reference.elem);
    }
    place
}

/// What `name` stands for in `function`, and the argument that binds it. The function's own token
/// is used, so that functions made by `macro_rules` find their own arguments.
fn look_up<'a>(function: &'a Function, name: &str) -> Option<(TokenStream, Option<&'a Argument>)> {
    if name == "self" {
        let receiver = function.receiver.as_ref()?;
        return Some((receiver.self_token.to_token_stream(), None));
    }
    if let Some((argument, ident)) = function.binding(name) {
        return Some((ident.to_token_stream(), Some(argument)));
    }
    let mut constants = function.sig.generics.const_params();
    let constant = constants.find(|constant| unraw(&constant.ident) == name)?;
    Some((constant.ident.to_token_stream(), None))
}

fn unknown(function: &Function, name: &str) -> String {
    if name == "self" {
        return format!(
            "`{}` has no `self`; name an argument, such as `{{id}}`",
            function.name()
        );
    }
    if function.given.as_ref().is_some_and(|given| given.is(name)) {
        return format!(
            "`{name}` is given by `#[cached]` and not by a call, so it tells no entries apart; name an \
             argument"
        );
    }
    if function
        .sig
        .generics
        .type_params()
        .any(|param| unraw(&param.ident) == name)
    {
        return format!(
            "`{name}` is a type; it enters the key by itself where the key does not determine it"
        );
    }
    let mut names: Vec<String> = function.bindings().map(|(_, ident)| unraw(ident)).collect();
    names.extend(
        function
            .sig
            .generics
            .const_params()
            .map(|param| unraw(&param.ident)),
    );
    if function.receiver.is_some() {
        names.push("self".to_owned());
    }
    let hint = did_you_mean(name, names.iter().map(String::as_str));
    if !hint.is_empty() {
        return format!("`{}` has no argument `{name}`{hint}", function.name());
    }
    if names.is_empty() {
        return format!(
            "`{}` has no arguments, and a hole names one",
            function.name()
        );
    }
    let list = crate::args::one_of(names.iter().map(String::as_str));
    format!(
        "`{}` has no argument `{name}`; a hole names {list}",
        function.name()
    )
}

fn ident(name: &str, span: Span) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(mut ident) => {
            ident.set_span(span);
            ident
        }
        Err(_) if matches!(name, "self" | "Self" | "super" | "crate") => Ident::new(name, span),
        Err(_) => Ident::new_raw(name, span),
    }
}

fn member(name: &str, span: Span) -> Member {
    match name.parse() {
        Ok(index) => Member::Unnamed(Index { index, span }),
        Err(_) => Member::Named(ident(name, span)),
    }
}
