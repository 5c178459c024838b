//! The settings of the service: flags over environment (`RECOUVRANCE_…`) over a TOML file over defaults. Starts nothing.

use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::case::Limits;
use crate::compliance::Policy;

/// Writes the settings twice from one list: as given (each may be absent) and as used (each has a value).
macro_rules! settings {
    ($($(#[$more:meta])* $name:ident: $kind:ty = $default:expr, $env:literal, $unit:literal, $help:literal;)*) => {
        /// The settings as flags and environment, or the `[http]` table of a file, give them.
        #[derive(Debug, Clone, Default, Deserialize, clap::Args)]
        #[serde(deny_unknown_fields)]
        #[command(next_help_heading = "Service HTTP")]
        pub struct HttpOptions {
            $(#[arg(long, env = $env, value_name = $unit, help = $help)]
            $(#[$more])*
            pub $name: Option<$kind>,)*
        }

        /// The settings as the server uses them.
        #[derive(Debug, Clone)]
        pub struct Settings {
            $(#[doc = $help] pub $name: $kind,)*
        }

        impl Default for Settings {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl HttpOptions {
            /// These, and where one is absent that of `file`, and where both are the default.
            pub fn over(self, file: Self) -> Settings {
                let default = Settings::default();
                Settings { $($name: self.$name.or(file.$name).unwrap_or(default.$name),)* }
            }
        }
    };
}

settings! {
    listen: String = "127.0.0.1:8080".to_owned(), "RECOUVRANCE_LISTEN", "ADRESSE:PORT",
        "Adresse et port d’écoute [défaut : 127.0.0.1:8080] ; hors de la boucle locale, --behind-proxy est exigé";
    #[arg(num_args = 0..=1, default_missing_value = "true")]
    behind_proxy: bool = false, "RECOUVRANCE_BEHIND_PROXY", "true|false",
        "Un serveur mandataire est devant le service : lui seul l’atteint, chiffre et contrôle qui appelle [défaut : false]";
    allowed_hosts: String = String::new(), "RECOUVRANCE_ALLOWED_HOSTS", "NOM,NOM",
        "Derrière un mandataire, les noms d’hôte auxquels le service répond, séparés par des virgules [défaut : tous]";
    workers: NonZeroUsize = cores(), "RECOUVRANCE_WORKERS", "NOMBRE",
        "Fils qui servent les connexions [défaut : un par cœur]";
    renders: NonZeroUsize = cores(), "RECOUVRANCE_RENDERS", "NOMBRE",
        "Documents composés en même temps [défaut : un par cœur]";
    queue: NonZeroUsize = at_least_one(256), "RECOUVRANCE_QUEUE", "NOMBRE",
        "Demandes qui attendent leur tour ; au-delà, 503 [défaut : 256]";
    render_seconds: u64 = 20, "RECOUVRANCE_RENDER_SECONDS", "SECONDES",
        "Temps laissé à un document, attente comprise ; au-delà, 503 [défaut : 20]";
    body_bytes: usize = 1024 * 1024, "RECOUVRANCE_BODY_BYTES", "OCTETS",
        "Taille d’un corps de requête, même décompressé ; au-delà, 413 [défaut : 1048576]";
    body_seconds: u64 = 10, "RECOUVRANCE_BODY_SECONDS", "SECONDES",
        "Temps laissé à un client pour envoyer le corps [défaut : 10]";
    bundle_files: usize = 50, "RECOUVRANCE_BUNDLE_FILES", "NOMBRE",
        "Fichiers joints à un document [défaut : 50]";
    bundle_file_bytes: usize = 50_000_000, "RECOUVRANCE_BUNDLE_FILE_BYTES", "OCTETS",
        "Taille d’un fichier joint ; au-delà, 413 [défaut : 50000000]";
    bundle_bytes: usize = 200_000_000, "RECOUVRANCE_BUNDLE_BYTES", "OCTETS",
        "Taille de tous les fichiers joints ; au-delà, 413 [défaut : 200000000]";
    bundle_pages: usize = 2_000, "RECOUVRANCE_BUNDLE_PAGES", "NOMBRE",
        "Pages des pièces en tout [défaut : 2000]";
    bundle_seconds: u64 = 120, "RECOUVRANCE_BUNDLE_SECONDS", "SECONDES",
        "Temps laissé à la reliure, attente comprise ; au-delà, 503 [défaut : 120]";
    upload_seconds: u64 = 120, "RECOUVRANCE_UPLOAD_SECONDS", "SECONDES",
        "Temps laissé à un client pour envoyer les fichiers [défaut : 120]";
    children: NonZeroUsize = cores(), "RECOUVRANCE_CHILDREN", "NOMBRE",
        "Longs documents et reliures en même temps, chacun dans un processus à part [défaut : un par cœur]";
    child_bytes: u64 = 1_500_000_000, "RECOUVRANCE_CHILD_BYTES", "OCTETS",
        "Mémoire d’un long document ou d’une reliure ; au-delà, 422 [défaut : 1500000000]";
    memory_bytes: u64 = 256_000_000, "RECOUVRANCE_MEMORY_BYTES", "OCTETS",
        "Corps reçus, demandes en attente et réponses non lues, en tout ; au-delà, 503 [défaut : 256000000]";
    spool_bytes: u64 = 4_000_000_000, "RECOUVRANCE_SPOOL_BYTES", "OCTETS",
        "Fichiers joints mis de côté sur le disque temporaire (TMPDIR), en tout ; au-delà, 503 [défaut : 4000000000]";
    header_seconds: u64 = 5, "RECOUVRANCE_HEADER_SECONDS", "SECONDES",
        "Temps laissé à un client pour envoyer les en-têtes [défaut : 5]";
    keep_alive_seconds: u64 = 30, "RECOUVRANCE_KEEP_ALIVE_SECONDS", "SECONDES",
        "Durée d’une connexion sans requête [défaut : 30]";
    write_seconds: u64 = 30, "RECOUVRANCE_WRITE_SECONDS", "SECONDES",
        "Durée sur laquelle est mesuré le client qui lit sa réponse [défaut : 30]";
    write_bytes_per_second: u64 = 10_000, "RECOUVRANCE_WRITE_BYTES_PER_SECOND", "OCTETS",
        "Débit au-dessous duquel un client qui lit sa réponse est abandonné [défaut : 10000]";
    connections: NonZeroUsize = at_least_one(2048), "RECOUVRANCE_CONNECTIONS", "NOMBRE",
        "Connexions ouvertes en tout, au plus les trois quarts des fichiers permis au processus ; près de ce nombre, la plus lente cède sa place à chaque nouvelle [défaut : 2048]";
    max_invoices: usize = 500, "RECOUVRANCE_MAX_INVOICES", "NOMBRE",
        "Factures d’un dossier [défaut : 500, qui est aussi le plus]";
    max_json_depth: usize = crate::case::DEPTH, "RECOUVRANCE_MAX_JSON_DEPTH", "NIVEAUX",
        "Niveaux d’imbrication du JSON [défaut : 64]";
    drain_seconds: u64 = 2, "RECOUVRANCE_DRAIN_SECONDS", "SECONDES",
        "Après SIGTERM, temps pendant lequel /readyz répond 503 avant la fermeture [défaut : 2]";
    stop_seconds: u64 = 30, "RECOUVRANCE_STOP_SECONDS", "SECONDES",
        "Temps laissé aux requêtes en cours pour finir [défaut : 30]";
    log: String = "info".to_owned(), "RECOUVRANCE_LOG", "FILTRE",
        "Journal, sur la sortie d’erreur : error, warn, info, debug, ou un filtre par module [défaut : info]";
}

impl Settings {
    /// The limits with which the `Service` is to be started.
    pub fn case_limits(&self) -> Limits {
        Limits { max_depth: self.max_json_depth, max_invoices: self.max_invoices }
    }

    pub(super) fn render_time(&self) -> Duration {
        Duration::from_secs(self.render_seconds)
    }

    pub(super) fn bundle_time(&self) -> Duration {
        Duration::from_secs(self.bundle_seconds)
    }

    pub(super) fn upload_time(&self) -> Duration {
        Duration::from_secs(self.upload_seconds)
    }

    pub(super) fn body_time(&self) -> Duration {
        Duration::from_secs(self.body_seconds)
    }
}

/// What every command needs, not only the server: the operator's law and templates.
#[derive(Debug, Clone, Default, Deserialize, clap::Args)]
#[serde(deny_unknown_fields)]
#[command(next_help_heading = "Droit et modèles")]
pub struct LawOptions {
    /// Dossier dont les fichiers (law/…, letter-templates/…, fonts/…) remplacent ou complètent ceux du programme
    #[arg(long, env = "RECOUVRANCE_OVERLAY", value_name = "DOSSIER", global = true)]
    pub overlay: Option<PathBuf>,
    /// Une règle ou une valeur connue de seconde main refuse au lieu d’avertir
    #[arg(long, env = "RECOUVRANCE_REQUIRE_VERIFIED_LAW", value_name = "true|false", num_args = 0..=1, default_missing_value = "true", global = true)]
    pub require_verified_law: Option<bool>,
}

impl LawOptions {
    /// These, and where one is absent that of `file`.
    pub fn over(self, file: Self) -> Self {
        Self {
            overlay: self.overlay.or(file.overlay),
            require_verified_law: self.require_verified_law.or(file.require_verified_law),
        }
    }

    pub fn policy(&self) -> Policy {
        Policy { require_verified_law: self.require_verified_law.unwrap_or_default() }
    }
}

/// The TOML file: a table `[law]` and a table `[http]`, with the names of the flags (`render_seconds = 20`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsFile {
    #[serde(default)]
    pub law: LawOptions,
    #[serde(default)]
    pub http: HttpOptions,
}

impl SettingsFile {
    /// Reads the file; without a path, nothing is set.
    ///
    /// # Errors
    /// When the file cannot be read, or names what is no setting.
    pub fn read(path: Option<&Path>) -> io::Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let told = |reason: String| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {reason}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| told(error.to_string()))?;
        toml::from_str(&text).map_err(|error| told(error.to_string()))
    }
}

fn cores() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

const fn at_least_one(number: usize) -> NonZeroUsize {
    match NonZeroUsize::new(number) {
        Some(number) => number,
        None => NonZeroUsize::MIN,
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        http: HttpOptions,
        #[command(flatten)]
        law: LawOptions,
    }

    #[test]
    fn flags_win_over_the_file_and_the_file_over_the_defaults() {
        let line = Line::parse_from(["recouvrance", "--queue", "3", "--require-verified-law"]);
        let file: SettingsFile = toml::from_str("[http]\nqueue = 9\nrender_seconds = 5\n[law]\noverlay = \"cabinet\"\n").unwrap();
        let settings = line.http.over(file.http);
        assert_eq!((settings.queue.get(), settings.render_seconds, settings.body_bytes), (3, 5, 1_048_576));
        let law = line.law.over(file.law);
        assert!(law.policy().require_verified_law);
        assert_eq!(law.overlay, Some(PathBuf::from("cabinet")));
    }

    #[test]
    fn a_file_that_names_no_setting_or_a_queue_of_none_is_refused() {
        for text in ["[http]\nqueu = 9\n", "[http]\nqueue = 0\n", "[https]\n"] {
            assert!(toml::from_str::<SettingsFile>(text).is_err(), "{text}");
        }
        assert!(Line::try_parse_from(["recouvrance", "--renders", "0"]).is_err());
    }
}
