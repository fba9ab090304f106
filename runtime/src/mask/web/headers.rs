//! A map of headers.

use http::header::{
    AUTHORIZATION, CONTENT_LOCATION, COOKIE, LOCATION, PROXY_AUTHORIZATION, REFERER, SET_COOKIE,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::text::Output;
use super::{Reader, cookies, url};
use crate::mask::scan::REST;
use crate::mask::{Kind, Masker};

impl Masker {
    /// The headers of a request or response, masked: `Authorization` but for its scheme, cookies
    /// by their names, the values of sensitive names, and what is found in the others. Values
    /// that are not text are read as bytes. What was masked is marked sensitive.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    /// use http::{HeaderMap, HeaderValue};
    ///
    /// let mut headers = HeaderMap::new();
    /// headers.insert("authorization", HeaderValue::from_static("Bearer abc"));
    /// headers.insert("cookie", HeaderValue::from_static("theme=dark; sid=123"));
    /// headers.insert("accept", HeaderValue::from_static("*/*"));
    ///
    /// let masked = Masker::global().mask_headers(&headers);
    /// assert_eq!(masked["authorization"], "Bearer ********");
    /// assert_eq!(masked["cookie"], "theme=dark; sid=********");
    /// assert_eq!(masked["accept"], "*/*");
    /// ```
    pub fn mask_headers(&self, headers: &HeaderMap) -> HeaderMap {
        let mut masked = HeaderMap::with_capacity(headers.keys_len());
        for (name, value) in headers {
            let value = self
                .header(name, value.as_bytes())
                .unwrap_or_else(|| value.clone());
            masked.append(name, value);
        }
        masked
    }

    /// The masked value; `None` where it is the value itself.
    fn header(&self, name: &HeaderName, value: &[u8]) -> Option<HeaderValue> {
        let masked = if value.len() > self.limits().bytes {
            REST.to_vec()
        } else {
            let mut out = Output::new(self.inner(), value);
            reader(self, name)(&mut out, 0..value.len());
            out.finish().unwrap_or_else(|_| Some(REST.to_vec()))?
        };
        let mut value = HeaderValue::from_bytes(&masked)
            .unwrap_or_else(|_| HeaderValue::from_static("********"));
        value.set_sensitive(true);
        Some(value)
    }
}

fn reader(masker: &Masker, name: &HeaderName) -> Reader {
    let on = |kind| masker.inner().rules.on.contains(kind);
    match *name {
        AUTHORIZATION | PROXY_AUTHORIZATION if on(Kind::Authorization) => authorization,
        COOKIE => cookies::cookie,
        SET_COOKIE => cookies::set_cookie,
        LOCATION | CONTENT_LOCATION | REFERER => url::masked,
        _ if on(Kind::Password)
            && masker
                .inner()
                .rules
                .names
                .is_sensitive(name.as_str().as_bytes()) =>
        {
            |out, range| out.hide(range, Kind::Password)
        }
        _ => |out, range| out.read(range),
    }
}

/// The scheme stays.
fn authorization(out: &mut Output<'_>, range: std::ops::Range<usize>) {
    let value = out.part(range.clone());
    let scheme = value
        .iter()
        .position(|byte| *byte == b' ')
        .filter(|length| {
            let scheme = value.get(..*length).unwrap_or_default();
            !scheme.is_empty()
                && scheme
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        });
    let start = scheme.map_or(range.start, |length| range.start + length + 1);
    out.hide(start..range.end, Kind::Authorization);
}
