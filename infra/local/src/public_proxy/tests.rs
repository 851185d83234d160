//! Nothing is changed in transit, in either direction.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::http::Method;
use tokio::sync::Mutex;

use super::*;

type Seen = Arc<Mutex<Vec<(Method, String, HeaderMap, Vec<u8>)>>>;

/// A server that records the requests it receives and sends an unusual response.
async fn upstream(seen: Seen) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(move |request: Request| {
        let seen = seen.clone();
        async move {
            let (parts, body) = request.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            seen.lock().await.push((parts.method, parts.uri.to_string(), parts.headers, body));
            let headers = [("content-type", "text/xml"), ("x-kept", "a b"), ("set-cookie", "s=1")];
            (StatusCode::IM_A_TEAPOT, headers, vec![0_u8, 159, 146, 150])
        }
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn send(url: String, request: axum::http::request::Builder, body: Vec<u8>) -> Response<Body> {
    let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build_http();
    let request = request.uri(url).body(Body::from(body)).unwrap();
    client.request(request).await.unwrap().map(Body::new)
}

#[tokio::test]
async fn path_query_headers_and_a_binary_body_reach_the_api_as_they_were_sent() {
    let seen = Seen::default();
    let address = upstream(seen.clone()).await;
    let proxy = PublicProxy::start(None).await.unwrap();
    proxy.forward_to(format!("http://{address}/_aws/execute-api/abc/$default"));

    let raw = "/a%2Fb/../c;d/%7e?x=1&x=2&empty=&plus=a+b&percent=%20%C3%A9&q='{}|";
    let request = Request::builder().method("POST").header("x-twilio-signature", "a+/=").header("x-two", "1");
    let body: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    send(format!("{}{raw}", proxy.url()), request, body.clone()).await;

    let seen = seen.lock().await;
    let (method, uri, headers, received) = &seen[0];
    assert_eq!(method, "POST");
    assert_eq!(uri, &format!("/_aws/execute-api/abc/$default{raw}"));
    assert_eq!(headers["x-twilio-signature"], "a+/=");
    assert_eq!(headers["x-two"], "1");
    assert_eq!(
        headers["host"],
        proxy.url().trim_start_matches("http://"),
        "the public host is what was signed"
    );
    assert_eq!(received, &body);
}

#[tokio::test]
async fn status_headers_and_a_binary_body_come_back_as_they_were_answered() {
    let address = upstream(Seen::default()).await;
    let proxy = PublicProxy::start(None).await.unwrap();
    proxy.forward_to(format!("http://{address}"));

    let response = send(format!("{}/", proxy.url()), Request::builder(), Vec::new()).await;

    assert_eq!(response.status(), StatusCode::IM_A_TEAPOT);
    assert_eq!(response.headers()["content-type"], "text/xml");
    assert_eq!(response.headers()["x-kept"], "a b");
    assert_eq!(response.headers()["set-cookie"], "s=1");
    assert_eq!(to_bytes(response.into_body(), 99).await.unwrap().to_vec(), [0, 159, 146, 150]);
}

#[tokio::test]
async fn before_the_deployment_and_without_an_emulator_the_answer_says_so() {
    let proxy = PublicProxy::start(None).await.unwrap();
    let early = send(format!("{}/", proxy.url()), Request::builder(), Vec::new()).await;
    assert_eq!(early.status(), StatusCode::SERVICE_UNAVAILABLE);

    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap().local_addr().unwrap();
    proxy.forward_to(format!("http://{closed}"));
    let late = send(format!("{}/", proxy.url()), Request::builder(), Vec::new()).await;
    assert_eq!(late.status(), StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn a_stopped_proxy_frees_its_port() {
    let proxy = PublicProxy::start(None).await.unwrap();
    let port = proxy.url().rsplit(':').next().unwrap().parse().unwrap();
    proxy.stop().await;
    PublicProxy::start(Some(port)).await.expect("the port is free again");
}
