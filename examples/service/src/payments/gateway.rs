//! The way to the provider.

use std::net::SocketAddr;

use axum::body::Bytes;
use axum::http::{Request, StatusCode, header};
use gambeson::resilience::State;
use gambeson::{Masked, bulkhead, circuit_breaker, retry, timeout};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use serde_json::json;

use super::error::PayError;
use crate::request_id;

/// The most bytes of an answer.
const ANSWER_BYTES: usize = 16 << 10;

/// What is to be charged.
#[derive(Masked)]
pub struct Charge {
    /// The card's number.
    #[mask(card)]
    pub card: String,
    /// In cents.
    pub amount: u32,
    /// One for each booking, whatever becomes of it: the provider charges it once.
    #[mask(show)]
    pub key: String,
}

/// What the provider gives for the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Receipt {
    /// The number of the charge.
    pub receipt: u64,
}

/// Charges cards. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Gateway {
    provider: SocketAddr,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Gateway {
    /// To the provider at this address.
    pub fn to(provider: SocketAddr) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self {
            provider,
            client: Client::builder(TokioExecutor::new()).build(connector),
        }
    }

    /// Charges a card, once: a call that is repeated with the same key charges nothing more.
    ///
    /// Three attempts, half a second each, and no more than 32 at a time. After eight failures in a
    /// row, or when half of the attempts of twenty seconds have failed, the provider is left alone
    /// for a second; a card that is declined is no failure of the provider.
    ///
    /// # Errors
    ///
    /// When the provider declines, fails, cannot be reached, or is not asked.
    #[retry(3, backoff = exponential("50ms", max = "500ms"), except(PayError::Declined), budget = 0.5)]
    #[circuit_breaker(
        consecutive = 8,
        failure_rate = 0.5,
        window = "20s",
        min_calls = 10,
        open_for = "1s",
        half_open = 2,
        except(PayError::Declined),
        key = "{self.provider}",
        name = "payments",
        handle = fn guards
    )]
    #[bulkhead(32, queue = 64, wait = "500ms")]
    #[timeout("500ms")]
    pub async fn charge(&self, charge: &Charge) -> Result<Receipt, PayError> {
        let body = json!({ "card": charge.card, "amount": charge.amount, "currency": "EUR" });
        let request = Request::post(format!("http://{}/charges", self.provider))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", &charge.key)
            .body(Full::from(body.to_string()));
        let mut request = request.map_err(unreachable)?;
        request.headers_mut().extend(request_id::along());
        let response = self.client.request(request).await.map_err(unreachable)?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::PAYMENT_REQUIRED => return Err(PayError::Declined),
            other => return Err(PayError::Failed(other.as_u16())),
        }
        let body = Limited::new(response.into_body(), ANSWER_BYTES);
        let body = body.collect().await.map_err(unreachable)?.to_bytes();
        serde_json::from_slice(&body).map_err(unreachable)
    }
}

impl Gateway {
    /// Asks the provider nothing more, until the circuit is reset.
    pub fn force_open(&self) {
        Self::guards().breaker().breaker(self.provider).force_open();
    }

    /// What the circuit to the provider does with calls now.
    pub fn circuit(&self) -> State {
        let breaker = Self::guards().breaker().get(self.provider);
        breaker.map_or(State::Closed, |breaker| breaker.state())
    }
}

fn unreachable(error: impl std::fmt::Display) -> PayError {
    PayError::Unreachable(error.to_string())
}
