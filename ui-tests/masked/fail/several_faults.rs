use gambeson::Masked;

#[derive(Masked)]
#[mask(defalt = show)]
struct User {
    #[mask(emial)]
    email: String,
    #[mask(keep_last = 0)]
    phone: String,
    name: String,
}

fn main() {}
