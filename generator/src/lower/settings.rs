//! Settings: which of the maintainer's settings name something that the document has.
//!
//! A setting that nothing answers to is a slip of the pen, or a leftover of an older document; either must not go unnoticed.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::Lowering;
use crate::diagnostic::Diagnostic;
use crate::ir::{Server, Value};
use crate::pointer::Pointer;
use crate::resolve::{Node, nearest};

/// A vendor extension that the maintainer can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Setting {
    MethodName,
    Permissions,
    Preview,
    ErrorCodes,
    Default,
}

impl Setting {
    const ALL: [Self; 5] =
        [Self::MethodName, Self::Permissions, Self::Preview, Self::ErrorCodes, Self::Default];

    fn key(self) -> &'static str {
        match self {
            Self::MethodName => "method_name",
            Self::Permissions => "permissions",
            Self::Preview => "preview",
            Self::ErrorCodes => "error_codes",
            Self::Default => "default",
        }
    }

    /// On what it stands.
    fn subject(self) -> &'static str {
        match self {
            Self::MethodName | Self::Permissions | Self::Preview => "operation",
            Self::ErrorCodes => "response",
            Self::Default => "schema",
        }
    }
}

/// What has been met so far.
#[derive(Debug, Default)]
pub(super) struct Settings {
    used: BTreeSet<Setting>,
    /// Whether a default was met that stands in an extension; found while the document is only looked at.
    default_used: Cell<bool>,
    /// The extensions that stand on operations and responses.
    seen: BTreeSet<String>,
}

impl<'a> Lowering<'a> {
    fn name_of(&self, setting: Setting) -> Option<&'a str> {
        let extensions = &self.config.extensions;
        let name = match setting {
            Setting::MethodName => &extensions.method_name,
            Setting::Permissions => &extensions.permissions,
            Setting::Preview => &extensions.preview,
            Setting::ErrorCodes => &extensions.error_codes,
            Setting::Default => &extensions.default,
        };
        name.as_deref()
    }

    /// The value of a vendor extension on an operation or a response, if the maintainer has named it.
    pub(super) fn extension(&mut self, setting: Setting, node: &Node<'a>) -> Option<Node<'a>> {
        for (key, _) in node.members() {
            if key.starts_with("x-") && !self.settings.seen.contains(key) {
                self.settings.seen.insert(key.to_owned());
            }
        }
        let found = node.get(self.name_of(setting)?)?;
        self.settings.used.insert(setting);
        Some(found)
    }

    /// The default that an extension of a schema holds, if the maintainer has named it.
    pub(super) fn vendor_default(&self, node: &Node<'_>) -> Option<Value> {
        let found = node.json.get(self.name_of(Setting::Default)?)?;
        self.settings.default_used.set(true);
        Some(found.clone())
    }

    /// Reports settings that the document has no answer to.
    pub(super) fn check_settings(&mut self) {
        if self.config.borrowed {
            return;
        }
        if self.settings.default_used.get() {
            self.settings.used.insert(Setting::Default);
        }
        let root = Pointer::root();
        for setting in Setting::ALL {
            let Some(name) = self.name_of(setting).filter(|_| !self.settings.used.contains(&setting)) else {
                continue;
            };
            let subject = setting.subject();
            let message = format!(
                "`extensions.{}` is `{name}`, which stands on no {subject} of the document",
                setting.key()
            );
            let finding = Diagnostic::error("unused-setting", &root, message);
            let near = nearest(name, self.settings.seen.iter().map(String::as_str));
            let help = near.map_or_else(
                || "take the setting away".to_owned(),
                |near| format!("there is `{near}`; is that meant?"),
            );
            self.findings.push(finding.help(help));
        }
        self.check_login(&root);
        for name in &self.config.tags {
            let borne =
                |id: usize| self.api.operations.iter().any(|o| o.tags.iter().any(|tag| tag.index() == id));
            if self.api.tags.iter().enumerate().any(|(id, tag)| tag.name == *name && borne(id)) {
                continue;
            }
            let message = format!("`tags` lists `{name}`, but no operation of the document bears that tag");
            let finding = Diagnostic::error("unused-setting", &root, message);
            let near =
                nearest(name, self.api.tags.iter().map(|tag| tag.name.as_str()).filter(|tag| tag != name));
            let help = near.map_or_else(
                || "take it from the list; tags are spelled as in the document".to_owned(),
                |near| format!("there is `{near}`; is that meant?"),
            );
            self.findings.push(finding.help(help));
        }
    }

    /// The rule that finds the login server from the API's must hold for the document's own server.
    fn check_login(&mut self, root: &Pointer) {
        let Some(host) = self.config.login.api_host.as_deref() else { return };
        let url = self.api.servers.first().map(Server::default_url).unwrap_or_default();
        if !url.contains(host) {
            let message =
                format!("`login.api_host` is `{host}`, which is no part of the server's URL `{url}`");
            let finding = Diagnostic::error("unused-setting", root, message);
            self.findings
                .push(finding.help("take the section away, or spell it as in the URL of the first server"));
        }
    }
}
