use generator::*;
use std::time::Instant;
fn main() {
    let verbose = std::env::var("V").is_ok();
    for path in std::env::args().skip(1) {
        let t = Instant::now();
        let source = source::Source::from_path(path.as_ref()).unwrap();
        let t_src = t.elapsed();
        let mut d = source.diagnostics().clone();
        let t = Instant::now();
        let Some(doc) = document::Document::read(&source, &mut d) else {
            println!("{path}: refused {:?}", d.iter().next().map(|d| d.message.clone()));
            continue;
        };
        let t_doc = t.elapsed();
        let t = Instant::now();
        let mut api = lower::lower(&doc, &mut d);
        let t_low = t.elapsed();
        let t = Instant::now();
        passes::run(&mut api, &mut d);
        let t_pass = t.elapsed();
        let t = Instant::now();
        let (plan, notes) = plan::plan(&api, &plan::PlanOptions::default());
        let t_plan = t.elapsed();
        let mut codes = std::collections::BTreeMap::new();
        for x in d.iter() {
            *codes.entry(x.code.id).or_insert(0) += 1;
        }
        println!(
            "{} ops={} types={} src={:?} doc={:?} low={:?} pass={:?} plan={:?} files={} notes={} {:?}",
            path.rsplit('/').next().unwrap(),
            api.operations.len(),
            api.types.len(),
            t_src,
            t_doc,
            t_low,
            t_pass,
            t_plan,
            plan.type_files.len(),
            notes.len(),
            codes
        );
        if std::env::var("P").is_ok() {
            for f in &plan.type_files {
                for i in &f.items {
                    println!("{} {:?}", i.ident, i.codec);
                    match &i.shape {
                        plan::ItemShape::Struct(s) => {
                            for f in &s.fields {
                                println!("    {}: {:?} {:?}", f.ident, f.kind, f.inner)
                            }
                        }
                        o => println!("    {o:?}"),
                    }
                }
            }
            for r in &plan.resources {
                println!("== {} {}", r.ident, r.accessor);
                for o in &r.operations {
                    println!(
                        "   {} {} {} -> {:?} {:?} {:?}",
                        o.verb,
                        o.path,
                        o.builder,
                        o.constructors
                            .iter()
                            .map(|c| (
                                c.method.to_string(),
                                c.arguments.iter().map(|a| a.ident.to_string()).collect::<Vec<_>>()
                            ))
                            .collect::<Vec<_>>(),
                        o.setters.iter().map(|s| s.method.to_string()).collect::<Vec<_>>(),
                        o.output
                    )
                }
            }
        }
        if verbose {
            print!("{}", d.render(&source, 60));
        }
    }
}
