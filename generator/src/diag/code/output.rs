//! Codes of the output: `08xx` names, files and what the crate cannot offer.

super::codes! {
    UNUSED_RENAME "E0801" "a rename has no effect"
        "An entry of `[rename]` in `codegen.toml` names a place that the document does not have, or \
         a name that cannot be given. Its purpose is not met, and nobody would notice. Mend the key \
         or take the entry out.";
    UNKNOWN_EVENT "E0804" "the event of webhooks is no schema"
        "`event` in `[webhooks]` of `codegen.toml` is the JSON pointer of a schema, such as \
         `#/components/schemas/Event`. Without it there is no verifier.";
    UNUSED_CONVENTION "E0805" "an entry of conventions has no effect"
        "An entry of `[conventions]` in `codegen.toml` names an operation, a parameter or a field \
         that the document does not have. Mend the entry or take it out.";
    UNUSED_FEATURE "E0806" "an entry of features has no effect"
        "An entry of `[features]` in `codegen.toml` puts tags under one Cargo feature. Its name has \
         to be one that Cargo takes and that no crate has anyway; each tag has to be one of the \
         document, and stands under one feature only.";
    UNUSED_DERIVE "E0807" "an entry of derives cannot be followed"
        "An entry of `[derives]` in `codegen.toml` names a schema that the document does not have, \
         or asks for a trait that its type cannot have, since what it holds does not have it. For \
         all types, `\"*\"`, only those derive it that can.";
    DERIVE_LEFT_OUT "N0803" "some types cannot derive what all are asked to"
        "`\"*\"` of `[derives]` in `codegen.toml` adds a trait to every type that can have it. Numbers \
         with a fraction have no `Eq`, `Ord` and `Hash`, texts and lists no `Copy`, values of any \
         JSON no order, enums no `Default`; neither has what holds one of them.";
    PAGES_OUT_OF_REACH "N0802" "pages are described but cannot be followed"
        "The operation looks as if it answered with pages, but the field that leads to the next one \
         has a type that the client cannot follow. Call it page by page.";
    UNWRITABLE_FILE "E0803" "a generated file cannot be written"
        "The path of a generated file is not safe on every system. This is a defect of the \
         compiler: please report it with the document.";
}
