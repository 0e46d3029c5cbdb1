"""Derives fields.txt: the objects of the OpenAPI Specification, and their fixed fields.

    pip install openapi-spec-validator==0.9.0
    python3 derive.py > fields.txt

The official JSON schemas are in that package and in its dependency openapi-schema-validator. The keywords of JSON
Schema 2020-12 are in jsonschema-specifications. The output contains only names from these schemas.
"""

import json
import re
from pathlib import Path

import jsonschema_specifications
import openapi_schema_validator
import openapi_spec_validator

OPENAPI = Path(openapi_spec_validator.__file__).parent / "resources/schemas"
BASE = Path(openapi_schema_validator.__file__).parent / "schemas/oas3.2/meta/2025-09-17.json"
VOCABULARIES = Path(jsonschema_specifications.__file__).parent / "schemas/draft202012/vocabularies"
JSON_SCHEMA = ["core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content"]

# The definitions of the older schemas that are objects of the specification, by section.
SECTIONS = {
    "2.0": {
        "info": "info", "contact": "contact", "license": "license", "paths": "paths",
        "externalDocs": "external-documentation", "operation": "operation", "pathItem": "path-item",
        "responses": "responses", "response": "response", "header": "header", "bodyParameter": "parameter",
        "nonBodyParameter": "parameter", "schema": "schema", "fileSchema": "schema",
        "primitivesItems": "items", "securityRequirement": "security-requirement", "xml": "xml", "tag": "tag",
        "basicAuthenticationSecurity": "security-scheme", "apiKeySecurity": "security-scheme",
        "oauth2ImplicitSecurity": "security-scheme", "oauth2PasswordSecurity": "security-scheme",
        "oauth2ApplicationSecurity": "security-scheme", "oauth2AccessCodeSecurity": "security-scheme",
        "jsonReference": "reference",
    },
    "3.0": {
        "Reference": "reference", "Info": "info", "Contact": "contact", "License": "license",
        "Server": "server", "ServerVariable": "server-variable", "Components": "components",
        "Schema": "schema", "Discriminator": "discriminator", "XML": "xml", "Response": "response",
        "MediaType": "media-type", "Example": "example", "Header": "header", "Paths": "paths",
        "PathItem": "path-item", "Operation": "operation", "Responses": "responses",
        "SecurityRequirement": "security-requirement", "Tag": "tag",
        "ExternalDocumentation": "external-documentation", "Parameter": "parameter",
        "RequestBody": "request-body", "SecurityScheme": "security-scheme", "OAuthFlows": "oauth-flows",
        "ImplicitOAuthFlow": "oauth-flow", "PasswordOAuthFlow": "oauth-flow",
        "ClientCredentialsFlow": "oauth-flow", "AuthorizationCodeOAuthFlow": "oauth-flow", "Link": "link",
        "Callback": "callback", "Encoding": "encoding",
    },
}
# An example of the keys that match the pattern, for objects whose keys are not fixed.
SAMPLES = {"paths": "/p", "responses": "200", "callback": "{$request.body#/url}", "security-requirement": "s"}
# Errors in the schemas, corrected according to the specification.
CORRECTIONS = {
    "3.1": [("link", "body", None), ("link", "server", ("", ["server"])), ("path-item", "$ref", ("", [])),
            # The base vocabulary is that of 3.2.
            ("discriminator", "defaultMapping", None), ("xml", "nodeType", None)],
}


class Version:
    def __init__(self, name, schema, extra=()):
        self.name, self.schema, self.objects = name, schema, {}
        root = "swagger" if name == "2.0" else "openapi"
        self.add(root, schema)
        for at, definition in self.definitions():
            section = self.section(at, definition)
            if section:
                self.add(section, definition)
        for section, definition in extra:
            self.add(section, definition)
        for section, field, value in CORRECTIONS.get(name, []):
            self.objects[section][field] = value
            if value is None:
                del self.objects[section][field]

    def definitions(self):
        for key in ("definitions", "$defs"):
            for name, definition in self.schema.get(key, {}).items():
                yield f"#/{key}/{name}", definition
                for inner, below in definition.get("$defs", {}).items():
                    yield f"#/{key}/{name}/$defs/{inner}", below

    def section(self, at, definition):
        known = SECTIONS.get(self.name)
        if known is not None:
            return known.get(at.rsplit("/", 1)[-1])
        comment = definition.get("$comment", "")
        if "/oauth-flows" in at:
            return "oauth-flow" if at.count("/") > 2 else "oauth-flows"
        found = re.search(r"#(.*)-object$", comment)
        return found and found[1]

    def find(self, at):
        """Returns the target of a reference, or an empty definition for a vocabulary, whose targets are scalars."""
        node = self.schema
        for step in at.removeprefix("#/").split("/"):
            node = node.get(step, {})
        return node

    def add(self, section, definition):
        fields = self.objects.setdefault(section, {})
        self.collect(section, definition, fields)

    def collect(self, section, schema, fields):
        """Adds the fields that a schema, and the schemas that it consists of, define."""
        if not isinstance(schema, dict):
            return
        for name, below in schema.get("properties", {}).items():
            if below is not False and not (section == "responses" and name == "default"):
                self.field(fields, name, below)
        patterns = dict(schema.get("patternProperties", {}))
        if section in SAMPLES and isinstance(schema.get("additionalProperties"), dict):
            patterns["sample"] = schema["additionalProperties"]
        for pattern, below in patterns.items():
            fixed = re.fullmatch(r"\^\(?([$\\a-z|]+)\)?\$", pattern)
            if fixed and section != "responses":
                for name in fixed[1].replace("\\", "").split("|"):
                    self.field(fields, name, below)
            elif section in SAMPLES and pattern != "^x-" and below is not False:
                self.field(fields, "~" + SAMPLES[section], below)
        for key in ("allOf", "oneOf", "anyOf"):
            for part in schema.get(key, []):
                self.collect(section, part, fields)
        for part in [*schema.get("dependentSchemas", {}).values(), *map(schema.get, ("if", "then", "else"))]:
            self.collect(section, part, fields)
        if "$ref" in schema and schema["$ref"].startswith("#/"):
            self.collect(section, self.find(schema["$ref"]), fields)

    def field(self, fields, name, schema):
        wrap, inside = self.inside(schema)
        known = fields.get(name, ("", []))
        fields[name] = (wrap or known[0], known[1] + [item for item in inside if item not in known[1]])

    def inside(self, schema):
        """Returns the objects in the value of a field, and whether the value is a list (`[`) or a map (`{`)."""
        if not isinstance(schema, dict):
            return "", []
        if schema.get("$dynamicRef") == "#meta":
            return "", ["schema"]
        if "$ref" in schema:
            at = schema["$ref"]
            if "/meta/" in at or not at.startswith("#/"):
                return "", []
            target = self.find(at)
            section = self.section(at, target)
            return ("", [section]) if section else self.inside(target)
        wrap, found = "", []
        parts = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
        parts += [schema[key] for key in ("then", "else") if key in schema]
        for part in parts:
            other, inside = self.inside(part)
            # A value that may also be a list of objects counts as an object.
            if inside and found and wrap and not other:
                wrap, found = "", []
            if inside and (not found or other == wrap):
                wrap, found = other, found + [item for item in inside if item not in found]
        if found:
            return wrap, found
        maps = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
        for mark, below in [("[", schema.get("items")), *(("{", below) for below in maps)]:
            _, inside = self.inside(below)
            if inside:
                return mark, inside
        return "", []

    def lines(self):
        yield f"version {self.name}"
        for section, fields in self.objects.items():
            if not fields and section not in SAMPLES:
                continue
            shown = []
            for name, (wrap, inside) in fields.items():
                value = "|".join(inside)
                value = {"": "{}", "[": "[{}]", "{": "{{{}}}"}[wrap].format(value)
                shown.append(f"{name}={value}" if inside else name)
            yield f"{section}-object: {' '.join(shown)}".rstrip()


def read(path):
    return json.loads(path.read_text())


def newer(name):
    """Returns a version whose Schema Object is that of JSON Schema, with the base vocabulary of OpenAPI 3.2."""
    schema, base = read(OPENAPI / f"v{name}" / "schema.json"), read(BASE)
    keywords = {}
    for path in [*(VOCABULARIES / vocabulary for vocabulary in JSON_SCHEMA), BASE]:
        keywords |= read(path)["properties"]
    # In the vocabularies, lists of schemas are shared definitions, which are not resolved here.
    keywords |= {key: {"items": {"$dynamicRef": "#meta"}} for key in ("allOf", "anyOf", "oneOf", "prefixItems")}
    for key, section in (("xml", "xml"), ("discriminator", "discriminator")):
        schema["$defs"][section] = {**base["$defs"][key], "$comment": f"#{section}-object"}
        schema["$defs"][section].pop("$ref")
        keywords[key] = {"$ref": f"#/$defs/{section}"}
    keywords["externalDocs"] = {"$ref": "#/$defs/external-documentation"}
    return Version(name, schema, [("schema", {"properties": keywords})])


def main():
    print("# The objects of the OpenAPI Specification, by the anchors of their sections, with their fixed fields; see derive.py.")
    print("# `field=x` contains an object, `field=[x]` a list of objects, `field={x}` a map of objects; `~key` is an example of a key that is not fixed.")
    versions = [
        Version("2.0", read(OPENAPI / "v2.0/schema.json")),
        Version("3.0", read(OPENAPI / "v3.0/schema.json")),
        newer("3.1"),
        newer("3.2"),
    ]
    for version in versions:
        print()
        print("\n".join(version.lines()))


main()
