//! Joins the sample files of the crate's tests, so that a new one is fuzzed without a word here.

use std::path::Path;
use std::{env, fs};

fn main() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/it/golden");
    println!("cargo::rerun-if-changed={}", golden.display());
    let mut files: Vec<_> = fs::read_dir(&golden).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with("-samples.jsonl"));
    files.sort();
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    let samples: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    fs::write(Path::new(&env::var_os("OUT_DIR").unwrap()).join("samples.jsonl"), samples).unwrap();
}
