//! A request that can be logged: what is secret in it cannot be printed.

use gambeson::{Masked, Secret};

#[derive(Masked)]
#[mask(reject_masked)]
struct Booking {
    nights: u32,
    #[mask(email)]
    email: String,
    #[mask(phone)]
    phone: Option<String>,
    #[mask(keep_last = 4)]
    voucher: String,
    /// A name that everybody knows is secret masks itself.
    password: Secret<String>,
    #[mask(show)]
    city: String,
    payment: Payment,
}

#[derive(Masked, serde::Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
enum Payment {
    Invoice,
    Card {
        #[mask(card)]
        number: String,
        cvv: u16,
    },
}

fn main() -> Result<(), serde_json::Error> {
    let request = r#"{
        "nights": 3,
        "email": "john@example.com",
        "phone": "555-123-4567",
        "voucher": "SUMMER-2026-7391",
        "password": "correct horse battery staple",
        "city": "Linz",
        "payment": { "by": "card", "number": "4111-1111-1111-1234", "cvv": 123 }
    }"#;
    let mut booking: Booking = serde_json::from_str(request)?;

    println!("Debug:\n  {booking:?}");
    println!("Debug, laid out:\n{booking:#?}");
    println!("one line:\n  {}", booking.masked());
    println!("JSON:\n  {}", serde_json::to_string(&booking.masked())?);

    println!("the one way to the password:");
    println!("  it has {} characters", booking.password.expose().len());

    println!("what was masked is not taken for the value when it comes back:");
    let shown = serde_json::to_string(&booking.masked())?;
    if let Err(error) = serde_json::from_str::<Booking>(&shown) {
        println!("  {error}");
    }

    booking.payment = Payment::Invoice;
    println!("another payment:\n  {}", booking.payment.masked());
    Ok(())
}
