/// RFC 6265bis, section 5.1.4, "path-match": equal, or below at a `/`.
pub(crate) fn path_matches(path: &str, scope: &str) -> bool {
    path.strip_prefix(scope).is_some_and(|rest| rest.is_empty() || scope.ends_with('/') || rest.starts_with('/'))
}

/// Every scope of at most so many bytes that a path matches, the longest first.
pub(crate) fn path_scopes(path: &str, longest: usize) -> impl Iterator<Item = &str> {
    let is_slash = |at: usize| path.as_bytes().get(at) == Some(&b'/');
    let is_boundary = move |len: &usize| *len == path.len() || is_slash(*len) || is_slash(len.wrapping_sub(1));
    (0..=longest.min(path.len())).rev().filter(is_boundary).filter_map(|len| path.get(..len))
}
