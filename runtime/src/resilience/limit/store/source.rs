//! Where the servers come from: a URL, or the Redis of a cache's manager.

use std::borrow::Cow;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use super::name;
use super::servers::{self, Servers};
use crate::cache::CacheManager;
use crate::cache::generated::{Installed, ManagerRef as _};
use crate::cache::redis::{RedisTier, limits_name};
use crate::resilience::name::Name;

/// What stands before the names of limits where no manager says it.
const PREFIX: &str = "gambeson";

/// How keys are called.
pub(super) struct Naming {
    pub(super) prefix: Option<String>,
    pub(super) name: Name,
    pub(super) mark: &'static str,
}

impl Naming {
    fn stem(&self, prefix: &str) -> Arc<[u8]> {
        let prefix = self.prefix.as_deref().unwrap_or(prefix);
        name::stem(&limits_name(prefix), &self.name, self.mark).into()
    }
}

/// The servers of a check, and what the names of its keys begin with.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) servers: Arc<Servers>,
    pub(super) stem: Arc<[u8]>,
}

pub(super) enum Source {
    Fixed(Place),
    Managed {
        /// `None`: the one that is installed, or that of the scope around the check.
        manager: Option<CacheManager>,
        naming: Naming,
        limit: Duration,
        /// Those of the manager that was asked last.
        last: RwLock<Option<(Weak<RedisTier>, Place)>>,
    },
}

impl Source {
    pub(super) fn fixed(servers: Arc<Servers>, naming: &Naming) -> Self {
        Self::Fixed(Place {
            servers,
            stem: naming.stem(PREFIX),
        })
    }

    pub(super) fn of(manager: Option<CacheManager>, naming: Naming, limit: Duration) -> Self {
        Self::Managed {
            manager,
            naming,
            limit,
            last: RwLock::new(None),
        }
    }

    /// Where to go now; `None` where the manager has no Redis.
    pub(super) fn place(&self) -> Option<Cow<'_, Place>> {
        match self {
            Self::Fixed(place) => Some(Cow::Borrowed(place)),
            Self::Managed {
                manager: Some(manager),
                ..
            } => self.place_of(manager).map(Cow::Owned),
            Self::Managed { manager: None, .. } => {
                self.place_of(Installed.find(&mut None)).map(Cow::Owned)
            }
        }
    }

    fn place_of(&self, manager: &CacheManager) -> Option<Place> {
        let Self::Managed {
            naming,
            limit,
            last,
            ..
        } = self
        else {
            return None;
        };
        let tier = manager.redis()?;
        let held = last.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, place)) = &*held
            && std::ptr::eq(of.as_ptr(), Arc::as_ptr(tier))
        {
            return Some(place.clone());
        }
        drop(held);
        let place = Place {
            servers: servers::of_tier(tier, *limit),
            stem: naming.stem(manager.key_prefix()),
        };
        let mut held = last.write().unwrap_or_else(PoisonError::into_inner);
        *held = Some((Arc::downgrade(tier), place.clone()));
        Some(place)
    }
}
