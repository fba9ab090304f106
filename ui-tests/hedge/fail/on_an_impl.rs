use gambeson::hedge;

struct Payments;

#[hedge(after = "100ms")]
impl Payments {
    fn charge(&self) {}
}

fn main() {
    Payments.charge();
}
