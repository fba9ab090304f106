use gambeson::key;

struct User {
    id: u64,
    name: String,
}

fn main() {
    let id = 7;
    let user = User { id, name: "Ada Lovelace".to_owned() };
    let pair = (1, 2);
    let r#type = "x:y";
    assert_eq!(key!("users").to_string(), "users");
    assert_eq!(key!("user:{id}").to_string(), "user:7");
    assert_eq!(key!("user:{user.id}/{user.name:lower}").to_string(), "user:7/ada%20lovelace");
    assert_eq!(key!("{pair.0}:{pair.1}:{type}").to_string(), "1:2:x%3Ay");
    assert_eq!(key!("{{user}}:{id}", version = 2).to_string(), "{user}:7%v2");
    assert!(!key!("token:{user.name:hash}").to_string().contains("Ada"));
}
