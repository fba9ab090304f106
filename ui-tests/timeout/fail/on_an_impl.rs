use gambeson::timeout;

struct Payments;

#[timeout("2s")]
impl Payments {
    fn charge(&self) {}
}

fn main() {
    Payments.charge();
}
