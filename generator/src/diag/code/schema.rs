//! Codes of schemas and types: `04xx` keywords, `05xx` types.

super::codes! {
    WRONG_KEYWORD_TYPE "W0401" "a schema keyword has the wrong type of value"
        "JSON Schema gives each keyword a type, such as a list of names for `required`. A value of \
         another type is read as what it plainly means where that is possible and has no effect \
         otherwise, as the message says.";
    UNKNOWN_KEYWORD "N0402" "a schema keyword is unknown"
        "No version of JSON Schema or OpenAPI knows the keyword, so it has no effect. Look for a \
         misspelt name, or a property that stands beside `properties` where it belongs inside. \
         Names that start with `x-` are never reported.";
    UNKNOWN_TYPE "W0403" "a type is unknown"
        "The types are `null`, `boolean`, `integer`, `number`, `string`, `array` and `object`. A \
         few wrong names that occur in practice (`int`, `float`, `date`, `file`, …) are read as \
         what they plainly mean; any other name leaves the value untyped.";
    IGNORED_CONSTRAINT "N0404" "a constraint is not checked by the client"
        "The keyword restricts values in a way that has no counterpart in a Rust type, such as \
         `not` or `contains`. The type accepts more than the document allows, and the server is \
         left to refuse.";
    NULLABLE_IN_31 "N0405" "`nullable` is no keyword of this version"
        "OpenAPI 3.1 replaced `nullable: true` by a type list such as `type: [string, 'null']`. It \
         is honoured all the same, because its meaning is plain.";
    EMPTY_ENUM "W0406" "an enumeration has no value"
        "`enum: []` allows no value at all, which cannot be meant. The keyword has no effect.";
    DYNAMIC_REFERENCE "N0408" "a dynamic reference is taken as a static one"
        "`$dynamicRef` and `$recursiveRef` may lead to different schemas, depending on how the \
         schema is reached. Rust types are static: the reference leads to the nearest anchor of \
         that name.";

    CONFLICTING_ALL_OF "W0501" "the parts of `allOf` contradict each other"
        "No value satisfies all parts, such as a property that is a string in one and a number in \
         another. The later part is taken where they differ. Make the parts agree, or describe the \
         alternatives with `oneOf`.";
    UNSATISFIABLE "W0502" "nothing satisfies a schema"
        "The schema, or a combination of its parts, allows no value at all. Where a value is \
         needed, any JSON is taken; a listed value that no branch allows is left out.";
    OVERLAPPING_UNION "W0503" "branches of a union overlap"
        "A value can satisfy several branches of this `oneOf` or `anyOf` and nothing required \
         tells them apart. The most specific branch that reads the value wins. Add a \
         `discriminator`, a property with a constant, or a required property that only one branch \
         has.";
    UNION_FAN_OUT "W0504" "a union has too many combinations"
        "Combining `oneOf`, `anyOf` and `allOf` of the schema gives more alternatives than a \
         reader could use. The properties of all branches are taken together, each optional.";
    UNTYPED "N0505" "a value has no type"
        "The document says nothing about the type of this value, so it is any JSON \
         (`serde_json::Value`). Add a `type` or a `$ref` if there is more to say.";
    NAME_COLLISION "N0506" "a name was changed because another thing has it"
        "Two things of the document have names that are the same in Rust, such as `user-id` and \
         `user_id`. One of them got a longer name; `codegen.toml` can choose another.";
    DUPLICATE_ENUM_VALUE "W0507" "an enumeration lists a value twice"
        "The first one counts; the repetition is ignored. Remove it, or mend the value that was meant.";
    ENUM_TYPE_MISMATCH "W0509" "a value of an enumeration is not of the schema's type"
        "The schema's `type` rules the value out, so it can never occur. It is taken at its word \
         where that is plain (a number where a text is expected), and left out otherwise. Where the \
         type rules out all of them, the values count and the type does not; beside a list of items \
         they are taken as those of the items.";
    UNKNOWN_DISCRIMINATOR "W0510" "a discriminator does not tell the branches apart"
        "The discriminator names a property that the branches do not have, or maps to a schema \
         that is no branch. Branches are told apart by their shapes instead.";
    UNDECLARED_REQUIRED "N0511" "a required property is not described"
        "`required` names a property that `properties` does not describe. It is any JSON.";
    NUMBER_OUT_OF_RANGE "N0512" "a number does not fit any integer of Rust"
        "Bounds or values of the schema lie beyond 64 bits. A wider type is used.";
    NESTED_TOO_DEEP "E0513" "schemas are nested too deep"
        "Schemas without a name stand in each other more levels deep than a type can be read. What \
         is below is taken as any JSON. Give the inner schemas names under `components`.";
    CONDITIONAL_SCHEMA "N0515" "what a condition adds is always optional"
        "`if`, `then`, `else` and `dependentSchemas` describe values that depend on other values. \
         What they add is generated as optional; the server checks the condition.";
    OPTIONAL_TAG "N0516" "a union's tag may be left out"
        "The property that tells the branches apart is not required in each of them, as OpenAPI asks \
         of a discriminator. A value without it is read as the branch that its keys say, of those that \
         do not require it; where two can hold it, it is kept as it came. Require the property in \
         every branch, or say with `defaultMapping` (OpenAPI 3.2) what a value without it is.";
    CONTRADICTORY_BOUNDS "W0517" "constraints leave no value"
        "The least value or length that the schema asks for is greater than the greatest, or an end \
         that is left out is the only value. A check of both would refuse everything, so neither is \
         made; the server decides. Exchange the two numbers, or remove the wrong one.";
    WRONG_DEFAULT "W0518" "a default is no value of its schema"
        "The `default` is of another type than the schema's, or is not among the values of its \
         `enum` or `const`. Nothing is sent for it either way; it is left out of the documentation, \
         which would promise what cannot be. Write the default as the schema asks, without quotes \
         for a number, or add it to the list.";
    RULED_OUT "W0519" "a keyword is about values that are ruled out"
        "`properties` says something about objects only, and `items` about lists; beside a `type` \
         without them, or an `enum` of other values, they mean nothing, and neither does a branch of \
         another type. They are left out. Mend the type, or remove what it rules out.";
}
