//! How a parameter's value is written: the styles of OpenAPI 3.0.4, "Style Values", which go back to RFC 6570.
//!
//! It works on texts and trees; it must not know requests.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::param::Param;

/// How a parameter's value is written (OpenAPI 3.0.4, "Style Values").
///
/// What OpenAPI leaves open is settled so:
/// - undefined (`None`, null, a float that is not finite) in the query, a header or a cookie: the parameter is not
///   sent, nor is an empty list or object; undefined items and members are left out;
/// - the space- and pipe-delimited styles with a single value: as `Form`;
/// - `DeepObject`: nested objects get further brackets, lists a number in brackets (`a[0]=x`), a single value is
///   written as by `Form`;
/// - lists and objects within a list or object have no form in any other style and are an error.
///
/// A list is `color: [blue, black]`, an object `color: {R: 100, G: 200}` in the examples below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// `color=blue,black`, `color=R,100,G,200`: form, not exploded.
    Form,
    /// `color=blue&color=black`, `R=100&G=200`: form, exploded. The default of query parameters.
    FormExploded,
    /// `color=blue%20black`, `color=R%20100%20G%20200`.
    SpaceDelimited,
    /// `color=blue%7Cblack`, `color=R%7C100%7CG%7C200`.
    PipeDelimited,
    /// `color%5BR%5D=100&color%5BG%5D=200`.
    DeepObject,
    /// `blue,black`, `R,100,G,200`. The default of path parameters and headers.
    Simple,
    /// `blue,black`, `R=100,G=200`.
    SimpleExploded,
    /// `.blue,black`, `.R,100,G,200`: label, not exploded.
    Label,
    /// `.blue.black`, `.R=100.G=200`: label, exploded.
    LabelExploded,
    /// `;color=blue,black`, `;color=R,100,G,200`: matrix, not exploded.
    Matrix,
    /// `;color=blue;color=black`, `;R=100;G=200`: matrix, exploded.
    MatrixExploded,
    /// The value as JSON text, for a parameter that declares `content` of JSON instead of a style.
    Json,
}

/// Which characters a place in a request allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Within one segment of a path: only unreserved characters stay (RFC 3986, 2.3).
    Path,
    /// Within a query's name or value: the same, and a space is `+`.
    Query,
    /// A header's value: nothing is encoded.
    Header,
    /// A cookie's value: as in a path.
    Cookie,
    /// A form's name or value: what the URL Standard leaves alone, and a space is `+`.
    Form,
}

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The `application/x-www-form-urlencoded` percent-encode set (URL Standard, 1.3).
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

impl Place {
    /// Encodes one name or value.
    pub(super) fn encode(self, text: &str) -> String {
        match self {
            Self::Path | Self::Cookie => utf8_percent_encode(text, RESERVED).to_string(),
            // No other source of "%20" is left once "%" itself is encoded.
            Self::Query => utf8_percent_encode(text, RESERVED).to_string().replace("%20", "+"),
            Self::Form => utf8_percent_encode(text, FORM).to_string().replace("%20", "+"),
            Self::Header => text.to_owned(),
        }
    }

    /// What stands between the parts of an exploded form.
    fn separator(self) -> &'static str {
        if self == Self::Cookie { "; " } else { "&" }
    }
}

/// Writes a parameter from its value's JSON text. The name is part of the result where the style has it there.
/// `None` if there is nothing to send; the error says why the value has no form in this style.
pub(super) fn encode(style: Style, place: Place, name: &str, json: &[u8]) -> Result<Option<String>, String> {
    let writer = Writer { place, name: place.encode(name) };
    let value = Param::parse(json).map_err(|error| format!("the value cannot be read back: {error}"))?;
    if value.is_nothing() && place != Place::Path {
        return Ok(None);
    }
    if style == Style::Json {
        return Ok(Some(writer.json(&String::from_utf8_lossy(json))));
    }
    match writer.write(style, &value) {
        Ok(text) => Ok(Some(text)),
        Err(Nested) => {
            Err(format!("a list or object within a list or object has no form in the style {style:?}"))
        }
    }
}

/// A value that has no form in its style.
struct Nested;

struct Writer {
    place: Place,
    name: String,
}

impl Writer {
    fn write(&self, style: Style, value: &Param) -> Result<String, Nested> {
        match style {
            Style::Form => self.form(value, ","),
            Style::FormExploded => self.form_exploded(value),
            Style::SpaceDelimited => self.form(value, "%20"),
            Style::PipeDelimited => self.form(value, "%7C"),
            Style::DeepObject => Ok(self.deep_object(value)),
            Style::Simple | Style::Json => self.joined(value, ",", ","),
            Style::SimpleExploded => self.joined(value, ",", "="),
            Style::Label => Ok(format!(".{}", self.joined(value, ",", ",")?)),
            Style::LabelExploded => Ok(format!(".{}", self.joined(value, ".", "=")?)),
            Style::Matrix => self.matrix(value),
            Style::MatrixExploded => self.matrix_exploded(value),
        }
    }

    fn json(&self, text: &str) -> String {
        match self.place {
            Place::Query | Place::Cookie | Place::Form => {
                format!("{}={}", self.name, self.place.encode(text))
            }
            Place::Path | Place::Header => self.place.encode(text),
        }
    }

    fn scalar(&self, value: &Param) -> Result<String, Nested> {
        match value {
            Param::Scalar(text) => Ok(self.place.encode(text)),
            Param::Undefined | Param::List(_) | Param::Object(_) => Err(Nested),
        }
    }

    /// All parts of a value: items joined by `between`, a member's name and value by `pair`.
    fn joined(&self, value: &Param, between: &str, pair: &str) -> Result<String, Nested> {
        let parts: Vec<String> = match value {
            Param::Undefined => Vec::new(),
            Param::Scalar(text) => vec![self.place.encode(text)],
            Param::List(items) => items.iter().map(|item| self.scalar(item)).collect::<Result<_, _>>()?,
            Param::Object(members) => members
                .iter()
                .map(|(name, value)| Ok(format!("{}{pair}{}", self.place.encode(name), self.scalar(value)?)))
                .collect::<Result<_, _>>()?,
        };
        Ok(parts.join(between))
    }

    fn form(&self, value: &Param, between: &str) -> Result<String, Nested> {
        Ok(format!("{}={}", self.name, self.joined(value, between, between)?))
    }

    fn form_exploded(&self, value: &Param) -> Result<String, Nested> {
        match value {
            Param::List(items) => self.repeated(items, self.place.separator()),
            Param::Object(_) => self.joined(value, self.place.separator(), "="),
            Param::Scalar(_) | Param::Undefined => self.form(value, ","),
        }
    }

    fn repeated(&self, items: &[Param], between: &str) -> Result<String, Nested> {
        let parts: Vec<String> = items
            .iter()
            .map(|item| Ok(format!("{}={}", self.name, self.scalar(item)?)))
            .collect::<Result<_, _>>()?;
        Ok(parts.join(between))
    }

    fn matrix(&self, value: &Param) -> Result<String, Nested> {
        match value {
            Param::Undefined => Ok(format!(";{}", self.name)),
            _ => Ok(format!(";{}", self.form(value, ",")?)),
        }
    }

    fn matrix_exploded(&self, value: &Param) -> Result<String, Nested> {
        match value {
            Param::List(items) => Ok(format!(";{}", self.repeated(items, ";")?)),
            Param::Object(_) => Ok(format!(";{}", self.joined(value, ";", "=")?)),
            Param::Scalar(_) | Param::Undefined => self.matrix(value),
        }
    }

    fn deep_object(&self, value: &Param) -> String {
        let mut parts = Vec::new();
        self.deep_parts(&self.name, value, &mut parts);
        parts.join("&")
    }

    fn deep_parts(&self, key: &str, value: &Param, parts: &mut Vec<String>) {
        match value {
            Param::Undefined => {}
            Param::Scalar(text) => parts.push(format!("{key}={}", self.place.encode(text))),
            Param::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.deep_parts(&format!("{key}%5B{index}%5D"), item, parts);
                }
            }
            Param::Object(members) => {
                for (name, member) in members {
                    self.deep_parts(&format!("{key}%5B{}%5D", self.place.encode(name)), member, parts);
                }
            }
        }
    }
}
