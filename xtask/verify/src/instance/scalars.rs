//! Random strings and numbers.

use serde_json::{Map, Number, Value};

use super::pattern;
use xtask::random::Random;

/// Parts of strings without a format, some of which need escapes.
const WORDS: [&str; 16] =
    ["", "a", "B", "7", "x y", "-", "_", ".", "/", "é", "名", "🦀", "\"", "\\", "\n", "null"];

/// The largest integer without a format. IEEE 754 doubles represent all integers up to this limit exactly.
const SAFE: i64 = (1 << 53) - 1;

/// Returns the value of a keyword for a length or a number of items.
pub(super) fn length(flat: &Map<String, Value>, keyword: &str) -> Option<usize> {
    usize::try_from(flat.get(keyword)?.as_u64()?).ok()
}

/// Returns the name of an undeclared member.
pub(super) fn name(random: &mut Random) -> String {
    format!("extra{}{}", random.below(100), random.pick(&["", "_", "-b", " é"]))
}

/// Returns a string; `None` if its length would exceed a limit.
pub(super) fn string(random: &mut Random, flat: &Map<String, Value>) -> Option<Value> {
    let least = length(flat, "minLength").unwrap_or(0);
    let most = length(flat, "maxLength").unwrap_or(usize::MAX);
    let of_format = flat.get("format").and_then(Value::as_str).and_then(|format| formatted(random, format));
    let text = match (of_format, flat.get("pattern").and_then(Value::as_str)) {
        (Some(text), _) => text,
        (None, Some(pattern)) => pattern::matching(random, pattern, least)?,
        (None, None) => {
            let wanted = least.max(random.below(12)).min(most);
            let mut text = String::new();
            while text.chars().count() < wanted {
                text.push_str(random.pick::<&str>(&WORDS));
            }
            text.chars().take(wanted).collect()
        }
    };
    (text.len() < (1 << 20)).then_some(Value::String(text))
}

/// Returns a string in the given format; `None` if the format has no rules.
fn formatted(random: &mut Random, format: &str) -> Option<String> {
    let two =
        |random: &mut Random, first: usize, end: usize| format!("{:02}", first + random.below(end - first));
    let date = |random: &mut Random| {
        format!("{}-{}-{}", 1970 + random.below(130), two(random, 1, 13), two(random, 1, 29))
    };
    let time = |random: &mut Random| {
        let fraction = match random.below(4) {
            0 => format!(".{:03}", random.below(1000)),
            1 => format!(".{:06}", random.below(1_000_000)),
            _ => String::new(),
        };
        let zone = *random.pick(&["Z", "Z", "Z", "+02:00", "-07:30"]);
        format!("{}:{}:{}{fraction}{zone}", two(random, 0, 24), two(random, 0, 60), two(random, 0, 60))
    };
    let hex = |random: &mut Random, digits: usize| -> String {
        (0..digits).map(|_| char::from(*random.pick(b"0123456789abcdef"))).collect()
    };
    let number = random.below(1000);
    Some(match format {
        "date-time" => format!("{}T{}", date(random), time(random)),
        "date" => date(random),
        "time" => time(random),
        "duration" => format!("P{}DT{}H", random.below(30), random.below(24)),
        "uuid" | "guid" => format!(
            "{}-{}-4{}-{}{}-{}",
            hex(random, 8),
            hex(random, 4),
            hex(random, 3),
            random.pick(&["8", "9", "a", "b"]),
            hex(random, 3),
            hex(random, 12)
        ),
        "uri" | "url" | "iri" => format!("https://example.com/a/{number}?b=c%20d"),
        "uri-reference" | "iri-reference" => format!("/a/{number}"),
        "uri-template" => format!("https://example.com/{{a}}/{number}{{?b}}"),
        "email" | "idn-email" => format!("user{number}@example.com"),
        "hostname" | "idn-hostname" => format!("host{number}.example.com"),
        "ipv4" => format!("10.0.{}.{}", random.below(256), random.below(256)),
        "ipv6" => format!("2001:db8::{}", hex(random, 4)),
        "json-pointer" => format!("/a/{number}"),
        "relative-json-pointer" => format!("{number}/a"),
        "regex" => format!("^a{{{number}}}$"),
        "byte" | "base64" => (*random.pick(&["", "YQ==", "YWI=", "YWJj", "+/+/", "AAECAwQF"])).to_owned(),
        _ => return None,
    })
}

/// Returns the minimum and the maximum of a number, if declared.
fn limits(flat: &Map<String, Value>, step: f64) -> (Option<f64>, Option<f64>) {
    let of = |keyword: &str| flat.get(keyword).and_then(Value::as_f64);
    let least =
        of("minimum").into_iter().chain(of("exclusiveMinimum").map(|limit| limit + step)).reduce(f64::max);
    let most =
        of("maximum").into_iter().chain(of("exclusiveMaximum").map(|limit| limit - step)).reduce(f64::min);
    (least, most)
}

/// Returns an integer that fits into its format.
pub(super) fn integer(random: &mut Random, flat: &Map<String, Value>) -> Option<Value> {
    let step = flat.get("multipleOf").and_then(Value::as_f64).map_or(1, |step| (step as i64).max(1));
    let (smallest, largest) = match flat.get("format").and_then(Value::as_str) {
        Some("int8") => (i64::from(i8::MIN), i64::from(i8::MAX)),
        Some("int16") => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("uint8") => (0, i64::from(u8::MAX)),
        Some("uint16") => (0, i64::from(u16::MAX)),
        Some("uint32") => (0, i64::from(u32::MAX)),
        Some("uint64") => (0, i64::MAX),
        Some("int64") => (i64::MIN, i64::MAX),
        _ => (-SAFE, SAFE),
    };
    let (least, most) = limits(flat, 1.0);
    // The conversion of a limit beyond the range of integers saturates.
    let least = least.map_or(smallest, |least| smallest.max(least.ceil() as i64));
    let most = most.map_or(largest, |most| largest.min(most.floor() as i64));
    if least > most {
        return None;
    }
    let near = i64::try_from(random.below(2000)).unwrap_or_default();
    let value = match random.below(8) {
        0 => least,
        1 => most,
        2 => 0,
        3 => -near,
        _ => near,
    };
    let value = value.clamp(least, most);
    // Rounds to a multiple, upward if the limit requires it.
    let multiple = value - value.rem_euclid(step);
    let multiple = if multiple < least { multiple.checked_add(step)? } else { multiple };
    (multiple <= most).then(|| multiple.into())
}

/// Returns a number with at most six significant digits, which a 32-bit number preserves.
pub(super) fn number(random: &mut Random, flat: &Map<String, Value>) -> Option<Value> {
    let step = flat.get("multipleOf").and_then(Value::as_f64);
    let (least, most) = limits(flat, step.unwrap_or(0.5));
    let hundredths = i32::try_from(random.below(200_000)).unwrap_or_default() - 20_000;
    let value = match random.below(6) {
        0 => f64::from(hundredths / 100),
        1 => 0.0,
        _ => f64::from(hundredths) / 100.0,
    };
    let value = value.max(least.unwrap_or(f64::MIN)).min(most.unwrap_or(f64::MAX));
    let value = step.map_or(value, |step| {
        let multiple = (value / step).floor() * step;
        if least.is_some_and(|least| multiple < least) { multiple + step } else { multiple }
    });
    match value {
        // An integer is also a number and is usually written without a fraction.
        whole if whole.fract() == 0.0 && whole.abs() < 1e15 && random.below(2) == 0 => {
            Some((whole as i64).into())
        }
        value => Number::from_f64(value).map(Value::Number),
    }
}
