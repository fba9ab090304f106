//! Sentinels, which say where the master is.

use std::time::Duration;

use redis::{AsyncConnectionConfig, Client, ConnectionAddr, ConnectionInfo, Value};

use super::options::RedisOptions;
use super::place::{info, told};
use super::reply;

/// Where a sentinel listens unless said.
const PORT: &str = "26379";

/// `redis+sentinel://[user:password@]host:port,host:port/name[/db]`, or `rediss+sentinel://`. The
/// user is that of the master; `?sentinel_user=..&sentinel_password=..` is that of the sentinels.
#[derive(Clone)]
pub(super) struct Sentinels {
    ways: Vec<ConnectionInfo>,
    /// The way to the master, but for its address.
    master: ConnectionInfo,
    name: String,
}

impl Sentinels {
    /// `None` for an address of another kind. The error is a hint.
    pub(super) fn parse(url: &str) -> Option<Result<Self, String>> {
        let (scheme, rest) = url.split_once("+sentinel://")?;
        Some(Self::read(scheme, rest))
    }

    fn read(scheme: &str, rest: &str) -> Result<Self, String> {
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (user, rest) = match rest.rfind('@') {
            Some(at) => rest.split_at(at + 1),
            None => ("", rest),
        };
        let (hosts, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (name, db) = path.split_once('/').unwrap_or((path, ""));
        if name.is_empty() || hosts.is_empty() {
            return Err(
                ", and with sentinels `redis+sentinel://host:26379,host:26379/name`, where the \
                 name is what they call the master"
                    .to_owned(),
            );
        }
        let credentials = credentials(query);
        let ways = hosts
            .split(',')
            .map(|host| {
                info(&format!(
                    "{scheme}://{credentials}{}",
                    with_port(host.trim())
                ))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            ways,
            master: info(&format!("{scheme}://{user}master/{db}"))?,
            name: name.to_owned(),
        })
    }

    /// Where the master is by the first sentinel that knows it.
    pub(super) async fn master(
        &self,
        options: &RedisOptions,
        attempt: u64,
        open: impl Fn(ConnectionInfo) -> Result<Client, String>,
    ) -> Result<ConnectionInfo, String> {
        let count = self.ways.len().max(1);
        let first = usize::try_from(attempt).unwrap_or(0) % count;
        // Time is left for those who are next, and for the master.
        let limit = options.connect_timeout / 3;
        let mut why = "there is no sentinel".to_owned();
        let in_turn = self.ways.iter().cycle().skip(first).take(count);
        for sentinel in in_turn {
            match self.ask(open(sentinel.clone())?, limit).await {
                Ok(address) => return Ok(self.at(address)),
                Err(reason) => why = reason,
            }
        }
        Err(why)
    }

    /// All ways, whose passwords are shown to nobody.
    pub(super) fn infos(&self) -> impl Iterator<Item = &ConnectionInfo> {
        std::iter::once(&self.master).chain(&self.ways)
    }

    async fn ask(&self, sentinel: Client, limit: Duration) -> Result<(String, u16), String> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(limit))
            .set_response_timeout(Some(limit));
        let mut connection = sentinel
            .get_multiplexed_async_connection_with_config(&config)
            .await
            .map_err(|error| format!("no sentinel: {}", told(&error)))?;
        let mut command = redis::cmd("SENTINEL");
        command.arg("GET-MASTER-ADDR-BY-NAME").arg(&self.name);
        let (answer, _) = reply::judge(connection.send_packed_command(&command).await);
        let answer = answer.map_err(|failure| failure.text().to_owned())?;
        address(&answer).ok_or_else(|| format!("the sentinels know no master `{}`", self.name))
    }

    fn at(&self, (host, port): (String, u16)) -> ConnectionInfo {
        let address = match self.master.addr().clone() {
            ConnectionAddr::TcpTls {
                insecure,
                tls_params,
                ..
            } => ConnectionAddr::TcpTls {
                host,
                port,
                insecure,
                tls_params,
            },
            _ => ConnectionAddr::Tcp(host, port),
        };
        self.master.clone().set_addr(address)
    }
}

/// Host and port, as the sentinel gives them.
fn address(answer: &Value) -> Option<(String, u16)> {
    let Value::Array(parts) = answer else {
        return None;
    };
    let mut parts = parts.iter().map(reply::text);
    let (host, port) = (parts.next()??, parts.next()??);
    Some((host, port.parse().ok()?))
}

fn with_port(host: &str) -> String {
    let named = match host.rfind(':') {
        Some(_) if host.ends_with(']') => false,
        colon => colon.is_some(),
    };
    if named {
        host.to_owned()
    } else {
        format!("{host}:{PORT}")
    }
}

/// `user:password@` of the sentinels.
fn credentials(query: &str) -> String {
    let argument = |wanted: &str| {
        query
            .split('&')
            .filter_map(|argument| argument.split_once('='))
            .find_map(|(name, value)| (name == wanted).then_some(value))
            .unwrap_or_default()
    };
    let (user, password) = (argument("sentinel_user"), argument("sentinel_password"));
    if user.is_empty() && password.is_empty() {
        String::new()
    } else {
        format!("{user}:{password}@")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentinels_the_name_and_the_way_to_the_master_stand_in_one_address() {
        let url = "redis+sentinel://me:secret@a:1,b,[::1]/main/3?sentinel_password=s";
        let sentinels = Sentinels::parse(url)
            .expect("it is one")
            .expect("it is whole");
        let shown: Vec<_> = sentinels
            .ways
            .iter()
            .map(|info| info.addr().to_string())
            .collect();
        assert_eq!(shown, ["a:1", "b:26379", "::1:26379"]);
        assert_eq!(sentinels.name, "main");
        let master = sentinels.at(("m".to_owned(), 7));
        assert_eq!(master.addr().to_string(), "m:7");
        assert_eq!(master.redis_settings().password(), Some("secret"));
        assert_eq!(master.redis_settings().db(), 3);
        let first = &sentinels.ways[0];
        assert_eq!(first.redis_settings().password(), Some("s"));
    }

    #[test]
    fn an_address_without_a_name_or_a_sentinel_is_refused_with_the_right_form() {
        assert!(Sentinels::parse("redis://h").is_none());
        for url in [
            "redis+sentinel://h:1",
            "redis+sentinel:///main",
            "redis+sentinel://h/",
        ] {
            let hint = Sentinels::parse(url).expect("it is one").map(drop);
            assert!(hint.is_err_and(|hint| hint.contains("/name`")), "{url}");
        }
    }
}
