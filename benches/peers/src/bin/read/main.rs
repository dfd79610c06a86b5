//! What a request carries, read by us and by what a backend would otherwise use. Every answer is compared before
//! anything is timed.

#[path = "../../counting.rs"]
#[allow(dead_code)]
mod counting;
mod hostile;
#[path = "../../race.rs"]
mod race;
mod requests;
#[path = "../../../../standard_map.rs"]
mod standard_map;
mod strings;
#[path = "../../../../workload.rs"]
#[allow(dead_code)]
mod workload;

use std::collections::HashMap;
use std::hint::black_box;
use std::str::FromStr;

use cookie_consent::read::iab::{Gpp, TcString};
use cookie_consent::read::{Cookies, Managers, managers};
use cookie_consent::visit::{Tcf, TcfPurpose, TcfPurposes};
use cookie_consent::{Category, Consent, ConsentRecord, Cookie, Policy, Visit, decide};
use iab_gpp::sections::Section;
use iab_gpp::sections::tcfeuv2::TcfEuV2;
use iab_gpp::sections::us_common::OptOut;
use iab_gpp::sections::uspv1::Flag;
use iab_gpp::v1::GPPString;
use lib_tcstring::TcModelV2;
use race::{Contender, race};
use workload::{NOW, Random};

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

/// How many different documents there are of each kind.
const DOCUMENTS: usize = 64;
/// How many of them are read in one turn, in random order.
const READ: usize = 1_024;

fn main() {
    let mut random = Random(11);
    let (policy, listed, names) = workload::inventory(2_249);
    let visits = workload::visits();
    let asked = std::env::args().nth(1);
    let part = |name: &str| asked.as_deref().is_none_or(|asked| asked == name);
    if part("cookies") {
        cookie_headers(&mut random, &policy, &visits[0], &listed, &names);
    }
    if part("record") {
        records(&mut random);
    }
    if part("onetrust") {
        onetrust(&mut random, &policy, &names);
    }
    if part("tcf") {
        tc_strings(&mut random, "TC string, 100 vendors in fields of bits", strings::short);
        tc_strings(&mut random, "TC string, 1,000 vendors in ranges, three times", strings::long);
    }
    if part("gpp") {
        gpp(&mut random);
    }
    if part("hostile") {
        hostile::report();
    }
}

/// Different documents, and many turns of them in random order.
fn documents<T>(random: &mut Random, make: impl Fn(&mut Random) -> T) -> (Vec<T>, Vec<usize>) {
    let documents = (0..DOCUMENTS).map(|_| make(random)).collect();
    (documents, (0..READ).map(|_| random.below(DOCUMENTS)).collect())
}

/// Something that reads every document of a turn. What it allocates for one of them is in its name.
fn reader<'a, T, R>(
    name: &str,
    documents: &'a [T],
    turn: &'a [usize],
    read: impl Fn(&'a T) -> R + 'a,
) -> Contender<'a> {
    let calls: usize = documents.iter().map(|document| counting::counted(|| drop(read(document))).1.calls).sum();
    let each = calls as f64 / documents.len() as f64;
    Contender::new(&format!("{name} ({each:.0} allocations)"), turn.len(), move || {
        for at in turn {
            black_box(read(black_box(&documents[*at])));
        }
    })
}

fn cookie_headers(
    random: &mut Random,
    policy: &Policy,
    visit: &Visit<'_>,
    listed: &[(String, bool, Category)],
    names: &[String],
) {
    let map = standard_map::StandardMap::of(listed);
    let (headers, turn) = documents(random, |random| requests::header(random, names));
    println!("{} bytes on average", headers.iter().map(String::len).sum::<usize>() / headers.len());
    let ours = |header: &String| {
        let lines = [header.as_bytes()];
        let cookies = Cookies::new(&lines).unwrap();
        cookies.pairs().fold(0, |sum, pair| sum + pair.name().len() + pair.value().len() * 64)
    };
    let theirs = |header: &String| {
        cookie::Cookie::split_parse(header.as_str())
            .flatten()
            .fold(0, |sum, pair| sum + pair.name().len() + pair.value().len() * 64)
    };
    let named = |header: &String| {
        let lines = [header.as_bytes()];
        Cookies::new(&lines).unwrap().all(b"nobody").count()
    };
    for header in &headers {
        assert_eq!(ours(header), theirs(header), "{header}");
    }
    race(
        "Cookie header of 30: pairs",
        vec![
            reader("Cookies::pairs", &headers, &turn, ours),
            reader("cookie::Cookie::split_parse", &headers, &turn, theirs),
        ],
    );
    race(
        "Cookie header of 30: one name that is not there",
        vec![
            reader("Cookies::all", &headers, &turn, named),
            reader("cookie::Cookie::split_parse", &headers, &turn, theirs),
        ],
    );
    let code = |category| match category {
        None => "uncategorised",
        Some(Category::StrictlyNecessary) => "strictly-necessary",
        Some(_) => "default-opt-in",
    };
    let ours = |header: &String| {
        let lines = [header.as_bytes()];
        let cookies = Cookies::new(&lines).unwrap();
        cookies.pairs().fold(0, |sum, pair| {
            let cookie = Cookie::first_party(std::str::from_utf8(pair.name()).unwrap(), "www.edx.org");
            sum + decide(policy, visit, Consent::Absent, &cookie).reason().code().len()
        })
    };
    let theirs = |header: &String| {
        let pairs = cookie::Cookie::split_parse(header.as_str()).flatten();
        pairs.fold(0, |sum, pair| sum + code(map.find(pair.name())).len())
    };
    for header in &headers {
        assert_eq!(ours(header), theirs(header), "{header}");
    }
    race(
        "Cookie header of 30: a decision on each, 2,249 names",
        vec![
            reader("Cookies::pairs, decide", &headers, &turn, ours),
            reader("split_parse, std HashMap and prefixes, match", &headers, &turn, theirs),
        ],
    );
}

fn records(random: &mut Random) {
    let (records, turn) = documents(random, requests::record);
    type Said = (i64, u64, [bool; 3]);
    let ours = |(text, _): &(String, String)| -> Said {
        let record: ConsentRecord = text.parse().unwrap();
        let choices = Category::ALL[1..].iter().map(|category| record.category(*category));
        let mut said = (0, 0, [false; 3]);
        for (choice, granted) in choices.zip(&mut said.2) {
            *granted = choice.grant.is_some();
            if let Some(grant) = choice.grant {
                (said.0, said.1) = (grant.at.unix_timestamp(), grant.version.number().into());
            }
            if let Some(refusal) = choice.refusal {
                (said.0, said.1) = (refusal.at.unix_timestamp(), refusal.version.number().into());
            }
        }
        said
    };
    let theirs = |(_, text): &(String, String)| -> Said {
        let decoded: Vec<u8> = percent_encoding::percent_decode_str(text).collect();
        let json: serde_json::Value = serde_json::from_slice(&decoded).unwrap();
        let granted = ["performance", "functionality", "targeting"].map(|name| json["c"][name].as_bool().unwrap());
        (json["ts"].as_i64().unwrap(), json["policy"].as_u64().unwrap(), granted)
    };
    for record in &records {
        assert_eq!(ours(record), theirs(record), "{record:?}");
    }
    println!("{} and {} bytes, the first", records[0].0.len(), records[0].1.len());
    race(
        "consent record from a cookie's value",
        vec![
            reader("ConsentRecord, checked", &records, &turn, ours),
            reader("percent-decode, serde_json::Value, no checks", &records, &turn, theirs),
        ],
    );
}

fn onetrust(random: &mut Random, policy: &Policy, names: &[String]) {
    let every = Managers::every();
    let few = |random: &mut Random| {
        let (consent, closed) = requests::onetrust(random);
        let header = format!("OptanonAlertBoxClosed={closed}; OptanonConsent={consent}");
        (header, consent)
    };
    let many = |random: &mut Random| {
        let (header, consent) = few(random);
        (format!("{}; {header}", requests::header(random, names)), consent)
    };
    let ours = |(header, _): &(String, String)| {
        let lines = [header.as_bytes()];
        let imported = managers::read(policy, NOW, &Cookies::new(&lines).unwrap(), &every);
        match imported.consent() {
            Consent::Given(record) => [Category::Performance, Category::Functionality, Category::Targeting]
                .map(|category| record.category(category).grant.is_some()),
            Consent::Absent | Consent::Unreadable => panic!("{header}"),
        }
    };
    let theirs = |(_, consent): &(String, String)| {
        let fields: HashMap<_, _> = form_urlencoded::parse(consent.as_bytes()).collect();
        let groups: HashMap<&str, &str> =
            fields["groups"].split(',').filter_map(|group| group.split_once(':')).collect();
        ["C0002", "C0003", "C0004"].map(|group| groups[group] == "1")
    };
    let map_only = |(_, consent): &(String, String)| -> usize {
        form_urlencoded::parse(consent.as_bytes()).collect::<HashMap<_, _>>().len()
    };
    let (few, turn) = documents(random, few);
    let (many, _) = documents(random, many);
    for document in few.iter().chain(&many) {
        assert_eq!(ours(document), theirs(document), "{document:?}");
    }
    for (title, documents) in [("alone", &few), ("among 30 others", &many)] {
        race(
            &format!("OneTrust's two cookies, {title}"),
            vec![
                reader("Cookie header to record: managers::read", documents, &turn, ours),
                reader("one value: form_urlencoded into a HashMap", documents, &turn, map_only),
                reader("and its groups into another", documents, &turn, theirs),
            ],
        );
    }
}

/// Ids up to 2,047.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ids([u64; 32]);

impl Ids {
    fn of(ranges: impl Iterator<Item = std::ops::RangeInclusive<u16>>) -> Self {
        let mut words = [0_u64; 32];
        ranges.for_each(|range| {
            let (first, last) = (usize::from(*range.start()), usize::from(*range.end()));
            let (from, to) = (u64::MAX << (first % 64), u64::MAX >> (63 - last % 64));
            if first / 64 == last / 64 {
                words[first / 64] |= from & to;
            } else {
                words[first / 64] |= from;
                words[first / 64 + 1..last / 64].fill(u64::MAX);
                words[last / 64] |= to;
            }
        });
        Self(words)
    }

    fn of_each(ids: impl Iterator<Item = u16>) -> Self {
        Self::of(ids.map(|id| id..=id))
    }
}

/// Every field that the peers read too.
#[derive(Debug, PartialEq, Eq)]
struct Everything {
    times: (i64, i64),
    numbers: (u16, u16, u16),
    flags: (bool, bool),
    country: [u8; 2],
    features: [bool; 12],
    purposes: (TcfPurposes, TcfPurposes),
    vendors: (Ids, Ids, Option<Ids>),
}

fn everything(text: &String) -> Everything {
    let string = TcString::new(text.as_bytes()).unwrap();
    Everything {
        times: (string.created().unix_timestamp(), string.last_updated().unix_timestamp()),
        numbers: (string.cmp_id(), string.vendor_list_version(), string.policy_version().into()),
        flags: (string.is_service_specific(), string.purpose_one_treatment()),
        country: string.publisher_country().unwrap(),
        features: std::array::from_fn(|at| string.special_feature(at as u8 + 1)),
        purposes: (string.purposes(), string.legitimate_interests()),
        vendors: (
            Ids::of(string.consented()),
            Ids::of(string.legitimately_interested()),
            string.disclosed().map(Ids::of),
        ),
    }
}

fn purposes(numbers: impl Iterator<Item = u16>) -> TcfPurposes {
    numbers.filter_map(|number| TcfPurpose::ALL.get(usize::from(number) - 1).copied()).collect()
}

fn everything_of(model: &TcModelV2) -> Everything {
    let country = model.publisher_country_code.as_bytes();
    let numbers = |list: &[u8]| purposes(list.iter().copied().map(u16::from));
    Everything {
        times: (model.created_at as i64 / 1_000, model.updated_at as i64 / 1_000),
        numbers: (model.cmp_id, model.vendor_list_version, model.tcf_policy_version),
        flags: (model.is_service_specific, model.purpose_one_treatment),
        country: [country[0], country[1]],
        features: std::array::from_fn(|at| model.special_feature_opt_ins.contains(&(at as u8 + 1))),
        purposes: (numbers(&model.purposes_consent), numbers(&model.purposes_li_transparency)),
        vendors: (
            Ids::of_each(model.vendors_consent.iter().copied()),
            Ids::of_each(model.vendors_li_consent.iter().copied()),
            (!model.disclosed_vendors.is_empty()).then(|| Ids::of_each(model.disclosed_vendors.iter().copied())),
        ),
    }
}

fn everything_in(section: &TcfEuV2) -> Everything {
    let core = &section.core;
    let country = core.publisher_country_code.as_bytes();
    Everything {
        times: (core.created as i64, core.last_updated as i64),
        numbers: (core.cmp_id, core.vendor_list_version, core.policy_version.into()),
        flags: (core.is_service_specific, core.purpose_one_treatment),
        country: [country[0], country[1]],
        features: std::array::from_fn(|at| core.special_feature_optins.contains(&(at as u16 + 1))),
        purposes: (
            purposes(core.purpose_consents.iter().copied()),
            purposes(core.purpose_legitimate_interests.iter().copied()),
        ),
        vendors: (
            Ids::of_each(core.vendor_consents.iter().copied()),
            Ids::of_each(core.vendor_legitimate_interests.iter().copied()),
            section.disclosed_vendors.as_ref().map(|ids| Ids::of_each(ids.iter().copied())),
        ),
    }
}

fn tc_strings(random: &mut Random, title: &str, make: fn(&mut Random) -> String) {
    /// A vendor that the strings may or may not list.
    const VENDOR: u16 = 98;
    let (texts, turn) = documents(random, make);
    println!("{} characters on average", texts.iter().map(String::len).sum::<usize>() / texts.len());
    let lib_tcstring = |text: &String| TcModelV2::try_from(text.as_str()).unwrap();
    let iab_gpp = |text: &String| TcfEuV2::from_str(text).unwrap();
    let twenty =
        |text: &String| -> Tcf { TcString::new(text.as_bytes()).unwrap().to_tcf((0..20).map(|at| at * 37 + 5)) };
    let question = |text: &String| {
        let string = TcString::new(text.as_bytes()).unwrap();
        (string.purposes(), string.consents_to(VENDOR))
    };
    for text in &texts {
        let ours = everything(text);
        assert_eq!(ours, everything_of(&lib_tcstring(text)), "{text}");
        assert_eq!(ours, everything_in(&iab_gpp(text)), "{text}");
        let model = lib_tcstring(text);
        assert_eq!(question(text).1, model.vendors_consent.contains(&VENDOR), "{text}");
        for vendor in twenty(text).vendors {
            let listed = (model.vendors_consent.contains(&vendor.id), model.disclosed_vendors.contains(&vendor.id));
            assert_eq!((vendor.consented, vendor.disclosed), listed, "{text}");
        }
    }
    race(
        title,
        vec![
            reader("TcString, all fields, all vendors in bit sets", &texts, &turn, everything),
            reader("lib_tcstring", &texts, &turn, lib_tcstring),
            reader("iab_gpp", &texts, &turn, iab_gpp),
        ],
    );
    race(
        &format!("{title}: what a policy with 20 vendors asks"),
        vec![reader("TcString::to_tcf", &texts, &turn, twenty), reader("lib_tcstring", &texts, &turn, lib_tcstring)],
    );
    race(
        &format!("{title}: purposes and one vendor, LESS work than the peer's"),
        vec![
            reader("TcString::new, which checks all, and two questions", &texts, &turn, question),
            reader("lib_tcstring", &texts, &turn, lib_tcstring),
        ],
    );
    let read: Vec<TcString<'_>> = texts.iter().map(|text| TcString::new(text.as_bytes()).unwrap()).collect();
    race(
        &format!("{title}: the two questions to a string that was read before"),
        vec![
            reader("TcString", &read, &turn, |string| (string.purposes(), string.consents_to(VENDOR))),
            reader("lib_tcstring, which reads it", &texts, &turn, lib_tcstring),
        ],
    );
}

fn gpp(random: &mut Random) {
    let slices = |text: &String| Gpp::new(text.as_bytes()).unwrap().sections().fold(0, |sum, (id, _)| sum + id);
    let their_slices =
        |text: &String| GPPString::from_str(text).unwrap().section_ids().fold(0, |sum, id| sum + *id as u16);
    let signal = |text: &String| {
        let signal = Gpp::new(text.as_bytes()).unwrap().signal().unwrap();
        (signal.opted_out(), signal.gpc())
    };
    let their_signal = |text: &String| {
        let string = GPPString::from_str(text).unwrap();
        let mut signal = (false, false);
        for section in string.decode_all_sections() {
            let (opted_out, gpc) = match section.unwrap() {
                Section::UspV1(section) => (section.opt_out_sale == Flag::Yes, false),
                Section::UsCa(section) => (
                    [section.core.sale_opt_out, section.core.sharing_opt_out].contains(&OptOut::OptedOut),
                    section.gpc == Some(true),
                ),
                Section::UsVa(section) => (
                    [section.core.sale_opt_out, section.core.targeted_advertising_opt_out].contains(&OptOut::OptedOut),
                    false,
                ),
                other => panic!("{other:?}"),
            };
            signal = (signal.0 | opted_out, signal.1 | gpc);
        }
        signal
    };
    let (texts, turn) = documents(random, strings::us_sections);
    for text in &texts {
        assert_eq!(slices(text), their_slices(text), "{text}");
        assert_eq!(signal(text), their_signal(text), "{text}");
    }
    race(
        "GPP, header and slices of three sections",
        vec![reader("Gpp::sections", &texts, &turn, slices), reader("iab_gpp", &texts, &turn, their_slices)],
    );
    race(
        "GPP, three sections to a signal",
        vec![reader("Gpp::signal", &texts, &turn, signal), reader("iab_gpp", &texts, &turn, their_signal)],
    );
    let (texts, turn) = documents(random, strings::tcf_and_us_privacy);
    let both = |text: &String| {
        let string = Gpp::new(text.as_bytes()).unwrap();
        let (tc, signal) = (string.tc_string().unwrap().unwrap(), string.signal().unwrap());
        (Ids::of(tc.consented()), Ids::of(tc.legitimately_interested()), tc.purposes(), signal.opted_out())
    };
    let theirs = |text: &String| GPPString::from_str(text).unwrap().decode_all_sections();
    for text in &texts {
        let sections = theirs(text);
        let Ok(Section::TcfEuV2(section)) = &sections[0] else { panic!("{text}") };
        let everything = everything_in(section);
        assert_eq!(both(text), (everything.vendors.0, everything.vendors.1, everything.purposes.0, false), "{text}");
    }
    race(
        "GPP, a TC string and a US Privacy string, everything",
        vec![reader("Gpp, TcString", &texts, &turn, both), reader("iab_gpp", &texts, &turn, theirs)],
    );
}
