//! The program of the README, as it stands there.

use axum::body::Body;
use cookie_consent::ConsentEvent;
use http::Request;
use http::header::COOKIE;
use tower::ServiceExt;

use crate::program;
use crate::site::{all, policy, record};

const README: &str = include_str!("../../README.md");
const PROGRAM: &str = include_str!("program.rs");

#[test]
fn full_enforcement_takes_ten_lines() {
    assert!(README.contains(&format!("```rust\n{PROGRAM}```\n")), "the README has another program");
    let (layer, _) = PROGRAM.split_once("\n\nasync fn").unwrap();
    let lines = layer.lines().filter(|line| !line.is_empty() && !line.starts_with("use "));
    assert!(lines.count() <= 10);
}

#[tokio::test]
async fn the_program_of_the_readme_enforces() {
    let refused = format!("_ga=1; {}", record(ConsentEvent::reject_all));
    for (country, cookie, body, removals) in [
        ("FR", "_ga=1", "with a banner", vec![]),
        // an opt-out regime asks nobody
        ("US-CA", "_ga=1", "without one", vec![]),
        (
            "FR",
            &refused,
            "without one",
            vec![
                "_ga=; Path=/; Max-Age=0",
                "_ga=; Path=/; Domain=www.edx.org; Max-Age=0",
                "_ga=; Path=/; Domain=edx.org; Max-Age=0",
            ],
        ),
    ] {
        let request = Request::builder().uri("/").header(COOKIE, cookie).header("cf-ipcountry", country);
        let response = program::site(policy()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(all(response.headers(), "set-cookie"), removals);
        assert_eq!(all(response.headers(), "cache-control"), ["private"]);
        let bytes = axum::body::to_bytes(response.into_body(), 100).await.unwrap();
        assert_eq!(bytes, body.as_bytes(), "{country}: {cookie}");
    }
}
