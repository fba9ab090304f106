use gambeson::cached;

fn tag(org: &str, id: u64) -> String {
    format!("{org}:{id}")
}

#[cached(ttl = "5m", key = "user:{org}", tags = [tag(&org, *result)])]
async fn user(org: String) -> u64 {
    drop(org);
    1
}

fn main() {
    drop(user(String::new()));
}
