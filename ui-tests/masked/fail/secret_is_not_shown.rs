use gambeson::Secret;

fn main() {
    let password: Secret<String> = "hunter2".into();
    let shown: &str = &password;
    println!("{shown}");
}
