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
