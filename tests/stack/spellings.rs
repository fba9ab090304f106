//! The same stack, under every way of writing its attributes.

use crate::support::ran;

/// A crate that has gambeson's items under another path.
mod toolkit {
    pub(crate) mod layers {
        // The glob brings `private`, too, the module that generated code names.
        pub(crate) use gambeson::*;
    }
}

extern crate gambeson as renamed_by_extern;

/// Runs the stack of one module: the cache answers below, and the entry goes on each call.
macro_rules! check {
    ($($test:ident: $module:ident),+ $(,)?) => {$(
        #[tokio::test]
        async fn $test() {
            use $module::{Kept, kept, stacked};

            assert_cached!(kept(1).await, kept(2).await);
            assert_cached!(stacked(1).await, stacked(2).await);
            assert_eq!((kept(1).await, stacked(1).await), (1, 1));
            assert_eq!(Kept::peek(1).await, None, "the attribute on top ran");
        }
    )+};
}

check! {
    written_by_path: by_path,
    written_by_absolute_path: by_absolute_path,
    imported_under_another_name: renamed,
    imported_by_a_glob: by_glob,
    the_crate_under_another_name: of_extern_crate,
    the_crate_behind_another_path: of_another_path,
    under_cfg_attr: under_cfg_attr,
    several_in_one_cfg_attr: in_one_cfg_attr,
    made_by_a_macro: by_macro,
    attributes_captured_by_a_macro: captured,
    with_other_attributes_between: between,
}

mod by_path {
    use super::ran;

    #[gambeson::cached(ttl = "5m", key = "path:kept:{id}", handle = Kept)]
    pub(super) async fn kept(id: u64) -> u64 {
        ran();
        id
    }

    #[gambeson::invalidate(key = "path:kept:{id}")]
    #[gambeson::cached(ttl = "5m", key = "path:stacked:{id}")]
    pub(super) async fn stacked(id: u64) -> u64 {
        ran();
        id
    }
}

mod by_absolute_path {
    use super::ran;

    #[::gambeson::cached(ttl = "5m", key = "absolute:kept:{id}", handle = Kept)]
    pub(super) async fn kept(id: u64) -> u64 {
        ran();
        id
    }

    #[::gambeson::invalidate(key = "absolute:kept:{id}")]
    #[::gambeson::cached(ttl = "5m", key = "absolute:stacked:{id}")]
    pub(super) async fn stacked(id: u64) -> u64 {
        ran();
        id
    }
}

mod renamed {
    use gambeson::{cached as memo, invalidate as forget};

    use super::ran;

    #[memo(ttl = "5m", key = "renamed:kept:{id}", handle = Kept)]
    pub(super) async fn kept(id: u64) -> u64 {
        ran();
        id
    }

    #[forget(key = "renamed:kept:{id}")]
    #[memo(ttl = "5m", key = "renamed:stacked:{id}")]
    pub(super) async fn stacked(id: u64) -> u64 {
        ran();
        id
    }
}

mod by_glob {
    use gambeson::*;

    use super::ran;

    #[cached(ttl = "5m", key = "glob:kept:{id}", handle = Kept)]
    pub(super) async fn kept(id: u64) -> u64 {
        ran();
        id
    }

    #[invalidate(key = "glob:kept:{id}")]
    #[cached(ttl = "5m", key = "glob:stacked:{id}")]
    pub(super) async fn stacked(id: u64) -> u64 {
        ran();
        id
    }
}

mod of_extern_crate {
    use super::ran;
    use super::renamed_by_extern as gb;

    #[gb::cached(ttl = "5m", key = "extern:kept:{id}", handle = Kept)]
    pub(super) async fn kept(id: u64) -> u64 {
        ran();
        id
    }

    #[gb::invalidate(key = "extern:kept:{id}", crate = gb)]
    #[gb::cached(ttl = "5m", key = "extern:stacked:{id}", crate = gb)]
    pub(super) async fn stacked(id: u64) -> u64 {
        ran();
        id
    }
}

mod of_another_path {
    use super::ran;
    use super::toolkit::layers;

    #[layers::cached(ttl = "5m", key = "another:kept:{id}", handle = Kept, crate = crate::spellings::toolkit::layers)]
    pub(super) async fn kept(id: u64) -> u64 {
        ran();
        id
    }

    #[layers::invalidate(key = "another:kept:{id}", crate = crate::spellings::toolkit::layers)]
    #[layers::cached(ttl = "5m", key = "another:stacked:{id}", crate = crate::spellings::toolkit::layers)]
    pub(super) async fn stacked(id: u64) -> u64 {
        ran();
        id
    }
}

mod under_cfg_attr {
    use gambeson::{cached, invalidate};

    use super::ran;

    #[cfg_attr(all(), cached(ttl = "5m", key = "cfg:kept:{id}", handle = Kept))]
    #[cfg_attr(any(), cached(ttl = "5m", key = "never"))]
    pub(super) async fn kept(id: u64) -> u64 {
        ran();
        id
    }

    #[invalidate(key = "cfg:kept:{id}")]
    #[cfg_attr(any(), invalidate(key = "{nonsense}"))]
    #[cfg_attr(all(), cached(ttl = "5m", key = "cfg:stacked:{id}"))]
    pub(super) async fn stacked(id: u64) -> u64 {
        ran();
        id
    }
}

mod in_one_cfg_attr {
    use gambeson::{cached, invalidate};

    use super::ran;

    #[cfg_attr(all(), doc = "Kept.", cached(ttl = "5m", key = "one:kept:{id}", handle = Kept), inline)]
    pub(super) async fn kept(id: u64) -> u64 {
        ran();
        id
    }

    #[cfg_attr(
        all(),
        invalidate(key = "one:kept:{id}"),
        cached(ttl = "5m", key = "one:stacked:{id}")
    )]
    pub(super) async fn stacked(id: u64) -> u64 {
        ran();
        id
    }
}

mod by_macro {
    use gambeson::{cached, invalidate};

    use super::ran;

    macro_rules! make {
        ($kept:ident, $stacked:ident, $argument:ident: $ty:ty, $handle:ident, $key:literal, $other:literal) => {
            #[cached(ttl = "5m", key = $key, handle = $handle)]
            pub(super) async fn $kept($argument: $ty) -> $ty {
                ran();
                $argument
            }

            #[invalidate(key = $key)]
            #[cached(ttl = "5m", key = $other)]
            pub(super) async fn $stacked($argument: $ty) -> $ty {
                ran();
                $argument
            }
        };
    }

    make!(kept, stacked, id: u64, Kept, "macro:kept:{id}", "macro:stacked:{id}");
}

mod captured {
    use gambeson::{cached, invalidate};

    use super::ran;

    macro_rules! make {
        ($(#[$meta:meta])* $vis:vis async fn $name:ident($argument:ident: u64) $body:block) => {
            $(#[$meta])*
            $vis async fn $name($argument: u64) -> u64 $body
        };
    }

    make! {
        #[cached(ttl = "5m", key = "captured:kept:{id}", handle = Kept)]
        pub(super) async fn kept(id: u64) {
            ran();
            id
        }
    }

    make! {
        #[invalidate(key = "captured:kept:{id}")]
        #[cached(ttl = "5m", key = "captured:stacked:{id}")]
        pub(super) async fn stacked(id: u64) {
            ran();
            id
        }
    }
}

mod between {
    use gambeson::{cached, invalidate};

    use super::ran;

    /// Kept.
    #[must_use]
    #[cached(ttl = "5m", key = "between:kept:{id}", handle = Kept)]
    #[inline]
    pub(super) async fn kept(id: u64) -> u64 {
        ran();
        id
    }

    /// Above.
    #[invalidate(key = "between:kept:{id}")]
    #[allow(clippy::let_and_return)]
    /// Between.
    #[cached(ttl = "5m", key = "between:stacked:{id}")]
    #[rustfmt::skip]
    #[cfg(not(any()))]
    /// Below.
    pub(super) async fn stacked(id: u64) -> u64 {
        ran();
        let same = id;
        same
    }
}
