use gambeson::{Rejected, circuit_breaker};

struct Ticket(u8);

fn later(ticket: Ticket, _: Rejected) -> Result<u8, ()> {
    Ok(ticket.0)
}

#[circuit_breaker(fallback(with = later))]
async fn redeem(ticket: Ticket) -> Result<u8, ()> {
    Ok(ticket.0)
}

fn main() {}
