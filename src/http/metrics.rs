//! What an operator watches, in the format of Prometheus. Labels come from our own tables, never from a request.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use serde::{Deserialize, Serialize};

use super::admission::Admission;
use super::connection::Gauges;
use super::pool::Load;
use super::workshop;
use crate::compliance::Finding;
use crate::document::Severity;

/// The counters of one running service.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    latency: Family<RouteLabels, Histogram>,
    render: Family<TypeLabels, Histogram>,
    findings: Family<FindingLabels, Counter>,
    memory: Gauge<u64, AtomicU64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct TypeLabels {
    document_type: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct FindingLabels {
    document_type: String,
    mention: String,
    severity: &'static str,
}

/// What the metrics count of a finding.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Found {
    mention: String,
    severity: Severity,
}

impl Found {
    pub fn all(findings: &[Finding]) -> Vec<Self> {
        let found = |finding: &Finding| Self { mention: finding.mention.clone(), severity: finding.severity };
        findings.iter().map(found).collect()
    }
}

fn histogram() -> Histogram {
    Histogram::new([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0])
}

impl Metrics {
    /// Everything at zero, with the loads and the crowd of connections as they will be; `children` where there are any.
    pub fn new(load: &Load, crowd: &Gauges, admission: &Admission, children: Option<&workshop::Load>) -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("recouvrance"),
            requests: Family::default(),
            latency: Family::new_with_constructor(histogram),
            render: Family::new_with_constructor(histogram),
            findings: Family::default(),
            memory: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("http_requests", "Requests answered, by route and status", metrics.requests.clone());
        registry.register_with_unit("http_request_duration", "Time to answer, by route", Unit::Seconds, metrics.latency.clone());
        let help = "Time on a render thread, checks and composing together, by document type";
        registry.register_with_unit("render_duration", help, Unit::Seconds, metrics.render.clone());
        registry.register("render_queue_length", "Requests that wait for a render thread", load.queued.clone());
        registry.register("renders_running", "Render threads at work", load.running.clone());
        registry.register("connections_open", "Connections open", crowd.open.clone());
        registry.register("connections_ended", "Connections that the service ended, by reason", crowd.ended.clone());
        let (memory, spool) = admission.used();
        let help = "Bodies, waiting requests and unread answers held in memory";
        registry.register_with_unit("admitted_memory", help, Unit::Bytes, memory);
        registry.register_with_unit("admitted_spool", "Files set aside on disk", Unit::Bytes, spool);
        if let Some(children) = children {
            let help = "Long documents and bundles that wait for a child process";
            registry.register("children_queue_length", help, children.queued.clone());
            registry.register("children_running", "Child processes at work", children.running.clone());
            let help = "Child processes that ended without a result";
            registry.register("children_lost", help, children.lost.clone());
        }
        registry.register("findings", "Findings reported, by document type, mention and severity", metrics.findings.clone());
        registry.register_with_unit("memory_resident", "Resident memory of the process", Unit::Bytes, metrics.memory.clone());
        metrics
    }

    /// Notes one answer.
    pub fn answered(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        self.requests.get_or_create(&RequestLabels { method, route: route.to_owned(), status }).inc();
        self.latency.get_or_create(&RouteLabels { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// Notes the work for one document of a type that the library knows.
    pub fn rendered(&self, document_type: &str, took: Duration) {
        self.render.get_or_create(&TypeLabels { document_type: document_type.to_owned() }).observe(took.as_secs_f64());
    }

    /// Notes the findings of one case.
    pub fn found(&self, document_type: &str, found: &[Found]) {
        for Found { mention, severity } in found {
            let labels = FindingLabels {
                document_type: document_type.to_owned(),
                mention: mention.clone(),
                severity: match severity {
                    Severity::Note => "note",
                    Severity::Warning => "warning",
                    Severity::Refusal => "refusal",
                },
            };
            self.findings.get_or_create(&labels).inc();
        }
    }

    /// The page that Prometheus reads.
    pub fn page(&self) -> String {
        self.memory.set(resident_bytes().unwrap_or_default());
        let mut page = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut page, &self.registry);
        page
    }
}

/// Linux says it in pages of 4 KiB; elsewhere nothing is known.
fn resident_bytes() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_requests_latency_renders_queue_and_memory() {
        let load = Load::default();
        let metrics = Metrics::new(&load, &Gauges::default(), &Admission::new(0, 0), None);
        metrics.answered("GET", "/healthz", 200, Duration::from_millis(2));
        metrics.rendered("fr/relance", Duration::from_millis(8));
        load.queued.inc();
        let page = metrics.page();
        for line in [
            "recouvrance_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1",
            "recouvrance_http_request_duration_seconds_count{route=\"/healthz\"} 1",
            "recouvrance_render_duration_seconds_count{document_type=\"fr/relance\"} 1",
            "recouvrance_render_queue_length 1",
            "recouvrance_renders_running 0",
        ] {
            assert!(page.contains(line), "{line}\n{page}");
        }
        assert!(!page.contains("recouvrance_memory_resident_bytes 0"));
    }
}
