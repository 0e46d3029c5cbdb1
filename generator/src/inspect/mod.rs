//! Provides a view of a model as plain strings, in document order.
//!
//! Runs after `emit`, outside the pipeline, and formats Rust types as `emit` does. The field names are part
//! of the JSON output that programs parse: add fields, but do not rename any.

mod views;

pub use views::{
    Api, BodyView, CallView, ClientParameterView, ContentView, HeaderView, MemberView, OperationView,
    PagingView, ParameterView, ResponseView, SchemeView, TypeView,
};

use crate::analyse::{ClientParameter, FieldPath, Presence, constant_parameter};
use crate::emit::paging::sentence;
use crate::emit::polling;
use crate::emit::spell;
use crate::ir::{
    Alternative, Content, Literal, Operation, OperationId, Origin, Shape, Struct, TypeDef, TypeId, Union,
    Usage, Value, plain,
};
use crate::model::Model;
use crate::name::RustName;

/// Builds the view of a model.
pub fn view(model: &Model) -> Api {
    Api {
        title: model.api.title.clone(),
        version: model.api.version.clone(),
        package: model.names.package.clone(),
        servers: model.api.servers.iter().map(|server| server.url.clone()).collect(),
        server_type: Some(model.names.servers().ty.to_string()).filter(|name| !name.is_empty()),
        client_parameters: client_parameters(model),
        security_schemes: schemes(model),
        operations: model
            .api
            .operations()
            .map(|(id, operation)| self::operation(model, id, operation))
            .collect(),
        types: model.api.types().map(|(id, ty)| self::ty(model, id, ty)).collect(),
    }
}

fn client_parameters(model: &Model) -> Vec<ClientParameterView> {
    let names = model.names.client_parameters();
    let view = |(index, one): (usize, &ClientParameter)| ClientParameterView {
        name: one.param.name.clone(),
        location: one.param.location.name(),
        reason: one.reason.name(),
        rust: names.get(&index).map(|names| names.method.to_string()),
        ty: spell::usage(model, &one.param.usage).to_string(),
        operations: one.operations,
        required: one.required,
        default: one.param.default.clone(),
        pointer: one.param.pointer.listed().into_owned(),
    };
    model.facts.client_parameters_and_candidates().map(view).collect()
}

fn schemes(model: &Model) -> Vec<SchemeView> {
    let view = |(index, scheme): (usize, &crate::ir::SecurityScheme)| SchemeView {
        name: scheme.name.clone(),
        rust: model.names.schemes().get(&index).map(|names| names.method.to_string()),
    };
    model.api.security_schemes.iter().enumerate().map(view).collect()
}

fn operation(model: &Model, id: OperationId, operation: &Operation) -> OperationView {
    let names = model.names.operation(id);
    let parameters = model.inputs(id).map(|(param, name)| ParameterView {
        constant: constant_parameter(&model.api, param).map(Value::from),
        client: model.on_client(param).map(|names| names.method.to_string()),
        name: param.name.clone(),
        location: param.location.name(),
        rust: name.to_string(),
        ty: spell::usage(model, &param.usage).to_string(),
        required: param.required,
        deprecated: param.deprecated,
        default: param.default.clone(),
        pointer: param.pointer.listed().into_owned(),
    });
    OperationView {
        id: operation.id.clone(),
        method: operation.method.to_string(),
        path: operation.path.text.clone(),
        pointer: operation.pointer.listed().into_owned(),
        tags: operation.tags.iter().map(|tag| model.api.tag(*tag).name.clone()).collect(),
        security: operation
            .security
            .iter()
            .map(|way| way.iter().map(|requirement| requirement.scheme.clone()).collect())
            .collect(),
        server: operation.servers.first().map(crate::ir::Server::default_url),
        deprecated: operation.deprecated,
        preview: operation.preview,
        rust: call(model, id),
        parameters: parameters.collect(),
        body: operation.body.as_ref().map(|body| BodyView {
            name: body.name.clone(),
            rust: names.body.to_string(),
            required: body.required,
            sends: model.facts.body(id).and_then(|sent| sent.media_type.clone()),
            content: contents(model, &body.content),
            pointer: body.pointer.listed().into_owned(),
        }),
        responses: operation
            .responses
            .iter()
            .map(|response| ResponseView {
                status: response.status.to_string(),
                content: contents(model, &response.content),
                headers: response
                    .headers
                    .iter()
                    .map(|header| HeaderView { name: header.name.clone(), ty: spell::header(&header.usage) })
                    .collect(),
                pointer: response.pointer.listed().into_owned(),
            })
            .collect(),
        paging: paging(model, id, operation),
        polling: polling::sentence(model, id),
    }
}

fn paging(model: &Model, id: OperationId, operation: &Operation) -> Option<PagingView> {
    let paging = model.facts.pagination(id)?;
    let dotted = |path: &FieldPath| path.names(&model.api).join(".");
    Some(PagingView {
        style: paging.style.name(),
        parameter: paging.parameter.map(|parameter| parameter.name(&model.api, operation)),
        first: paging.first,
        items: dotted(&paging.items),
        item: spell::usage(model, &paging.item).to_string(),
        next: paging.next.as_ref().map(dotted),
        proof: sentence(model, id)?,
    })
}

fn call(model: &Model, id: OperationId) -> Option<CallView> {
    let tag = model.names.tag(model.facts.owner(id)?);
    let names = model.names.operation(id);
    Some(CallView {
        call: format!("{}().{}", tag.module, names.method),
        builder: format!("api::{}::{}", tag.module, names.builder),
        returns: spell::returned(model, id).to_string(),
    })
}

fn contents(model: &Model, contents: &[Content]) -> Vec<ContentView> {
    let of_one = |content: &Content| ContentView {
        media_type: content.media_type.clone(),
        ty: spell::usage(model, &content.usage).to_string(),
    };
    contents.iter().map(of_one).collect()
}

fn ty(model: &Model, id: TypeId, ty: &TypeDef) -> TypeView {
    let (kind, members) = match &ty.shape {
        Shape::Struct(object) => ("struct", fields(model, id, object)),
        Shape::Enum(list) => {
            let values = list.values.iter().map(|variant| match &variant.value {
                Literal::Text(text) => text.clone(),
                Literal::Integer(number) => number.to_string(),
            });
            ("enum", named(model, id, values))
        }
        Shape::Union(union) => ("union", alternatives(model, id, union)),
        Shape::Alias(usage) => ("alias", vec![of_type(model, usage)]),
    };
    TypeView {
        schema: match &ty.origin {
            Origin::Schema(name) => Some(name.to_string()),
            Origin::Inline { .. } | Origin::Operation { .. } => None,
        },
        rust: model.facts.ty(id).emitted.then(|| path(model, id)),
        kind,
        pointer: ty.pointer.listed().into_owned(),
        deprecated: ty.deprecated,
        members,
    }
}

/// Returns the path of a type in the emitted crate. For a merged type, this is the path of its representative.
fn path(model: &Model, id: TypeId) -> String {
    let name = model.names.ty(model.facts.shared(id));
    if name.in_api {
        format!("api::{}::{}", name.module, name.name)
    } else {
        format!("models::{}", name.name)
    }
}

fn fields(model: &Model, id: TypeId, object: &Struct) -> Vec<MemberView> {
    let names = &model.names.ty(id).members;
    let of_one = |(index, (field, name)): (usize, (&crate::ir::Field, &RustName))| {
        let presence = match model.facts.presence(id, index) {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Nullable => "required, nullable",
            Presence::ThreeStates => "optional, nullable",
        };
        let flags = [
            (true, presence),
            (field.read_only, "read-only"),
            (field.write_only, "write-only"),
            (field.deprecated, "deprecated"),
            (model.facts.is_boxed(id, index), "boxed"),
        ];
        MemberView {
            name: Some(field.name.clone()),
            rust: Some(name.to_string()),
            ty: Some(spell::ty(model, &field.usage.ty).to_string()),
            notes: flags.into_iter().filter(|(on, _)| *on).map(|(_, note)| note).collect(),
        }
    };
    object.fields.iter().zip(names).enumerate().map(of_one).collect()
}

fn named(model: &Model, id: TypeId, values: impl Iterator<Item = String>) -> Vec<MemberView> {
    let names = &model.names.ty(id).members;
    let of_one = |(value, name): (String, &RustName)| MemberView {
        name: Some(value),
        rust: Some(name.to_string()),
        ty: None,
        notes: Vec::new(),
    };
    values.zip(names).map(of_one).collect()
}

fn alternatives(model: &Model, id: TypeId, union: &Union) -> Vec<MemberView> {
    let names = &model.names.ty(id).members;
    let of_one = |(variant, name): (&Alternative, &RustName)| MemberView {
        name: (!variant.tags.is_empty())
            .then(|| variant.tags.iter().map(plain).collect::<Vec<_>>().join(", ")),
        rust: Some(name.to_string()),
        ty: Some(spell::ty(model, &variant.ty).to_string()),
        notes: Vec::new(),
    };
    union.variants.iter().zip(names).map(of_one).collect()
}

fn of_type(model: &Model, usage: &Usage) -> MemberView {
    MemberView { name: None, rust: None, ty: Some(spell::usage(model, usage).to_string()), notes: Vec::new() }
}
