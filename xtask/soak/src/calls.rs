//! Makes the calls concurrently and checks the outcome of each against the plan. This module uses only the client's
//! public API.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use purecloud_platform_client_v2::models::{
    GroupCreate, GroupCreateType, GroupCreateVisibility, GroupUpdate,
};
use purecloud_platform_client_v2::runtime::{Reading, RetryBudget, RetryPolicy};
use purecloud_platform_client_v2::{Client, Error, OAuth2, RequestOptions};
use tokio::task::JoinSet;

use crate::Settings;
use crate::memory::resident_kib;
use crate::plan::{ATTEMPTS, Kind, Outcome, Plan, SHORT};
use crate::server::{CALL, CLIENT_ID, CLIENT_SECRET, Seen, Server};

/// The maximum number of wrong outcomes that are described. The others are only counted.
const DESCRIBED: usize = 10;

/// The outcomes of all calls.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// The number of calls per outcome.
    pub(crate) outcomes: BTreeMap<String, u32>,
    /// The duration of each call.
    pub(crate) times: Vec<Duration>,
    pub(crate) retries: u32,
    /// The number of retries after a `Retry-After`.
    pub(crate) waits: u32,
    pub(crate) wrong: u32,
    pub(crate) faults: Vec<String>,
    /// The number of calls that had not ended at the deadline.
    pub(crate) hanging: u32,
    pub(crate) elapsed: Duration,
    /// Samples of the resident set size in KiB, about one per percent of the calls.
    pub(crate) memory: Vec<u64>,
}

/// The outcome of one call: the correct value, or an error.
type CallResult = Result<(), Error>;

/// Makes all calls in the plan.
pub(crate) async fn make_all(settings: Settings, server: &Server) -> Result<Tally, String> {
    let client = client(server).map_err(|error| error.to_string())?;
    let next = Arc::new(AtomicU32::new(0));
    let (done, mut ended) = tokio::sync::mpsc::unbounded_channel();
    let mut workers = JoinSet::new();
    for _ in 0..settings.concurrency {
        let (client, next, done) = (client.clone(), Arc::clone(&next), done.clone());
        workers.spawn(async move {
            loop {
                let call = next.fetch_add(1, Ordering::Relaxed);
                if call >= settings.calls {
                    break;
                }
                let plan = Plan::new(settings.seed, call);
                let started = Instant::now();
                let result = make(&client, &plan, call).await;
                if done.send((call, started.elapsed(), result)).is_err() {
                    break;
                }
            }
        });
    }
    drop(done);
    let started = Instant::now();
    let mut tally = Tally { times: Vec::with_capacity(settings.calls as usize), ..Tally::default() };
    let every = (settings.calls / 100).max(1);
    let count = async {
        while let Some((call, time, result)) = ended.recv().await {
            tally.count(settings, call, time, result, server.forget(call));
            if tally.times.len().is_multiple_of(every as usize) {
                tally.memory.extend(resident_kib());
            }
        }
    };
    // Hanging calls are dropped along with the workers.
    let in_time = tokio::time::timeout(settings.deadline, count).await.is_ok();
    workers.shutdown().await;
    tally.elapsed = started.elapsed();
    let ended = u32::try_from(tally.times.len()).unwrap_or(u32::MAX);
    tally.hanging = if in_time && ended == settings.calls { 0 } else { settings.calls - ended };
    Ok(tally)
}

/// Creates a client with three settings that differ from the defaults. Waits are short. Bodies are logged, since they
/// are the most likely source of leaked secrets. Decoding is strict, so that each malformed body is detected.
fn client(server: &Server) -> purecloud_platform_client_v2::Result<Client> {
    Client::builder()
        .base_url(server.url())
        .token_url(format!("{}/oauth/token", server.url()))
        .login(OAuth2::client_credentials(CLIENT_ID, CLIENT_SECRET))
        .retry(RetryPolicy::new().max_attempts(ATTEMPTS).base_wait(Duration::from_millis(20)))
        .retry_budget(RetryBudget::unlimited())
        .log_bodies(4096)
        .reading(Reading::Strict)
        .build()
}

async fn make(client: &Client, plan: &Plan, call: u32) -> Result<CallResult, String> {
    let (groups, id) = (client.groups(), call.to_string());
    let options = RequestOptions::new().header(CALL, &id);
    let options = if plan.hangs() { options.timeout(SHORT) } else { options };
    let of_group = |group: Option<(Option<String>, String)>| match group {
        Some((Some(found), name)) if found == id && name == format!("group {call}") => Ok(()),
        other => Err(format!("received a different group: {other:?}")),
    };
    let sent = match plan.kind {
        Kind::Get => groups.get_group(&id).options(options).send().await,
        Kind::Put => groups.put_group(&id).body(&GroupUpdate::new(7)).options(options).send().await,
        Kind::Post => {
            let (kind, visibility) = (GroupCreateType::Official, GroupCreateVisibility::Public);
            let new = GroupCreate::new(format!("group {call}"), kind, true, visibility);
            groups.post_groups(&new).options(options).send().await
        }
        Kind::Delete => return Ok(groups.delete_group(&id).options(options).await),
        Kind::Members => {
            let mut items = groups.get_group_members(&id).options(options).items();
            let mut found = Vec::new();
            while let Some(item) = items.next().await {
                match item {
                    Ok(user) => found.push(user.id.unwrap_or_default()),
                    // The two members of the first page must have arrived before the error.
                    Err(error) if found.len() == 2 => return Ok(Err(error)),
                    Err(error) => return Err(format!("after {} members: {error}", found.len())),
                }
            }
            let expected: Vec<_> =
                ["1-0", "1-1", "2-0", "2-1"].iter().map(|place| format!("{call}-{place}")).collect();
            return if found == expected {
                Ok(Ok(()))
            } else {
                Err(format!("received different members: {found:?}"))
            };
        }
    };
    match sent {
        Ok(response) => {
            let group = response.into_body();
            of_group(Some((group.id, group.name))).map(Ok)
        }
        Err(error) => Ok(Err(error)),
    }
}

impl Tally {
    fn count(
        &mut self,
        settings: Settings,
        call: u32,
        time: Duration,
        result: Result<CallResult, String>,
        seen: Seen,
    ) {
        self.times.push(time);
        self.retries += seen.attempts.saturating_sub(1);
        self.waits += seen.waits;
        let plan = Plan::new(settings.seed, call);
        let judged = result.and_then(|result| {
            *self.outcomes.entry(name(&result)).or_default() += 1;
            judge(&plan, call, &result, seen)
        });
        if let Err(fault) = judged {
            self.wrong += 1;
            if self.faults.len() < DESCRIBED {
                self.faults.push(format!("call {call}, {plan:?}: {fault}"));
            }
        }
    }
}

/// Returns the short name of an outcome, for the report.
fn name(result: &CallResult) -> String {
    match result {
        Ok(()) => "value".to_owned(),
        Err(Error::Api(error)) => format!("api {}", error.status().as_u16()),
        Err(Error::Transport(error)) => format!("transport {:?}", error.kind()).to_lowercase(),
        Err(Error::Decode(_)) => "decode".to_owned(),
        Err(Error::Auth(_)) => "auth".to_owned(),
        Err(_) => "other".to_owned(),
    }
}

/// Checks an outcome against the plan.
fn judge(plan: &Plan, call: u32, result: &CallResult, seen: Seen) -> Result<(), String> {
    let (expected, attempts) = plan.outcome();
    let found = match result {
        Ok(()) => Outcome::Value,
        Err(Error::Api(error)) => Outcome::Api(error.status().as_u16()),
        Err(Error::Decode(_)) => Outcome::Decode,
        Err(Error::Transport(error)) => Outcome::Transport(error.kind()),
        Err(error) => return Err(error.to_string()),
    };
    // This is the only outcome that the plan does not predict: two tokens expired during the same attempt, so the
    // response is a 401.
    if found == Outcome::Api(401) && seen.refused_twice {
        return Ok(());
    }
    if found != expected {
        return Err(format!("expected {expected:?}, got {result:?}"));
    }
    if seen.came_early {
        return Err("the call was retried before the time in Retry-After had elapsed".to_owned());
    }
    // A call that timed out may never have reached the server.
    if seen.attempts != attempts && !plan.hangs() {
        return Err(format!("expected {attempts} attempts, but the server received {}", seen.attempts));
    }
    let Err(error) = result else { return Ok(()) };
    if error.attempts() != Some(attempts) && !plan.hangs() {
        return Err(format!("expected {attempts} attempts, but the error reports {:?}", error.attempts()));
    }
    if let Error::Api(api_error) = error {
        let correlation = format!("soak-{call}");
        if api_error.correlation_id() != Some(correlation.as_str())
            || api_error.message() != Some("as planned")
        {
            return Err(format!("the error does not contain the server's message: {error}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_ignores_retry_after_is_a_failure() {
        let (call, plan) = (0..)
            .map(|call| (call, Plan::new(3, call)))
            .find(|(_, plan)| plan.outcome() == (Outcome::Value, 2))
            .unwrap();
        let mut seen = Seen::default();
        (seen.attempts, seen.waits) = (2, 1);
        assert!(judge(&plan, call, &Ok(()), seen).is_ok());
        seen.came_early = true;
        assert!(judge(&plan, call, &Ok(()), seen).is_err());
    }
}
