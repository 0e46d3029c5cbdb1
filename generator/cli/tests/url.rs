//! Documents from URLs, downloaded from a server in the test: over TLS with a test root certificate, and over HTTP on
//! localhost.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use common::example::{compare, section};
use common::{Folder, GOOD, run_with};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Responses by path. Each consists of the lines of the head after the protocol, and the body.
type Responses = BTreeMap<&'static str, (String, String)>;

/// A server that runs until the end of the process.
struct Server {
    port: u16,
    responses: Arc<Mutex<Responses>>,
}

impl Server {
    /// Starts a server, with TLS if a configuration is passed.
    fn start(tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().map_or(0, |address| address.port());
        let responses = Arc::new(Mutex::new(Responses::new()));
        let shared = Arc::clone(&responses);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (responses, tls) = (Arc::clone(&shared), tls.clone());
                thread::spawn(move || match tls {
                    Some(tls) => {
                        let connection = ServerConnection::new(tls).expect("the configuration is complete");
                        respond(StreamOwned::new(connection, stream), &responses);
                    }
                    None => respond(stream, &responses),
                });
            }
        });
        Self { port, responses }
    }

    fn put(&self, path: &'static str, head: &str, body: &str) {
        let mut responses = self.responses.lock().expect("no thread panicked");
        responses.insert(path, (head.to_owned(), body.to_owned()));
    }

    fn document(&self, path: &'static str, body: &str) {
        self.put(path, "200 OK\r\nContent-Type: application/yaml", body);
    }

    fn redirect(&self, path: &'static str, target: &str) {
        self.put(path, &format!("302 Found\r\nLocation: {target}"), "");
    }
}

fn respond(mut stream: impl Read + Write, responses: &Mutex<Responses>) {
    let mut reader = BufReader::new(&mut stream);
    let mut first = String::new();
    let _ = reader.read_line(&mut first);
    let mut line = String::from("-");
    while !line.trim().is_empty() {
        line.clear();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
    }
    drop(reader);
    let path =
        first.split_whitespace().nth(1).unwrap_or_default().split('?').next().unwrap_or_default().to_owned();
    let found = responses.lock().expect("no thread panicked").get(path.as_str()).cloned();
    let (head, body) = found.unwrap_or_else(|| ("404 Not Found".to_owned(), String::new()));
    let response =
        format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    let _ = stream.write_all(response.as_bytes());
    let _ = stream.flush();
}

/// Returns a TLS configuration and the root certificate as PEM.
fn tls() -> (Arc<ServerConfig>, String) {
    let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
    let signed = rcgen::generate_simple_self_signed(names).expect("the names are valid");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signed.signing_key.serialize_der()));
    let certificate = CertificateDer::from(signed.cert.der().to_vec());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![certificate], key))
        .expect("the key and the certificate match");
    (Arc::new(config), signed.cert.pem())
}

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_document_is_downloaded_over_tls_and_stored_with_its_digest() {
    let (config, root) = tls();
    let server = Server::start(Some(config));
    server.document("/v1/pets.yaml", GOOD);
    let folder = Folder::new();
    folder.put("root.pem", root);
    let root = folder.path("root.pem");
    let run =
        |arguments: &[&str]| run_with(&folder.path(""), arguments, "", &[("SSL_CERT_FILE", root.as_path())]);
    let url = format!("https://127.0.0.1:{}/v1/pets.yaml?version=1", server.port);

    let untrusted =
        run_with(&folder.path(""), &["init", &url], "", &[("SSL_CERT_FILE", Path::new("/dev/null"))]);
    assert_eq!(untrusted.code, Some(2));
    assert!(
        untrusted.err.contains("error[download-failed]")
            && untrusted.err.contains("`SSL_CERT_FILE`")
            && untrusted.err.contains("`SSL_CERT_DIR`")
            && !untrusted.err.contains("version=1"),
        "{}",
        untrusted.err
    );

    let init = run(&["init", &url, "--no-ci"]);
    assert_eq!(init.code, Some(0), "{}", init.err);
    assert_eq!(init.out, "wrote sdk.toml\nwrote pets.yaml\nwrote pets.yaml.lock\n");
    assert_eq!(text(&folder, "pets.yaml"), GOOD);
    assert!(text(&folder, "sdk.toml").contains(&format!("source = \"{url}\"\n")));
    assert!(text(&folder, "pets.yaml.lock").contains(&format!("bytes = {}\n", GOOD.len())));
    // Generating requires neither the server nor the document at the URL.
    server.document("/v1/pets.yaml", "<html>");
    assert_eq!(folder.run(&["generate"]).code, Some(0));

    let broken = run(&["fetch"]);
    assert_eq!(broken.code, Some(2));
    assert!(broken.err.contains("error[not-a-document]"), "{}", broken.err);
    assert_eq!(text(&folder, "pets.yaml"), GOOD);

    let next = GOOD.replace("1.0.0", "1.1.0");
    server.document("/v1/pets.yaml", &next);
    let check = run(&["fetch", "--check"]);
    assert_eq!((check.code, check.err.as_str()), (Some(1), ""));
    assert!(check.out.starts_with("pets.yaml: changed; "), "{}", check.out);
    assert_eq!(text(&folder, "pets.yaml"), GOOD);
    assert_eq!(run(&["fetch"]).code, Some(0));
    assert_eq!(text(&folder, "pets.yaml"), next);
    let same = run(&["fetch", "--check"]);
    assert_eq!(same.code, Some(0));
    assert!(same.out.starts_with("pets.yaml: unchanged; "), "{}", same.out);

    // Edits are not lost.
    folder.put("pets.yaml", next.replace("Pets", "Mine"));
    server.document("/v1/pets.yaml", GOOD);
    let edited = run(&["fetch"]);
    assert_eq!(edited.code, Some(2));
    assert!(edited.err.contains("error[document-edited]"), "{}", edited.err);
    assert_eq!(run(&["fetch", "--force"]).code, Some(0));
    assert_eq!(text(&folder, "pets.yaml"), GOOD);
}

#[test]
fn a_download_is_described_as_json() {
    let server = Server::start(None);
    server.document("/pets.yaml", GOOD);
    let folder = Folder::new();
    let url = format!("http://127.0.0.1:{}/pets.yaml", server.port);
    folder.put("sdk.toml", format!("document = \"pets.yaml\"\nsource = \"{url}\"\n"));
    let run = folder.run(&["fetch", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    compare(&section("fetch"), &run.out.replace(&url, "https://api.example/pets.yaml"));
    assert_eq!(text(&folder, "pets.yaml"), GOOD);

    folder.put("pets.yaml", GOOD.replace("Pets", "Mine"));
    let check = folder.run(&["fetch", "--check", "--format", "json"]);
    assert_eq!(check.code, Some(1), "{}", check.err);
    assert!(check.out.contains("\"state\": \"edited\"") && check.out.contains("\"applied\": false"));
    let edited = folder.run(&["fetch", "--format", "json"]);
    assert_eq!((edited.code, edited.out.as_str()), (Some(2), ""));
    assert!(edited.err.contains("error[document-edited]"), "{}", edited.err);
}

#[test]
fn commands_read_urls() {
    let server = Server::start(None);
    server.document("/a", GOOD);
    server.document("/b", &GOOD.replace("enum: [cat, dog]", "enum: [cat]"));
    let url = |path: &str| format!("http://127.0.0.1:{}{path}", server.port);
    let folder = Folder::new();
    let run = folder.run(&["generate", "--spec", &url("/a"), "--out", "made"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_eq!(folder.run(&["inspect", &url("/a")]).code, Some(0));
    assert_eq!(folder.run(&["check", "--spec", &url("/a")]).code, Some(0));
    let diff = folder.run(&["diff", &url("/a"), &url("/b")]);
    assert_eq!((diff.code, diff.err.as_str()), (Some(1), ""));
    assert!(diff.out.contains("`dog`"), "{}", diff.out);
    // A name without an extension gets one that matches the content.
    server.put(
        "/json",
        "200 OK",
        "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"A\", \"version\": \"1\"}, \"paths\": {}}",
    );
    assert_eq!(folder.run(&["init", &url("/json"), "--no-ci"]).code, Some(0));
    assert!(folder.path("openapi.json").is_file());
}

#[test]
fn redirects_stay_on_localhost_and_are_limited() {
    let server = Server::start(None);
    server.document("/to", GOOD);
    server.redirect("/relative", "to");
    server.redirect("/absolute", &format!("http://localhost:{}/to", server.port));
    server.redirect("/public", "http://pets.example/to");
    server.redirect("/private", "http://10.0.0.1/to");
    server.redirect("/secure", "https://127.0.0.1/to");
    server.redirect("/file", "file:///etc/passwd");
    server.redirect("/circle", "/circle");
    server.put("/nowhere", "302 Found", "");
    let folder = Folder::new();
    let check =
        |path: &str| folder.run(&["check", "--spec", &format!("http://127.0.0.1:{}{path}", server.port)]);
    for path in ["/to", "/relative", "/absolute"] {
        let run = check(path);
        assert_eq!(run.code, Some(0), "{path}: {}", run.err);
    }
    for (path, why) in [
        ("/public", "`http` is supported only for localhost"),
        ("/private", "`http` is supported only for localhost"),
        ("/secure", "the scheme is different"),
        ("/file", "`file` is not supported"),
        ("/circle", "more than 5 redirects"),
        ("/nowhere", "a redirect without a target"),
        ("/missing", "the server responded with 404 Not Found"),
    ] {
        let run = check(path);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{path}");
        assert!(run.err.contains(why), "{path}: {}", run.err);
    }
}

#[test]
fn a_document_from_a_url_cannot_refer_to_files() {
    let server = Server::start(None);
    let (head, _) = GOOD.split_once("    Pet:\n").unwrap_or_default();
    server.document("/a.yaml", &format!("{head}    Pet: {{$ref: '../../etc/passwd#/Pet'}}\n"));
    let folder = Folder::new();
    let url = format!("http://127.0.0.1:{}/a.yaml", server.port);
    let run = folder.run(&["check", "--spec", &url]);
    assert!(run.err.contains("a document from a URL cannot refer to other files"), "{}", run.err);
}

/// The URL would be committed with sdk.toml and the lock of the document.
#[test]
fn credentials_in_urls_are_not_stored() {
    let folder = Folder::new();
    let run = folder.run(&["init", "https://pets.invalid/api.yaml?private_token=s3cret"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("error[credential-in-url]") && run.err.contains("`private_token`"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("download the document with another tool") && !run.err.contains("s3cret"),
        "{}",
        run.err
    );
    assert!(folder.contents("").is_empty());
    folder.put("sdk.toml", "document = \"a.yaml\"\nsource = \"https://pets.invalid/a?sig=s3cret\"\n");
    let run = folder.run(&["fetch"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("error[credential-in-url]") && !run.err.contains("s3cret"), "{}", run.err);
}

/// The position in a download is the only trace of the mistake, because the download is not stored.
#[test]
fn a_download_that_is_not_a_document_has_a_position() {
    let server = Server::start(None);
    server.document("/a.yaml", "openapi: 3.0.3\ninfo: [");
    let folder = Folder::new();
    let run = folder.run(&["init", &format!("http://127.0.0.1:{}/a.yaml", server.port)]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("is not a document: line 3, column 1: invalid YAML"), "{}", run.err);
}

#[test]
fn a_configuration_without_a_usable_source_is_an_error() {
    let folder = Folder::with_document();
    for (settings, code) in [
        ("document = \"good.yaml\"\n", "no-source"),
        ("source = \"https://pets.example/a\"\n", "no-document"),
        ("document = \"good.yaml\"\nsource = \"ftp://pets.example/a\"\n", "wrong-entry"),
        ("document = \"good.yaml\"\nsource = \"http://pets.example/a\"\n", "wrong-entry"),
        ("document = \"https://pets.example/a\"\n", "wrong-entry"),
    ] {
        folder.put("sdk.toml", settings);
        let run = folder.run(&["fetch"]);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{settings}");
        assert!(run.err.contains(&format!("error[{code}]")), "{settings}: {}", run.err);
    }
    // Commands that do not download the document also check the entry.
    folder
        .put("sdk.toml", "document = \"good.yaml\"\nsource = \"http://pets.example/a\"\nout = \"client\"\n");
    for command in ["generate", "check"] {
        let run = folder.run(&[command]);
        assert_eq!(run.code, Some(2));
        assert!(
            run.err.contains("`source` cannot be used") && run.err.contains("--> sdk.toml:2:1"),
            "{}",
            run.err
        );
    }
}
