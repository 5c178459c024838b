use recouvrance::{assets::Assets, case::Limits, compliance::Policy, service::{Refused, Service}};
fn main() {
    let t = std::time::Instant::now();
    let service = match Service::start(&Assets::embedded(), Policy::default(), Limits::default()) { Ok(s) => s, Err(e) => { eprintln!("START {e}"); return } };
    eprintln!("start {:?}", t.elapsed());
    let only = std::env::args().nth(1);
    for d in service.library.types() {
        if only.as_ref().is_some_and(|o| !d.id.contains(o.as_str())) { continue }
        let name = d.id.replace('/', "-");
        match service.draft(&d.id, d.example.as_bytes()) {
            Ok(doc) => std::fs::write(format!("/tmp/out/{name}.projet.pdf"), doc.rendered.pdf).unwrap(),
            Err(e) => eprintln!("DRAFT {} {e:?}", d.id),
        }
        let t = std::time::Instant::now();
        match service.document(&d.id, d.example.as_bytes()) {
            Ok(doc) => { eprintln!("{} ok {} pages {:?}", d.id, doc.rendered.pages, t.elapsed()); std::fs::write(format!("/tmp/out/{name}.pdf"), doc.rendered.pdf).unwrap();
              for f in &doc.report.findings { eprintln!("   {:?} {} {} {}", f.severity, f.mention, f.pointer, f.says) }
              std::fs::write(format!("/tmp/out/{name}.report.json"), serde_json::to_vec_pretty(&doc.report).unwrap()).unwrap(); }
            Err(Refused::ByLaw(r)) => { eprintln!("{} {:?}", d.id, r.verdict); for f in r.findings { eprintln!("   {:?} {} {} {}", f.severity, f.mention, f.pointer, f.says) } }
            Err(e) => eprintln!("{} {e:?}", d.id),
        }
    }
}
