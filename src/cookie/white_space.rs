/// Without SP and TAB at the ends, and nothing else: what Unicode calls white space belongs to a name, else a script
/// could spell `__Host-consent` in a way that browsers do not protect.
pub(crate) const fn trim(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = bytes {
        bytes = rest;
    }
    bytes
}
