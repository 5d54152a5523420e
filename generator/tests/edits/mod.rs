//! Random edits of a document: what people do to one over the years, in a few seconds.

mod operations;
mod schemas;

use serde_json::{Map, Value};

/// A generator of numbers that is the same everywhere (xorshift64*).
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below the number of sides.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides.max(1)
    }

    fn key(&mut self, object: &Value) -> Option<String> {
        let keys: Vec<&String> = object.as_object()?.keys().collect();
        keys.get(self.roll(keys.len())).map(|key| (*key).clone())
    }

    fn pick<'v>(&mut self, list: &'v mut Value) -> Option<&'v mut Value> {
        let list = list.as_array_mut()?;
        let at = self.roll(list.len());
        list.get_mut(at)
    }
}

/// Edits a document in one place.
pub(crate) fn edit(document: &mut Value, dice: &mut Dice) {
    let edits = schemas::EDITS.len() + operations::EDITS.len();
    let at = dice.roll(edits);
    let edit = schemas::EDITS.iter().chain(operations::EDITS).nth(at).expect("one of them");
    // An edit that finds nothing to change leaves the document as it is.
    let _ = edit(document, dice);
}

/// An edit; nothing where it found nothing to change.
type Edit = fn(&mut Value, &mut Dice) -> Option<()>;

/// Moves a key of an object to another place.
fn moved(object: &mut Value, dice: &mut Dice) -> Option<()> {
    let key = dice.key(object)?;
    let map = object.as_object_mut()?;
    let value = map.shift_remove(&key)?;
    let place = dice.roll(map.len() + 1);
    map.shift_insert(place, key, value);
    Some(())
}

/// Puts a new key somewhere among the others.
fn put(map: &mut Map<String, Value>, dice: &mut Dice, key: String, value: Value) -> Option<()> {
    if map.contains_key(&key) {
        return None;
    }
    map.shift_insert(dice.roll(map.len() + 1), key, value);
    Some(())
}

/// Names that others have or nearly have, so that they collide.
fn near(name: &str, dice: &mut Dice) -> String {
    match dice.roll(5) {
        0 => name.to_uppercase(),
        1 => format!("{name}_"),
        2 => format!("{name}Data"),
        3 => format!("{name}Response"),
        _ => format!("{name}Item"),
    }
}
