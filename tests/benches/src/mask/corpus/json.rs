//! The body of a request, one kilobyte of JSON.

/// What stands in [`BODY`] and must not be in the masked one.
pub(crate) const SECRETS: [&str; 4] = [
    "emma.walker",
    "555-867",
    "4111-1111-1111",
    "correct horse battery",
];

/// An order: four things to mask among thirty that stay.
pub(crate) const BODY: &str = r#"{
  "order_id": 48213,
  "reference": "ORD-2026-11-00048213",
  "created_at": "2026-11-21T14:03:07.123456Z",
  "status": "confirmed",
  "currency": "EUR",
  "total": 129.90,
  "express": false,
  "customer": {
    "id": 90817,
    "name": "Emma Walker",
    "email": "emma.walker@example.com",
    "phone": "555-867-4567",
    "password": "correct horse battery",
    "language": "en",
    "newsletter": true
  },
  "payment": {
    "method": "card",
    "number": "4111-1111-1111-1234",
    "expires": "11/29",
    "captured": null
  },
  "items": [
    {"sku": "AB-1001", "title": "Walking boots, size 41", "quantity": 1, "price": 89.90},
    {"sku": "AB-2040", "title": "Wool socks, three pairs", "quantity": 2, "price": 12.50},
    {"sku": "CD-0007", "title": "Map of the valley", "quantity": 1, "price": 15.00}
  ],
  "shipping": {"carrier": "post", "country": "IS", "weight_g": 1840, "notes": "Leave it at the door of the house on the left, please."},
  "tags": ["web", "returning", "winter-2026"]
}"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_a_kilobyte_of_json_with_its_secrets() {
        assert!((1_000..=1_100).contains(&BODY.len()), "{}", BODY.len());
        assert!(serde_json::from_str::<serde_json::Value>(BODY).is_ok());
        assert!(SECRETS.iter().all(|secret| BODY.contains(secret)));
    }
}
