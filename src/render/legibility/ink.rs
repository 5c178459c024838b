//! Colours as an eye sees them: what an ink gives over what lies under it, and how far two shades stand apart (WCAG 2.2).

use typst::layout::Ratio;
use typst::visualize::{Color, Paint, RatioOrAngle};

/// WCAG 2.2, success criterion 1.4.3: the least ratio between a text and what lies under it.
const LEAST_CONTRAST: f32 = 4.5;
/// Places at which a gradient is looked at.
const STEPS: u8 = 16;

/// A colour of the screen, with how much it covers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tint {
    rgb: [f32; 3],
    alpha: f32,
}

impl Tint {
    pub const WHITE: Self = Self { rgb: [1.0; 3], alpha: 1.0 };

    fn of(color: &Color) -> Self {
        let color = color.to_rgb();
        Self { rgb: [color.red, color.green, color.blue].map(|part| part.clamp(0.0, 1.0)), alpha: color.alpha.clamp(0.0, 1.0) }
    }

    /// This over an opaque one.
    fn over(self, under: Self) -> Self {
        let mixed = std::array::from_fn(|part| self.alpha.mul_add(self.rgb[part] - under.rgb[part], under.rgb[part]));
        Self { rgb: mixed, alpha: 1.0 }
    }

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(self) -> f32 {
        let linear = |part: f32| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
        let [red, green, blue] = self.rgb.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// All shades between two, the darkest first: one alone for a solid colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shades {
    dark: Tint,
    light: Tint,
}

impl Default for Shades {
    fn default() -> Self {
        Self::WHITE
    }
}

impl Shades {
    pub const WHITE: Self = Self { dark: Tint::WHITE, light: Tint::WHITE };
    /// What cannot be told: an image, a pattern.
    pub const ANY: Self = Self { dark: Tint { rgb: [0.0; 3], alpha: 1.0 }, light: Tint::WHITE };

    /// What a paint may show, at worst.
    pub fn of(paint: &Paint) -> Self {
        match paint {
            Paint::Solid(color) => {
                let tint = Tint::of(color);
                Self { dark: tint, light: tint }
            }
            Paint::Gradient(gradient) => {
                let at = |step: u8| RatioOrAngle::Ratio(Ratio::new(f64::from(step) / f64::from(STEPS)));
                let sampled = (0..=STEPS).map(|step| gradient.sample(at(step)));
                let stops = gradient.stops_ref().iter().map(|(color, _)| color.clone());
                Self::among(sampled.chain(stops).map(|color| Tint::of(&color)))
            }
            Paint::Tiling(_) => Self::ANY,
        }
    }

    /// The darkest and the lightest, as they look on white.
    fn among(tints: impl Iterator<Item = Tint>) -> Self {
        let seen = |tint: &Tint| tint.over(Tint::WHITE).luminance();
        let mut found: Option<(f32, f32, Self)> = None;
        for tint in tints {
            let shade = seen(&tint);
            found = Some(match found {
                None => (shade, shade, Self { dark: tint, light: tint }),
                Some((least, most, shades)) if shade < least => (shade, most, Self { dark: tint, ..shades }),
                Some((least, most, shades)) if shade > most => (least, shade, Self { light: tint, ..shades }),
                Some(known) => known,
            });
        }
        found.map_or(Self::ANY, |(_, _, shades)| shades)
    }

    /// Nothing of it shows.
    pub fn is_clear(&self) -> bool {
        self.dark.alpha <= 0.0 && self.light.alpha <= 0.0
    }

    /// This over what is opaque.
    pub fn over(&self, under: &Self) -> Self {
        if self.dark == self.light && under.dark == under.light {
            let tint = self.dark.over(under.dark);
            return Self { dark: tint, light: tint };
        }
        Self::among([self.dark, self.light].into_iter().flat_map(|own| [under.dark, under.light].map(|below| own.over(below))))
    }

    /// Whether an eye tells these opaque shades from the others, whichever meet.
    pub fn stands_out(&self, from: &Self) -> bool {
        let (own, other) = ((self.dark.luminance(), self.light.luminance()), (from.dark.luminance(), from.light.luminance()));
        let ratio = |light: f32, dark: f32| (light + 0.05) / (dark + 0.05);
        ratio(own.0, other.1) >= LEAST_CONTRAST || ratio(other.0, own.1) >= LEAST_CONTRAST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solid(hex: u32) -> Shades {
        Shades::of(&Paint::Solid(Color::from_u32(hex)))
    }

    #[test]
    fn the_ratio_is_that_of_wcag() {
        // #767676 on white is the well-known limit of 4.54; #777777 is 4.48.
        assert!(solid(0x7676_76ff).stands_out(&Shades::WHITE) && !solid(0x7777_77ff).stands_out(&Shades::WHITE));
        assert!(Shades::WHITE.stands_out(&solid(0x1c46_51ff)) && !solid(0xffff_00ff).stands_out(&Shades::WHITE));
    }

    #[test]
    fn what_cannot_be_told_stands_out_from_nothing() {
        assert!(!Shades::ANY.stands_out(&Shades::WHITE) && !Shades::WHITE.stands_out(&Shades::ANY));
    }

    #[test]
    fn a_pale_veil_pales_the_ink_under_it() {
        let (black, veil) = (solid(0x0000_00ff), solid(0xffff_ffcc));
        assert!(!veil.over(&black).stands_out(&veil.over(&Shades::WHITE)));
    }
}
