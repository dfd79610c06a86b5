/// RFC 6265bis, section 5.1.4, "path-match": equal, or below at a `/`.
pub(crate) fn path_matches(path: &str, scope: &str) -> bool {
    path.strip_prefix(scope).is_some_and(|rest| rest.is_empty() || scope.ends_with('/') || rest.starts_with('/'))
}
