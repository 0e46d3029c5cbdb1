//! The command line of the development commands: help, and errors outside of a checkout.

#[allow(dead_code, reason = "each test uses only part of this module")]
#[path = "../../generator/cli/tests/common/mod.rs"]
mod common;

use common::Folder;

#[test]
fn the_help_lists_all_commands() {
    let folder = Folder::new();
    // The available commands depend on the features of openapi-crate. Cargo also enables features that other packages
    // in the same build need.
    let help = folder.run(&["--help"]).out;
    for command in ["generate", "release", "semver", "soak", "corpus", "fuzz", "verify"] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}: {help}");
    }
    for command in ["semver", "soak", "corpus", "fuzz", "verify"] {
        let run = folder.run(&[command, "--help"]);
        assert_eq!(run.code, Some(0));
        insta::assert_snapshot!(format!("help_{command}"), run.out);
    }
}

#[test]
fn messages_contain_the_name_of_the_invoked_program() {
    let run = Folder::new().run(&["generate"]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains("run `cargo xtask init`"), "{}", run.err);
}

#[test]
fn running_outside_a_checkout_is_explained() {
    let folder = Folder::new();
    // This is the workspace of a different project.
    folder.put("Cargo.toml", "[workspace]\n");
    for arguments in [&["soak"][..], &["semver"], &["corpus", "."], &["verify", "."]] {
        folder.put("api.yaml", common::GOOD);
        let run = folder.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains("no-configuration"), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn arguments_are_checked_before_a_program_is_compiled() {
    let folder = Folder::new();
    for wrong in [
        &["soak", "--calls", "none"][..],
        &["soak", "--concurrency", "0"],
        &["soak", "--cals", "1"],
        &["soak", "more"],
        &["verify"],
        &["verify", ".", "--only", "nothing"],
        &["verify", ".", "more"],
    ] {
        let run = folder.run(wrong);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{wrong:?}");
        assert!(run.err.starts_with("error: "), "{wrong:?}: {}", run.err);
    }
}
