//! Serialization of parameter values, in the styles of OpenAPI 3.0.4, "Style Values", which are derived from
//! RFC 6570.

// This module is independent of requests: it only converts JSON text to strings.

use serde_json::value::RawValue;

use super::param;
use super::param::Param;
use crate::runtime::url::encode::Place;

/// A serialization style for a parameter (OpenAPI 3.0.4, "Style Values").
///
/// Cases that OpenAPI leaves open are defined as follows:
/// - An undefined value (`None`, null), an empty list or an empty object is not sent in the query, a header or a
///   cookie. Undefined items and members are omitted.
/// - `SpaceDelimited` and `PipeDelimited` write a scalar like `Form`.
/// - `DeepObject` writes nested objects with additional brackets, and list items with their index (`a[0]=x`). It
///   writes a scalar like `Form`.
/// - A list in an exploded object repeats its member name (`size=1&size=2`).
/// - OpenAPI defines no representation of other nested lists and objects in the remaining styles. `FormExploded`
///   writes each of them as JSON text, `FormBrackets` and `FormDots` extend the name, and the others write the entire
///   value as JSON text.
///
/// In the following examples, the list is `color: [blue, black]`, and the object is `color: {R: 100, G:
/// 200}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// `color=blue,black`, `color=R,100,G,200`: form, not exploded.
    Form,
    /// `color=blue&color=black`, `R=100&G=200`: form, exploded. This is the default for query parameters.
    FormExploded,
    /// Like `FormExploded`, but with brackets for nested values: `range%5Bfrom%5D=1`, `color%5B0%5D%5BR%5D=100`.
    FormBrackets,
    /// Like `FormExploded`, but with dots for nested values: `range.from=1`, `color%5B0%5D.R=100`.
    FormDots,
    /// `color=blue%20black`, `color=R%20100%20G%20200`.
    SpaceDelimited,
    /// `color=blue%7Cblack`, `color=R%7C100%7CG%7C200`.
    PipeDelimited,
    /// `color%5BR%5D=100&color%5BG%5D=200`.
    DeepObject,
    /// `blue,black`, `R,100,G,200`. This is the default for path parameters and headers.
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
    /// The value as JSON text, for a parameter with JSON `content` instead of a style.
    Json,
}

/// Serializes a parameter from its value's JSON text. The result includes the name if the style requires it.
///
/// Returns `None` if there is nothing to send. The error states why the value cannot be parsed.
pub(crate) fn encode(style: Style, place: Place, name: &str, json: &[u8]) -> Result<Option<String>, String> {
    let unreadable = |error: serde_json::Error| format!("cannot parse the serialized value: {error}");
    let value = Param::parse(json).map_err(unreadable)?.without_empty_members();
    if value.is_empty() && place != Place::Path {
        return Ok(None);
    }
    let writer = Writer { place, name: place.encode(name), json };
    let text = writer.write(style, value).map_err(unreadable)?;
    // More deeply nested values may all be empty.
    Ok((place == Place::Path || !text.is_empty()).then_some(text))
}

/// The notation for names of nested values: `a[b]` or `a.b`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Brackets,
    Dots,
}

struct Writer<'a> {
    place: Place,
    name: String,
    /// The value's JSON text.
    json: &'a [u8],
}

impl Writer<'_> {
    fn write(&self, style: Style, value: Param) -> serde_json::Result<String> {
        match style {
            Style::FormExploded => return self.form_exploded(&value),
            Style::FormBrackets => return Ok(self.named(&value, Names::Brackets)),
            Style::FormDots => return Ok(self.named(&value, Names::Dots)),
            Style::DeepObject => {
                return Ok(self.joined_pairs(self.nested(&self.name, &value, Names::Brackets)));
            }
            _ => {}
        }
        let exploded = matches!(style, Style::SimpleExploded | Style::LabelExploded | Style::MatrixExploded);
        let value = match value.flat(exploded) {
            Some(value) if style != Style::Json => value,
            _ => Param::Scalar(String::from_utf8_lossy(self.json).into_owned()),
        };
        Ok(match style {
            Style::SpaceDelimited => self.form(&value, "%20"),
            Style::PipeDelimited => self.form(&value, "%7C"),
            Style::Simple => self.joined(&value, ",", ","),
            Style::SimpleExploded => self.joined(&value, ",", "="),
            Style::Label => format!(".{}", self.joined(&value, ",", ",")),
            Style::LabelExploded => format!(".{}", self.joined(&value, ".", "=")),
            Style::Matrix => format!(";{}", self.matrix(&self.name, &self.joined(&value, ",", ","))),
            Style::MatrixExploded => self.matrix_exploded(&value),
            Style::Json if matches!(self.place, Place::Path | Place::Header) => self.joined(&value, ",", ","),
            _ => self.form(&value, ","),
        })
    }

    /// Joins the parts of a flat value: `between` separates items, and `pair` separates a member's name and value.
    fn joined(&self, value: &Param, between: &str, pair: &str) -> String {
        let parts: Vec<String> = match value {
            Param::Undefined => Vec::new(),
            Param::Scalar(text) => vec![self.place.encode(text)],
            Param::List(items) => items.iter().map(|item| self.place.encode(item.text())).collect(),
            Param::Object(members) => members
                .iter()
                .map(|(name, value)| {
                    format!("{}{pair}{}", self.place.encode(name), self.place.encode(value.text()))
                })
                .collect(),
        };
        parts.join(between)
    }

    fn form(&self, value: &Param, between: &str) -> String {
        format!("{}={}", self.name, self.joined(value, between, between))
    }

    /// Returns a `name=value` pair for a form; `name` is already encoded.
    fn pair(&self, name: &str, text: &str) -> String {
        format!("{name}={}", self.place.encode(text))
    }

    fn joined_pairs(&self, pairs: Vec<String>) -> String {
        pairs.join(self.place.separator())
    }

    fn form_exploded(&self, value: &Param) -> serde_json::Result<String> {
        let mut pairs = Vec::new();
        match value {
            Param::List(_) => {
                for item in param::items(self.json)? {
                    self.exploded_part(&self.name, &item, &mut pairs)?;
                }
            }
            Param::Object(_) => {
                for (name, member) in param::members(self.json)? {
                    match Param::parse(member.get().as_bytes())? {
                        value if value.is_empty() => {}
                        Param::List(items) if items.iter().all(Param::is_single) => {
                            let name = self.place.encode(&name);
                            pairs.extend(items.iter().map(|item| self.pair(&name, item.text())));
                        }
                        _ => self.exploded_part(&self.place.encode(&name), &member, &mut pairs)?,
                    }
                }
            }
            Param::Scalar(_) | Param::Undefined => return Ok(self.form(value, ",")),
        }
        Ok(self.joined_pairs(pairs))
    }

    /// Appends an item or member of an exploded form; a list or object is written as JSON text.
    fn exploded_part(&self, name: &str, json: &RawValue, pairs: &mut Vec<String>) -> serde_json::Result<()> {
        match Param::parse(json.get().as_bytes())? {
            Param::Undefined => {}
            Param::Scalar(text) => pairs.push(self.pair(name, &text)),
            Param::List(_) | Param::Object(_) => pairs.push(self.pair(name, json.get())),
        }
        Ok(())
    }

    /// Returns an exploded form, with extended names for nested values.
    fn named(&self, value: &Param, names: Names) -> String {
        let part = |name: &str, value: &Param| match value {
            Param::List(items) if items.iter().all(Param::is_single) => {
                items.iter().map(|item| self.pair(name, item.text())).collect()
            }
            _ => self.nested(name, value, names),
        };
        self.joined_pairs(match value {
            Param::Object(members) => {
                members.iter().flat_map(|(name, member)| part(&self.place.encode(name), member)).collect()
            }
            Param::Undefined => vec![self.pair(&self.name, "")],
            _ => part(&self.name, value),
        })
    }

    /// Returns the pairs of a value, each with its full name.
    fn nested(&self, name: &str, value: &Param, names: Names) -> Vec<String> {
        match value {
            Param::Undefined => Vec::new(),
            Param::Scalar(text) => vec![self.pair(name, text)],
            Param::List(items) if names == Names::Dots && items.iter().all(Param::is_single) => {
                items.iter().map(|item| self.pair(name, item.text())).collect()
            }
            Param::List(items) => {
                let items = items.iter().enumerate();
                items
                    .flat_map(|(index, item)| self.nested(&format!("{name}%5B{index}%5D"), item, names))
                    .collect()
            }
            Param::Object(members) => {
                let name_of = |member: &str| match names {
                    Names::Brackets => format!("{name}%5B{}%5D", self.place.encode(member)),
                    Names::Dots => format!("{name}.{}", self.place.encode(member)),
                };
                members
                    .iter()
                    .flat_map(|(member, value)| self.nested(&name_of(member), value, names))
                    .collect()
            }
        }
    }

    /// Returns a name and an encoded value, or only the name if the value is empty (RFC 6570, 3.2.7).
    fn matrix(&self, name: &str, encoded: &str) -> String {
        if encoded.is_empty() { name.to_owned() } else { format!("{name}={encoded}") }
    }

    fn matrix_exploded(&self, value: &Param) -> String {
        let part = |name: &str, value: &Param| self.matrix(name, &self.place.encode(value.text()));
        let parts: Vec<String> = match value {
            Param::List(items) => items.iter().map(|item| part(&self.name, item)).collect(),
            Param::Object(members) => {
                members.iter().map(|(name, member)| part(&self.place.encode(name), member)).collect()
            }
            Param::Scalar(_) | Param::Undefined => vec![part(&self.name, value)],
        };
        format!(";{}", parts.join(";"))
    }
}
