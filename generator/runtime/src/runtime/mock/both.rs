//! Tables that make both of serde's impls, whichever way a type travels: a mock writes what
//! operations answer, and reads what they are asked. Enums get a default value, so that a test says
//! no more of an answer than it cares about.

/// `object!` where there are mocks; see [`codec`](crate::runtime::codec).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_object_both {
    (read write $($table:tt)*) => { $crate::__runtime_object! { read write $($table)* } };
    ($way:ident $($table:tt)*) => { $crate::__runtime_object! { read write $($table)* } };
}

/// `newtype!` where there are mocks; see [`codec`](crate::runtime::codec).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_newtype_both {
    (read write $($table:tt)*) => { $crate::__runtime_newtype! { read write $($table)* } };
    ($way:ident $($table:tt)*) => { $crate::__runtime_newtype! { read write $($table)* } };
}

/// `tagged!` where there are mocks; see [`codec`](crate::runtime::codec).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_tagged_both {
    (read write $name:ident $($table:tt)*) => {
        $crate::__runtime_tagged! { read write $name $($table)* }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown($crate::runtime::Json::Object(::core::default::Default::default()))
            }
        }
    };
    ($way:ident $($table:tt)*) => { $crate::__runtime_tagged_both! { read write $($table)* } };
}

/// `untagged!` where there are mocks; see [`codec`](crate::runtime::codec).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_untagged_both {
    (read write $name:ident $($table:tt)*) => {
        $crate::__runtime_untagged! { read write $name $($table)* }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown($crate::runtime::Json::Null)
            }
        }
    };
    ($way:ident $($table:tt)*) => { $crate::__runtime_untagged_both! { read write $($table)* } };
}

/// `text_enum!` where there are mocks; see [`codec`](crate::runtime::codec).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_text_enum_both {
    ($name:ident { $($variant:ident : $wire:literal),* $(,)? }) => {
        $crate::__runtime_text_enum! { $name { $($variant: $wire),* } }
        $crate::__runtime_first! { $name $($variant)* }
    };
}

/// `integer_enum!` where there are mocks; see [`codec`](crate::runtime::codec).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_integer_enum_both {
    ($name:ident { $($variant:ident : $wire:literal),* $(,)? }) => {
        $crate::__runtime_integer_enum! { $name { $($variant: $wire),* } }
        $crate::__runtime_first! { $name $($variant)* }
    };
}

/// Makes the first value of an enum its default.
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_first {
    ($name:ident) => {
        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown(::core::default::Default::default())
            }
        }
    };
    ($name:ident $first:ident $($other:ident)*) => {
        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::$first
            }
        }
    };
}
