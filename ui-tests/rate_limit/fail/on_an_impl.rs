use gambeson::rate_limit;

struct Payments;

#[rate_limit("100/s")]
impl Payments {
    fn charge(&self) {}
}

fn main() {
    Payments.charge();
}
