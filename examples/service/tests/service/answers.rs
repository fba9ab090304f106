//! What the service answers when all is well.

use crate::support::Running;
use serde_json::{Value, json};

#[tokio::test]
async fn an_airport_is_found_by_either_code_in_any_case() {
    let mut service = Running::start().await;
    let expected = json!({
        "icao": "EDDF", "iata": "FRA", "name": "Frankfurt am Main International Airport",
        "city": "Frankfurt am Main", "subd": "Hesse", "country": "DE", "tz": "Europe/Berlin",
    });
    for path in ["/airports/EDDF", "/airports/FRA", "/airports/fra"] {
        let airport = service.get_json(path).await;
        for (field, value) in expected.as_object().expect("an object") {
            assert_eq!(&airport[field], value, "{path}: {field}");
        }
    }
    assert_eq!(
        service.get_json("/airports/00AA").await["iata"],
        Value::Null
    );
    service.stop().await;
}

#[tokio::test]
async fn the_pages_of_a_country_hold_each_of_its_airports_once() {
    let mut service = Running::start().await;
    let (mut seen, mut total) = (Vec::new(), 0);
    for page in 1.. {
        let listing = service
            .get_json(&format!("/countries/is/airports?page={page}&size=50"))
            .await;
        let items = listing["items"].as_array().expect("items");
        if items.is_empty() {
            break;
        }
        assert!(items.iter().all(|airport| airport["country"] == "IS"));
        seen.extend(items.iter().map(|airport| airport["icao"].to_string()));
        total = listing["total"].as_u64().expect("a number");
    }
    assert!(seen.len() > 50, "more than one page");
    assert_eq!(seen.len() as u64, total);
    assert!(
        seen.is_sorted_by(|a, b| a < b),
        "in the order of their codes, none twice"
    );
    service.stop().await;
}

#[tokio::test]
async fn the_nearest_ten_start_with_the_airport_that_one_stands_at() {
    let mut service = Running::start().await;
    let near = service.get_json("/nearest?lat=64.13&lon=-21.94").await;
    let near = near.as_array().expect("a list");
    assert_eq!(near.len(), 10);
    assert_eq!(near[0]["airport"]["icao"], "BIRK");
    let distance = |near: &Value| near["km"].as_f64().expect("a number");
    assert!(near.is_sorted_by(|a, b| distance(a) <= distance(b)));
    assert!(distance(&near[0]) < 1.0);
    service.stop().await;
}

#[tokio::test]
async fn a_distance_is_that_of_the_great_circle_also_across_the_date_line() {
    let mut service = Running::start().await;
    // A degree of longitude at the equator is 111.19 km.
    let east = service.get_json("/nearest?lat=0&lon=180").await;
    let west = service.get_json("/nearest?lat=0&lon=-180").await;
    assert_eq!(east, west, "one meridian, two spellings");
    let pole = service.get_json("/nearest?lat=-90&lon=0").await;
    let first = &pole[0];
    let lat = first["airport"]["lat"].as_f64().expect("a number");
    let km = first["km"].as_f64().expect("a number");
    assert!(((lat + 90.0) * 111.195 - km).abs() < 1.0, "{first}");
    service.stop().await;
}

#[tokio::test]
async fn a_search_finds_parts_of_names_whatever_their_case() {
    let mut service = Running::start().await;
    for words in ["b%C3%ADldudalur", "B%C3%8DLDUDALUR"] {
        let found = service.get_json(&format!("/search?q={words}")).await;
        assert_eq!(found["total"], 1, "{found}");
        assert_eq!(found["items"][0]["name"], "Bíldudalur Airport");
    }
    let first = service.get_json("/search?q=lake&size=3").await;
    let second = service.get_json("/search?q=lake&size=3&page=2").await;
    assert_eq!(first["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(first["total"], second["total"]);
    assert_ne!(first["items"], second["items"]);
    // Neither is a wildcard.
    assert_eq!(service.get_json("/search?q=%25_").await["total"], 0);
    service.stop().await;
}

#[tokio::test]
async fn an_edit_is_seen_by_the_next_request_under_either_code_and_in_lists() {
    let mut service = Running::start().await;
    let paths = ["/airports/KEF", "/airports/BIKF"];
    for path in paths {
        assert_eq!(
            service.get_json(path).await["name"],
            "Keflavik International Airport"
        );
    }
    let list = "/countries/IS/airports?size=100";
    let search = "/search?q=leifur";
    let nearest = "/nearest?lat=63.98&lon=-22.6";
    assert!(!service.get_json(list).await.to_string().contains("Leifur"));
    assert_eq!(service.get_json(search).await["total"], 0);
    assert!(
        !service
            .get_json(nearest)
            .await
            .to_string()
            .contains("Leifur")
    );

    let reply = service
        .patch("/airports/kef", r#"{"name": " Leifur's Airport "}"#)
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(crate::support::json(&reply)["name"], "Leifur's Airport");

    for path in paths {
        let airport = service.get_json(path).await;
        assert_eq!(airport["name"], "Leifur's Airport", "{path}");
        assert_eq!(
            airport["city"], "Reykjavik",
            "what was not named stays: {airport}"
        );
    }
    assert!(service.get_json(list).await.to_string().contains("Leifur"));
    assert_eq!(service.get_json(search).await["total"], 1);
    assert!(
        service
            .get_json(nearest)
            .await
            .to_string()
            .contains("Leifur")
    );
    service.stop().await;
}

#[tokio::test]
async fn the_first_page_says_what_there_is_to_try_and_each_link_on_it_works() {
    let mut service = Running::start().await;
    let page = service.get("/").await;
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let text = page.text();
    let links: Vec<&str> = text
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(links.len() >= 8, "{links:?}");
    for link in links {
        let reply = service.get(&link.replace("&amp;", "&")).await;
        assert_eq!(reply.status, 200, "{link}: {}", reply.text());
    }
    service.stop().await;
}

#[tokio::test]
async fn every_response_says_how_it_was_answered_and_how_long_it_took() {
    let mut service = Running::start().await;
    for path in [
        "/",
        "/airports/FRA",
        "/airports/ZZZZ",
        "/nowhere",
        "/health",
        "/stats",
    ] {
        let reply = service.get(path).await;
        let status = reply.header("cache-status").expect("a Cache-Status");
        assert!(status.starts_with("gambeson; "), "{path}: {status}");
        let timing = reply.header("server-timing").expect("a Server-Timing");
        let milliseconds = timing
            .split("total;dur=")
            .nth(1)
            .and_then(|dur| dur.parse::<f64>().ok());
        assert!(
            milliseconds.is_some_and(|dur| dur >= 0.0),
            "{path}: {timing}"
        );
    }
    service.stop().await;
}
