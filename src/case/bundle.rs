//! How the exhibits are bound to the document: stamp, conformance, size. Never binds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

/// Façon de joindre les pièces au document.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields, default)]
pub struct Bundle {
    /// Coin où le tampon est posé.
    pub position: Position,
    /// Vrai pour ne tamponner que la première page de chaque pièce.
    pub first_page_only: bool,
    /// Mots placés avant le numéro : « Pièce n° », « Pièce adverse n° ».
    #[validate(length(min = 1, max = 40))]
    pub prefix: String,
    /// Numéro de la première pièce.
    #[validate(range(min = 1, max = 9_000))]
    pub start: u32,
    /// Conformité voulue pour le fichier entier.
    pub conformance: Conformance,
    /// Taille à ne pas dépasser, en octets : les images sont alors réduites, et le rapport le dit.
    #[validate(range(min = 100_000, max = 1_000_000_000))]
    pub max_bytes: Option<u64>,
    /// Ce qui peut manquer d’une pièce, ou du fichier entier, et que le dossier accepte : sans cela, c’est un refus. Ce qui est accepté
    /// est un avertissement du rapport et de la réponse, et se lit au bordereau, sur la ligne de la pièce.
    #[schemars(length(max = 9))]
    pub accept: Vec<Loss>,
}

impl Default for Bundle {
    fn default() -> Self {
        Self {
            position: Position::default(),
            first_page_only: false,
            prefix: "Pièce n°".to_owned(),
            start: 1,
            conformance: Conformance::default(),
            max_bytes: None,
            accept: Vec::new(),
        }
    }
}

/// Coin de la page, telle qu’on la lit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// En haut à gauche.
    TopLeft,
    /// En haut à droite.
    #[default]
    TopRight,
    /// En bas à gauche.
    BottomLeft,
    /// En bas à droite.
    BottomRight,
}

/// Ce qui peut manquer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Des pages que le fichier annonce ne se lisent pas.
    PagesLost,
    /// Le contenu d’une page est illisible, en tout ou en partie.
    ContentUnreadable,
    /// Un contenu est endommagé ; ce qui peut en être lu est repris.
    ContentDamaged,
    /// La fin d’une image manque.
    ImageTruncated,
    /// Une page montre ce qui est dans un autre fichier.
    ExternalContent,
    /// Un formulaire dynamique (XFA), dont les pages ne montrent peut-être qu’un avertissement.
    DynamicXfa,
    /// Un champ rempli que rien ne montre sur la page.
    UnseenField,
    /// La conformité demandée n’est pas atteinte.
    PdfaNotReached,
    /// Le fichier entier dépasse la taille demandée.
    OverSizeCap,
}

impl Loss {
    /// The id of the note that tells it.
    pub fn id(self) -> &'static str {
        match self {
            Self::PagesLost => "pages-lost",
            Self::ContentUnreadable => "content-unreadable",
            Self::ContentDamaged => "content-damaged",
            Self::ImageTruncated => "image-truncated",
            Self::ExternalContent => "external-content",
            Self::DynamicXfa => "dynamic-xfa",
            Self::UnseenField => "unseen-field",
            Self::PdfaNotReached => "pdfa-not-reached",
            Self::OverSizeCap => "over-size-cap",
        }
    }
}

/// What is missing of an exhibit that is bound all the same, since the case accepts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub loss: Loss,
    /// The pages that it touches, from 1, where that is known.
    pub pages: Vec<usize>,
}

/// Conformité du fichier entier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Conformance {
    /// Aucune n’est déclarée.
    #[default]
    None,
    /// PDF/A-2b, si chaque pièce le permet ; sinon le rapport dit laquelle l’empêche.
    Pdfa,
}
