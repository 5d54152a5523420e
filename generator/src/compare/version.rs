//! The version that follows from a change.

use super::CrateLevel;

/// The version that comes after a change, under Cargo's rules: before 1.0, the first number that
/// is not zero stands for the major one. None where the version is no `major.minor.patch`.
pub fn next_version(version: &str, level: CrateLevel) -> Option<String> {
    let core = version.split(['-', '+']).next()?;
    let numbers: Vec<u64> = core.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [major, minor, patch] = numbers[..] else { return None };
    let next = match (level, major, minor) {
        (CrateLevel::None, ..) => return Some(version.to_owned()),
        (CrateLevel::Major, 0, 0) => (0, 0, patch + 1),
        (CrateLevel::Major, 0, _) => (0, minor + 1, 0),
        (CrateLevel::Major, ..) => (major + 1, 0, 0),
        (CrateLevel::Minor, 1.., _) => (major, minor + 1, 0),
        _ => (major, minor, patch + 1),
    };
    Some(format!("{}.{}.{}", next.0, next.1, next.2))
}

#[cfg(test)]
mod tests {
    use super::{CrateLevel, next_version};

    #[test]
    fn versions_follow_cargo() {
        use CrateLevel::{Docs, Major, Minor, None};
        for (version, level, next) in [
            ("0.1.4", Major, "0.2.0"),
            ("0.1.4", Minor, "0.1.5"),
            ("0.1.4", Docs, "0.1.5"),
            ("0.0.4", Major, "0.0.5"),
            ("1.2.3", Major, "2.0.0"),
            ("1.2.3", Minor, "1.3.0"),
            ("1.2.3-rc.1", Docs, "1.2.4"),
            ("1.2.3", None, "1.2.3"),
        ] {
            assert_eq!(next_version(version, level).as_deref(), Some(next), "{version} {level:?}");
        }
        assert_eq!(next_version("one", Major), Option::None);
    }
}
