use gambeson::Masked;

#[derive(Masked)]
struct Request {
    peer: std::net::IpAddr,
}

fn main() {}
