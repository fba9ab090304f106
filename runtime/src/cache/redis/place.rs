//! Where a server is: at an address, at one of several, or where the sentinels say.
//!
//! | address | what is there |
//! |---|---|
//! | `redis://[user:password@]host[:port][/db]` | one server, or any node of a cluster |
//! | `rediss://..` | the same by TLS |
//! | `redis+unix:///path`, `unix:///path` | the same by a socket of this machine |
//! | `redis://host:port,host:port`, or whole addresses separated by commas | nodes of one cluster |
//! | `redis+sentinel://[user:password@]host:port,host:port/name[/db]` | the master that sentinels name |

use std::borrow::Cow;

use redis::io::tcp::TcpSettings;
use redis::{Client, ConnectionInfo, IntoConnectionInfo as _, ProtocolVersion, RedisError};

use super::options::RedisOptions;
use super::sentinel::Sentinels;
use crate::CacheError;

/// See the module.
#[derive(Clone)]
pub(super) struct Place {
    way: Way,
    #[cfg(feature = "redis-rustls")]
    certificates: Option<redis::TlsCertificates>,
}

#[derive(Clone)]
enum Way {
    /// At least one. Several are nodes of one cluster.
    At(Vec<ConnectionInfo>),
    Sentinels(Box<Sentinels>),
}

impl Place {
    /// Reads an address, in the name of the setting that held it.
    pub(super) fn parse(options: &RedisOptions, setting: &'static str) -> Result<Self, CacheError> {
        let wrong = |hint: String| options.unreadable(setting, &hint);
        let way = if let Some(sentinels) = Sentinels::parse(&options.url) {
            Way::Sentinels(Box::new(sentinels.map_err(wrong)?))
        } else {
            let infos = addresses(&options.url)
                .iter()
                .map(|address| info(address))
                .collect::<Result<_, _>>()
                .map_err(wrong)?;
            Way::At(infos)
        };
        let place = Self {
            way,
            #[cfg(feature = "redis-rustls")]
            certificates: options.tls.load()?,
        };
        #[cfg(feature = "redis-rustls")]
        place.check_certificates(options, setting)?;
        Ok(place)
    }

    /// The way to the server now. `attempt` counts: one address that does not answer is followed by
    /// the next.
    pub(super) async fn client(
        &self,
        options: &RedisOptions,
        attempt: u64,
    ) -> Result<Client, String> {
        match &self.way {
            Way::At(infos) => {
                let count = infos.len().max(1) as u64;
                let turn = usize::try_from(attempt % count).unwrap_or(0);
                let info = infos.get(turn).ok_or("there is no address")?;
                self.open(info.clone())
            }
            Way::Sentinels(sentinels) => {
                let open = |info| self.open(info);
                let master = sentinels.master(options, attempt, open).await?;
                self.open(master)
            }
        }
    }

    /// Whether only nodes of a cluster are right.
    pub(super) fn wants_cluster(&self) -> bool {
        matches!(&self.way, Way::At(infos) if infos.len() > 1)
    }

    /// Whether only a master is right: sentinels may be late.
    pub(super) fn wants_master(&self) -> bool {
        matches!(self.way, Way::Sentinels(_))
    }

    /// `text` without the passwords, which some servers repeat in their errors.
    pub(super) fn without_secrets(&self, text: &str) -> String {
        let mut text = Cow::Borrowed(text);
        for info in self.infos() {
            if let Some(password) = password(info) {
                text = Cow::Owned(text.replace(password, "***"));
            }
        }
        text.into_owned()
    }

    #[cfg(feature = "resilience")]
    pub(super) fn password(&self) -> Option<String> {
        self.infos().find_map(password).map(str::to_owned)
    }

    fn infos(&self) -> impl Iterator<Item = &ConnectionInfo> {
        let (at, sentinels) = match &self.way {
            Way::At(infos) => (Some(infos.iter()), None),
            Way::Sentinels(sentinels) => (None, Some(sentinels.infos())),
        };
        at.into_iter()
            .flatten()
            .chain(sentinels.into_iter().flatten())
    }

    #[cfg_attr(
        not(feature = "redis-rustls"),
        expect(clippy::unused_self, reason = "only TLS has settings of its own")
    )]
    fn open(&self, info: ConnectionInfo) -> Result<Client, String> {
        #[cfg(feature = "redis-rustls")]
        if let Some(certificates) = &self.certificates {
            return Client::build_with_tls(info, certificates.clone())
                .map_err(|error| told(&error));
        }
        Client::open(info).map_err(|error| told(&error))
    }

    #[cfg(feature = "redis-rustls")]
    fn check_certificates(
        &self,
        options: &RedisOptions,
        setting: &'static str,
    ) -> Result<(), CacheError> {
        let is_tls =
            |info: &ConnectionInfo| matches!(info.addr(), redis::ConnectionAddr::TcpTls { .. });
        if self.certificates.is_none() {
            return Ok(());
        }
        if !self.infos().all(is_tls) {
            let hint = ", and with a certificate `rediss://` in front: certificates are for TLS";
            return Err(options.unreadable(setting, hint));
        }
        if let Some(info) = self.infos().next() {
            self.open(info.clone())
                .map_err(|why| options.tls.unreadable(&why))?;
        }
        Ok(())
    }
}

/// One address as the crate has it, with what every connection needs. The error is a hint.
pub(super) fn info(address: &str) -> Result<ConnectionInfo, String> {
    let info = address
        .into_connection_info()
        .map_err(|error| hint(&error))?;
    let settings = info
        .redis_settings()
        .clone()
        // Pushes exist in RESP3 only; the end of the connection is one.
        .set_protocol(ProtocolVersion::RESP3)
        .set_skip_set_lib_name();
    Ok(info
        .set_redis_settings(settings)
        .set_tcp_settings(TcpSettings::default().set_nodelay(true)))
}

fn password(info: &ConnectionInfo) -> Option<&str> {
    info.redis_settings()
        .password()
        .filter(|password| !password.is_empty())
}

/// What is wrong with a URL, in the crate's fixed words; a detail may repeat the URL.
fn hint(error: &RedisError) -> String {
    if error.detail().is_some() {
        String::new()
    } else {
        format!(" ({error})")
    }
}

/// What an error says, as it may be told.
pub(super) fn told(error: &RedisError) -> String {
    if error.is_timeout() {
        "no answer in time".to_owned()
    } else {
        error.to_string()
    }
}

/// The single addresses of a list: whole ones, or hosts that share what stands around them. Sentinels
/// are one place together.
pub(crate) fn addresses(url: &str) -> Vec<String> {
    let whole: Vec<_> = url.split(',').map(str::trim).collect();
    if whole.iter().all(|address| address.contains("://")) {
        return whole.into_iter().map(str::to_owned).collect();
    }
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let (hosts, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let (user, hosts) = match hosts.rfind('@') {
        Some(at) => hosts.split_at(at + 1),
        None => ("", hosts),
    };
    let alone = scheme.is_empty() || scheme.contains("unix") || scheme.contains("sentinel");
    if alone || !hosts.contains(',') {
        return vec![url.to_owned()];
    }
    hosts
        .split(',')
        .map(|host| format!("{scheme}://{user}{}{path}", host.trim()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_of_whole_addresses_or_of_hosts_that_share_the_rest() {
        for (url, expected) in [
            ("redis://h", &["redis://h"][..]),
            ("redis://h:1,g:2", &["redis://h:1", "redis://g:2"]),
            (
                "redis://u:p@h:1, g:2/0?x=1",
                &["redis://u:p@h:1/0?x=1", "redis://u:p@g:2/0?x=1"],
            ),
            (
                "redis://h:1/,redis://g:2/",
                &["redis://h:1/", "redis://g:2/"],
            ),
            ("redis+sentinel://h,g/m", &["redis+sentinel://h,g/m"]),
            ("redis://:a,b@h", &["redis://:a,b@h"]),
            ("unix:///run/a,b", &["unix:///run/a,b"]),
        ] {
            assert_eq!(addresses(url), expected, "{url}");
        }
    }
}
