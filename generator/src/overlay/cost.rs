//! Computes an upper bound for the cost of a target, before the target is evaluated.
//!
//! A `..` step visits all nodes under each start node, and a query in a filter runs once per filtered node.
//! Therefore, even a short target can take practically forever to evaluate.

use serde_json::Value;

use super::functions;
use crate::load::measure;

/// The maximum number of nodes that all targets together can visit.
pub(super) const MAX_VISITS: usize = 100_000_000;

/// The cost of compiling a regular expression, in visits. The library compiles it for every filtered node.
const PATTERN: usize = 50;

/// Returns an upper bound for the number of nodes that a target visits.
pub(super) fn visits(target: &str, tree: &Value) -> usize {
    let (depth, size) = measure(tree);
    let Steps { descents, filtered, wide } = steps(target);
    // The first `..` step visits all descendants of one node. Each additional `..` step visits every node
    // once per ancestor.
    let below = depth.max(2).saturating_pow(descents.saturating_sub(1));
    let once = if descents > 0 || wide { size.saturating_mul(below) } else { target.len() };
    // The library compiles each regular expression again for each visited node.
    let each = functions::patterns(target).saturating_mul(PATTERN).saturating_add(1);
    // Each query that starts at the root can visit all nodes.
    once.saturating_mul(size.saturating_pow(filtered)).saturating_mul(each)
}

/// The properties of a target that determine its cost.
#[derive(Debug, Default, PartialEq, Eq)]
struct Steps {
    /// The number of `..` steps, at any nesting level.
    descents: u32,
    /// The number of queries in filters that start at the root and select several nodes.
    filtered: u32,
    /// Whether any other step can select several nodes.
    wide: bool,
}

fn steps(target: &str) -> Steps {
    let mut found = Steps::default();
    // Whether the current query is in a filter, starts at the root, and has selected only one node so far.
    let mut absolute = false;
    let mut chars = functions::unquoted(target).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '$' => absolute = at > 0,
            '@' => absolute = false,
            '.' if chars.next_if(|(next, c)| *c == '.' && *next == at + 1).is_some() => {
                found.descents += 1;
                found.filtered += u32::from(std::mem::take(&mut absolute));
            }
            '*' | '?' | ':' => {
                found.wide = true;
                found.filtered += u32::from(std::mem::take(&mut absolute));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_outside_of_quotes() {
        let of = |target| {
            let Steps { descents, filtered, wide } = steps(target);
            (descents, filtered, wide)
        };
        assert_eq!(of("$.paths['..*'].get"), (0, 0, false));
        assert_eq!(of("$.paths.*.get"), (0, 0, true));
        assert_eq!(of("$..a..b"), (2, 0, false));
        assert_eq!(of("$.a[?@.b == $.c]"), (0, 0, true));
        assert_eq!(of("$.a[?count($..*) > count($.b.*)]"), (1, 2, true));
        assert_eq!(of("$.a[?@['it\\'s ..'] == 1]"), (0, 0, true));
    }

    #[test]
    fn ordinary_targets_are_cheap_and_nested_searches_are_not() {
        let leaf = serde_json::json!([[[[[[1, 2, 3, 4, 5]]]]]]);
        let tree = Value::Array(vec![leaf; 1_000]);
        for target in ["$.paths..parameters[?@.name == 'a']", "$[0][0]", "$..*[?@..a]"] {
            assert!(visits(target, &tree) < MAX_VISITS, "{target}");
        }
        for target in ["$..*[?count($..*) > 1]", "$..*..*..*..*..*..*..*"] {
            assert!(visits(target, &tree) > MAX_VISITS, "{target}");
        }
    }
}
