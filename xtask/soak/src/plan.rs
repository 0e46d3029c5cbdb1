//! The server's behavior and the expected outcome of each call: a pure function of the seed and the call's number.
//!
//! The plan encodes the client's documented behavior: which failures are retried, how often, and which errors
//! they cause.

use std::time::Duration;

use fastrand::Rng;
use purecloud_platform_client_v2::runtime::TransportErrorKind;

/// The maximum number of attempts per call, as configured on the client.
pub(crate) const ATTEMPTS: u32 = 4;

/// The time limit for a call that the server stalls.
pub(crate) const SHORT: Duration = Duration::from_millis(400);

/// The operation of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Get,
    Put,
    Post,
    Delete,
    /// Two pages of members. The plan applies to the second page; the first always succeeds.
    Members,
}

/// The server's response to one attempt. The plan does not include responses to expired tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Response {
    /// The correct value.
    Good,
    /// The correct value, in chunks with pauses.
    Slow,
    /// The correct value, labeled as text.
    Mislabeled,
    /// 429, with this `Retry-After` in seconds.
    TooMany(u8),
    /// 502, 503 or 504.
    Unavailable(u16),
    /// A connection reset instead of a response.
    Reset,
    /// A connection that is closed in the middle of the body.
    Cut,
    /// Half of the body, and then nothing.
    Stall,
    /// A body that ends in the middle of its JSON.
    Truncated,
    /// An HTML page.
    Html,
    /// JSON with a different structure.
    Misshapen,
    /// 404 with an API error.
    NotFound,
}

/// The expected outcome of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Value,
    Api(u16),
    Decode,
    Transport(TransportErrorKind),
}

/// The plan of one call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) kind: Kind,
    responses: [Response; ATTEMPTS as usize],
}

impl Plan {
    pub(crate) fn new(seed: u64, call: u32) -> Self {
        // Adjacent call numbers must not produce similar plans, so the seed is mixed, and the first random number is
        // skipped.
        let mut rng = Rng::with_seed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(u64::from(call)));
        rng.u64(..);
        let kind = match rng.u8(0..100) {
            0..40 => Kind::Get,
            40..55 => Kind::Put,
            55..70 => Kind::Post,
            70..85 => Kind::Delete,
            _ => Kind::Members,
        };
        let mut responses = [Response::Good; ATTEMPTS as usize];
        for (index, response) in responses.iter_mut().enumerate() {
            *response = match draw(&mut rng) {
                // The waits before a later attempt vary, so a stall there would make the outcome random.
                Response::Stall if index > 0 => Response::Cut,
                // The response body of a deletion is not read.
                Response::Truncated | Response::Html | Response::Misshapen if kind == Kind::Delete => {
                    Response::Good
                }
                other => other,
            };
        }
        Self { kind, responses }
    }

    /// Returns the response to this attempt; attempts are numbered from 0.
    pub(crate) fn response(&self, attempt: u32) -> Option<Response> {
        usize::try_from(attempt).ok().and_then(|attempt| self.responses.get(attempt)).copied()
    }

    /// Returns the expected outcome of the call and its number of attempts.
    pub(crate) fn outcome(&self) -> (Outcome, u32) {
        let can_repeat = self.kind != Kind::Post;
        let mut attempts = 0;
        let mut last = Response::Good;
        for response in self.responses {
            attempts += 1;
            last = response;
            if !(can_repeat && response.is_transient()) {
                break;
            }
        }
        (last.outcome(), attempts)
    }

    /// Returns whether the call needs a short time limit.
    pub(crate) fn hangs(&self) -> bool {
        self.responses.first() == Some(&Response::Stall)
    }
}

fn draw(rng: &mut Rng) -> Response {
    match rng.u16(0..1000) {
        0..600 => Response::Good,
        600..660 => Response::Slow,
        660..680 => Response::Mislabeled,
        680..740 => Response::TooMany(0),
        740..750 => Response::TooMany(1),
        750..810 => Response::Unavailable(503),
        810..820 => Response::Unavailable(502),
        820..830 => Response::Unavailable(504),
        830..880 => Response::Reset,
        880..905 => Response::Cut,
        905..910 => Response::Stall,
        910..940 => Response::Truncated,
        940..965 => Response::Html,
        965..990 => Response::Misshapen,
        _ => Response::NotFound,
    }
}

impl Response {
    /// Returns whether the client retries after this response.
    fn is_transient(self) -> bool {
        matches!(self, Self::TooMany(_) | Self::Unavailable(_) | Self::Reset)
    }

    fn outcome(self) -> Outcome {
        match self {
            Self::Good | Self::Slow | Self::Mislabeled => Outcome::Value,
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

    fn plan(kind: Kind, responses: [Response; 4]) -> Plan {
        Plan { kind, responses }
    }

    #[test]
    fn transient_failures_are_retried_if_retrying_is_safe() {
        let [good, busy, reset] = [Response::Good, Response::Unavailable(503), Response::Reset];
        assert_eq!(plan(Kind::Get, [busy, reset, good, busy]).outcome(), (Outcome::Value, 3));
        assert_eq!(plan(Kind::Get, [reset, reset, reset, busy]).outcome(), (Outcome::Api(503), 4));
        assert_eq!(plan(Kind::Post, [busy, good, good, good]).outcome(), (Outcome::Api(503), 1));
        assert_eq!(plan(Kind::Put, [Response::Html, good, good, good]).outcome(), (Outcome::Decode, 1));
    }

    #[test]
    fn a_seed_determines_a_plan_with_all_operations_and_responses() {
        let mut seen = Vec::new();
        for call in 0..3000 {
            let one = Plan::new(7, call);
            assert_eq!(one.responses, Plan::new(7, call).responses);
            seen.push((one.kind as u8, std::mem::discriminant(&one.responses[0])));
        }
        for kind in 0..5 {
            assert!(seen.iter().any(|(found, _)| *found == kind), "{kind}");
        }
        let mut responses: Vec<_> = seen.iter().map(|(_, response)| response).collect();
        responses.dedup();
        let distinct = (0..responses.len()).filter(|at| !responses[..*at].contains(&responses[*at])).count();
        assert_eq!(distinct, 12);
        assert!((0..100).any(|call| Plan::new(7, call).responses != Plan::new(8, call).responses));
    }
}
