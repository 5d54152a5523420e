//! Codes of operations: `06xx` paths and parameters, `07xx` bodies and responses.

super::codes! {
    DUPLICATE_OPERATION_ID "W0602" "two operations have the same id"
        "`operationId` must be unique in the document. The later operation gets a longer name.";
    UNDECLARED_PATH_PARAMETER "W0603" "a path has a parameter that is not described"
        "The path has `{name}`, and neither the operation nor its path item describes a parameter \
         of that name with `in: path`. It is taken as a text.";
    UNUSED_PATH_PARAMETER "W0604" "a path parameter does not occur in the path"
        "A parameter with `in: path` must occur in the path as `{name}`. It has no place to go and \
         is left out.";
    DUPLICATE_PARAMETER "W0605" "a parameter is described twice"
        "Two parameters of one list have the same name and place. The first one counts.";
    UNSUPPORTED_STYLE "W0606" "the style of a parameter is not allowed in its place"
        "Each place allows certain styles: `simple`, `label` and `matrix` in paths, `form`, \
         `spaceDelimited`, `pipeDelimited` and `deepObject` in queries, `simple` in headers, `form` \
         and `cookie` in cookies. The default of the place is used.";
    UNUSUAL_PATH "W0607" "a path is not a plain path"
        "Paths start with `/` and have neither a query (`?`) nor a fragment (`#`): parameters of \
         the query belong into `parameters`. A query in the key is sent as it is written, but for \
         what a declared query parameter says; a fragment never travels and is left out, but for \
         segments with declared parameters, before which `#` is escaped.";
    UNTYPED_PARAMETER "W0609" "a parameter has no schema"
        "A parameter needs `schema` or `content` with one media type. It is taken as a text.";
    OPTIONAL_PATH_PARAMETER "N0610" "a path parameter is not marked as required"
        "Parameters of a path are always required; `required: true` should say so.";
    UNKNOWN_PLACE "E0611" "a parameter has no valid place"
        "`in` is `path`, `query`, `header` or `cookie`, and `querystring` in OpenAPI 3.2. `body` \
         and `formData` belong to Swagger 2.0: describe them as `requestBody`. The parameter is \
         left out.";
    INVALID_METHOD "E0612" "a method is not a valid HTTP method"
        "The key is not a token of HTTP. The operation is left out.";
    IGNORED_PARAMETER "N0614" "a parameter is written by the client itself"
        "`Accept`, `Content-Type` and `Authorization` are not parameters (OpenAPI 3.1, section \
         4.8.12.1): they follow from the media types and the security schemes. `Authorization` stays \
         one in an operation for which no security scheme sends it. Headers such as \
         `Content-Length` and `Host` follow from the body and the URL (RFC 9110). A parameter that \
         has the place and the name of an API key is the credential that the client is built with; \
         it stays a parameter of an operation that can be called without that key.";

    MEDIA_TYPE_AS_BYTES "N0701" "a media type has no typed form"
        "The body is taken as text (for `text/*`) or as bytes (for anything else).";
    XML_AS_TEXT "W0702" "XML is taken as text"
        "XML bodies are sent and returned as text; the schema is used for documentation only. \
         Prefer the JSON form where the server has one.";
    INVALID_STATUS "W0703" "a key of `responses` is not a status"
        "Keys are a status such as `200`, a range such as `2XX`, or `default`. The response is \
         left out.";
    SEVERAL_MEDIA_TYPES "N0705" "several media types for one body"
        "Each has a method of its own, but those that are written the same way have one together: \
         the first of them is sent.";
    MISSING_CONTENT "W0706" "a body has no content"
        "The request body lists no media type. It is taken as bytes.";
    BODY_NEVER_SENT "N0707" "a response is described with a body that it cannot have"
        "An answer to `HEAD` and one of the statuses 1xx, 204, 205 and 304 have no body (RFC 9110, \
         sections 6.4.1 and 15.3.6), whatever `content` says. It is read as one without.";
    NESTED_CALLBACK "N0708" "a callback of a callback is left out"
        "Callbacks are described one level deep.";
    UNKNOWN_ENCODING "N0709" "an encoding has no effect"
        "`encoding` applies to properties of form and multipart bodies; other entries, headers and \
         styles of parts, and the positional encodings of OpenAPI 3.2, have no effect.";
    RANGE_OF_MEDIA_TYPES "N0710" "a request body has a range of media types"
        "The document says of what kind the body is, as `image/*` does, but not what it is. It is \
         sent as `application/octet-stream`; `extra_header(\"content-type\", …)` says more.";
}
