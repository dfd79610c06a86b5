//! Shopify: `_tracking_consent`, an object in which each answer is `"1"`, `"0"` or not given, or a compact form of it.
//! What is merely allowed in the visitor's region is no answer; `_cmp_a` holds nothing else and is not read.

use crate::consent::ConsentManager;
use crate::cookie::Category;
use crate::read::managers::answers::{Answers, Content};
use crate::read::managers::context::Context;
use crate::read::managers::json;
use crate::read::managers::manager::{Damage, Form, Manager, Name};
use crate::read::managers::mapping::{Habits, LONGEST, Meaning, Naming};

pub(super) const MANAGER: Manager = Manager {
    habits: Habits {
        of: ConsentManager::Shopify,
        longest: LONGEST,
        naming: Naming::Fixed,
        groups: &[
            ("a", Some(Category::Performance)),
            ("p", Some(Category::Functionality)),
            ("m", Some(Category::Targeting)),
        ],
    },
    form: Form::One(&[Name::Is("_tracking_consent")], read),
};

fn read(context: &Context<'_>, value: &[u8]) -> Result<Content, Damage> {
    let mut said = Answered { context, answers: Answers::default(), found: false };
    match value {
        [b'3', compact @ ..] => said.read_compact(compact)?,
        _ => said.read_object(&json::text(value)?)?,
    }
    Ok(if said.found { Content::Choice(said.answers) } else { Content::NoChoice })
}

struct Answered<'a> {
    context: &'a Context<'a>,
    answers: Answers,
    found: bool,
}

impl Answered<'_> {
    /// Analytics, preferences, marketing, and the sale of data.
    fn add(&mut self, letter: &[u8], granted: bool) {
        self.found = true;
        match letter {
            b"s" => self.answers.add_sale(self.context, b"s", granted),
            letter => self.answers.add(self.context, letter, granted),
        }
    }

    /// Before the dot stands what was answered: a capital letter for yes.
    fn read_compact(&mut self, text: &[u8]) -> Result<(), Damage> {
        let dot = text.iter().position(|byte| *byte == b'.').ok_or(Damage)?;
        for letter in text.get(..dot).unwrap_or_default() {
            match letter {
                b'A' | b'M' | b'P' | b'S' => self.add(&[letter.to_ascii_lowercase()], true),
                b'a' | b'm' | b'p' | b's' => self.add(&[*letter], false),
                _ => return Err(Damage),
            }
        }
        Ok(())
    }

    /// Version 2.1 has an answer for each purpose, 2.0 one for each law.
    fn read_object(&mut self, text: &str) -> Result<(), Damage> {
        let consent = json::field(text, "con")?;
        json::entries(consent.ok_or(Damage)?, |form, value| match form {
            "CMP" => json::entries(value, |purpose, answer| {
                if let Some(granted) = answer_of(answer)? {
                    let purpose = purpose.as_bytes();
                    // there are no others
                    if purpose != b"s" && self.context.meaning(purpose) == Meaning::Unknown {
                        return Err(Damage);
                    }
                    self.add(purpose, granted);
                }
                Ok(())
            }),
            "GDPR" => {
                if let Some(granted) = answer_of(value)? {
                    self.answers.set_all(granted);
                    self.found = true;
                }
                Ok(())
            }
            "CCPA" => {
                if let Some(granted) = answer_of(value)? {
                    self.add(b"s", granted);
                }
                Ok(())
            }
            form => json::of_no_matter(form, &["CMP", "GDPR", "CCPA"]),
        })
    }
}

fn answer_of(text: &str) -> Result<Option<bool>, Damage> {
    match text {
        "\"\"" => Ok(None),
        "\"1\"" => Ok(Some(true)),
        "\"0\"" => Ok(Some(false)),
        _ => Err(Damage),
    }
}
