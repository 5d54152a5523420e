//! Whatever an argument holds, the server reads just that.

use super::support::{BOOK, Server, reply, to};
use emitted::{ErrorKind, runtime::RetryPolicy};

/// Texts of all kinds, from a seed.
struct Texts(u64);

impl Texts {
    fn number(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// Characters that mean something in URLs and headers, and any others.
    fn character(&mut self) -> char {
        const SPECIAL: &[u8] = b"%/\\.?#&=+;:@!$'()*,[]{}|^`\"<> ~-_2eEfF\t\r\n\0\x7f";
        match self.number(4) {
            0 | 1 => char::from(SPECIAL[self.number(SPECIAL.len() as u64) as usize]),
            2 => char::from(self.number(128) as u8),
            _ => char::from_u32(self.number(0x11_0000) as u32).unwrap_or('\u{fffd}'),
        }
    }

    fn text(&mut self) -> String {
        let length = self.number(9);
        (0..length).map(|_| self.character()).collect()
    }
}

/// Decodes what a URL holds between two slashes.
fn decoded(segment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'%' {
            let digits = std::str::from_utf8(&after[..2]).expect("digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("digits"));
            rest = &after[2..];
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[tokio::test]
async fn segments_queries_and_headers_arrive_as_they_are() {
    let server = Server::start(|_, _| reply(200, &[], BOOK)).await;
    let client = to(&server).retry(RetryPolicy::off()).build().expect("a client");
    let mut texts = Texts(1);
    let plain =
        ["", ".", "..", "%2e", "%2E%2e", "%2F", "a/../b", "..%2f", "\\..\\", "é", "\u{1f4d6}"];
    let all = plain.map(str::to_owned).into_iter().chain((0..3_000).map(|_| texts.text()));
    let mut expected = Vec::new();
    for text in all {
        let call = client.books().get(&text).extra_query("q", &text).extra_header("x-text", &text);
        let outcome = call.await;
        let is_segment = !matches!(&*text, "" | "." | "..");
        let is_header = text.trim_matches([' ', '\t']) == text
            && !text.bytes().any(|byte| byte < 32 && byte != b'\t' || byte == 127);
        assert_eq!(outcome.is_ok(), is_segment && is_header, "{text:?} {outcome:?}");
        match outcome {
            Ok(_) => expected.push(text.clone()),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Build),
        }
        if is_segment && !is_header {
            client.books().get(&text).extra_query("q", &text).await.expect("no header");
            expected.push(text);
        }
    }
    let seen = server.seen();
    assert_eq!(seen.len(), expected.len());
    for (seen, text) in seen.iter().zip(expected) {
        let (path, query) = seen.target().split_once('?').expect("a query");
        let segments: Vec<String> = path.split('/').skip(1).map(decoded).collect();
        assert_eq!(segments, ["books", &*text], "{}", seen.target());
        assert_eq!(decoded(query.strip_prefix("q=").expect("a value")), text);
        if let Some(given) = seen.header("x-text") {
            assert_eq!(given, text);
        }
    }
}
