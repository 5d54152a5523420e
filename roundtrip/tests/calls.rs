//! Every operation of our own fixtures about requests and responses, called.

use std::path::Path;
use std::process::Command;

/// The fixtures whose every call is one that the document allows. The others describe what no
/// document should, or types of which there is no sample.
const FIXTURES: [&str; 10] = [
    "bodies",
    "conventions",
    "nullable",
    "openapi_30",
    "openapi_32",
    "parameters",
    "response_headers",
    "responses",
    "union_tags",
    "x_names",
];

#[test]
#[ignore = "compiles clients"]
fn operations_send_and_read_what_the_document_says() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("calls");
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundtrip"));
    command.arg("--calls").arg("--folder").arg(&folder);
    for name in FIXTURES {
        let path = fixtures.join(name).with_extension("yaml");
        command.arg(format!("{name}={}", path.display()));
    }
    let output = command.output().expect("the program starts");
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}");
    let tested = |name: &str| {
        let row = text.lines().find_map(|line| line.strip_prefix(name));
        let figures = row.map(|row| row.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        figures.is_some_and(|figures| figures[0] == figures[1] && figures[2] == "0")
    };
    assert!(FIXTURES.iter().all(|name| tested(name)), "{text}");
}
