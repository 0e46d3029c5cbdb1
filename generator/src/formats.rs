//! Formats: the single value that a `type` with its `format` is (OpenAPI 3.0.4, section 4.4; the format registry of the OpenAPI Initiative).
//!
//! Used by `lower`, which builds types by this table, and by `coverage`, which reports the formats that it does not have.

use crate::ir::Scalar;

/// The formats that make a difference. Any other leaves the type as it is without one: formats are open, and all others
/// (`email`, `password`, `hostname`) are texts to a client.
const FORMATS: [(&str, &str, Scalar); 21] = [
    ("integer", "int8", Scalar::Int32),
    ("integer", "int16", Scalar::Int32),
    ("integer", "int32", Scalar::Int32),
    ("integer", "int64", Scalar::Int64),
    ("integer", "uint8", Scalar::Int32),
    ("integer", "uint16", Scalar::Int32),
    ("integer", "uint32", Scalar::Int64),
    ("integer", "uint64", Scalar::UInt64),
    // A number that calls itself an integer may still be sent as `1.0`, so it stays a number.
    ("number", "float", Scalar::Float),
    ("number", "double", Scalar::Double),
    ("string", "date-time", Scalar::DateTime),
    ("string", "date", Scalar::Date),
    ("string", "uuid", Scalar::Uuid),
    ("string", "uri", Scalar::Uri),
    ("string", "url", Scalar::Uri),
    ("string", "byte", Scalar::Byte),
    ("string", "base64", Scalar::Byte),
    ("string", "binary", Scalar::Binary),
    ("integer", "", Scalar::Int64),
    ("number", "", Scalar::Double),
    ("string", "", Scalar::String),
];

/// The single value of a type with this format, or without one if it is empty; `None` if the format makes no difference to the type.
pub(crate) fn scalar(typ: &str, format: &str) -> Option<Scalar> {
    FORMATS.iter().find(|(known, of, _)| *known == typ && *of == format).map(|(.., scalar)| *scalar)
}
