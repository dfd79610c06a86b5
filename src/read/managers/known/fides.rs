//! Fides, by Ethyca: `fides_consent`, an object of the site's notices with how and when they were answered, as JSON, in
//! base64, or compressed (which needs the feature `consent-managers-gzip`). In its TCF mode there are no notices, and
//! the answer is the TC string beside them.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::String;
#[cfg(feature = "iab")]
use alloc::vec::Vec;

use crate::consent::ConsentManager;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
#[cfg(feature = "consent-managers-gzip")]
use crate::read::managers::gzip;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Naming, USUAL};
use crate::read::managers::text::{base64, is_almost, iso_time};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits { of: ConsentManager::Fides, longest: LONGEST, naming: Naming::Usual, groups: USUAL },
    // a site may add a suffix
    form: Form::One(&[Name::Begins("fides_consent")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let text = text(value)?;
    let (mut consent, mut meta, mut inapplicable) = (None, None, BTreeSet::new());
    json::entries(&text, |key, value| match key {
        "consent" => json::once(&mut consent, value),
        "fides_meta" => json::once(&mut meta, value),
        // they did not apply when the others were answered, so they were not
        "non_applicable_notice_keys" => json::items(value, |notice| {
            inapplicable.insert(json::string(notice)?);
            Ok(())
        }),
        // of old the notices stood here
        key => json::of_no_matter(key, &["consent", "fides_meta", "non_applicable_notice_keys", "fides_string"]),
    })?;
    let mut answers = Answers::default();
    match meta.map(|meta| act(meta, &mut answers)).transpose()? {
        Some(Act::Unsaved) => return Ok(Content::NoChoice),
        Some(Act::Default) => answers.is_unproven = true,
        Some(Act::Click) | None => {}
    }
    // long ago the notices stood alone
    let notices = match (consent, meta) {
        (Some(consent), _) => consent,
        (None, None) => &text,
        (None, Some(_)) => return Err(Damage),
    };
    let mut unmatched = inapplicable.clone();
    json::entries(notices, |notice, _| {
        unmatched.remove(notice);
        Ok(())
    })?;
    // a name that no notice bears may have been that of one, damaged
    let may_be = |key: &Cow<'_, str>, notice: &str| is_almost(key.as_bytes(), notice.as_bytes());
    let did_not_apply = |notice: &str| inapplicable.contains(notice) || unmatched.iter().any(|key| may_be(key, notice));
    json::entries(notices, |notice, state| {
        let granted = match state {
            "true" | "\"opt_in\"" => true,
            "false" | "\"opt_out\"" => false,
            "\"acknowledge\"" | "\"not_applicable\"" | "\"tcf\"" => return Ok(()),
            _ => return Err(Damage),
        };
        match notice {
            _ if granted && did_not_apply(notice) => {}
            _ if notice.starts_with("data_sales") => answers.add_sale(context, notice.as_bytes(), granted),
            // almost that one
            _ if !granted && is_almost_a_sale(notice) => {
                answers.no_sale = true;
                answers.add(context, notice.as_bytes(), false);
            }
            notice => answers.add(context, notice.as_bytes(), granted),
        }
        Ok(())
    })?;
    Ok(Content::Choice(answers))
}

/// Whether a notice begins almost as those of the sale of data do.
fn is_almost_a_sale(notice: &str) -> bool {
    (8..=12).any(|len| notice.get(..len).is_some_and(|start| is_almost(start.as_bytes(), b"data_sales")))
}

/// How the answers came about.
enum Act {
    Unsaved,
    /// By code, by a signal, or by closing the banner.
    Default,
    Click,
}

fn act(meta: &str, answers: &mut Answers) -> Result<Act, Damage> {
    let (mut updated, mut method) = (None, None);
    json::entries(meta, |key, value| match key {
        "updatedAt" => json::once(&mut updated, value),
        "consentMethod" => json::once(&mut method, value),
        key => json::of_no_matter(key, &["updatedAt", "consentMethod"]),
    })?;
    let updated = json::string(updated.unwrap_or("\"\""))?;
    if updated.is_empty() {
        return Ok(Act::Unsaved);
    }
    answers.decided_at = Some(iso_time(updated.as_bytes()).ok_or(Damage)?);
    Ok(match method {
        // versions before it was kept asked for a click
        None
        | Some("\"accept\"" | "\"reject\"" | "\"save\"" | "\"acknowledge\"" | "\"individual_notice\"" | "\"button\"") => {
            Act::Click
        }
        Some(_) => Act::Default,
    })
}

fn text(value: &[u8]) -> Result<Cow<'_, str>, Damage> {
    if json::is_object(value) {
        return json::text(value);
    }
    let bytes = match value.strip_prefix(b"gzip:") {
        #[cfg(feature = "consent-managers-gzip")]
        Some(compressed) => gzip::decompress(&base64(compressed).ok_or(Damage)?)?,
        #[cfg(not(feature = "consent-managers-gzip"))]
        Some(_) => return Err(Damage),
        None => base64(value).ok_or(Damage)?,
    };
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| Damage)
}

/// The TC, Additional Consent and GPP strings that it keeps, between commas.
#[cfg(feature = "iab")]
pub(in crate::read::managers) fn strings(value: &[u8]) -> Result<Vec<u8>, Damage> {
    let text = text(value)?;
    let strings = json::field(&text, "fides_string")?;
    strings.map_or_else(|| Ok(Vec::new()), |strings| Ok(json::string(strings)?.as_bytes().to_vec()))
}
