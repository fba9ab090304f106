use gambeson::fallback;

struct Payments;

#[fallback(0)]
impl Payments {
    fn charge(&self) {}
}

fn main() {
    Payments.charge();
}
