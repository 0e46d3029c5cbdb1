//! Checks that the maintainer's settings match something in the document.
//!
//! A setting without a match is misspelled or outdated, and must not go unnoticed.

use std::collections::BTreeSet;

use super::Lowering;
use super::extensions::Setting;
use crate::diagnostic::{Code, Diagnostic};
use crate::license;
use serde_json::json;

use crate::ir::{Location, Param, Server, Shape, Value};
use crate::pointer::Pointer;
use crate::resolve::Node;
use crate::suggest::{NOT_IN_DOCUMENT, help, nearest};

impl<'a> Lowering<'a> {
    fn name_of(&self, setting: Setting) -> Option<&'a str> {
        let extensions = &self.config.extensions;
        let name = match setting {
            Setting::MethodName => &extensions.method_name,
            Setting::Permissions => &extensions.permissions,
            Setting::Preview => &extensions.preview,
            Setting::Idempotent => &extensions.idempotent,
            Setting::ErrorCodes => &extensions.error_codes,
            Setting::Default => &extensions.default,
            Setting::Resource => &extensions.resource,
        };
        name.as_deref()
    }

    /// Returns the value of a configured extension on an operation or response.
    pub(super) fn extension(&mut self, setting: Setting, node: &Node<'a>) -> Option<Node<'a>> {
        for (key, _) in node.members() {
            if key.starts_with("x-") && !self.settings.seen.contains(key) {
                self.settings.seen.insert(key.to_owned());
            }
        }
        let found = node.get(self.name_of(setting)?)?;
        self.settings.used.borrow_mut().insert(setting);
        Some(found)
    }

    /// Returns the default from a schema's configured extension.
    pub(super) fn vendor_default(&self, node: &Node<'_>) -> Option<Value> {
        let found = node.json.get(self.name_of(Setting::Default)?)?;
        self.settings.used.borrow_mut().insert(Setting::Default);
        Some(found.clone())
    }

    /// Reports licenses whose text the emitted crate does not contain.
    fn check_license(&mut self, root: &Pointer) {
        let expression = self.config.package.license.as_deref().unwrap_or_default();
        for id in license::identifiers(expression).filter(|id| license::find(id).is_none()) {
            let message =
                format!("`package.license` contains `{id}`, whose text is not available to the generator");
            let finding = Diagnostic::note(Code::LicenseWithoutText, root, message);
            self.findings.push(finding.help("add the license text to the package before it is published"));
        }
    }

    /// Reports settings without a match in the document.
    pub(super) fn check_settings(&mut self) {
        if self.config.borrowed {
            return;
        }
        let root = Pointer::root();
        let used = self.settings.used.take();
        for setting in Setting::ALL {
            let Some(name) = self.name_of(setting).filter(|_| !used.contains(&setting)) else { continue };
            let subject = setting.subject();
            let message = format!(
                "`extensions.{}` is `{name}`, which is not used on any {subject} in the document",
                setting.key()
            );
            let finding = Diagnostic::error(Code::UnusedSetting, &root, message);
            let near = nearest(name, self.settings.seen.iter().map(String::as_str));
            self.findings.push(finding.help(help(near, "remove the setting")));
        }
        self.check_license(&root);
        self.check_login(&root);
        self.check_retry(&root);
        self.check_resources(&root);
        self.check_secrets(&root);
        self.check_types(&root);
        for name in &self.config.tags {
            let borne =
                |id: usize| self.api.operations.iter().any(|o| o.tags.iter().any(|tag| tag.index() == id));
            if self.api.tags.iter().enumerate().any(|(id, tag)| tag.name == *name && borne(id)) {
                continue;
            }
            let message = format!("`tags` contains `{name}`, but no operation in the document has that tag");
            let finding = Diagnostic::error(Code::UnusedSetting, &root, message);
            let near =
                nearest(name, self.api.tags.iter().map(|tag| tag.name.as_str()).filter(|tag| tag != name));
            self.findings.push(finding.help(help(near, NOT_IN_DOCUMENT)));
        }
    }

    /// Returns whether the settings declare the values of a property or parameter as secret.
    pub(super) fn is_secret(&self, name: &str) -> bool {
        self.config.secrets.iter().any(|secret| secret == name)
    }

    /// Reports names in `secrets` that no property or parameter has.
    fn check_secrets(&mut self, root: &Pointer) {
        let fields = self.api.types.iter().flat_map(|ty| match &ty.shape {
            Shape::Struct(object) => object.fields.as_slice(),
            Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => &[],
        });
        let params = self.api.operations.iter().flat_map(|operation| &operation.params);
        let names = fields.map(|field| field.name.as_str()).chain(params.map(|param| param.name.as_str()));
        let known: BTreeSet<&str> = names.collect();
        for name in self.config.secrets.iter().filter(|name| !known.contains(name.as_str())) {
            let message =
                format!("`secrets` contains `{name}`, which is not a property or parameter in the document");
            let finding = Diagnostic::error(Code::UnusedSetting, root, message);
            let near = nearest(name, known.iter().copied());
            self.findings.push(finding.help(help(near, NOT_IN_DOCUMENT)));
        }
    }

    /// Reports formats in `types` that no schema has.
    fn check_types(&mut self, root: &Pointer) {
        let used = std::mem::take(&mut self.settings.formats);
        let unused = self.api.foreign.iter().zip(0_u16..).filter(|(_, index)| !used.contains(index));
        for (ty, _) in unused {
            let typ = if ty.example.is_string() { "string" } else { "number" };
            let message = format!(
                "`types.{}` is set, but the document has no `type: {typ}` schema with this format",
                ty.format
            );
            let finding = Diagnostic::error(Code::UnusedSetting, root, message);
            self.findings
                .push(finding.help("remove the entry, or set `example` to a value of the schema's type"));
        }
    }

    /// Returns whether an operation is declared idempotent, and the header for its idempotency key.
    pub(super) fn idempotency(
        &mut self,
        node: &Node<'a>,
        id: &str,
        params: &[Param],
    ) -> (bool, Option<String>) {
        let retry = &self.config.retry;
        let listed = retry.idempotent.iter().any(|listed| listed == id);
        let marked =
            self.extension(Setting::Idempotent, node).is_some_and(|value| value.json == &json!(true));
        let header = retry.idempotency_header.as_ref();
        let taken = header.is_some_and(|header| {
            params.iter().any(|p| p.location == Location::Header && p.name.eq_ignore_ascii_case(header))
        });
        let idempotent = listed || marked || taken;
        (idempotent, header.filter(|_| idempotent).cloned())
    }

    /// Checks that configured idempotent operations exist, and that an operation uses the idempotency header.
    fn check_retry(&mut self, root: &Pointer) {
        let retry = &self.config.retry;
        let operations = &self.api.operations;
        for id in &retry.idempotent {
            if operations.iter().any(|operation| operation.id == *id) {
                continue;
            }
            let message =
                format!("`retry.idempotent` contains `{id}`, which is not an operation in the document");
            let near = nearest(id, operations.iter().map(|operation| operation.id.as_str()));
            let finding = Diagnostic::error(Code::UnusedSetting, root, message);
            self.findings.push(finding.help(help(near, "use the `operationId` of an operation")));
        }
        if let Some(header) =
            retry.idempotency_header.as_ref().filter(|_| !operations.iter().any(|o| o.idempotent))
        {
            let message = format!(
                "`retry.idempotency_header` is `{header}`, but no operation has this parameter or is \
                 declared as idempotent"
            );
            let finding = Diagnostic::error(Code::UnusedSetting, root, message);
            self.findings.push(finding.help("list the operations that accept it in `retry.idempotent`"));
        }
    }

    /// Checks that the login host can be derived from the document's server.
    fn check_login(&mut self, root: &Pointer) {
        let Some(host) = self.config.login.api_host.as_deref() else { return };
        let url = self.api.servers.first().map(Server::default_url).unwrap_or_default();
        if !url.contains(host) {
            let message =
                format!("`login.api_host` is `{host}`, which is not part of the server URL `{url}`");
            let finding = Diagnostic::error(Code::UnusedSetting, root, message);
            self.findings
                .push(finding.help("remove the section, or spell the host as in the first server's URL"));
        }
    }
}
