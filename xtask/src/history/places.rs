//! How many places of a document a change touches: values that are in one of two documents alone.

use serde_json::Value;

/// The number of scalars that differ; those of a part that is new or gone all count.
pub(super) fn count(old: &Value, new: &Value) -> usize {
    match (old, new) {
        _ if old == new => 0,
        (Value::Object(a), Value::Object(b)) => {
            let both =
                a.iter().map(|(key, value)| b.get(key).map_or(size(value), |it| count(value, it)));
            let only = b.iter().filter(|(key, _)| !a.contains_key(*key)).map(|(_, it)| size(it));
            both.chain(only).sum()
        }
        (Value::Array(a), Value::Array(b)) => {
            let lost = |from: &[Value], to: &[Value]| -> Vec<Value> {
                from.iter().filter(|it| !to.contains(it)).cloned().collect()
            };
            let (gone, come) = (lost(a, b), lost(b, a));
            let pairs: usize = gone.iter().zip(&come).map(|(a, b)| count(a, b)).sum();
            let shorter = gone.len().min(come.len());
            let rest = gone[shorter..].iter().chain(&come[shorter..]).map(size).sum::<usize>();
            // A list in another order is one change.
            (pairs + rest).max(1)
        }
        _ => size(old).max(size(new)),
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::Object(map) if !map.is_empty() => map.values().map(size).sum(),
        Value::Array(list) if !list.is_empty() => list.iter().map(size).sum(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::count;
    use serde_json::json;

    #[test]
    fn what_is_on_one_side_counts() {
        let old = json!({"a": 1, "b": {"c": [1, 2]}, "e": [{"x": 1, "y": 2}, {"x": 3}]});
        let new = json!({"a": 2, "b": {"c": [2, 1], "d": {}}, "e": [{"x": 3}, {"x": 1, "y": 4}]});
        // `a`, the order of `c`, `d`, and `y`.
        assert_eq!(count(&old, &new), 4);
        assert_eq!(count(&old, &old), 0);
    }
}
