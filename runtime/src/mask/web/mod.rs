//! Masking of what the web sends about: queries, forms, URLs, headers, and the texts of errors.
//!
//! | file | subject |
//! |---|---|
//! | `text` | a stretch of text, plain or percent-encoded |
//! | `pairs` | `a=b&c=d` |
//! | `url` | the parts of a URL |
//! | `cookies` | `Cookie` and `Set-Cookie` |
//! | `headers` | a map of headers |
//! | `errors` | what errors say |

mod cookies;
mod errors;
#[cfg(feature = "http")]
mod headers;
mod pairs;
#[cfg(test)]
mod tests;
mod text;
mod url;

use std::borrow::Cow;
use std::error::Error;

use super::Masker;
use super::scan::REST;

pub(super) use errors::without_input;

impl Masker {
    /// The query of a URL, masked: the values of sensitive names, signatures of signed URLs, and
    /// what is found in names and other values, percent-encoded or not. What is not masked stays
    /// bit for bit. A leading `?` may be there.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    ///
    /// let masked = Masker::global().mask_query("page=2&api%5Fkey=abc&to=john%40example.com");
    /// assert_eq!(masked, "page=2&api%5Fkey=********&to=j***@example.com");
    /// ```
    pub fn mask_query<'t>(&self, query: &'t str) -> Cow<'t, str> {
        self.web_text(query, pairs::masked)
    }

    /// The body of a form, `application/x-www-form-urlencoded`, masked as
    /// [`mask_query`](Self::mask_query) does. Any bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    ///
    /// let masked = Masker::global().mask_form(b"user=kim&password=a+b%21");
    /// assert_eq!(&*masked, b"user=kim&password=********");
    /// ```
    pub fn mask_form<'t>(&self, body: &'t [u8]) -> Cow<'t, [u8]> {
        self.web_bytes(body, pairs::masked)
    }

    /// A URL, masked: user and password, the query, the fragment, and what is found in the path.
    /// Also the part of one, as `/path?query`.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    ///
    /// let masked = Masker::global().mask_url("https://kim:pw@example.com/a?token=abc#access_token=x");
    /// assert_eq!(masked, "https://********@example.com/a?token=********#access_token=********");
    /// ```
    pub fn mask_url<'t>(&self, url: &'t str) -> Cow<'t, str> {
        self.web_text(url, url::masked)
    }

    /// What an error and its sources say, `: ` between them, without what they quote from the
    /// input, and masked as text. Line and column stay; of a chain of sources the first sixteen
    /// are read.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    ///
    /// let error = serde_json::from_str::<u32>("\"hunter2\"").unwrap_err();
    /// assert_eq!(
    ///     Masker::global().mask_error(&error),
    ///     "invalid type: string \"********\", expected u32 at line 1 column 9",
    /// );
    /// ```
    pub fn mask_error(&self, error: &(dyn Error + '_)) -> String {
        errors::masked(self, error)
    }

    fn web_text<'t>(&self, text: &'t str, read: Reader) -> Cow<'t, str> {
        match self.web_bytes(text.as_bytes(), read) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            // Findings end where characters end.
            Cow::Owned(masked) => Cow::Owned(String::from_utf8_lossy(&masked).into_owned()),
        }
    }

    fn web_bytes<'t>(&self, text: &'t [u8], read: Reader) -> Cow<'t, [u8]> {
        if text.len() > self.limits().bytes {
            return Cow::Owned(REST.to_vec());
        }
        let mut out = text::Output::new(self.inner(), text);
        read(&mut out, 0..text.len());
        match out.finish() {
            Ok(None) => Cow::Borrowed(text),
            Ok(Some(masked)) => Cow::Owned(masked),
            Err(text::TooMany) => Cow::Owned(REST.to_vec()),
        }
    }
}

/// Masks a stretch of the text of an output.
type Reader = fn(&mut text::Output<'_>, std::ops::Range<usize>);
