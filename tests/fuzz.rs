//! What the fuzzer does, done with every seed.

use std::collections::BTreeSet;

use tapi_acd::wire::layout::LAYOUTS;

use crate::repository::FILES;

#[path = "../crates/tapi-wire/fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "public for the fuzzer")]
mod targets;

/// The seeds lie in `fixtures/corpus/<target>/`; what begins with `bad` is refused by the target.
const CORPUS: &str = "fixtures/corpus/";

#[test]
fn every_seed_is_taken_or_refused_as_its_name_says() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut seeded = BTreeSet::new();
    for path in FILES.iter().map(|file| file.path.as_str()) {
        let Some((target, name)) = path.strip_prefix(CORPUS).and_then(|seed| seed.split_once('/')) else {
            continue;
        };
        let (target, run) = targets::TARGETS.into_iter().find(|(known, _)| *known == target).unwrap();
        let seed = std::fs::read(root.join(path)).unwrap();
        assert_eq!(run(&seed), !name.starts_with("bad"), "{path}");
        seeded.insert(target);
    }
    assert_eq!(seeded, targets::TARGETS.into_iter().map(|(name, _)| name).collect());
}

#[test]
fn every_target_is_one_of_the_fuzzer() {
    const DIRECTORY: &str = "crates/tapi-wire/fuzz/fuzz_targets/";
    let files = FILES.iter().filter_map(|file| file.path.strip_prefix(DIRECTORY)?.strip_suffix(".rs"));
    assert!(files.eq(targets::TARGETS.into_iter().map(|(name, _)| name)));
}

#[test]
fn the_fuzzer_knows_every_structure() {
    let known = targets::STRUCTURES.iter().map(|(name, _)| *name);
    assert!(known.eq(LAYOUTS.iter().map(|layout| layout.name)));
}
