use gambeson::bulkhead;

struct Payments;

#[bulkhead(32)]
impl Payments {
    fn charge(&self) {}
}

fn main() {
    Payments.charge();
}
