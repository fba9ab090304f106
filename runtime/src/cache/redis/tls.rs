//! Certificates for TLS to Redis.

use std::fmt;
use std::path::Path;

use redis::{ClientTlsConfig, TlsCertificates};

use crate::CacheError;

/// What stands at the start of a certificate or a key in PEM.
const PEM: &str = "-----BEGIN";

/// Each a path, or the PEM itself.
#[derive(Clone, Default)]
pub(crate) struct Tls {
    /// Who signs for servers; those of the system unless said.
    pub(crate) ca: Option<String>,
    /// Whom this process shows itself as: certificate and key.
    pub(crate) client: Option<(String, String)>,
}

impl Tls {
    /// Reads the files. `None` where nothing was said.
    pub(super) fn load(&self) -> Result<Option<TlsCertificates>, CacheError> {
        if self.ca.is_none() && self.client.is_none() {
            return Ok(None);
        }
        let root_cert = match &self.ca {
            Some(ca) => Some(pem("redis_ca", ca)?),
            None => None,
        };
        let client_tls = match &self.client {
            Some((certificate, key)) => Some(ClientTlsConfig {
                client_cert: pem("redis_client_cert", certificate)?,
                client_key: pem("redis_client_cert", key)?,
            }),
            None => None,
        };
        Ok(Some(TlsCertificates {
            client_tls,
            root_cert,
        }))
    }

    /// What was read is no certificate.
    pub(super) fn unreadable(&self, why: &str) -> CacheError {
        let setting = match self.client {
            None => "redis_ca",
            Some(_) if self.ca.is_none() => "redis_client_cert",
            Some(_) => "redis_ca or redis_client_cert",
        };
        CacheError::Config {
            setting,
            held: format!("what cannot be read ({why})"),
            takes: "certificates and keys in PEM".to_owned(),
        }
    }
}

/// Never the key, which may stand there itself.
impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("ca", &self.ca.is_some())
            .field("client", &self.client.is_some())
            .finish()
    }
}

fn pem(setting: &'static str, given: &str) -> Result<Vec<u8>, CacheError> {
    if given.contains(PEM) {
        return Ok(given.as_bytes().to_vec());
    }
    std::fs::read(Path::new(given)).map_err(|error| CacheError::Config {
        setting,
        held: format!("`{given}` ({error})"),
        takes: "a path to a file in PEM, or the PEM itself".to_owned(),
    })
}
