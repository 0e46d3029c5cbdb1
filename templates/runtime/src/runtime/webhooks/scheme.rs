//! Signature schemes: the headers of a webhook request, and the bytes that are signed.

/// A signature scheme: HMAC (RFC 2104) over the body, and usually a timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebhookScheme {
    pub(crate) header: &'static str,
    pub(crate) separator: &'static str,
    pub(crate) prefix: &'static str,
    pub(crate) hash: WebhookHash,
    pub(crate) encoding: WebhookEncoding,
    pub(crate) id: &'static str,
    pub(crate) timestamp: &'static str,
    pub(crate) timestamp_prefix: &'static str,
    pub(crate) content: &'static str,
    pub(crate) is_standard: bool,
}

/// The hash function of an HMAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookHash {
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// The encoding of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookEncoding {
    /// Base64 with padding (RFC 4648, section 4).
    Base64,
    /// Hexadecimal digits in either case.
    Hex,
}

impl WebhookScheme {
    /// The scheme of Standard Webhooks 1.0.0, with the `webhook-id`, `webhook-timestamp` and `webhook-signature`
    /// headers.
    pub const STANDARD: Self = Self {
        header: "webhook-signature",
        separator: " ",
        prefix: "v1,",
        hash: WebhookHash::Sha256,
        encoding: WebhookEncoding::Base64,
        id: "webhook-id",
        timestamp: "webhook-timestamp",
        timestamp_prefix: "",
        content: "{id}.{timestamp}.{body}",
        is_standard: true,
    };

    /// Creates a scheme with one signature of the body in a header. The key is the secret's bytes.
    pub const fn new(header: &'static str, hash: WebhookHash, encoding: WebhookEncoding) -> Self {
        Self {
            header,
            separator: "",
            prefix: "",
            hash,
            encoding,
            id: "",
            timestamp: "",
            timestamp_prefix: "",
            content: "{body}",
            is_standard: false,
        }
    }

    /// Sets the prefix of a signature, such as `sha256=`. Values without it are ignored.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Sets the separator between several signatures in the header.
    #[must_use]
    pub const fn separator(mut self, separator: &'static str) -> Self {
        self.separator = separator;
        self
    }

    /// Sets the header with the message ID.
    #[must_use]
    pub const fn id(mut self, header: &'static str) -> Self {
        self.id = header;
        self
    }

    /// Sets the header with the timestamp, in seconds since 1970. The timestamp is compared with the current time.
    #[must_use]
    pub const fn timestamp(mut self, header: &'static str) -> Self {
        self.timestamp = header;
        self
    }

    /// Sets the prefix that identifies the timestamp among the values of its header, such as `t=`.
    #[must_use]
    pub const fn timestamp_prefix(mut self, prefix: &'static str) -> Self {
        self.timestamp_prefix = prefix;
        self
    }

    /// Sets the signed content: a template with `{id}`, `{timestamp}` and `{body}`.
    #[must_use]
    pub const fn content(mut self, template: &'static str) -> Self {
        self.content = template;
        self
    }
}
