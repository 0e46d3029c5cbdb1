//! Maps each `type` and `format` to a scalar (OpenAPI 3.0.4, section 4.4; format registry of the OpenAPI
//! Initiative).
//!
//! Used by `lower` to build types, and by `coverage` to report unknown formats.

use crate::ir::Scalar;

/// The formats that affect the type. The set of formats is open. All others, such as `email` or `hostname`,
/// are ignored, because their values are ordinary strings to a client.
pub(crate) const FORMATS: &[(&str, &str, Scalar)] = &[
    ("integer", "int8", Scalar::Int32),
    ("integer", "int16", Scalar::Int32),
    ("integer", "int32", Scalar::Int32),
    ("integer", "int64", Scalar::Int64),
    ("integer", "uint8", Scalar::Int32),
    ("integer", "uint16", Scalar::Int32),
    ("integer", "uint32", Scalar::Int64),
    ("integer", "uint64", Scalar::UInt64),
    // There is no entry for a `number` with an integer format, because its values can be sent as `1.0`.
    ("number", "float", Scalar::Float),
    ("number", "double", Scalar::Double),
    ("string", "date-time", Scalar::DateTime),
    // The following spellings occur in documents from several generators. A value that does not conform to
    // RFC 3339 is preserved.
    ("string", "datetime", Scalar::DateTime),
    ("string", "dateTime", Scalar::DateTime),
    ("string", "DateTime", Scalar::DateTime),
    ("string", "date_time", Scalar::DateTime),
    ("string", "iso-datetime", Scalar::DateTime),
    ("string", "iso-date-time", Scalar::DateTime),
    ("string", "iso8601", Scalar::DateTime),
    ("string", "rfc3339", Scalar::DateTime),
    ("string", "google-datetime", Scalar::DateTime),
    ("string", "date", Scalar::Date),
    ("string", "iso-date", Scalar::Date),
    ("string", "google-date", Scalar::Date),
    ("string", "uuid", Scalar::Uuid),
    ("string", "guid", Scalar::Uuid),
    ("string", "uri", Scalar::Uri),
    ("string", "url", Scalar::Uri),
    ("string", "byte", Scalar::Byte),
    ("string", "base64", Scalar::Byte),
    ("string", "binary", Scalar::Binary),
    ("integer", "", Scalar::Int64),
    ("number", "", Scalar::Double),
    ("string", "", Scalar::String),
];

/// Returns the scalar for a type and format; `format` can be empty. Returns `None` if the format does not
/// affect the type.
pub(crate) fn scalar(typ: &str, format: &str) -> Option<Scalar> {
    FORMATS.iter().find(|(known, of, _)| *known == typ && *of == format).map(|(.., scalar)| *scalar)
}
