//! How a pair of attributes is looked at in both orders.

/// A function of the two attributes, the upper one first.
macro_rules! guarded {
    (async ($($attributes:tt)*) $arguments:tt $body:tt) => {
        $($attributes)*
        async fn call $arguments -> $crate::guards::support::Answer $body
    };
    (sync ($($attributes:tt)*) $arguments:tt $body:tt) => {
        $($attributes)*
        fn call $arguments -> $crate::guards::support::Answer $body
    };
}

/// A test for each pair: one function in both orders, one look at each, two different outcomes.
///
/// `PAIRS` is the list of them.
macro_rules! pairs {
    ($how:ident; $(
        $(#[$reason:meta])*
        $test:ident {
            $a:ident($($a_args:tt)*), $b:ident($($b_args:tt)*);
            body $arguments:tt $body:tt
            look { $($look:tt)* }
            $first:ident above: $a_above:expr,
            $second:ident above: $b_above:expr $(,)?
        }
    )+) => {
        pub(in crate::guards) const PAIRS: &[[&str; 2]] = &[$([stringify!($a), stringify!($b)]),+];

        $(
            $(#[$reason])*
            #[tokio::test(start_paused = true)]
            async fn $test() {
                let _time = gambeson::test::follow_tokio();
                assert_eq!(
                    [stringify!($a), stringify!($b)],
                    [stringify!($first), stringify!($second)],
                    "the outcomes are in the order of the attributes"
                );
                let a_above = $crate::guards::support::afresh(async {
                    guarded!($how (#[$a($($a_args)*)] #[$b($($b_args)*)]) $arguments $body);
                    $($look)*
                });
                let a_above = a_above.await;
                let b_above = $crate::guards::support::afresh(async {
                    guarded!($how (#[$b($($b_args)*)] #[$a($($a_args)*)]) $arguments $body);
                    $($look)*
                });
                let b_above = b_above.await;
                assert_eq!(a_above, $a_above, concat!(stringify!($a), " above ", stringify!($b)));
                assert_eq!(b_above, $b_above, concat!(stringify!($b), " above ", stringify!($a)));
                assert_ne!(a_above, b_above, "the order makes no difference");
            }
        )+
    };
}
