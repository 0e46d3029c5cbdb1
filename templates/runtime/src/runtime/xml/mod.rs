//! XML bodies: shapes that describe the XML form of models, and the conversion between XML and JSON.
//!
//! Models implement only serde's traits, for JSON. A `Shape` describes the elements and attributes of a model. With
//! it, XML is converted to JSON before a model is decoded, and a model's JSON is converted to XML.

#[cfg(feature = "xml")]
mod parse;
#[cfg(feature = "xml")]
mod read;
#[cfg(feature = "xml")]
mod shape;
#[cfg(feature = "xml")]
mod write;

#[cfg(feature = "xml")]
pub(crate) use read::to_json;
#[cfg(feature = "xml")]
pub use shape::{Field, List, Name, Node, Object, Shape, XmlModel};
#[cfg(feature = "xml")]
pub(crate) use write::to_xml;

/// The namespace of the attribute `xsi:nil`, which marks null values.
#[cfg(feature = "xml")]
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Implements `XmlModel` for a struct. Without the feature `xml`, it does nothing.
#[cfg(not(feature = "xml"))]
#[doc(hidden)]
#[macro_export]
macro_rules! xml_model {
    ($($tokens:tt)*) => {};
}
