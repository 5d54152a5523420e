//! Codes of files, references and the document as a whole: `01xx` reading, `02xx` references,
//! `03xx` the shape of the document.

super::codes! {
    INVALID_JSON "E0101" "the file is not valid JSON"
        "The text breaks JSON's grammar at the place shown; nothing after it could be read. The \
         cause is often a little before that place: a missing comma, a quote that is not closed, a \
         comma before a closing bracket. A file that was cut off in transit fails at its end.";
    INVALID_YAML "E0102" "the file is not valid YAML"
        "The text breaks YAML's grammar at the place shown; nothing after it could be read. Look \
         for an indentation that differs from its neighbours, a tab in the indentation, or a plain \
         text that contains `: ` or starts with one of `@ % * & ! | > { [` and needs quotes.";
    UNREADABLE_TEXT "E0103" "the file is not UTF-8 text"
        "OpenAPI documents are UTF-8. Save the file as UTF-8 (a byte order mark is fine). A \
         compressed file must be unpacked first, and a web page saved in place of the document is \
         no document.";
    TOO_DEEP "E0104" "the values are nested too deeply"
        "Values may be nested 512 levels deep, some ten times more than documents that people and \
         tools write. The limit keeps a hostile document from exhausting the stack.";
    TOO_LARGE "E0105" "the document is too large"
        "A document may have a few million values, counted after YAML aliases are expanded and \
         references to path items are followed. The limit keeps a small hostile document from \
         growing into gigabytes. If the document is honest, split it or remove what repeats.";
    INVALID_ALIAS "E0106" "a YAML alias contains itself"
        "An alias (`*name`) stands within the value that its anchor (`&name`) marks, so its value \
         would be infinite. Use a `$ref` to describe recursive data.";
    COMPLEX_KEY "E0107" "a key is not a plain value"
        "YAML allows lists and maps as keys; JSON, and so OpenAPI, only allows text. Numbers and \
         the like are taken as the text that is written. Write the key as text.";
    DUPLICATE_KEY "W0108" "a key appears twice in one object"
        "JSON and YAML leave open, or forbid, what this means. The last value counts here and the \
         others are ignored, as most readers do. Remove the one that is not meant.";
    EXTRA_DOCUMENT "W0109" "the file holds more than one YAML document"
        "Only the first document of the stream is read; what follows the second `---` is ignored. \
         Move it into a file of its own.";
    UNREADABLE_FILE "E0110" "a file cannot be read"
        "A `$ref` names a file that does not exist beside the document or that may not be read. \
         Paths are relative to the file that holds the reference.";

    DANGLING_REFERENCE "E0201" "a reference points at nothing"
        "The document has no value at the place that the reference names. Look for a misspelt \
         name, other capitals, a missing `#/`, or a component that was removed. In the fragment, \
         `/` within a name is written `~1` and `~` is written `~0`. The part that refers there is \
         left out of the output.";
    REFERENCE_CYCLE "E0202" "a chain of references ends in itself"
        "Each reference of the chain leads to another and none to a value, such as `A: {$ref: B}` \
         and `B: {$ref: A}`. A recursive type needs a value on the way: an object with a property, \
         a list, or a union.";
    REFERENCE_OUTSIDE_FOLDER "E0203" "a reference leaves the document's folder"
        "Only files within the folder of the document's first file are read, whether named by an \
         absolute path, by `..`, or through a symbolic link. Move the file into the folder, or \
         name a folder further up with `--root`.";
    REMOTE_REFERENCE "E0204" "a reference names a remote document"
        "Generating opens no connection, so that the same input always gives the same output. \
         Save the remote document beside yours and refer to the file.";
    INVALID_REFERENCE "E0205" "a reference is malformed"
        "`$ref` takes a text: a URI reference such as `#/components/schemas/Pet` or \
         `pet.yaml#/Pet`.";
    REFERENCE_SIBLINGS "W0206" "keywords beside a reference have no effect"
        "In OpenAPI 3.0, everything beside `$ref` in a schema is ignored, except that descriptions \
         and `nullable` are honoured here because their meaning is plain. Wrap the reference \
         (`allOf: [{$ref: …}]`) and put the keywords beside `allOf`, or move to OpenAPI 3.1, where \
         they count.";
    MISTAKEN_REFERENCE "E0207" "a reference leads to a thing of another kind"
        "A schema refers to a parameter, a response, a path or a whole document, or one of these \
         to a schema. What refers there is left out, and a schema allows anything. Refer to a \
         component of the kind that is wanted, or to the `schema` within.";

    NOT_OPENAPI "E0301" "the document is not OpenAPI"
        "An OpenAPI document is an object with an `openapi` key that names the version, such as \
         `openapi: 3.1.0`. Other formats (AsyncAPI, Postman collections, plain JSON Schema) are \
         not read; most can be exported as OpenAPI.";
    SWAGGER_2 "E0302" "the document is Swagger 2.0"
        "Swagger 2.0 differs from OpenAPI 3 in how it describes bodies, parameters and types, and \
         is not read. Convert the document once, for example with swagger2openapi or with the \
         converter of the Swagger editor, and generate from the result.";
    UNSUPPORTED_VERSION "E0303" "the version of OpenAPI is not supported"
        "Versions 3.0, 3.1 and 3.2 are read. Check the `openapi` key: it names the version of the \
         specification, not that of the API.";
    NEWER_VERSION "W0304" "the document follows a newer version of OpenAPI"
        "The document is read as OpenAPI 3.2, the newest version known here. What the newer \
         version adds is not understood.";
    MISSING_FIELD "W0305" "a required field is missing"
        "The specification requires the field. A neutral value stands in where there is one, and \
         otherwise the part that lacks it is left out, as the message says.";
    WRONG_TYPE "W0306" "a value has the wrong type"
        "The value is not of the type that the specification gives this field. It is read as what \
         it plainly means where that is possible, and ignored otherwise, as the message says.";
    UNKNOWN_FIELD "N0307" "a field is unknown"
        "No version of OpenAPI knows a field of this name here, so it has no effect. Look for a \
         misspelt name or a wrong indentation. Names that start with `x-` are never reported.";
    NO_PATHS "N0308" "the document describes no operation"
        "There is nothing to call: neither `paths` nor `webhooks` has an entry. Types are generated \
         for the schemas alone.";
    UNKNOWN_SECURITY_SCHEME "W0309" "a security requirement names no scheme of the document"
        "`security` must name keys of `components/securitySchemes`. No credential can be sent for \
         a scheme that is not described. Add the scheme or mend the name.";
    UNKNOWN_SECURITY_TYPE "W0310" "a security scheme is of an unknown type"
        "The types are `apiKey`, `http`, `oauth2`, `openIdConnect` and `mutualTLS`. A scheme of \
         another type, or without what its type needs, sends no credential; callers can add \
         headers themselves.";
    TRANSPORT_SECURITY "N0311" "a security scheme is a matter of the transport"
        "Client certificates are no part of a request. Give the client an HTTP client that is set \
         up with the certificate.";
}
