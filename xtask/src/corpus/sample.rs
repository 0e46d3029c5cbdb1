//! Selects a representative sample of documents of all sizes, at most one per provider.

use std::collections::BTreeMap;

use super::find::Document;
use super::paths::{hash, slashed};

/// Selects `number` documents. The same documents, number and seed produce the same sample.
///
/// One document is drawn per provider. These documents are sorted by size and split into `number` groups,
/// and one document is drawn from each group.
pub fn sample(documents: Vec<Document>, number: usize, seed: u64) -> Vec<Document> {
    let draw = |document: &Document| hash(&[&seed.to_le_bytes(), slashed(&document.path).as_bytes()]);
    let mut providers: BTreeMap<String, Document> = BTreeMap::new();
    for document in documents {
        match providers.get(&document.provider()) {
            Some(drawn) if draw(drawn) <= draw(&document) => {}
            _ => drop(providers.insert(document.provider(), document)),
        }
    }
    let mut drawn: Vec<Document> = providers.into_values().collect();
    drawn.sort_by(|one, other| (one.size, &one.path).cmp(&(other.size, &other.path)));
    let groups = number.min(drawn.len());
    let mut sample: Vec<Document> = (0..groups)
        .filter_map(|group| {
            let (start, end) = (group * drawn.len() / groups, (group + 1) * drawn.len() / groups);
            drawn.get(start..end)?.iter().min_by_key(|document| draw(document)).cloned()
        })
        .collect();
    sample.sort_by(|one, other| one.path.cmp(&other.path));
    sample
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use super::*;

    fn documents() -> Vec<Document> {
        let document = |provider: u64, number: u64| Document {
            file: PathBuf::new(),
            path: PathBuf::from(format!("api/p{provider}/{number}.json")),
            size: 100 * provider + number,
            hash: 0,
        };
        (0..40).flat_map(|provider| (0..5).map(move |number| document(provider, number))).collect()
    }

    #[test]
    fn a_sample_is_reproducible_with_one_document_per_provider_of_all_sizes() {
        let paths = |seed| -> Vec<_> {
            sample(documents(), 10, seed).into_iter().map(|document| document.path).collect()
        };
        assert_eq!(paths(1), paths(1));
        assert_ne!(paths(1), paths(2));
        let sample = sample(documents(), 10, 1);
        let providers: BTreeSet<_> = sample.iter().map(Document::provider).collect();
        assert_eq!(providers.len(), 10);
        // A group spans four providers.
        let mut groups: Vec<_> = sample.iter().map(|document| document.size / 400).collect();
        groups.sort_unstable();
        assert_eq!(groups, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn a_sample_larger_than_the_corpus_contains_all_documents() {
        assert_eq!(sample(documents(), 1000, 1).len(), 40);
        assert!(sample(Vec::new(), 10, 1).is_empty());
    }
}
