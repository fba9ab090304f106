//! What the service answers to what it cannot take: a 4xx, and why.

use crate::support::{Running, json};

#[tokio::test]
async fn bad_input_gets_a_status_and_a_reason_that_names_the_mistake() {
    let mut service = Running::start().await;
    for (path, status, named) in [
        ("/airports/ZZZZ", 404, "ZZZZ"),
        ("/airports/FRANKFURT", 400, "three (IATA) or four (ICAO)"),
        ("/airports/F%00A", 400, "letters and digits"),
        ("/airports/%FF%FF%FF", 400, "UTF-8"),
        ("/countries/ZZ/airports", 404, "ZZ"),
        ("/countries/DEU/airports", 400, "two letters"),
        ("/countries/DE/airports?page=0", 400, "`page`"),
        ("/countries/DE/airports?size=101", 400, "`size`"),
        ("/countries/DE/airports?size=-1", 400, "size"),
        ("/countries/DE/airports?page=99999999999", 400, "page"),
        ("/nearest", 400, "lat"),
        ("/nearest?lat=91&lon=0", 400, "`lat`"),
        ("/nearest?lat=0&lon=-180.5", 400, "`lon`"),
        ("/nearest?lat=NaN&lon=0", 400, "`lat`"),
        ("/nearest?lat=here&lon=0", 400, "lat"),
        ("/search", 400, "q"),
        ("/search?q=a", 400, "2 to 64"),
        ("/search?q=%20%20%20", 400, "2 to 64"),
        ("/search?q=a%0Ab", 400, "`q`"),
        ("/search?q=lake&page=0", 400, "`page`"),
        ("/nowhere", 404, "/nowhere"),
    ] {
        let reply = service.get(path).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.text());
        assert_eq!(
            reply.header("content-type"),
            Some("application/problem+json"),
            "{path}"
        );
        let problem = json(&reply);
        assert_eq!(problem["status"], status);
        let detail = problem["detail"].as_str().expect("a reason");
        assert!(detail.contains(named), "{path}: {detail}");
    }
    let long = format!("/search?q={}", "a".repeat(65));
    assert_eq!(service.get(&long).await.status, 400);
    service.stop().await;
}

#[tokio::test]
async fn an_edit_that_makes_no_sense_is_refused_and_changes_nothing() {
    let mut service = Running::start().await;
    let before = service.get("/airports/FRA").await.text();
    let long = format!(r#"{{"name": "{}"}}"#, "a".repeat(101));
    let huge = format!(r#"{{"name": "{}"}}"#, "a".repeat(20_000));
    for (body, status, named) in [
        ("{}", 400, "nothing is to change"),
        ("{", 400, "JSON"),
        (r#"{"icao": "EDDM"}"#, 422, "icao"),
        (r#"{"name": 1}"#, 422, "name"),
        (r#"{"name": "  "}"#, 400, "`name`"),
        (r#"{"name": "a\nb"}"#, 400, "`name`"),
        (r#"{"city": "\u0000"}"#, 400, "`city`"),
        (r#"{"elevation": 1e9}"#, 400, "`elevation`"),
        (&long, 400, "`name`"),
        (&huge, 413, "length limit"),
    ] {
        let reply = service.patch("/airports/FRA", body).await;
        assert_eq!(reply.status, status, "{body}: {}", reply.text());
        let detail = json(&reply)["detail"]
            .as_str()
            .expect("a reason")
            .to_owned();
        assert!(detail.contains(named), "{body}: {detail}");
    }
    assert_eq!(
        service
            .patch("/airports/ZZZZ", r#"{"name": "Nowhere"}"#)
            .await
            .status,
        404
    );
    let untyped = service
        .client
        .send("PATCH", "/airports/FRA", &[], r#"{"name": "A"}"#)
        .await;
    assert_eq!(untyped.expect("an answer").status, 415);
    assert_eq!(service.get("/airports/FRA").await.text(), before);
    service.stop().await;
}

#[tokio::test]
async fn a_method_that_a_route_does_not_take_is_answered_with_those_that_it_does() {
    let mut service = Running::start().await;
    let reply = service
        .client
        .send("DELETE", "/airports/FRA", &[], "")
        .await
        .expect("an answer");
    assert_eq!(reply.status, 405);
    let allowed = reply.header("allow").expect("the header Allow");
    assert!(
        allowed.contains("GET") && allowed.contains("PATCH"),
        "{allowed}"
    );
    assert!(
        json(&reply)["detail"]
            .as_str()
            .expect("a reason")
            .contains("DELETE")
    );
    service.stop().await;
}

#[tokio::test]
async fn a_head_without_bounds_is_refused_before_it_costs_memory() {
    use service::drive::client::Client;

    let mut service = Running::start().await;
    let mut other = Client::connect(service.address)
        .await
        .expect("a connection");
    let header = "a".repeat(100_000);
    let answer = other
        .send("GET", "/airports/FRA", &[("x-long", &header)], "")
        .await;
    assert!(answer.is_err() || answer.is_ok_and(|reply| reply.status == 431));
    assert_eq!(
        service.get("/airports/FRA").await.status,
        200,
        "the others do not notice"
    );
    service.stop().await;
}
