//! How a parameter's value is written: the styles of OpenAPI 3.0.4, "Style Values", which go back to RFC 6570.
//!
//! It works on texts and trees; it must not know requests.

use serde_json::value::RawValue;

use super::param;
use super::param::Param;
use crate::runtime::url::encode::Place;

/// How a parameter's value is written (OpenAPI 3.0.4, "Style Values").
///
/// What OpenAPI leaves open is settled so:
/// - undefined (`None`, null) in the query, a header or a cookie: the parameter is not
///   sent, nor is an empty list or object; undefined items and members are left out;
/// - the space- and pipe-delimited styles with a single value: as `Form`;
/// - `DeepObject`: nested objects get further brackets, lists a number in brackets (`a[0]=x`), a single value is
///   written as by `Form`;
/// - a list that is a member of an exploded object repeats the name of the member (`size=1&size=2`);
/// - other lists and objects within a list or object have no form in the remaining styles: `FormExploded` writes each of
///   them as JSON text, the others write the whole value as JSON text. `FormBrackets` and `FormDots` have further names
///   for them instead.
///
/// A list is `color: [blue, black]`, an object `color: {R: 100, G: 200}` in the examples below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// `color=blue,black`, `color=R,100,G,200`: form, not exploded.
    Form,
    /// `color=blue&color=black`, `R=100&G=200`: form, exploded. The default of query parameters.
    FormExploded,
    /// As `FormExploded`, but what is nested gets brackets: `range%5Bfrom%5D=1`, `color%5B0%5D%5BR%5D=100`.
    FormBrackets,
    /// As `FormExploded`, but what is nested gets dots: `range.from=1`, `color%5B0%5D.R=100`.
    FormDots,
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

/// Writes a parameter from its value's JSON text. The name is part of the result where the style has it there.
/// `None` if there is nothing to send; the error says why the value cannot be read back.
pub(crate) fn encode(style: Style, place: Place, name: &str, json: &[u8]) -> Result<Option<String>, String> {
    let unreadable = |error: serde_json::Error| format!("the value cannot be read back: {error}");
    let value = Param::parse(json).map_err(unreadable)?.without_empty_members();
    if value.is_nothing() && place != Place::Path {
        return Ok(None);
    }
    let writer = Writer { place, name: place.encode(name), json };
    let text = writer.write(style, value).map_err(unreadable)?;
    // All that is deeper inside may be empty.
    Ok((place == Place::Path || !text.is_empty()).then_some(text))
}

/// Names for what is nested: `a[b]` or `a.b`.
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

    /// All parts of a flat value: items joined by `between`, a member's name and value by `pair`.
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

    /// A pair of a form, its name being encoded.
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
                        value if value.is_nothing() => {}
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

    /// An item or member of an exploded form: a list or an object is its JSON text.
    fn exploded_part(&self, name: &str, json: &RawValue, pairs: &mut Vec<String>) -> serde_json::Result<()> {
        match Param::parse(json.get().as_bytes())? {
            Param::Undefined => {}
            Param::Scalar(text) => pairs.push(self.pair(name, &text)),
            Param::List(_) | Param::Object(_) => pairs.push(self.pair(name, json.get())),
        }
        Ok(())
    }

    /// An exploded form with names for what is nested.
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

    /// The pairs of a value, each named by the way to it.
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

    /// A name and what is encoded; a name alone for an empty text (RFC 6570, 3.2.7).
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
