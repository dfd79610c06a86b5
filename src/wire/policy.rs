//! A policy as a document: reading notes everything that is wrong with its place, and goes on. Keys and words that are
//! not named here are errors, and so is a format that is not this one.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::{Error as _, SerializeMap as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::Date;

use super::tree::{Keys, LIST, Part, Reading, Take, Tree, Written, one};
use super::words::Day;
use crate::consent::PolicyVersion;
use crate::cookie::{Category, CategorySet, DataUse, DataUseSet, Lifetime, MaxAge, Party, Storage};
use crate::law::{Condition, ConditionSet, Ground, Jurisdiction, Months, Reach, Requirement, Risk, RiskSet, Rule};
use crate::policy::document::FORMAT;
use crate::policy::{
    BrowserGrants, Declaration, DntScope, Exemption, Forbidden, GpcScope, ImportedLabels, LawOverride, Member,
    NotSubject, PageScope, Policy, PolicyBuilder, PolicyErrorKind, Settings, Tightening, Trust, Undeclared, Vendor,
    Version,
};
use crate::visit::{Programme, ProgrammeSet, Region, VendorTool};
use crate::vocabulary::UnknownWord;

/// A noun that is an object: what it is, the keys that it needs, and for each key the field and what this is where the
/// key is left out. Read and written by one list.
macro_rules! object {
    (
        $noun:ty, $expected:literal, needs [$($needed:literal: $example:literal),*],
        { $($key:literal $field:ident = $default:expr),+ $(,)? }
    ) => {
        impl Part for $noun {
            fn read(tree: Tree, reading: &mut Reading) -> Self {
                const KEYS: Keys = Keys { known: &[$($key),+], needed: &[$(($needed, $example)),*] };
                let mut noun = Self { $($field: $default),+ };
                reading.object(tree, $expected, &KEYS, |key, value, reading| match key {
                    $($key => noun.$field = Part::read(value, reading),)+
                    _ => {}
                });
                noun
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = serializer.serialize_map(Some([$($key),+].len()))?;
                $(object.serialize_entry($key, &Written(&self.$field))?;)+
                object.end()
            }
        }
    };
}

struct Controller {
    name: Box<str>,
    contact: Box<str>,
}

object! {
    Controller, "a controller: write `{\"name\": \"edX LLC\", \"contact\": \"privacy@edx.org\"}`",
    needs ["name": "\"edX LLC\"", "contact": "\"privacy@edx.org\""],
    { "name" name = Box::default(), "contact" contact = Box::default() }
}

object! {
    Version, "a version: write `{\"number\": 1, \"effective\": \"2026-11-23\"}`",
    needs ["number": "1", "effective": "\"2026-11-23\""],
    {
        "number" number = PolicyVersion::new(0),
        "effective" effective = Date::MIN,
        "material" material = CategorySet::EMPTY,
        "material_vendors" material_vendors = Vec::new(),
    }
}

object! {
    Settings, "settings: write an object such as `{\"undeclared\": \"deny\"}`", needs [],
    {
        "gpc_scope" gpc_scope = Self::DEFAULT.gpc_scope,
        "dnt_scope" dnt_scope = Self::DEFAULT.dnt_scope,
        "undeclared" undeclared = Self::DEFAULT.undeclared,
        "imported_labels" imported_labels = Self::DEFAULT.imported_labels,
        "browser_grants" browser_grants = Self::DEFAULT.browser_grants,
        "absent_risks" absent_risks = Self::DEFAULT.absent_risks,
    }
}

object! {
    Vendor, "a vendor: write `{\"id\": \"adco\", \"name\": \"AdCo Inc.\"}`",
    needs ["id": "\"adco\"", "name": "\"AdCo Inc.\""],
    {
        "id" id = Box::default(),
        "name" name = Box::default(),
        "programmes" programmes = ProgrammeSet::EMPTY,
        "tool" tool = None,
        "tcf_id" tcf_id = None,
        "atp_id" atp_id = None,
    }
}

object! {
    Declaration, "a declaration: write `{\"name\": \"_ga\", \"categories\": [\"performance\"]}`",
    needs ["name": "\"_ga\"", "categories": "[\"performance\"]"],
    {
        "name" pattern = Box::default(),
        "categories" categories = CategorySet::EMPTY,
        "uses" uses = DataUseSet::EMPTY,
        "party" party = Party::First,
        "storage" storage = Storage::Cookie,
        "hosts" hosts = Vec::new(),
        "path" path = None,
        "vendor" vendor = None,
        "lifetime" lifetime = None,
        "purpose" purpose = Box::default(),
        "exemptions" exemptions = Vec::new(),
        "absent_risks" absent_risks = RiskSet::EMPTY,
        "trust" trust = Trust::Reviewed,
    }
}

object! {
    Exemption, "an exemption: write `{\"ground\": \"statistical\", \"met\": [\"sole-purpose\"]}`",
    needs ["ground": "\"statistical\"", "met": "[\"sole-purpose\"]"],
    { "ground" ground = Ground::Statistical, "met" met = ConditionSet::EMPTY }
}

object! {
    Member, "a member: write `{\"id\": \"unix\"}` and what it adds", needs ["id": "\"unix\""],
    {
        "id" id = Box::default(),
        "pages" pages = Vec::new(),
        "declarations" declarations = Vec::new(),
        "forbids" forbids = Vec::new(),
        "tightens" tightenings = Vec::new(),
        "longest" longest = None,
    }
}

object! {
    PageScope, "pages: write `{\"host\": \"courses.edx.org\", \"path\": \"/courses/UniX\"}`",
    needs ["host": "\"courses.edx.org\"", "path": "\"/courses/UniX\""],
    { "host" host = Box::default(), "path" path = Box::default() }
}

object! {
    Tightening, "a tightening: write `{\"name\": \"_ga\", \"add_categories\": [\"targeting\"]}`",
    needs ["name": "\"_ga\""],
    {
        "name" pattern = Box::default(),
        "add_categories" categories = CategorySet::EMPTY,
        "add_uses" uses = DataUseSet::EMPTY,
        "lifetime" lifetime = None,
    }
}

object! {
    LawOverride, "an override: write `{\"place\": \"FR\", \"rule\": \"no-exemption\"}`",
    needs ["place": "\"FR\"", "rule": "\"no-exemption\""],
    {
        "place" jurisdiction = Jurisdiction::Unknown,
        "rule" rule = Rule::NoExemption,
        "since" since = None,
        "laxer" laxer = false,
    }
}

object! {
    NotSubject, "a fact that does not bind: write `{\"fact\": \"eu27/dsa-minors\", \"because\": \"no online platform\"}`",
    needs ["fact": "\"eu27/dsa-minors\"", "because": "\"no online platform\""],
    { "fact" fact = Box::default(), "because" because = Box::default() }
}

impl Part for Forbidden {
    fn read(tree: Tree, reading: &mut Reading) -> Self {
        const EXPECTED: &str =
            "a prohibition: write one of `{\"category\": …}`, `{\"use\": …}`, `{\"vendor\": …}` and `{\"cookie\": …}`";
        let read =
            reading.choice(tree, EXPECTED, &["category", "use", "vendor", "cookie"], |key, value, reading| match key {
                "category" => Self::Category(Part::read(value, reading)),
                "use" => Self::Use(Part::read(value, reading)),
                "vendor" => Self::Vendor(Part::read(value, reading)),
                _ => Self::Cookie(Part::read(value, reading)),
            });
        read.unwrap_or(Self::Category(Category::Targeting))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Category(category) => one(serializer, "category", category),
            Self::Use(data_use) => one(serializer, "use", data_use),
            Self::Vendor(vendor) => one(serializer, "vendor", vendor),
            Self::Cookie(pattern) => one(serializer, "cookie", pattern),
        }
    }
}

impl Part for Lifetime {
    fn read(tree: Tree, reading: &mut Reading) -> Self {
        const EXPECTED: &str = "a lifetime: write `\"session\"`, `{\"days\": 90}` or `{\"seconds\": 3600}`";
        if matches!(&tree, Tree::Text(text) if **text == *"session") {
            return Self::Session;
        }
        let age = reading.choice(tree, EXPECTED, &["days", "seconds"], |unit, value, reading| {
            let (second, expected) = match unit {
                "days" => (86_400, "a number of days: use 1 to 49710, or `\"session\"` as the lifetime"),
                _ => (1, "a number of seconds: use 1 to 4294967295, or `\"session\"` as the lifetime"),
            };
            let number = if let Tree::Whole(number) = value { i64::try_from(number).ok() } else { None };
            let age = number.and_then(|number| MaxAge::from_seconds(number.checked_mul(second)?).ok());
            if age.is_none() {
                reading.unread(&value, expected);
            }
            age
        });
        age.flatten().map_or(Self::Session, Self::Persistent)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Session => serializer.serialize_str("session"),
            Self::Persistent(age) => one(serializer, "seconds", &age.seconds()),
        }
    }
}

struct Needs {
    category: Category,
    requirement: Requirement,
}

object! {
    Needs, "a category and what it needs: write `{\"category\": \"targeting\", \"requirement\": \"opt-in\"}`",
    needs ["category": "\"targeting\"", "requirement": "\"opt-in\""],
    { "category" category = Category::Targeting, "requirement" requirement = Requirement::OptIn }
}

struct Risky {
    categories: CategorySet,
    risk: Risk,
}

object! {
    Risky, "categories and a risk: write `{\"categories\": [\"targeting\"], \"risk\": \"sensitive\"}`",
    needs ["categories": "[\"targeting\"]", "risk": "\"sensitive\""],
    { "categories" categories = CategorySet::NON_ESSENTIAL, "risk" risk = Risk::Sensitive }
}

struct Lasting {
    months: u8,
}

object! { Lasting, "a time: write `{\"months\": 6}`", needs ["months": "6"], { "months" months = 0 } }

struct Minors {
    below: u8,
}

object! { Minors, "an age: write `{\"below\": 16}`", needs ["below": "16"], { "below" below = 0 } }

struct MinorsReached {
    below: u8,
    reach: Reach,
}

object! {
    MinorsReached, "an age and a reach: write `{\"below\": 16, \"reach\": \"covered-uses\"}`",
    needs ["below": "16", "reach": "\"covered-uses\""],
    { "below" below = 0, "reach" reach = Reach::EveryUse }
}

/// The rules that say all in one word.
const RULES: &[&str] =
    &["no-exemption", "shows-opt-out-status", "tcf-vetoes", "tcf-applies", "notifies-material-change"];

impl Part for Rule {
    fn read(tree: Tree, reading: &mut Reading) -> Self {
        const EXPECTED: &str =
            "a rule: write a word such as `\"no-exemption\"`, or an object such as `{\"requires\": \"opt-in\"}`";
        const KEYS: &[&str] = &[
            "requires",
            "requires-for",
            "ignores-risk",
            "opt-in-if",
            "forbidden-if",
            "exempts",
            "honours-gpc",
            "consent-lasts",
            "override-lasts",
            "ask-again-after",
            "minors-not-asked-again",
            "minors-need-parent",
            "minors-need-opt-in",
            "minors-prohibited",
        ];
        if let Tree::Text(word) = &tree {
            return match &**word {
                "no-exemption" => Self::NoExemption,
                "shows-opt-out-status" => Self::ShowsOptOutStatus,
                "tcf-vetoes" => Self::TcfVetoes,
                "tcf-applies" => Self::TcfApplies,
                "notifies-material-change" => Self::NotifiesMaterialChange,
                other => {
                    reading.wrong(UnknownWord::new("a rule that says all in one word", RULES, other));
                    Self::NoExemption
                }
            };
        }
        let months = |value, reading: &mut Reading| Months::new(Lasting::read(value, reading).months);
        let below = |value, reading: &mut Reading| Minors::read(value, reading).below;
        let read = reading.choice(tree, EXPECTED, KEYS, |key, value, reading| match key {
            "requires" => Self::Requires(Part::read(value, reading)),
            "requires-for" => {
                let Needs { category, requirement } = Part::read(value, reading);
                Self::RequiresFor(category, requirement)
            }
            "ignores-risk" => {
                let Risky { categories, risk } = Part::read(value, reading);
                Self::IgnoresRisk(categories, risk)
            }
            "opt-in-if" => {
                let Risky { categories, risk } = Part::read(value, reading);
                Self::OptInIf(categories, risk)
            }
            "forbidden-if" => {
                let Risky { categories, risk } = Part::read(value, reading);
                Self::ForbiddenIf(categories, risk)
            }
            "exempts" => Self::Exempts(Part::read(value, reading)),
            "honours-gpc" => Self::HonoursGpc(Part::read(value, reading)),
            "consent-lasts" => Self::ConsentLasts(months(value, reading)),
            "override-lasts" => Self::OverrideLasts(months(value, reading)),
            "ask-again-after" => Self::AskAgainAfter(months(value, reading)),
            "minors-not-asked-again" => Self::MinorsNotAskedAgain { below: below(value, reading) },
            "minors-need-parent" => {
                let MinorsReached { below, reach } = Part::read(value, reading);
                Self::MinorsNeedParent { below, reach }
            }
            "minors-need-opt-in" => {
                let MinorsReached { below, reach } = Part::read(value, reading);
                Self::MinorsNeedOptIn { below, reach }
            }
            _ => {
                let MinorsReached { below, reach } = Part::read(value, reading);
                Self::MinorsProhibited { below, reach }
            }
        });
        read.unwrap_or(Self::NoExemption)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lasting = |months: Months| Lasting { months: months.count() };
        match *self {
            Self::Requires(requirement) => one(serializer, "requires", &requirement),
            Self::RequiresFor(category, requirement) => {
                one(serializer, "requires-for", &Needs { category, requirement })
            }
            Self::IgnoresRisk(categories, risk) => one(serializer, "ignores-risk", &Risky { categories, risk }),
            Self::OptInIf(categories, risk) => one(serializer, "opt-in-if", &Risky { categories, risk }),
            Self::ForbiddenIf(categories, risk) => one(serializer, "forbidden-if", &Risky { categories, risk }),
            Self::Exempts(ground) => one(serializer, "exempts", &ground),
            Self::NoExemption => serializer.serialize_str("no-exemption"),
            Self::HonoursGpc(binding) => one(serializer, "honours-gpc", &binding),
            Self::ShowsOptOutStatus => serializer.serialize_str("shows-opt-out-status"),
            Self::ConsentLasts(months) => one(serializer, "consent-lasts", &lasting(months)),
            Self::OverrideLasts(months) => one(serializer, "override-lasts", &lasting(months)),
            Self::AskAgainAfter(months) => one(serializer, "ask-again-after", &lasting(months)),
            Self::MinorsNotAskedAgain { below } => one(serializer, "minors-not-asked-again", &Minors { below }),
            Self::MinorsNeedParent { below, reach } => {
                one(serializer, "minors-need-parent", &MinorsReached { below, reach })
            }
            Self::MinorsNeedOptIn { below, reach } => {
                one(serializer, "minors-need-opt-in", &MinorsReached { below, reach })
            }
            Self::MinorsProhibited { below, reach } => {
                one(serializer, "minors-prohibited", &MinorsReached { below, reach })
            }
            Self::TcfVetoes => serializer.serialize_str("tcf-vetoes"),
            Self::TcfApplies => serializer.serialize_str("tcf-applies"),
            Self::NotifiesMaterialChange => serializer.serialize_str("notifies-material-change"),
        }
    }
}

/// The word that stands there, if it is one. What is no text is no word either.
fn word<T: FromStr<Err = UnknownWord>>(tree: &Tree, reading: &mut Reading) -> Option<T> {
    let read = if let Tree::Text(text) = tree { text.parse() } else { tree.shown().as_str().parse() };
    read.map_err(|error| reading.wrong(error)).ok()
}

macro_rules! words {
    ($($noun:ident or $harmless:expr),+ $(,)?) => {$(
        impl Part for $noun {
            fn read(tree: Tree, reading: &mut Reading) -> Self {
                word(&tree, reading).unwrap_or($harmless)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        }
    )+};
}

words! {
    BrowserGrants or Self::ForBrowser, Category or Self::Targeting, DataUse or Self::SaleOrShare,
    DntScope or Self::Ignored, GpcScope or Self::Everywhere, Ground or Self::Statistical,
    ImportedLabels or Self::Inform, Party or Self::First, Reach or Self::EveryUse, Requirement or Self::OptIn,
    Risk or Self::Sensitive, Storage or Self::Cookie, Trust or Self::Reviewed, Undeclared or Self::Deny,
    VendorTool or Self::GoogleAnalytics,
}

macro_rules! sets {
    ($($set:ident of $item:ident),+ $(,)?) => {$(
        impl Part for $set {
            fn read(tree: Tree, reading: &mut Reading) -> Self {
                let Tree::List(items) = tree else {
                    reading.unread(&tree, LIST);
                    return Self::EMPTY;
                };
                let words = items.iter().enumerate();
                words.filter_map(|(at, item)| reading.item(at, |reading| word::<$item>(item, reading))).collect()
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        }
    )+};
}

sets! {
    CategorySet of Category, ConditionSet of Condition, DataUseSet of DataUse, ProgrammeSet of Programme,
    RiskSet of Risk,
}

impl Part for PolicyVersion {
    fn read(tree: Tree, reading: &mut Reading) -> Self {
        Self::new(u32::read(tree, reading))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.number())
    }
}

impl Part for Date {
    fn read(tree: Tree, reading: &mut Reading) -> Self {
        word(&tree, reading).map_or(Self::MIN, |Day(day)| day)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Day(*self).serialize(serializer)
    }
}

/// A region, `elsewhere` or `unknown`.
struct Place(Jurisdiction);

impl FromStr for Place {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "a region: use ISO 3166, such as `FR` or `US-CA`, or else `elsewhere` or `unknown`";
        match text {
            "elsewhere" => Ok(Self(Jurisdiction::Elsewhere)),
            "unknown" => Ok(Self(Jurisdiction::Unknown)),
            region => {
                let region: Result<Region, _> = region.parse();
                region
                    .map(|region| Self(Jurisdiction::Region(region)))
                    .map_err(|_| UnknownWord::new(EXPECTED, &[], text))
            }
        }
    }
}

impl Part for Jurisdiction {
    fn read(tree: Tree, reading: &mut Reading) -> Self {
        word(&tree, reading).map_or(Self::Unknown, |Place(place)| place)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Region(region) => serializer.collect_str(region),
            Self::Elsewhere => serializer.serialize_str("elsewhere"),
            Self::Unknown => serializer.serialize_str("unknown"),
        }
    }
}

/// Reads the object that is the whole document.
struct Document;

const KEYS: Keys = Keys {
    known: &[
        "format",
        "$schema",
        "controller",
        "record_cookie",
        "versions",
        "settings",
        "vendors",
        "declarations",
        "delegations",
        "members",
        "law",
        "not_subject",
    ],
    needed: &[
        ("format", "\"cookie-consent-policy/1\""),
        ("versions", "[{\"number\": 1, \"effective\": \"2026-11-23\"}]"),
        ("declarations", "[]"),
    ],
};

impl<'de> Visitor<'de> for Document {
    type Value = PolicyBuilder;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with `\"format\": \"{FORMAT}\"`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<PolicyBuilder, A::Error> {
        let mut policy = PolicyBuilder::default();
        let mut reading = Reading::new();
        let mut seen = Vec::new();
        while let Some(key) = object.next_key::<Box<str>>()? {
            let Some(key) = reading.key(&key, &KEYS, &mut seen) else {
                object.next_value_seed(Take::each(&mut drop))?;
                continue;
            };
            reading.under(key, |reading| match key {
                "versions" => each(&mut object, &mut policy.versions, reading),
                "vendors" => each(&mut object, &mut policy.vendors, reading),
                "declarations" => each(&mut object, &mut policy.declarations, reading),
                "delegations" => each(&mut object, &mut policy.delegations, reading),
                "members" => each(&mut object, &mut policy.members, reading),
                "law" => each(&mut object, &mut policy.overrides, reading),
                "not_subject" => each(&mut object, &mut policy.not_subject, reading),
                _ => {
                    read_field(key, object.next_value()?, &mut policy, reading);
                    Ok(())
                }
            })?;
        }
        reading.missing(&KEYS, &seen);
        policy.unread = Some(reading.errors()).filter(|errors| !errors.is_empty()).map(Box::new);
        Ok(policy)
    }
}

/// Reads a field that is no list.
fn read_field(key: &str, tree: Tree, policy: &mut PolicyBuilder, reading: &mut Reading) {
    match key {
        "format" => {
            if !matches!(&tree, Tree::Text(format) if **format == *FORMAT) {
                reading.wrong(PolicyErrorKind::Format(tree.shown()));
            }
        }
        "controller" => {
            let controller = Controller::read(tree, reading);
            (policy.controller, policy.contact) = (controller.name, controller.contact);
        }
        "record_cookie" => policy.record_cookie = Part::read(tree, reading),
        "settings" => policy.settings = Part::read(tree, reading),
        // a comment, or the address of the schema: for editors
        _ => drop(Box::<str>::read(tree, reading)),
    }
}

/// Reads a list, item by item.
fn each<'de, A: MapAccess<'de>, T: Part>(
    object: &mut A,
    items: &mut Vec<T>,
    reading: &mut Reading,
) -> Result<(), A::Error> {
    let mut item = |tree| items.push(reading.item(items.len(), |reading| T::read(tree, reading)));
    let tree = object.next_value_seed(Take::each(&mut item))?;
    if !matches!(tree, Tree::List(_)) {
        reading.unread(&tree, LIST);
    }
    Ok(())
}

impl Serialize for PolicyBuilder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // what could not be read would be lost
        if let Some(unread) = &self.unread {
            return Err(S::Error::custom(unread));
        }
        let controller = Controller { name: self.controller.clone(), contact: self.contact.clone() };
        // `$schema` is never written, and the last one only where it says something, as older releases do not know it
        let keys = KEYS.known.len().saturating_sub(if self.not_subject.is_empty() { 2 } else { 1 });
        let mut object = serializer.serialize_map(Some(keys))?;
        object.serialize_entry("format", FORMAT)?;
        object.serialize_entry("controller", &Written(&controller))?;
        object.serialize_entry("record_cookie", &self.record_cookie)?;
        object.serialize_entry("versions", &Written(&self.versions))?;
        object.serialize_entry("settings", &Written(&self.settings))?;
        object.serialize_entry("vendors", &Written(&self.vendors))?;
        object.serialize_entry("declarations", &Written(&self.declarations))?;
        object.serialize_entry("delegations", &self.delegations)?;
        object.serialize_entry("members", &Written(&self.members))?;
        object.serialize_entry("law", &Written(&self.overrides))?;
        if !self.not_subject.is_empty() {
            object.serialize_entry("not_subject", &Written(&self.not_subject))?;
        }
        object.end()
    }
}

impl<'de> Deserialize<'de> for PolicyBuilder {
    /// Reads a [document](crate::policy::document), in any format that describes itself. Whatever cannot be read is
    /// noted, and [`build`](Self::build) says it together with what is found wrong in the rest; only what is no
    /// document at all (no object, or broken JSON) is an error here.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Document)
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.source().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Policy {
    /// Reads and builds: everything that is wrong comes in one error, a line each. For typed errors read a
    /// [`PolicyBuilder`] and [build](PolicyBuilder::build) it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        PolicyBuilder::deserialize(deserializer)?.build().map_err(D::Error::custom)
    }
}
