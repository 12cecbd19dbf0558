//! One kept-alive connection to the server that is measured.

use anyhow::{Context, Result, bail};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{HeaderMap, Request};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A connection.
pub(crate) struct Client {
    sender: SendRequest<Empty<Bytes>>,
    host: String,
    cookie: String,
}

impl Client {
    /// Connects to `127.0.0.1:port`.
    pub(crate) async fn connect(port: u16) -> Result<Self> {
        let host = format!("127.0.0.1:{port}");
        let stream = TcpStream::connect(&host).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self {
            sender,
            host,
            cookie: String::new(),
        })
    }

    /// The same connection with this `Cookie` in every request.
    pub(crate) fn with_cookie(self, cookie: String) -> Self {
        Self { cookie, ..self }
    }

    /// Gets a path; the body as it came over the wire, with its headers. Anything but 200 is an error.
    pub(crate) async fn get(
        &mut self,
        path: &str,
        accept_encoding: &str,
    ) -> Result<(HeaderMap, Bytes)> {
        let request = Request::get(path)
            .header("host", &self.host)
            .header("accept", "*/*")
            .header("accept-encoding", accept_encoding)
            .header("cookie", &self.cookie)
            .body(Empty::new())?;
        self.sender.ready().await?;
        let answer = self
            .sender
            .send_request(request)
            .await
            .with_context(|| path.to_owned())?;
        let (head, body) = answer.into_parts();
        let body = body.collect().await?.to_bytes();
        if head.status != 200 {
            bail!("{path}: {} {}", head.status, String::from_utf8_lossy(&body));
        }
        Ok((head.headers, body))
    }
}
