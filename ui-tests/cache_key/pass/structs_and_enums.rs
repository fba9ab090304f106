use gambeson::{CacheKey, key};

#[derive(CacheKey)]
struct Id(u64);

#[derive(CacheKey)]
struct Page<'a, T, const N: usize> {
    of: &'a T,
    #[key(skip)]
    weights: [f64; N],
    #[key(hash)]
    token: String,
    r#type: Kind,
}

#[derive(CacheKey)]
#[key(crate = ::gambeson)]
enum Kind {
    Plain,
    Sized { width: u32, height: u32 },
    Named(String, #[key(skip)] f32),
}

#[derive(CacheKey)]
enum Never {}

fn main() {
    let id = Id(7);
    assert_eq!(key!("user:{id}").to_string(), "user:7");
    let kind = Kind::Sized { width: 2, height: 3 };
    assert_eq!(key!("kind:{kind}").to_string(), "kind:Sized(2,3)");
    let kind = Kind::Named("a".to_owned(), 1.0);
    assert_eq!(key!("kind:{kind}").to_string(), "kind:Named(a)");
    let page = Page { of: &id, weights: [1.0, 2.0], token: "secret".to_owned(), r#type: Kind::Plain };
    let key = key!("page:{page}").to_string();
    assert!(key.starts_with("page:(7,") && key.ends_with(",Plain)") && !key.contains("secret"), "{key}");
    let never: Option<Never> = None;
    assert_eq!(key!("never:{never}").to_string(), "never:~");
}
