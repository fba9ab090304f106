//! The headers of a usual request.

use http::HeaderMap;
use http::header::HeaderValue;

/// What stands in the headers and must not be in the masked ones.
pub(crate) const SECRETS: [&str; 3] = ["c2Vzc2lvbiBvZiB0b2RheQ", "f00dcafe4b1d", "4c1e9b7a"];

/// Sixteen headers, three of them secret.
pub(crate) fn usual() -> HeaderMap {
    const ALL: [(&str, &str); 16] = [
        ("host", "shop.example.com"),
        (
            "user-agent",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        ),
        (
            "accept",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        ),
        ("accept-language", "en-US,en;q=0.5"),
        ("accept-encoding", "gzip, deflate, br, zstd"),
        ("content-type", "application/json"),
        ("content-length", "1042"),
        ("origin", "https://shop.example.com"),
        ("referer", "https://shop.example.com/carts/48213"),
        ("cache-control", "no-cache"),
        ("x-request-id", "7f1c2d3e-4a5b-4c6d-8e7f-9a0b1c2d3e4f"),
        (
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ),
        ("sec-fetch-mode", "cors"),
        ("authorization", "Bearer c2Vzc2lvbiBvZiB0b2RheQ"),
        ("x-api-key", "f00dcafe4b1d"),
        ("cookie", "theme=dark; session_id=4c1e9b7a; lang=en"),
    ];
    ALL.iter()
        .map(|(name, value)| {
            (
                http::HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        })
        .collect()
}
