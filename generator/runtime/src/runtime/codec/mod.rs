//! Tables from which models get their serde impls.
//!
//! Models are plain Rust; these macros implement serde's own traits for them, leaner than derives
//! do. All are invoked by path (`crate::runtime::object! { … }`), at module level, beside the type.
//! `read` asks for `Deserialize`, `write` for `Serialize`; either or both, in this order. With the
//! feature `mock`, both are made whichever is asked for.
//!
//! # `object!`: a struct with named fields
//!
//! ```text
//! crate::runtime::object! {
//!     read write ProviderUpdateBody {
//!         = "kind": "smtp",                    // no field: this key is always written, ignored when read
//!         required name: "name",               // T; absent or null is an error when read
//!         optional from_name: "from_name",     // Option<T>; absent = null = None; None is not written
//!         nullable quota: "quota",             // Option<T>; None is written as null; absent reads as None
//!         patch from_email: "from_email",      // Patch<T>; absent, null and value both ways
//!         any details: "details",              // Option<Json>; null is a value like any other
//!         .. additional_properties,            // BTreeMap<String, T> of all other keys
//!     }
//! }
//! ```
//! Constants come first, then fields, then the map of the rest. Each entry ends with a comma. Unknown
//! keys are skipped, the last of duplicate keys wins, and an error names the keys that lead to it.
//! `.. [matching] additional_properties` skips keys whose values are no `T`.
//!
//! # `text_enum!` and `integer_enum!`: open enums
//!
//! ```text
//! crate::runtime::text_enum! { ProviderStatus { Active: "active", Inactive: "inactive" } }
//! crate::runtime::integer_enum! { Level { Low: 1, High: 2 } }
//! ```
//! For `enum ProviderStatus { Active, Inactive, Unknown(Box<str>) }` and
//! `enum Level { Low, High, Unknown(i64) }`. Both give `Serialize`, `Deserialize`, `Display` and
//! `From`; the first `as_str()` and `AsRef<str>`, the second `as_i64()`.
//!
//! # `tagged!`: a union told apart by the value of one property
//!
//! ```text
//! crate::runtime::tagged! {
//!     read write Message by "role" {
//!         User: "user",
//!         System: "system" | "developer",    // integers, `true` and `false` are tags as well
//!         Tool: "tool" written,   // the union writes the (first) tag: the type does not say it
//!         Plain,                  // a variant without a tag of its own
//!         ? Tool(object ["call_id"]),   // where the tag is absent: the first that fits, as below
//!     }
//!     fallback Plain              // optional: the variant for an absent or unknown tag
//! }
//! ```
//! For `enum Message { User(UserMessage), System(Box<SystemMessage>), Plain(PlainMessage),
//! Unknown(Json) }`. Every variant is listed but `Unknown`, which is always there and keeps what
//! fits no other. Reading streams: only the keys before the tag are buffered.
//!
//! # `untagged!`: a union told apart by what a value looks like
//!
//! ```text
//! crate::runtime::untagged! { read write Attachment {
//!     Inline: object ["content", "filename"],                    // kinds, then keys that must be there
//!     Uploaded: object ["blob_id"] {"kind": ["a", "b"]} !["content"],  // values, keys that must not be
//!     Number: integer,
//!     Flag: boolean | null,
//!     Plain: object = ["id", "name"],                            // keys beside which there is none
//! } }
//! ```
//! Kinds are `null`, `boolean`, `integer`, `number`, `string`, `array`, `object`. All parts after
//! the kinds are optional, in this order. The first variant whose guard holds and that decodes is
//! taken, else `Unknown(Json)`.
//!
//! # `newtype!`: a struct around one value
//!
//! ```text
//! crate::runtime::newtype! { read write Tree }       // struct Tree(pub Vec<Tree>);
//! ```

mod decode;
mod enums;
mod object;
mod tagged;
mod untagged;
pub mod write;

pub use decode::{from_json, from_slice};
pub use enums::{integer, text};
pub use object::{Key, Object, keep, keep_matching, missing, object, skip, value};
pub use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de::MapAccess, ser::SerializeMap,
};
pub use tagged::{Tag, Tagged, fallback, tagged, write_tagged};
pub use untagged::{Kinds, guard, json, kind, knows_all};
