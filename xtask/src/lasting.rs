//! What the end of the process frees.

use std::mem::ManuallyDrop;

/// Keeps a value until the process ends: the system takes all memory back at once, where freeing a
/// compiled document piece by piece takes a twentieth of a run. For commands that end soon after,
/// not for those that compile one document after the other.
pub(crate) fn lasting<T>(value: T) -> ManuallyDrop<T> {
    ManuallyDrop::new(value)
}
