//! `/`: what there is to try.

use axum::http::{HeaderMap, header};
use axum::response::Html;

/// `{origin}` stands where the commands name this instance.
const INDEX: &str = include_str!("index.html");

pub(crate) async fn index(headers: HeaderMap) -> Html<String> {
    // The header is the client's word: only what can stand in a host goes into the page.
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .filter(|host| {
            host.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".:-[]".contains(&byte))
        })
        .unwrap_or("localhost:8080");
    Html(INDEX.replace("{origin}", &format!("http://{host}")))
}
