//! What of a key the types of a function decide.

use super::plan::{Piece, Plan};
use crate::function::{Argument, Function, mentions};

impl Plan {
    /// Adds what tells two instantiations of one function apart and is not in the key already:
    /// the types of its `impl`, its own type parameters that no argument in the key mentions, and
    /// the constants that no hole names.
    pub(crate) fn add_types(
        &mut self,
        function: &Function,
        in_key: &[&Argument],
        names: impl Fn(&str) -> bool,
    ) {
        if function.receiver.is_some() {
            self.push(Piece::SelfType);
        } else {
            self.push(Piece::Enclosing(format!("::{}", function.sig.ident)));
        }
        for param in function.sig.generics.type_params() {
            if !in_key
                .iter()
                .any(|argument| mentions(&argument.ty, &param.ident))
            {
                self.push(Piece::Text(":".to_owned()));
                self.push(Piece::TypeName(param.ident.clone()));
            }
        }
        for param in function.sig.generics.const_params() {
            if !names(&crate::tokens::unraw(&param.ident)) {
                self.push(Piece::constant(&param.ident));
            }
        }
    }

    /// Adds the constants: the path of a function does not hold them.
    pub(crate) fn add_constants(&mut self, function: &Function) {
        for param in function.sig.generics.const_params() {
            self.push(Piece::constant(&param.ident));
        }
    }
}
