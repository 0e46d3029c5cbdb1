//! What happens to each call, and what must come of it: a pure function of the seed and the call's number.
//!
//! It knows the client's promises (what is repeated, how often, which error means what), and not how they are kept.

use std::time::Duration;

use fastrand::Rng;
use purecloud_platform_client_v2::runtime::TransportErrorKind;

/// How often a call is made at most; the client is set up so.
pub(crate) const ATTEMPTS: u32 = 4;

/// The time limit of a call that the server lets hang.
pub(crate) const SHORT: Duration = Duration::from_millis(400);

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Get,
    Put,
    Post,
    Delete,
    /// Two pages of members; the plan is about the second, the first is always in order.
    Members,
}

/// What the server does with one attempt. An expired token comes on top of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The right value.
    Good,
    /// The right value, in pieces with pauses.
    Slow,
    /// The right value, but said to be text.
    Mislabelled,
    /// 429, to be asked again after so many seconds.
    TooMany(u8),
    /// 502, 503 or 504.
    Unavailable(u16),
    /// The connection is reset in place of an answer.
    Reset,
    /// The connection ends in the middle of the body.
    Cut,
    /// Half of the body, and then nothing.
    Stall,
    /// A body that ends in the middle of its JSON.
    Truncated,
    /// A page for browsers.
    Html,
    /// JSON of another shape.
    Misshapen,
    /// 404 with an error of the API.
    NotFound,
}

/// What must come of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Value,
    Api(u16),
    Decode,
    Transport(TransportErrorKind),
}

/// One call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) kind: Kind,
    answers: [Answer; ATTEMPTS as usize],
}

impl Plan {
    pub(crate) fn new(seed: u64, call: u32) -> Self {
        // Neighbouring numbers must not give similar plans: the generator mixes its seed, and its first number is left out.
        let mut rng = Rng::with_seed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(u64::from(call)));
        rng.u64(..);
        let kind = match rng.u8(0..100) {
            0..40 => Kind::Get,
            40..55 => Kind::Put,
            55..70 => Kind::Post,
            70..85 => Kind::Delete,
            _ => Kind::Members,
        };
        let mut answers = [Answer::Good; ATTEMPTS as usize];
        for (index, answer) in answers.iter_mut().enumerate() {
            *answer = match draw(&mut rng) {
                // Later, the waits before would leave it to chance how the call ends.
                Answer::Stall if index > 0 => Answer::Cut,
                // Nobody reads the body of a deletion's answer.
                Answer::Truncated | Answer::Html | Answer::Misshapen if kind == Kind::Delete => Answer::Good,
                other => other,
            };
        }
        Self { kind, answers }
    }

    /// What the server does with this attempt, counted from 0.
    pub(crate) fn answer(&self, attempt: u32) -> Option<Answer> {
        usize::try_from(attempt).ok().and_then(|attempt| self.answers.get(attempt)).copied()
    }

    /// What must come of the call, and after how many attempts.
    pub(crate) fn outcome(&self) -> (Outcome, u32) {
        let repeatable = self.kind != Kind::Post;
        let mut attempts = 0;
        let mut last = Answer::Good;
        for answer in self.answers {
            attempts += 1;
            last = answer;
            if !(repeatable && answer.is_passing()) {
                break;
            }
        }
        (last.outcome(), attempts)
    }

    /// Whether the call needs a short time limit, to end while we wait.
    pub(crate) fn hangs(&self) -> bool {
        self.answers.first() == Some(&Answer::Stall)
    }
}

fn draw(rng: &mut Rng) -> Answer {
    match rng.u16(0..1000) {
        0..600 => Answer::Good,
        600..660 => Answer::Slow,
        660..680 => Answer::Mislabelled,
        680..740 => Answer::TooMany(0),
        740..750 => Answer::TooMany(1),
        750..810 => Answer::Unavailable(503),
        810..820 => Answer::Unavailable(502),
        820..830 => Answer::Unavailable(504),
        830..880 => Answer::Reset,
        880..905 => Answer::Cut,
        905..910 => Answer::Stall,
        910..940 => Answer::Truncated,
        940..965 => Answer::Html,
        965..990 => Answer::Misshapen,
        _ => Answer::NotFound,
    }
}

impl Answer {
    /// Whether the client may hope for another one.
    fn is_passing(self) -> bool {
        matches!(self, Self::TooMany(_) | Self::Unavailable(_) | Self::Reset)
    }

    fn outcome(self) -> Outcome {
        match self {
            Self::Good | Self::Slow | Self::Mislabelled => Outcome::Value,
            Self::TooMany(_) => Outcome::Api(429),
            Self::Unavailable(status) => Outcome::Api(status),
            Self::NotFound => Outcome::Api(404),
            Self::Reset => Outcome::Transport(TransportErrorKind::Interrupted),
            Self::Cut => Outcome::Transport(TransportErrorKind::Body),
            Self::Stall => Outcome::Transport(TransportErrorKind::Timeout),
            Self::Truncated | Self::Html | Self::Misshapen => Outcome::Decode,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(kind: Kind, answers: [Answer; 4]) -> Plan {
        Plan { kind, answers }
    }

    #[test]
    fn what_passes_is_repeated_where_that_does_no_harm() {
        let [good, busy, reset] = [Answer::Good, Answer::Unavailable(503), Answer::Reset];
        assert_eq!(plan(Kind::Get, [busy, reset, good, busy]).outcome(), (Outcome::Value, 3));
        assert_eq!(plan(Kind::Get, [reset, reset, reset, busy]).outcome(), (Outcome::Api(503), 4));
        assert_eq!(plan(Kind::Post, [busy, good, good, good]).outcome(), (Outcome::Api(503), 1));
        assert_eq!(plan(Kind::Put, [Answer::Html, good, good, good]).outcome(), (Outcome::Decode, 1));
    }

    #[test]
    fn a_seed_is_a_plan_and_has_all_of_it() {
        let mut seen = Vec::new();
        for call in 0..3000 {
            let one = Plan::new(7, call);
            assert_eq!(one.answers, Plan::new(7, call).answers);
            seen.push((one.kind as u8, std::mem::discriminant(&one.answers[0])));
        }
        for kind in 0..5 {
            assert!(seen.iter().any(|(found, _)| *found == kind), "{kind}");
        }
        let mut answers: Vec<_> = seen.iter().map(|(_, answer)| answer).collect();
        answers.dedup();
        let distinct = (0..answers.len()).filter(|at| !answers[..*at].contains(&answers[*at])).count();
        assert_eq!(distinct, 12);
        assert!((0..100).any(|call| Plan::new(7, call).answers != Plan::new(8, call).answers));
    }
}
