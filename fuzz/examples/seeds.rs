//! Writes the seed corpora, `corpus/<target>/seed-…`: from the golden files of the crate's tests, and from inputs that
//! broke other decoders.
//!
//! ```text
//! cargo run --example seeds
//! ```

use std::path::{Path, PathBuf};
use std::{fs, io};

use cookie_consent_fuzz::samples::{NAMES, SAMPLES};
use serde_json::Value;

/// Strings found in requests, and examples of the specifications.
const TC_STRINGS: &[&str] = &[
    "CQEXy8AQEXy8AAHABBENBFFoAP_AAAAAAAAAF5wBQAIAAtABkAFsBeYAAABSUAGAAIKalIAMAAQU1IQAYAAgpqOgAwABBTUJABgACCmo.f_gAAAAAAAAA",
    "CQb2ucAQb2ucAAKA6AELCHFgAAAAAEPgAAyIAAAXmgDAR6AuwBdqC7oLwAXkAvMAAAAA.YAAAAAAAAAAA",
    "CP6vdoAP6vdoAAHABBENApEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA",
    "CPt3fQAPt3fQACNAFAENDLCgAAAAAAAAACiQAAAOCgDAB-AIsAZ8A6QDBAHBAAAA.YAAAAAAAAAAA",
    "CQB2TAAQB2TAAGRABAENA8EgAAAAAAAAAAAAAAAUrgAAAAAA.YAAAAAAAAAAA",
    "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw.YAAAAAAAAAA",
    // panics in one decoder: a string that was cut
    "CP1R2oAP7PUsAAfABBAFEs6AAAFOsGDAAAGWAA",
];
const GPP_STRINGS: &[&str] = &[
    "DBABLA~BVQqAAAACkA.QA",
    "DBABLA~BAAAAAAAAgA.QA",
    "DBABLA~BVQVAAAACkA",
    "DBABLA~BVQqAAAACkA.YA",
    "DBACNYA~CPXxGfA",
    "DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN",
    "DBABjw~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN",
    "DBABBgA~xlgWEYCZAA",
    "DBABrGA~DSJgmkoZJSA.YA~BlgWEYCY.QA~BSFgmiU~BWJYJllA~BSFgmSZQ.YA~BWJYJllA.QA",
    "DBABL~BVVVVVVVVWA.AA",
    "DBABEY~BVVU.YA",
    "DBABEY~YBAA.BVVU.YA",
    "DBABUY~BVVV.kkk",
];

fn main() -> io::Result<()> {
    let golden = |name: &str| fs::read_to_string(root().join("../tests/it/golden").join(name));
    let accepted = records(&golden("records-1.jsonl")?);

    for sample in SAMPLES.iter() {
        let line = sample.pairs().join(b"; ".as_slice());
        seed("cookies", &line)?;
        seed("request", &[b"sec-gpc:1\n".as_slice(), &line, b"\n\x80"].concat())?;
        let position = |name: &str| u8::try_from(NAMES.iter().position(|known| *known == name).unwrap()).unwrap();
        let own = [(sample.name.clone(), sample.value.clone())];
        let pairs = sample.companions.iter().chain(&own);
        let pairs: Vec<Vec<u8>> = pairs.map(|(name, value)| [&[position(name)], value.as_bytes()].concat()).collect();
        seed("consent_managers", &pairs.join(b"\n".as_slice()))?;
    }
    // enough bytes for every sample, an edit of each kind, a cut and two foreign bytes
    for sample in (0_u16..).zip(SAMPLES.iter()).map(|(at, _)| at) {
        for kind in 0..6_u8 {
            let mut bytes = sample.to_le_bytes().to_vec();
            bytes.extend([1, 0, 0, 0, kind.wrapping_mul(43), 20, 0, 4, 40, 0, 0, 60, 0, 255, 1, 80, 0, 7, 0]);
            seed("mutated_sample", &bytes)?;
        }
    }

    let bomb = ranges(730, 1, 65_534);
    let last = ranges(1, 65_000, 65_535);
    let strings = TC_STRINGS.iter().map(|text| (*text).to_owned());
    for text in strings.chain([bomb.clone(), last, TC_STRINGS[0][..36].to_owned(), TC_STRINGS[0][..56].to_owned()]) {
        for mode in [0, 1] {
            seed("tc_string", &[&[mode, 200], text.as_bytes()].concat())?;
        }
        seed("cookies", format!("euconsent-v2={text}\neupubconsent-v2={text}").as_bytes())?;
        seed("request", format!("euconsent-v2={text}\n\u{7f}").as_bytes())?;
    }
    for text in GPP_STRINGS.iter().map(|text| (*text).to_owned()).chain([format!("DBABMA~{bomb}")]) {
        for mode in [0, 1] {
            seed("gpp", &[&[mode, 200], text.as_bytes()].concat())?;
        }
        seed("request", format!("__gpp={text}\nusprivacy=1YYN\n\u{7f}").as_bytes())?;
    }
    for text in ["1YNN", "1YYN", "1---", "1N--", "1Y--", "1yyn", "2YNN", "1YN"] {
        seed("us_privacy", text.as_bytes())?;
    }
    for text in ["1~", "1~7.12.35", "2~1.35.41~dv.9.21", "2~~dv", "2~1~dv.", "1~7.x", "1~99999999999"] {
        seed("additional_consent", &[&[128], text.as_bytes()].concat())?;
    }

    for record in &accepted {
        seed("record_text", record.as_bytes())?;
        // without its checksum, which the target adds
        seed("record_text", record.rsplit_once('.').map_or(record.as_str(), |(body, _)| body).as_bytes())?;
        seed("request", format!("dnt:1\nconsent={record}; consent=\"{record}\"\n\u{40}").as_bytes())?;
    }
    for pair in accepted.windows(2) {
        seed("cookies", format!("consent={}\nconsent={}", pair[0], pair[1]).as_bytes())?;
    }
    for name in ["\u{2000}consent", "\u{a0}consent", "\u{85}consent", "\u{b}consent", "\0consent"] {
        seed("cookies", format!("a=1; {name}={}", accepted[1]).as_bytes())?;
    }
    let events = golden("events-1.jsonl")?;
    for event in events.lines() {
        seed("event_json", event.as_bytes())?;
    }
    for two in events.lines().collect::<Vec<_>>().windows(2) {
        seed("event_json", two.join("\n").as_bytes())?;
    }
    let policy: Value = serde_json::from_str(&golden("policy-1.json")?).unwrap();
    seed("policy_document", policy.to_string().as_bytes())?;
    // each part alone, small enough to be mutated well
    let parts = policy.as_object().unwrap();
    let versions = &parts["versions"];
    for (name, part) in parts {
        let whole =
            serde_json::json!({"format": parts["format"], "versions": versions, "declarations": [], name: part});
        seed("policy_document", whole.to_string().as_bytes())?;
    }

    for attributes in [
        "",
        "; Path=/; Domain=example.org; Secure; HttpOnly; SameSite=None; Partitioned",
        "; Max-Age=0",
        "; Max-Age=0; Max-Age=1000",
        "; Max-Age=99999999999; Expires=Fri, 31 Dec 2099 23:59:59 GMT",
        "; Expires=Thu, 01-Jan-70 00:00:00 GMT; Max-Age=x",
        "; Expires=1 jan 2030; Domain=; Domain=.org",
    ] {
        for name in ["sessionid", "_fbp", "_ga", "consent", "", "__Host-font"] {
            seed("set_cookie", format!("{name}=1{attributes}").as_bytes())?;
        }
    }
    for (host, cookies) in
        [("ad.doubleclick.net", "id=OPT_OUT; uid=7"), ("ib.adnxs.com:443", "uuid2=-1"), ("msn.com.", "TOptOut=1")]
    {
        seed("opt_out_cookies", format!("{host}\n{cookies}").as_bytes())?;
    }
    seed("open_cookie_database", LIST.as_bytes())
}

const LIST: &str = "\
ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,Portals,Wildcard match
a1,Example,Analytics,_xa,,Counts visitors,2 years,,,0
a2,Example,Marketing,_s,,Retargets,session,,,1
a3,Example,Functional,token,\"stats.example, b.example\",\"a \"\"quoted\"\" text\",1 day,,,0
a4,Example,Marketing,_gac_,example.com (3rd party),,30 minutes,,,1
a5,Example,Security,token,,,,,,0
";

/// A TC string with so many ranges of vendors consented to.
fn ranges(count: u64, first: u64, last: u64) -> String {
    let number = |value: u64, width: u32| (0..width).rev().map(move |bit| value >> bit & 1 == 1);
    let mut bits: Vec<bool> = number(2, 6).chain([false; 207]).chain(number(65_535, 16)).chain([true]).collect();
    bits.extend(number(count, 12));
    for _ in 0..count {
        bits.extend([true].into_iter().chain(number(first, 16)).chain(number(last, 16)));
    }
    // no legitimate interests, no restrictions
    bits.extend(number(0, 29));
    let letter = |six: &[bool]| {
        let value = (0..6).fold(0, |value, at| value * 2 + usize::from(six.get(at) == Some(&true)));
        char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[value])
    };
    bits.chunks(6).map(letter).collect()
}

fn records(golden: &str) -> Vec<String> {
    let line = |line| serde_json::from_str::<Value>(line).unwrap()["record"].as_str().unwrap().to_owned();
    golden.lines().map(line).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Names a seed by what it holds, so that writing it again changes nothing.
fn seed(target: &str, bytes: &[u8]) -> io::Result<()> {
    let folder: PathBuf = root().join("corpus").join(target);
    fs::create_dir_all(&folder)?;
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    fs::write(folder.join(format!("seed-{hash:016x}")), bytes)
}
