//! Where things stand on a page once every transform is applied, and how a transform changes the size of letters. Lengths in points.

use typst::layout::{Point, Transform};

/// An upright box of the page; by default, a point at its corner.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    pub const EVERYWHERE: Self =
        Self { left: f64::NEG_INFINITY, top: f64::NEG_INFINITY, right: f64::INFINITY, bottom: f64::INFINITY };
    const NOWHERE: Self = Self { left: f64::INFINITY, top: f64::INFINITY, right: f64::NEG_INFINITY, bottom: f64::NEG_INFINITY };

    /// Between two corners, whichever they are.
    pub fn between(one: (f64, f64), other: (f64, f64)) -> Self {
        Self { left: one.0.min(other.0), top: one.1.min(other.1), right: one.0.max(other.0), bottom: one.1.max(other.1) }
    }

    /// Whether they have more than `shared` points in common, both ways.
    pub fn meets(&self, other: &Self, shared: f64) -> bool {
        self.right.min(other.right) - self.left.max(other.left) > shared
            && self.bottom.min(other.bottom) - self.top.max(other.top) > shared
    }

    pub fn holds(&self, (x, y): (f64, f64)) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }

    pub fn within(&self, other: &Self) -> bool {
        self.left >= other.left && self.top >= other.top && self.right <= other.right && self.bottom <= other.bottom
    }

    pub fn grown(&self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    pub fn joined(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub fn common(&self, other: &Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// A transform in points.
#[derive(Debug, Clone, Copy)]
pub struct Placement {
    sx: f64,
    ky: f64,
    kx: f64,
    sy: f64,
    tx: f64,
    ty: f64,
}

impl Placement {
    pub fn of(at: Transform) -> Self {
        let [sx, ky, kx, sy] = [at.sx, at.ky, at.kx, at.sy].map(|ratio| ratio.get());
        Self { sx, ky, kx, sy, tx: at.tx.to_pt(), ty: at.ty.to_pt() }
    }

    pub fn apply(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.sx * x + self.kx * y + self.tx, self.ky * x + self.sy * y + self.ty)
    }

    /// The upright box around what this makes of a box.
    pub fn area(&self, of: &Area) -> Area {
        let corners = [(of.left, of.top), (of.right, of.top), (of.left, of.bottom), (of.right, of.bottom)];
        corners.iter().fold(Area::NOWHERE, |area, corner| {
            let (x, y) = self.apply(*corner);
            area.joined(&Area { left: x, top: y, right: x, bottom: y })
        })
    }

    /// The local point that stands at a point of the page; `None` where the transform flattens everything.
    pub fn undo(&self, (x, y): (f64, f64)) -> Option<(f64, f64)> {
        let (x, y, size) = (x - self.tx, y - self.ty, self.determinant());
        (size.abs() > 1e-12).then(|| ((self.sy * x - self.kx * y) / size, (self.sx * y - self.ky * x) / size))
    }

    /// Upright boxes stay upright boxes.
    pub fn keeps_upright(&self) -> bool {
        self.kx == 0.0 && self.ky == 0.0
    }

    /// By how much it shortens what it shortens most, and lengthens what it lengthens most: the singular values.
    pub fn scales(&self) -> (f64, f64) {
        if self.keeps_upright() {
            let (x, y) = (self.sx.abs(), self.sy.abs());
            return (x.min(y), x.max(y));
        }
        let (sum, size) = (self.sx.powi(2) + self.ky.powi(2) + self.kx.powi(2) + self.sy.powi(2), self.determinant());
        let spread = (sum.powi(2) - 4.0 * size.powi(2)).max(0.0).sqrt();
        (((sum - spread) / 2.0).max(0.0).sqrt(), ((sum + spread) / 2.0).sqrt())
    }

    /// Letters run from right to left, as in a mirror, or lean further than on their side.
    pub fn turns_over(&self) -> bool {
        // A quarter of a turn, and the degree by which a hand may miss it.
        const ON_ITS_SIDE: f64 = 91.0;
        self.determinant() <= 0.0 || self.ky.atan2(self.sx).to_degrees().abs() > ON_ITS_SIDE
    }

    fn determinant(&self) -> f64 {
        self.sx * self.sy - self.kx * self.ky
    }
}

/// A local point for the engine.
pub fn point((x, y): (f64, f64)) -> Point {
    Point::new(typst::layout::Abs::pt(x), typst::layout::Abs::pt(y))
}

/// How far a point stands from a segment.
pub fn distance((x, y): (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.powi(2) + dy.powi(2);
    let along = if length == 0.0 { 0.0 } else { (((x - from.0) * dx + (y - from.1) * dy) / length).clamp(0.0, 1.0) };
    (x - from.0 - along * dx).hypot(y - from.1 - along * dy)
}

#[cfg(test)]
mod tests {
    use typst::layout::{Angle, Ratio};

    use super::*;

    #[test]
    fn letters_are_as_small_as_their_shortest_way() {
        for (transform, least) in [
            (Transform::identity(), 1.0),
            (Transform::scale(Ratio::new(0.02), Ratio::one()), 0.02),
            (Transform::rotate(Angle::deg(30.0)).pre_concat(Transform::scale(Ratio::new(0.5), Ratio::new(2.0))), 0.5),
            (Transform::skew(Angle::deg(80.0), Angle::zero()), 0.171),
        ] {
            let (found, _) = Placement::of(transform).scales();
            assert!((found - least).abs() < 0.001, "{transform:?}: {found}");
        }
    }

    #[test]
    fn a_mirror_and_a_half_turn_turn_letters_over_and_a_quarter_does_not() {
        let turns = |transform| Placement::of(transform).turns_over();
        assert!(turns(Transform::scale(-Ratio::one(), Ratio::one())) && turns(Transform::rotate(Angle::deg(180.0))));
        assert!(!turns(Transform::rotate(Angle::deg(-90.0))) && !turns(Transform::identity()));
    }

    #[test]
    fn what_is_undone_is_where_it_was() {
        let placement =
            Placement::of(Transform::rotate(Angle::deg(20.0)).pre_concat(Transform::skew(Angle::deg(9.0), Angle::zero())));
        let (x, y) = placement.undo(placement.apply((3.0, 4.0))).expect("nothing is flattened");
        assert!((x - 3.0).abs() < 1e-9 && (y - 4.0).abs() < 1e-9);
    }
}
