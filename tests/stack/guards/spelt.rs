//! A few pairs under other spellings, on trait methods, and with other attributes between them.

use gambeson::resilience::breaker;

use super::support::{afresh, told};

/// Two pairs in both orders: what the circuit counts of a retry, and who answers a time-out.
macro_rules! check {
    ($($test:ident: $module:ident),+ $(,)?) => {$(
        #[tokio::test(start_paused = true)]
        async fn $test() {
            use $module::{answered, attempts, calls, late};

            let failures = |order: &str| {
                let name = format!("{} {order}", stringify!($module));
                breaker(&name).expect("it has been called").counts().failures
            };
            afresh(async {
                assert_eq!(told(&attempts().await), "down");
                assert_eq!(failures("attempts"), 3);
                assert_eq!(told(&calls().await), "down");
                assert_eq!(failures("calls"), 1);
                assert_eq!(told(&late().await), "late");
                assert_eq!(answered().await, Ok(7));
            })
            .await;
        }
    )+};
}

check! {
    under_cfg_attr: under_cfg_attr,
    several_in_one_cfg_attr: in_one_cfg_attr,
    imported_under_other_names: renamed,
    on_methods_of_async_traits: of_async_trait,
    with_attributes_of_others_between: between,
    some_by_path_and_some_made_by_a_macro: mixed,
}

mod under_cfg_attr {
    use gambeson::{circuit_breaker, fallback, retry, timeout};

    use crate::guards::support::{Answer, fails, hangs};

    #[cfg_attr(all(), retry(3, backoff = none))]
    #[cfg_attr(any(), retry(9))]
    #[circuit_breaker(name = "under_cfg_attr attempts")]
    pub(super) async fn attempts() -> Answer {
        fails()
    }

    #[circuit_breaker(name = "under_cfg_attr calls")]
    #[cfg_attr(all(), retry(3, backoff = none))]
    pub(super) async fn calls() -> Answer {
        fails()
    }

    #[cfg_attr(all(), timeout("1s"))]
    #[fallback(7)]
    pub(super) async fn late() -> Answer {
        hangs().await
    }

    #[fallback(7)]
    #[cfg_attr(all(), cfg_attr(all(), timeout("1s")))]
    pub(super) async fn answered() -> Answer {
        hangs().await
    }
}

mod in_one_cfg_attr {
    use gambeson::{circuit_breaker, fallback, retry, timeout};

    use crate::guards::support::{Answer, fails, hangs};

    #[cfg_attr(all(), retry(3, backoff = none), circuit_breaker(name = "in_one_cfg_attr attempts"))]
    pub(super) async fn attempts() -> Answer {
        fails()
    }

    #[cfg_attr(all(), circuit_breaker(name = "in_one_cfg_attr calls"), retry(3, backoff = none))]
    pub(super) async fn calls() -> Answer {
        fails()
    }

    #[cfg_attr(all(), timeout("1s"), doc = "Late.", fallback(7))]
    pub(super) async fn late() -> Answer {
        hangs().await
    }

    #[cfg_attr(all(), fallback(7), timeout("1s"))]
    pub(super) async fn answered() -> Answer {
        hangs().await
    }
}

mod renamed {
    use gambeson::{
        circuit_breaker as fuse, fallback as instead, retry as again, timeout as within,
    };

    use crate::guards::support::{Answer, fails, hangs};

    #[again(3, backoff = none)]
    #[fuse(name = "renamed attempts")]
    pub(super) async fn attempts() -> Answer {
        fails()
    }

    #[fuse(name = "renamed calls")]
    #[again(3, backoff = none)]
    pub(super) async fn calls() -> Answer {
        fails()
    }

    #[within("1s")]
    #[instead(7)]
    pub(super) async fn late() -> Answer {
        hangs().await
    }

    #[instead(7)]
    #[within("1s")]
    pub(super) async fn answered() -> Answer {
        hangs().await
    }
}

mod of_async_trait {
    use gambeson::{circuit_breaker, fallback, retry, timeout};

    use crate::guards::support::{Answer, fails, hangs};

    #[async_trait::async_trait]
    trait Client: Sync {
        async fn attempts(&self) -> Answer;

        async fn late(&self) -> Answer;

        #[circuit_breaker(name = "of_async_trait calls")]
        #[retry(3, backoff = none)]
        async fn calls(&self) -> Answer {
            fails()
        }

        #[fallback(7)]
        #[timeout("1s")]
        async fn answered(&self) -> Answer {
            hangs().await
        }
    }

    struct Http;

    #[async_trait::async_trait]
    impl Client for Http {
        #[retry(3, backoff = none)]
        #[circuit_breaker(name = "of_async_trait attempts")]
        async fn attempts(&self) -> Answer {
            fails()
        }

        #[timeout("1s")]
        #[fallback(7)]
        async fn late(&self) -> Answer {
            hangs().await
        }
    }

    fn client() -> Box<dyn Client> {
        Box::new(Http)
    }

    pub(super) async fn attempts() -> Answer {
        client().attempts().await
    }

    pub(super) async fn calls() -> Answer {
        client().calls().await
    }

    pub(super) async fn late() -> Answer {
        client().late().await
    }

    pub(super) async fn answered() -> Answer {
        client().answered().await
    }
}

mod between {
    use gambeson::{circuit_breaker, fallback, retry, timeout};
    use tracing::instrument;

    use crate::guards::support::{Answer, fails, hangs};

    /// Above.
    #[retry(3, backoff = none)]
    #[instrument]
    /// Between.
    #[circuit_breaker(name = "between attempts")]
    pub(super) async fn attempts() -> Answer {
        fails()
    }

    #[instrument]
    #[circuit_breaker(name = "between calls")]
    #[inline]
    #[retry(3, backoff = none)]
    pub(super) async fn calls() -> Answer {
        fails()
    }

    #[timeout("1s")]
    #[instrument(skip_all)]
    #[fallback(7)]
    #[instrument]
    pub(super) async fn late() -> Answer {
        hangs().await
    }

    #[fallback(7)]
    #[rustfmt::skip]
    #[instrument]
    #[timeout("1s")]
    #[cfg(not(any()))]
    pub(super) async fn answered() -> Answer {
        hangs().await
    }
}

mod mixed {
    use gambeson::{fallback, timeout};

    use crate::guards::support::{Answer, fails, hangs};

    macro_rules! make {
        ($(#[$upper:meta] $name:ident $body:expr;)+) => {$(
            #[$upper]
            #[timeout("1s")]
            pub(super) async fn $name() -> Answer {
                $body
            }
        )+};
    }

    make! {
        #[fallback(7)]
        answered hangs().await;
    }

    #[gambeson::retry(3, backoff = none)]
    #[::gambeson::circuit_breaker(name = "mixed attempts")]
    pub(super) async fn attempts() -> Answer {
        fails()
    }

    #[::gambeson::circuit_breaker(name = "mixed calls")]
    #[gambeson::retry(3, backoff = none)]
    pub(super) async fn calls() -> Answer {
        fails()
    }

    #[timeout("1s")]
    #[gambeson::fallback(7)]
    pub(super) async fn late() -> Answer {
        hangs().await
    }
}
