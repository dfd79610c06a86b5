//! What most backends would write: the standard map for exact names, and one question for each length of prefix.

use std::collections::HashMap;

use cookie_consent::Category;

#[derive(Debug)]
pub(crate) struct StandardMap {
    exact: HashMap<Box<str>, Category>,
    prefixes: HashMap<Box<str>, Category>,
    lengths: Vec<usize>,
}

impl StandardMap {
    pub(crate) fn of(listed: &[(String, bool, Category)]) -> Self {
        let mut map = Self { exact: HashMap::new(), prefixes: HashMap::new(), lengths: Vec::new() };
        for (name, pattern, category) in listed {
            if *pattern {
                map.prefixes.insert(name.as_str().into(), *category);
                map.lengths.push(name.len());
            } else {
                map.exact.insert(name.as_str().into(), *category);
            }
        }
        map.lengths.sort_unstable_by(|a, b| b.cmp(a));
        map.lengths.dedup();
        map
    }

    pub(crate) fn find(&self, name: &str) -> Option<Category> {
        self.exact.get(name).copied().or_else(|| {
            self.lengths.iter().find_map(|len| name.get(..*len).and_then(|prefix| self.prefixes.get(prefix)).copied())
        })
    }
}
