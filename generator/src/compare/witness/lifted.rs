//! Arguments of any type with some traits, as parameters of the function that hands them on: so a
//! witness asks for what the signature promises, no more and no less.

/// The parameters of a function.
#[derive(Debug, Default)]
pub(super) struct Lifted(Vec<String>);

impl Lifted {
    /// A type with a parameter in place of each `impl`.
    pub(super) fn lift(&mut self, ty: &str) -> String {
        let Some(start) = ty.find("impl ") else { return ty.to_owned() };
        let bounds = &ty[start + "impl ".len()..];
        let end = end(bounds);
        let bound = self.lift(&bounds[..end]);
        let name = format!("A{}", self.0.len());
        self.0.push(format!("{name}: {bound}"));
        let rest = self.lift(&bounds[end..]);
        format!("{}{name}{rest}", &ty[..start])
    }

    /// The list of parameters in angle brackets; nothing where there are none.
    pub(super) fn generics(&self) -> String {
        if self.0.is_empty() { String::new() } else { format!("<{}>", self.0.join(", ")) }
    }
}

/// Where the bounds of an `impl` end.
fn end(bounds: &str) -> usize {
    let mut depth = 0_usize;
    for (at, character) in bounds.char_indices() {
        match character {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' if depth == 0 => return at,
            '>' | ')' | ']' => depth -= 1,
            ',' if depth == 0 => return at,
            _ => {}
        }
    }
    bounds.len()
}

/// A type with `Self` written out.
pub(super) fn with_own(ty: &str, own: &str) -> String {
    let mut text = String::new();
    let mut rest = ty;
    while let Some(at) = rest.find("Self") {
        let inside = |c: char| c.is_alphanumeric() || c == '_';
        let (before, after) = (&rest[..at], &rest[at + "Self".len()..]);
        let whole = !before.ends_with(inside) && !after.starts_with(inside);
        text.push_str(before);
        text.push_str(if whole { own } else { "Self" });
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::{Lifted, with_own};

    #[test]
    fn each_impl_becomes_a_parameter() {
        let mut lifted = Lifted::default();
        let list = lifted.lift("impl IntoIterator<Item = impl Into<String>>");
        assert_eq!((list.as_str(), lifted.lift("&str").as_str()), ("A1", "&str"));
        assert_eq!(lifted.generics(), "<A0: Into<String>, A1: IntoIterator<Item = A0>>");
    }

    #[test]
    fn only_the_whole_word_is_the_type_itself() {
        assert_eq!(with_own("Items<Self, MySelf>", "Pets"), "Items<Pets, MySelf>");
    }
}
