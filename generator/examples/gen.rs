use generator::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t0 = std::time::Instant::now();
    let source = source::Source::from_path(a[1].as_ref()).unwrap();
    let mut last = std::time::Instant::now();
    let src = t0.elapsed();
    let mut config = Config::default();
    config.plan.package = a.get(3).cloned().unwrap_or("client".into());
    config.plan.both_directions = std::env::var("BOTH").is_ok();
    let mut stages = vec![];
    let (out, d) = generate_observed(&source, &config, |s| {
        stages.push((s, last.elapsed()));
        last = std::time::Instant::now();
    });
    let Some(out) = out else {
        println!("{}", d.render(&source, 10));
        return;
    };
    let tail = last.elapsed();
    let t = std::time::Instant::now();
    let w = out.tree.write(a[2].as_ref()).unwrap();
    println!(
        "{} src {src:?} {stages:?} tail {tail:?} write {:?} files {} unchanged {} lines {} bytes {} {}",
        a[1],
        t.elapsed(),
        w.written.len(),
        w.unchanged,
        out.tree
            .iter()
            .filter(|(p, _)| !p.contains("runtime"))
            .map(|(_, b)| b.iter().filter(|c| **c == b'\n').count())
            .sum::<usize>(),
        out.tree.iter().map(|(_, b)| b.len()).sum::<usize>(),
        d.summary()
    );
    std::fs::write(format!("{}.surface", a[2]), &out.surface).ok();
}
