use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(emial)]
    email: String,
    #[mask(keep_lst = 4)]
    phone: String,
}

fn main() {}
