//! What the groups around a thing leave of it.

use typst::layout::Transform;
use typst::visualize::{Curve, CurveItem, FillRule};

use super::geometry::{Area, Placement, point};

/// The clips of a page, each inside its parent; a thing names the innermost one around it.
#[derive(Default)]
pub struct Clips<'a> {
    all: Vec<Clip<'a>>,
}

struct Clip<'a> {
    /// What this one and all around it leave, at most.
    area: Area,
    /// Its outline, where it is no upright rectangle.
    outline: Option<(Placement, &'a Curve)>,
    parent: Option<usize>,
    /// It and all around it are upright rectangles: `area` says all.
    plain: bool,
}

impl<'a> Clips<'a> {
    pub fn clear(&mut self) {
        self.all.clear();
    }

    /// A clip inside `parent`; gives its name.
    pub fn add(&mut self, curve: &'a Curve, at: Transform, parent: Option<usize>) -> usize {
        let placement = Placement::of(at);
        let local = rectangle(curve);
        let upright = local.is_some() && placement.keeps_upright();
        let own = placement.area(&local.unwrap_or_else(|| around(curve)));
        self.all.push(Clip {
            area: parent.map_or(own, |outer| self.all[outer].area.common(&own)),
            outline: (!upright).then_some((placement, curve)),
            parent,
            plain: upright && parent.is_none_or(|outer| self.all[outer].plain),
        });
        self.all.len() - 1
    }

    /// What is left, at most.
    pub fn area(&self, clip: Option<usize>) -> Area {
        clip.map_or(Area::EVERYWHERE, |clip| self.all[clip].area)
    }

    /// Whether `area` says all.
    pub fn is_plain(&self, clip: Option<usize>) -> bool {
        clip.is_none_or(|clip| self.all[clip].plain)
    }

    /// Whether a point of the page is left; `spent` grows by the work done.
    pub fn leaves(&self, clip: Option<usize>, at: (f64, f64), spent: &mut usize) -> bool {
        if !self.area(clip).holds(at) {
            return false;
        }
        let mut next = clip;
        while let Some(clip) = next.map(|next| &self.all[next]).filter(|clip| !clip.plain) {
            if let Some((placement, curve)) = &clip.outline {
                *spent += curve.0.len();
                let inside = placement.undo(at).is_some_and(|at| curve.contains(FillRule::NonZero, point(at)));
                if !inside {
                    return false;
                }
            }
            *spent += 1;
            next = clip.parent;
        }
        true
    }
}

/// The rectangle that a curve draws, if it does.
fn rectangle(curve: &Curve) -> Option<Area> {
    let [CurveItem::Move(one), CurveItem::Line(two), CurveItem::Line(three), CurveItem::Line(four), rest @ ..] = &curve.0[..]
    else {
        return None;
    };
    let closed = rest.iter().all(|item| matches!(item, CurveItem::Close) || matches!(item, CurveItem::Line(end) if end == one));
    let across = one.y == two.y && two.x == three.x && three.y == four.y && four.x == one.x;
    let along = one.x == two.x && two.y == three.y && three.x == four.x && four.y == one.y;
    (closed && (across || along)).then(|| Area::between((one.x.to_pt(), one.y.to_pt()), (three.x.to_pt(), three.y.to_pt())))
}

/// The box around all points of a curve.
pub fn around(curve: &Curve) -> Area {
    let points = curve.0.iter().flat_map(|item| match item {
        CurveItem::Move(end) | CurveItem::Line(end) => [Some(*end), None, None],
        CurveItem::Cubic(one, two, end) => [Some(*one), Some(*two), Some(*end)],
        CurveItem::Close => [None; 3],
    });
    let mut found: Option<Area> = None;
    for at in points.flatten().map(|at| (at.x.to_pt(), at.y.to_pt())) {
        let own = Area::between(at, at);
        found = Some(found.map_or(own, |area| area.joined(&own)));
    }
    found.unwrap_or(Area::between((0.0, 0.0), (0.0, 0.0)))
}
