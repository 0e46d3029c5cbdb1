//! A program that uses every item in the `base.yaml` crate, with explicit types.
//!
//! It must still compile after every change that is classified as non-breaking. It is built only by `cargo
//! xtask semver`.

#![allow(dead_code, deprecated, reason = "the program is only compiled, and deprecations must not break it")]

use things::api::others::Others;
use things::api::things::{PostFormBodyState, State, Things};
use things::models::{
    Answered, AnsweredAddress, AnsweredState, Both, BothAddress, BothState, Choice, Colour, Failure, Listing, Other, Sent,
    SentAddress, SentState, Title,
};
use things::runtime::Part;
use things::{Client, OAuth2, ProductionServer, Region, Server};

async fn calls(client: &Client, sent: &Sent, both: &Both) -> things::Result<()> {
    let things: Things = client.things();
    let others: Others = client.others();
    let listing: Listing = things.get_things("kind", 1).text("text").state(State::On).ids(["a"]).page_number(1).await?;
    let _ = things.get_things("kind", 1).items();
    let answered: Answered = things.post_thing(sent).await?;
    let got: Both = things.get_thing("id").await?;
    let changed: Both = things.put_thing("id").body(both).await?;
    let (): () = things.delete_thing("id").await?;
    let (): () = things.post_form("name").size(1).state(PostFormBodyState::Open).labels(["a"]).await?;
    let (): () = things.post_file(Part::text("a")).note("note").await?;
    let other: Other = others.get_other().await?;
    drop((listing, answered, got, changed, other));
    Ok(())
}

fn made() -> (Sent, Both) {
    let sent = Sent::new("name", "kind").note("note").count(1).state(SentState::Off).labels(["a"]);
    let both = Both::new("name", "kind").note("note").count(1).state(BothState::Off).labels(["a"]);
    (sent.address(SentAddress::new().street("street")), both.address(BothAddress::new().street("street")))
}

fn read_sent(value: &Sent) {
    let _: (&String, &String, &Option<String>) = (&value.name, &value.kind, &value.note);
    let _: (&Option<i64>, &Option<SentState>) = (&value.count, &value.state);
    let _: (&Option<Vec<String>>, &Option<SentAddress>) = (&value.labels, &value.address);
    let _: &Option<String> = &value.made_by;
}

fn read_answered(value: &Answered) {
    let _: (&String, &String, &Option<String>) = (&value.name, &value.kind, &value.note);
    let _: (&Option<i64>, &Option<AnsweredState>) = (&value.count, &value.state);
    let _: (&Option<Vec<String>>, &Option<AnsweredAddress>) = (&value.labels, &value.address);
    let _: &Option<String> = &value.made_by;
    let _: Option<&Option<String>> = value.address.as_ref().map(|address| &address.street);
}

fn read_both(value: &Both) {
    let _: (&String, &String, &Option<String>) = (&value.name, &value.kind, &value.note);
    let _: (&Option<i64>, &Option<BothState>) = (&value.count, &value.state);
    let _: (&Option<Vec<String>>, &Option<BothAddress>) = (&value.labels, &value.address);
    let _: &Option<String> = &value.made_by;
}

fn read_others(listing: &Listing, other: &Other, failure: &Failure) {
    let _: &Option<Vec<Answered>> = &listing.entities;
    let _: (&Option<i64>, &Option<i64>) = (&listing.page_number, &listing.page_count);
    let _: (&Option<Colour>, &Option<Title>) = (&other.colour, &other.title);
    let _: (&Option<Choice>, &Option<Answered>) = (&other.choice, &other.answered);
    let _: (&Option<String>, Option<String>) = (&failure.code, None::<Title>);
}

fn values() {
    let _ = (Colour::Red, Colour::Green, State::On, State::Off, SentState::On, BothState::On);
    let _ = (AnsweredState::On, AnsweredState::Off, Region::Eu, Region::Us);
    let _: Option<OAuth2> = None;
    let _ = Client::builder().server(Server::Production(ProductionServer::new().region(Region::Us)));
    let _: (Vec<Server>, Server) = (Server::all(), Server::TestExampleCom);
}

fn main() {}
