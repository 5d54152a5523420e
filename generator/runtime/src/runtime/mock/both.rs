//! Tables that make both of serde's impls, whichever way a type travels: a mock writes what
//! operations answer, and reads what they are asked.

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
    (read write $($table:tt)*) => { $crate::__runtime_tagged! { read write $($table)* } };
    ($way:ident $($table:tt)*) => { $crate::__runtime_tagged! { read write $($table)* } };
}

/// `untagged!` where there are mocks; see [`codec`](crate::runtime::codec).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_untagged_both {
    (read write $($table:tt)*) => { $crate::__runtime_untagged! { read write $($table)* } };
    ($way:ident $($table:tt)*) => { $crate::__runtime_untagged! { read write $($table)* } };
}
