use gambeson::Masked;

#[derive(Masked)]
struct Request {
    #[mask(ip)]
    peer: u32,
    #[mask(email)]
    other: std::net::IpAddr,
}

fn main() {}
