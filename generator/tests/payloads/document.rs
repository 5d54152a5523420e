//! A document with a hole wherever a text can stand.

/// Every place that takes a text holds `HOLE`; those that have to agree on one hold `LINK`.
pub(crate) const DOCUMENT: &str = r##"{
"openapi": "3.2.0",
"info": {"title": "HOLE", "version": "HOLE", "summary": "HOLE", "description": "HOLE", "termsOfService": "HOLE", "license": {"name": "HOLE", "url": "HOLE", "identifier": "HOLE"}, "contact": {"name": "HOLE", "url": "HOLE", "email": "HOLE"}, "x-HOLE": "HOLE"},
"$self": "https://host/HOLE", "jsonSchemaDialect": "HOLE",
"servers": [{"url": "https://host/{LINK}", "name": "HOLE", "variables": {"LINK": {"default": "HOLE"}}}, {"url": "https://host/HOLE/{a}", "description": "HOLE", "variables": {"a": {"default": "HOLE", "enum": ["HOLE"], "description": "HOLE"}}}],
"tags": [{"name": "HOLE", "description": "HOLE", "summary": "HOLE", "kind": "HOLE", "parent": "HOLE", "externalDocs": {"url": "HOLE"}}],
"security": [{"HOLE": ["HOLE"]}, {"LINK": ["HOLE"]}],
"paths": {
 "/HOLE": {"get": {"operationId": "HOLE", "tags": ["HOLE"], "summary": "HOLE", "description": "HOLE",
  "parameters": [
   {"name": "qHOLE", "in": "query", "description": "HOLE", "schema": {"type": "string", "pattern": "HOLE", "format": "HOLE", "default": "HOLE", "example": "HOLE", "description": "HOLE"}},
   {"name": "hHOLE", "in": "header", "schema": {"type": "array", "items": {"type": "string", "enum": ["aHOLE", "bHOLE"]}}},
   {"name": "cHOLE", "in": "cookie", "schema": {"type": "object", "properties": {"cHOLE": {"type": "string"}}}}],
  "responses": {
   "200": {"description": "HOLE", "headers": {"rHOLE": {"description": "HOLE", "schema": {"type": "integer"}}}, "content": {"application/json": {"schema": {"type": "object", "required": ["oneHOLE"], "properties": {"oneHOLE": {"type": "string", "description": "HOLE", "default": "HOLE"}, "twoHOLE": {"type": "object", "description": "HOLE", "properties": {"threeHOLE": {"type": "boolean"}}}}}}}},
   "404": {"description": "HOLE", "content": {"application/problem+json": {"schema": {"type": "object", "title": "HOLE", "properties": {"problemHOLE": {"type": "string"}}}}}}},
  "callbacks": {"callHOLE": {"HOLE": {"post": {"requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {"callbackHOLE": {"type": "string"}}}}}}, "responses": {"200": {"description": "d"}}}}}}}},
 "/fixed/{id}": {"post": {"operationId": "postHOLE", "tags": ["other"], "parameters": [{"name": "id", "in": "path", "required": true, "description": "HOLE", "schema": {"type": "string"}}],
  "requestBody": {"description": "HOLE", "required": true, "content": {"application/json": {"schema": {"type": "object", "properties": {"bodyHOLE": {"const": "HOLE"}, "otherHOLE": {"enum": [1, 2], "x-enum-varnames": ["nHOLE", "mHOLE"], "x-enum-descriptions": ["HOLE", "HOLE"]}}}, "example": "HOLE"}}},
  "responses": {"204": {"description": "HOLE"}}, "x-HOLE": {"HOLE": "HOLE"}}},
 "/form": {"put": {"operationId": "formHOLE", "tags": ["other"], "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": {"partHOLE": {"type": "string", "format": "binary"}, "fieldHOLE": {"type": "string"}}}}}}, "responses": {"200": {"description": "d", "content": {"text/HOLE": {}}}}}},
 "/linked/{LINK}": {"parameters": [{"$ref": "#/components/parameters/LINK"}, {"name": "LINK", "in": "path", "required": true, "schema": {"type": "string"}}],
  "patch": {"operationId": "linkedLINK", "tags": ["other"], "requestBody": {"$ref": "#/components/requestBodies/LINK"}, "responses": {"200": {"$ref": "#/components/responses/LINK"}, "HOLE": {"description": "HOLE"}, "4HOLE": {"description": "HOLE"}, "422": {"$ref": "#/components/responses/HOLE"}},
   "callbacks": {"HOLE": {"$ref": "#/components/callbacks/HOLE"}}},
  "delete": {"operationId": "deleteLINK", "tags": ["other"], "parameters": [{"name": "jHOLE", "in": "query", "content": {"application/HOLE": {"schema": {"type": "string"}}}}, {"name": "HOLE", "in": "HOLE", "schema": {"type": "HOLE"}}, {"name": "sHOLE", "in": "query", "style": "HOLE", "schema": {"$ref": "HOLE"}}],
   "responses": {"200": {"description": "d", "content": {"application/HOLE": {"schema": {"$ref": "#/components/schemas/HOLE"}}}, "links": {"HOLE": {"operationId": "HOLE", "operationRef": "HOLE", "parameters": {"HOLE": "HOLE"}, "description": "HOLE"}}}}}},
 "/event": {"get": {"operationId": "eventsHOLE", "tags": ["other"], "deprecated": true, "externalDocs": {"url": "HOLE", "description": "HOLE"}, "responses": {"200": {"description": "d", "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/Fixed"}}}}, "default": {"description": "HOLE"}}}}
},
"webhooks": {"hookHOLE": {"post": {"description": "HOLE", "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {"hookHOLE": {"type": "string"}}}}}}, "responses": {"200": {"description": "d"}}}}},
"components": {
 "securitySchemes": {"HOLE": {"type": "apiKey", "in": "header", "name": "HOLE", "description": "HOLE"}, "schemeHOLE": {"type": "http", "scheme": "HOLE"}, "LINK": {"type": "oauth2", "description": "HOLE", "flows": {"clientCredentials": {"tokenUrl": "HOLE", "scopes": {"HOLE": "HOLE"}}}}, "oHOLE": {"type": "openIdConnect", "openIdConnectUrl": "HOLE"}, "uHOLE": {"type": "HOLE"}},
 "schemas": {
  "Fixed": {"type": "object", "title": "HOLE", "description": "HOLE", "required": ["fHOLE"], "properties": {"fHOLE": {"type": "string", "description": "HOLE"}, "gHOLE": {"type": "array", "items": {"type": "object", "properties": {"hHOLE": {"type": "string"}}}}}, "additionalProperties": {"type": "string", "description": "HOLE"}},
  "schemaHOLE": {"type": "object", "description": "HOLE", "properties": {"aHOLE": {"$ref": "#/components/schemas/Fixed", "description": "HOLE"}}},
  "Values": {"type": "string", "description": "HOLE", "enum": ["uHOLE", "vHOLE", "wHOLE"], "default": "HOLE"},
  "Tagged": {"oneOf": [{"$ref": "#/components/schemas/Fixed"}, {"$ref": "#/components/schemas/Other"}], "discriminator": {"propertyName": "kHOLE", "mapping": {"iHOLE": "#/components/schemas/Fixed", "jHOLE": "#/components/schemas/Other"}}},
  "Other": {"type": "object", "properties": {"oHOLE": {"type": "integer", "description": "HOLE", "example": "HOLE"}}, "patternProperties": {"HOLE": {"type": "integer"}}},
  "Either": {"anyOf": [{"type": "object", "title": "xHOLE", "required": ["yHOLE"], "properties": {"yHOLE": {"type": "string"}}}, {"type": "string", "pattern": "HOLE"}, {"type": "array", "items": {"const": "HOLE"}}]},
  "LINK": {"type": "object", "description": "HOLE", "properties": {"LINK": {"$ref": "#/components/schemas/LINK"}, "dHOLE": {"$ref": "#/components/schemas/LINK/$defs/LINK"}}, "$defs": {"LINK": {"type": "object", "$anchor": "HOLE", "properties": {"HOLE": {"type": "integer"}}}}},
  "Kinds": {"oneOf": [{"$ref": "#/components/schemas/LINK"}, {"$ref": "#/components/schemas/Fixed"}], "discriminator": {"propertyName": "LINK", "mapping": {"LINK": "#/components/schemas/LINK", "nHOLE": "Fixed"}}},
  "Odd": {"type": "object", "$id": "https://host/odd/HOLE", "contentMediaType": "HOLE", "contentEncoding": "HOLE", "propertyNames": {"pattern": "HOLE"}, "dependentRequired": {"HOLE": ["HOLE"]}, "properties": {"cHOLE": {"const": {"HOLE": "HOLE"}}, "eHOLE": {"enum": [{"HOLE": "HOLE"}, ["HOLE"]]}, "xHOLE": {"type": "string", "xml": {"name": "HOLE", "namespace": "HOLE"}, "default": {"HOLE": "HOLE"}}}, "HOLE": "HOLE", "required": ["HOLE"]},
  "Number": {"type": "number", "format": "HOLE", "description": "HOLE", "examples": ["HOLE"], "$comment": "HOLE"}
 },
 "parameters": {"LINK": {"name": "LINK", "in": "query", "description": "HOLE", "schema": {"type": "string"}, "examples": {"HOLE": {"summary": "HOLE", "value": "HOLE"}}}},
 "requestBodies": {"LINK": {"description": "HOLE", "content": {"multipart/form-data": {"schema": {"type": "object", "properties": {"LINK": {"type": "string"}}}, "encoding": {"LINK": {"contentType": "HOLE", "headers": {"HOLE": {"schema": {"type": "string"}}}}, "HOLE": {"contentType": "HOLE"}}}}}},
 "responses": {"LINK": {"description": "HOLE", "headers": {"LINK": {"$ref": "#/components/headers/LINK"}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/LINK"}, "examples": {"HOLE": {"value": {"HOLE": "HOLE"}}}}}}},
 "headers": {"LINK": {"description": "HOLE", "schema": {"type": "string"}}}
 }
}"##;
