//! The wire level of an operation, held against what came of its calls.

use generator::compare::{OperationWire, WireLevel};

use super::outcome::Outcome;

/// How level and calls agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// It is said to work, and does.
    Works,
    /// Something that is sent is said to be ignored, and the server does not know it.
    Ignored,
    /// It is said to break, and does, in no direction that is said to work.
    Breaks,
    /// It breaks and is said to work: a defect.
    Untold,
    /// It is said to break, and no call shows it.
    Unseen,
    /// A stream or a download: it is taken, and what comes then is not read by the call.
    Opened,
    /// The tests have no call of it.
    NoCall,
    /// It does not work with its own document, so that nothing can be said.
    NotOurs,
}

impl Class {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Ignored => "ignored",
            Self::Breaks => "breaks",
            Self::Untold => "untold",
            Self::Unseen => "unseen",
            Self::Opened => "opened",
            Self::NoCall => "no call",
            Self::NotOurs => "not ours",
        }
    }
}

/// What is found of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) class: Class,
    /// Why.
    pub(super) notes: Vec<String>,
}

/// Judges an operation: what became of it with its own document and with the next one. Without a
/// level it is gone from the next one, which breaks what is sent.
pub(super) fn judge(
    id: &str,
    level: Option<&OperationWire>,
    own: Option<&Outcome>,
    now: Option<&Outcome>,
) -> Judged {
    let judged = |class, notes| Judged { class, notes };
    let (Some(own), Some(now)) = (own, now) else {
        return judged(Class::NoCall, vec![id.to_owned()]);
    };
    if let Some(why) = own.sent.as_ref().or(own.ignored.as_ref()).or(own.read.as_ref()) {
        return judged(Class::NotOurs, vec![format!("{id}: {why}")]);
    }
    let breaks = |level: WireLevel| level == WireLevel::Breaking;
    let is_told = |level: WireLevel| level >= WireLevel::Caution;
    let directions = [
        ("sent", &now.sent, level.is_none_or(|it| breaks(it.sent))),
        ("ignored", &now.ignored, level.is_none_or(|it| is_told(it.sent))),
        ("read", &now.read, level.is_some_and(|it| breaks(it.read))),
    ];
    let failed = directions.iter().filter_map(|(way, why, told)| Some((way, why.as_ref()?, *told)));
    let untold = failed.clone().filter(|(_, _, told)| !told);
    let untold: Vec<_> = untold.map(|(way, why, _)| format!("{id}: {way}: {why}")).collect();
    if !untold.is_empty() {
        return judged(Class::Untold, untold);
    }
    let broken = failed.clone().filter(|(way, ..)| **way != "ignored");
    let failures: Vec<_> = broken.map(|(way, why, _)| format!("{id}: {way}: {why}")).collect();
    if !failures.is_empty() {
        return judged(Class::Breaks, failures);
    }
    if !now.decoded {
        return judged(Class::Opened, vec![id.to_owned()]);
    }
    if level.is_none_or(|it| breaks(it.sent) || breaks(it.read)) {
        return judged(Class::Unseen, reasons(id, level));
    }
    match &now.ignored {
        Some(why) => judged(Class::Ignored, vec![format!("{id}: {why}")]),
        None => judged(Class::Works, Vec::new()),
    }
}

/// Why an operation is said to break.
fn reasons(id: &str, level: Option<&OperationWire>) -> Vec<String> {
    match level {
        Some(level) => level.why.clone(),
        None => vec![format!("{id} is gone")],
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, judge};
    use crate::rehearsal::outcome::Outcome;
    use generator::compare::{OperationWire, WireLevel};

    fn level(sent: WireLevel, read: WireLevel) -> OperationWire {
        let why = vec!["Pet name: is required".to_owned()];
        OperationWire { label: "GET /pets".to_owned(), old: 0, new: 0, sent, read, why }
    }

    fn outcome(sent: bool, read: bool) -> Outcome {
        let why = |fails: bool| fails.then(|| "full: it fails".to_owned());
        let (sent, read) = (why(sent), why(read));
        Outcome { calls: 2, answers: 4, sent, ignored: None, read, decoded: true }
    }

    #[test]
    fn each_direction_is_held_against_its_own_level() {
        let (fine, breaking) = (WireLevel::None, WireLevel::Breaking);
        let cases = [
            (level(fine, fine), outcome(false, false), Class::Works),
            (level(breaking, fine), outcome(true, false), Class::Breaks),
            (level(fine, breaking), outcome(false, true), Class::Breaks),
            (level(breaking, breaking), outcome(true, false), Class::Breaks),
            (level(breaking, fine), outcome(false, false), Class::Unseen),
            (level(fine, fine), outcome(true, false), Class::Untold),
            (level(fine, fine), outcome(false, true), Class::Untold),
            // What breaks in one direction does not excuse the other.
            (level(breaking, fine), outcome(true, true), Class::Untold),
            (level(breaking, fine), outcome(false, true), Class::Untold),
        ];
        let own = outcome(false, false);
        for (level, now, class) in cases {
            let judged = judge("listPets", Some(&level), Some(&own), Some(&now));
            assert_eq!(judged.class, class, "{level:?} {now:?}");
        }
    }

    /// A parameter that the server no longer knows is ignored or refused: this is what caution says.
    #[test]
    fn what_is_ignored_is_said_to_be() {
        let own = outcome(false, false);
        let ignored =
            Outcome { ignored: Some("full: a is not declared".to_owned()), ..own.clone() };
        let class = |sent: WireLevel, now: &Outcome| {
            judge("listPets", Some(&level(sent, WireLevel::None)), Some(&own), Some(now)).class
        };
        assert_eq!(class(WireLevel::Caution, &ignored), Class::Ignored);
        assert_eq!(class(WireLevel::Compatible, &ignored), Class::Untold);
        assert_eq!(class(WireLevel::Breaking, &ignored), Class::Unseen);
        assert_eq!(class(WireLevel::Caution, &own), Class::Works);
        assert_eq!(class(WireLevel::Caution, &outcome(true, false)), Class::Untold);
    }

    #[test]
    fn what_is_gone_breaks() {
        let (own, gone) = (outcome(false, false), outcome(true, false));
        assert_eq!(judge("listPets", None, Some(&own), Some(&gone)).class, Class::Breaks);
        let judged = judge("listPets", None, Some(&own), Some(&own));
        assert_eq!((judged.class, judged.notes.len()), (Class::Unseen, 1));
    }

    #[test]
    fn what_shows_nothing_is_set_apart() {
        let fine = level(WireLevel::None, WireLevel::None);
        let own = outcome(false, false);
        assert_eq!(judge("listPets", Some(&fine), None, None).class, Class::NoCall);
        let broken = outcome(false, true);
        let judged = judge("listPets", Some(&fine), Some(&broken), Some(&own));
        assert_eq!(judged.class, Class::NotOurs);
        let stream = Outcome { decoded: false, ..own.clone() };
        assert_eq!(judge("listPets", Some(&fine), Some(&own), Some(&stream)).class, Class::Opened);
        let refused = Outcome { decoded: false, ..outcome(true, false) };
        assert_eq!(judge("listPets", Some(&fine), Some(&own), Some(&refused)).class, Class::Untold);
    }
}
