//! Removes the name of a resource from the names of its operations.
//!
//! Part of `name`. In the resource `checkout`, `PostCheckoutSessions` becomes `post_sessions`, unless another
//! operation in the resource has that name. The names of tagged operations are not shortened, since the
//! author chose both the tags and the names.

use std::collections::BTreeMap;

use super::reserved::{CONVERSIONS, KEYWORDS, METHODS};
use super::words;

/// Replaces the name sources of a resource's operations with short names, if the short names are unique in
/// the resource.
pub(super) fn shorten(resource: &str, texts: &mut [String]) {
    let resource = words::snake(resource);
    let short: Vec<Option<String>> = texts.iter().map(|text| without(&resource, text)).collect();
    let mut number: BTreeMap<String, usize> = BTreeMap::new();
    for (text, short) in texts.iter().zip(&short) {
        // A short name must also differ from all long names, because an operation without a unique short name
        // keeps its long name.
        let all = short.iter().cloned().chain([words::snake(text)]);
        all.for_each(|name| *number.entry(name).or_default() += 1);
    }
    for (text, short) in texts.iter_mut().zip(short) {
        if let Some(short) = short.filter(|short| number.get(short) == Some(&1)) {
            *text = short;
        }
    }
}

/// Returns a name in snake case without the first occurrence of the resource's words, provided that the rest
/// is a valid name.
fn without(resource: &str, text: &str) -> Option<String> {
    let name = words::snake(text);
    let (of_resource, of_name): (Vec<&str>, Vec<&str>) =
        (resource.split('_').collect(), name.split('_').collect());
    let at = of_name.windows(of_resource.len()).position(|words| words == of_resource)?;
    let kept: Vec<&str> = of_name[..at].iter().chain(&of_name[at + of_resource.len()..]).copied().collect();
    let short = kept.join("_");
    let is_free = |name: &str| ![KEYWORDS, METHODS, CONVERSIONS].iter().any(|names| names.contains(&name));
    (short.starts_with(char::is_alphabetic) && is_free(&short)).then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_does_not_repeat_its_resource() {
        let mut texts =
            ["PostCheckoutSessions", "GetCheckoutSessionsSession", "getCheckout", "checkout", "newCheckout"]
                .map(str::to_owned);
        shorten("checkout", &mut texts);
        assert_eq!(texts, ["post_sessions", "get_sessions_session", "get", "checkout", "newCheckout"]);
    }

    #[test]
    fn short_names_are_unique() {
        let mut texts = ["getUsers", "usersGet", "listUsers", "list", "post_users_2"].map(str::to_owned);
        shorten("users", &mut texts);
        assert_eq!(texts, ["getUsers", "usersGet", "listUsers", "list", "post_2"]);
    }

    #[test]
    fn a_resource_can_have_several_words() {
        let mut texts = ["GetBillingPortalSessions", "GetPortalBilling"].map(str::to_owned);
        shorten("billing_portal", &mut texts);
        assert_eq!(texts, ["get_sessions", "GetPortalBilling"]);
    }
}
