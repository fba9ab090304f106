//! What a function returns, told by type: a value to keep, nothing, or an error.
//!
//! The macro cannot see through an alias of `Result`; the compiler can. Generated code calls
//! `(&&&Probe::<Ret>::new()).shape()` with all traits of this module in scope, and method lookup
//! takes the impl that needs the fewest dereferences: the most special one.

use std::marker::PhantomData;

/// What came out of a call, whatever the return type is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<V, E> {
    /// What is cached.
    Value(V),
    /// `None` or `Ok(None)`.
    Absent,
    /// `Err`.
    Failed(E),
}

/// How a return type is taken apart and put together again.
pub trait Shape: Copy {
    /// The return type.
    type Ret;
    /// What is cached of it.
    type Value;
    /// What is not.
    type Error;
    /// Takes a result apart.
    fn split(ret: Self::Ret) -> Outcome<Self::Value, Self::Error>;
    /// Puts one together; `None` where the type cannot express it.
    fn join(outcome: Outcome<Self::Value, Self::Error>) -> Option<Self::Ret>;
}

/// The return type that is asked about.
#[derive(Debug)]
pub struct Probe<R>(PhantomData<fn() -> R>);

impl<R> Probe<R> {
    /// Asks about `R`.
    #[expect(clippy::new_without_default, reason = "called by generated code only")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// Asks about the type of `value`.
    pub fn of(_value: &R) -> Self {
        Self(PhantomData)
    }
}

/// The error of a type that has none.
#[derive(Debug, Clone, Copy)]
pub enum NoError {}

macro_rules! shape {
    ($(#[$doc:meta])* $name:ident<$($param:ident),+>: $ret:ty => $value:ty, $error:ty;
     split $split:expr; join $join:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<$($param),+>(PhantomData<fn() -> ($($param,)+)>);

        impl<$($param),+> Clone for $name<$($param),+> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<$($param),+> Copy for $name<$($param),+> {}

        impl<$($param),+> Shape for $name<$($param),+> {
            type Ret = $ret;
            type Value = $value;
            type Error = $error;

            #[cfg_attr(not(debug_assertions), inline)]
            fn split(ret: $ret) -> Outcome<$value, $error> {
                let split: fn($ret) -> Outcome<$value, $error> = $split;
                split(ret)
            }

            #[cfg_attr(not(debug_assertions), inline)]
            fn join(outcome: Outcome<$value, $error>) -> Option<$ret> {
                let join: fn(Outcome<$value, $error>) -> Option<$ret> = $join;
                join(outcome)
            }
        }
    };
}

shape! {
    /// Any other type: every value is kept.
    Plain<T>: T => T, NoError;
    split |ret| Outcome::Value(ret);
    join |outcome| match outcome {
        Outcome::Value(value) => Some(value),
        Outcome::Absent => None,
        Outcome::Failed(never) => match never {},
    }
}

shape! {
    /// `Option<T>`.
    Optional<T>: Option<T> => T, NoError;
    split |ret| ret.map_or(Outcome::Absent, Outcome::Value);
    join |outcome| match outcome {
        Outcome::Value(value) => Some(Some(value)),
        Outcome::Absent => Some(None),
        Outcome::Failed(never) => match never {},
    }
}

shape! {
    /// `Result<T, E>`.
    Fallible<T, E>: Result<T, E> => T, E;
    split |ret| match ret {
        Ok(value) => Outcome::Value(value),
        Err(error) => Outcome::Failed(error),
    };
    join |outcome| match outcome {
        Outcome::Value(value) => Some(Ok(value)),
        Outcome::Absent => None,
        Outcome::Failed(error) => Some(Err(error)),
    }
}

shape! {
    /// `Result<Option<T>, E>`.
    FallibleOptional<T, E>: Result<Option<T>, E> => T, E;
    split |ret| match ret {
        Ok(Some(value)) => Outcome::Value(value),
        Ok(None) => Outcome::Absent,
        Err(error) => Outcome::Failed(error),
    };
    join |outcome| Some(match outcome {
        Outcome::Value(value) => Ok(Some(value)),
        Outcome::Absent => Ok(None),
        Outcome::Failed(error) => Err(error),
    })
}

impl<T> Optional<T> {
    /// Of a function that returns one of several values.
    pub(crate) const fn one() -> Self {
        Self(PhantomData)
    }
}

/// The last resort: `Plain`.
pub trait ShapePlain {
    /// The shape.
    type Shape;
    /// The shape.
    fn shape(&self) -> Self::Shape;
}

impl<T> ShapePlain for Probe<T> {
    type Shape = Plain<T>;
    fn shape(&self) -> Plain<T> {
        Plain(PhantomData)
    }
}

/// One wrapper that is looked into.
pub trait ShapeOuter {
    /// The shape.
    type Shape;
    /// The shape.
    fn shape(&self) -> Self::Shape;
}

impl<T> ShapeOuter for &Probe<Option<T>> {
    type Shape = Optional<T>;
    fn shape(&self) -> Optional<T> {
        Optional(PhantomData)
    }
}

impl<T, E> ShapeOuter for &Probe<Result<T, E>> {
    type Shape = Fallible<T, E>;
    fn shape(&self) -> Fallible<T, E> {
        Fallible(PhantomData)
    }
}

/// Two wrappers that are looked into.
pub trait ShapeNested {
    /// The shape.
    type Shape;
    /// The shape.
    fn shape(&self) -> Self::Shape;
}

impl<T, E> ShapeNested for &&Probe<Result<Option<T>, E>> {
    type Shape = FallibleOptional<T, E>;
    fn shape(&self) -> FallibleOptional<T, E> {
        FallibleOptional(PhantomData)
    }
}

#[cfg(feature = "axum")]
mod json {
    use axum::Json;

    use super::{NoError, Outcome, PhantomData, Probe, Shape, ShapeNested, ShapeOuter};

    shape! {
        /// `axum::Json<T>`: what is inside is kept.
        Body<T>: Json<T> => T, NoError;
        split |ret| Outcome::Value(ret.0);
        join |outcome| match outcome {
            Outcome::Value(value) => Some(Json(value)),
            Outcome::Absent => None,
            Outcome::Failed(never) => match never {},
        }
    }

    shape! {
        /// `Result<axum::Json<T>, E>`.
        FallibleBody<T, E>: Result<Json<T>, E> => T, E;
        split |ret| match ret {
            Ok(Json(value)) => Outcome::Value(value),
            Err(error) => Outcome::Failed(error),
        };
        join |outcome| match outcome {
            Outcome::Value(value) => Some(Ok(Json(value))),
            Outcome::Absent => None,
            Outcome::Failed(error) => Some(Err(error)),
        }
    }

    impl<T> ShapeOuter for &Probe<Json<T>> {
        type Shape = Body<T>;
        fn shape(&self) -> Body<T> {
            Body(PhantomData)
        }
    }

    impl<T, E> ShapeNested for &&Probe<Result<Json<T>, E>> {
        type Shape = FallibleBody<T, E>;
        fn shape(&self) -> FallibleBody<T, E> {
            FallibleBody(PhantomData)
        }
    }
}

#[cfg(test)]
#[expect(
    clippy::needless_borrow,
    reason = "as generated code calls it, whatever the type"
)]
mod tests {
    use std::io;

    use super::*;

    type Alias<T> = io::Result<T>;

    #[test]
    fn aliases_are_seen_through() {
        assert_eq!(split_alias(Ok(1)), Outcome::Value(1));
        let shape = (&&&Probe::<Alias<Option<u8>>>::new()).shape();
        assert!(matches!(split(shape, Ok(None)), Outcome::Absent));
        let shape = (&&&Probe::<Option<u8>>::new()).shape();
        assert!(matches!(split(shape, None), Outcome::Absent));
        let shape = (&&&Probe::<u8>::new()).shape();
        assert!(matches!(split(shape, 1), Outcome::Value(1)));
    }

    fn split<S: Shape>(_: S, ret: S::Ret) -> Outcome<S::Value, S::Error> {
        S::split(ret)
    }

    fn split_alias(ret: Alias<u8>) -> Outcome<u8, ()> {
        let shape = (&&&Probe::<Alias<u8>>::new()).shape();
        match split(shape, ret) {
            Outcome::Value(value) => Outcome::Value(value),
            Outcome::Absent => Outcome::Absent,
            Outcome::Failed(_) => Outcome::Failed(()),
        }
    }
}
