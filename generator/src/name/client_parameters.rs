//! Names the client builder's methods for client-level parameters, and the constants for these parameters in
//! emitted code.

use std::collections::BTreeMap;

use super::RustName;
use super::book::{Book, Thing};
use super::scope::Scope;
use super::words;
use crate::analyse::{ClientParameter, Facts};
use crate::lock::{Keys, Kind};

/// The names of a client-level parameter.
#[derive(Clone, Debug)]
pub struct ClientParameterName {
    /// The name of the client builder's method, such as `api_version`.
    pub method: RustName,
    /// The name of the private constant that operations refer to, such as `API_VERSION_PARAMETER`.
    pub constant: RustName,
}

/// Names the methods and constants for client-level parameters. The result is keyed by parameter index.
pub(super) fn client_parameters(
    facts: &Facts,
    methods: &mut Scope,
    book: &mut Book<'_>,
) -> BTreeMap<usize, ClientParameterName> {
    let of_one = |(index, one): (usize, &ClientParameter)| {
        let keys = [Keys::client_parameter(&one.param)];
        let thing = Thing { keys: &keys, kind: Kind::Method, source: &one.param.name, public: true };
        let plain = words::snake(&one.param.name);
        let wanted =
            [plain.clone(), format!("{plain}_{}", one.param.location.name()), format!("{plain}_parameter")];
        let method = methods.take(book, &thing, &wanted);
        let constant = constant(&method);
        (index, ClientParameterName { method, constant })
    };
    facts.client_parameters().map(of_one).collect()
}

/// Returns the name of the constant, derived from the method name. Non-ASCII letters are written as numbers, because
/// not all of them have an uppercase form. The names are unique, because no method name contains two consecutive
/// underscores.
fn constant(method: &str) -> RustName {
    let letter = |c: char| match c.is_ascii() {
        true => c.to_ascii_uppercase().to_string(),
        false => format!("__{:X}__", u32::from(c)),
    };
    let upper: String = method.chars().map(letter).collect();
    RustName::new(format!("{upper}_PARAMETER"))
}
