//! Where a widget stands: the matrix that puts its appearance in its rectangle, and what it stands upon.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::super::cleaning::annotations::subtype;
use super::super::page::{Corners, box_of, numbers, rectangle};
use super::{HIDDEN, NO_ROTATE};

/// Rectangles that are told apart; of more than these only what they cover together is known.
const APART: usize = 256;

/// What the annotations that come before cover of a page, in the order in which they are painted.
#[derive(Default)]
pub struct Below {
    places: Vec<Corners>,
}

impl Below {
    /// An annotation that stays one. Links and popups cover nothing.
    pub fn saw(&mut self, document: &Document, annotation: &Dictionary, turn: f32) {
        let flags = annotation.get_deref(b"F", document).and_then(Object::as_i64).unwrap_or(0);
        if !matches!(subtype(annotation), b"Link" | b"Popup") && flags & HIDDEN == 0 {
            rectangle(document, annotation, b"Rect").into_iter().for_each(|place| self.add(covered(&place, flags, turn)));
        }
    }

    pub fn add(&mut self, place: Corners) {
        let full = self.places.len() >= APART;
        match self.places.last_mut() {
            Some(last) if full => {
                let [left, bottom, right, top] = *last;
                *last = [left.min(place[0]), bottom.min(place[1]), right.max(place[2]), top.max(place[3])];
            }
            _ => self.places.push(place),
        }
    }

    pub fn reaches(&self, place: &Corners) -> bool {
        self.places.iter().any(|it| it[0] < place[2] && place[0] < it[2] && it[1] < place[3] && place[1] < it[3])
    }
}

/// What an annotation may cover: its rectangle, or if it stays upright on a page that is turned all around its corner.
pub fn covered(place: &Corners, flags: i64, turn: f32) -> Corners {
    if flags & NO_ROTATE == 0 || turn == 0.0 {
        return *place;
    }
    let ([left, bottom, right, top], reach) = (*place, (place[2] - place[0]).max(place[3] - place[1]));
    [left - reach, bottom.min(top - reach), right.max(left + reach), top + reach]
}

/// Makes an appearance a form that can be painted, and gives the matrix that puts it in its place, on a page that is turned by
/// so many degrees if it must stay upright.
pub fn placed(document: &mut Document, id: ObjectId, place: &Corners, form: &Dictionary, turn: f32) -> Option<[f32; 6]> {
    let stream = document.get_object(id).and_then(Object::as_stream).ok()?;
    let size = [0.0, 0.0, place[2] - place[0], place[3] - place[1]];
    let bounds = rectangle(document, &stream.dict, b"BBox").unwrap_or(size);
    let own = numbers::<6>(document, &stream.dict, b"Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let lent = form.get(b"DR").ok().cloned().filter(|_| !stream.dict.has(b"Resources"));
    let Object::Stream(stream) = document.get_object_mut(id).ok()? else { return None };
    stream.dict.set("Type", "XObject");
    stream.dict.set("Subtype", "Form");
    stream.dict.set("BBox", box_of(&bounds));
    if let Some(lent) = lent {
        stream.dict.set("Resources", lent);
    }
    fit(&bounds, &own, place).map(|matrix| upright(matrix, place, turn))
}

/// ISO 32000-1, 12.5.5, algorithm 8.1: "The appearance's bounding box is transformed, using Matrix, to produce a quadrilateral
/// with arbitrary orientation. […] A matrix A is computed that scales and translates the transformed appearance box to align
/// with the edges of the annotation's rectangle."
fn fit(bounds: &Corners, own: &[f32; 6], place: &Corners) -> Option<[f32; 6]> {
    let corner = |x: f32, y: f32| [own[0] * x + own[2] * y + own[4], own[1] * x + own[3] * y + own[5]];
    let corners = [(0, 1), (2, 1), (0, 3), (2, 3)].map(|(x, y)| corner(bounds[x], bounds[y]));
    let span = |axis: usize| {
        let at = corners.map(|corner| corner[axis]);
        (at.into_iter().fold(f32::INFINITY, f32::min), at.into_iter().fold(f32::NEG_INFINITY, f32::max))
    };
    let ((left, right), (bottom, top)) = (span(0), span(1));
    let scale = |from: f32, to: f32, length: f32| if to - from > f32::EPSILON { length / (to - from) } else { 1.0 };
    let (across, up) = (scale(left, right, place[2] - place[0]), scale(bottom, top, place[3] - place[1]));
    let matrix = [across, 0.0, 0.0, up, place[0] - left * across, place[1] - bottom * up];
    matrix.iter().all(|number| number.is_finite()).then_some(matrix)
}

/// The same, turned against the page about the upper left corner of its rectangle (ISO 32000-1, table 165, NoRotate).
fn upright(matrix: [f32; 6], place: &Corners, turn: f32) -> [f32; 6] {
    let (sin, cos) = match (turn / 90.0).round().rem_euclid(4.0) as u8 {
        1 => (1.0, 0.0),
        2 => (0.0, -1.0),
        3 => (-1.0, 0.0),
        _ => return matrix,
    };
    let [a, b, c, d, x, y] = matrix;
    let turned = |x: f32, y: f32| [cos * x - sin * y, sin * x + cos * y];
    let ([a, b], [c, d], [x, y]) = (turned(a, b), turned(c, d), turned(x - place[0], y - place[3]));
    [a, b, c, d, x + place[0], y + place[3]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appearance_is_brought_to_the_edges_of_its_rectangle() {
        let plain = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        let turned = [0.0, 1.0, -1.0, 0.0, 0.0, 0.0];
        let place = [100.0, 200.0, 140.0, 220.0];
        for (bounds, own, matrix) in [
            ([0.0, 0.0, 40.0, 20.0], plain, [1.0, 0.0, 0.0, 1.0, 100.0, 200.0]),
            ([0.0, 0.0, 20.0, 10.0], plain, [2.0, 0.0, 0.0, 2.0, 100.0, 200.0]),
            ([10.0, 10.0, 50.0, 30.0], plain, [1.0, 0.0, 0.0, 1.0, 90.0, 190.0]),
            ([0.0, 0.0, 20.0, 40.0], turned, [1.0, 0.0, 0.0, 1.0, 140.0, 200.0]),
            ([0.0, 0.0, 0.0, 0.0], plain, [1.0, 0.0, 0.0, 1.0, 100.0, 200.0]),
        ] {
            assert_eq!(fit(&bounds, &own, &place), Some(matrix), "{bounds:?}");
        }
    }

    #[test]
    fn what_must_not_turn_with_its_page_keeps_its_upper_left_corner() {
        let place = [100.0, 200.0, 140.0, 220.0];
        let matrix = [1.0, 0.0, 0.0, 1.0, 100.0, 200.0];
        for (turn, upper_left_then_right) in [
            (0.0, [[100.0, 220.0], [140.0, 220.0]]),
            (90.0, [[100.0, 220.0], [100.0, 260.0]]),
            (180.0, [[100.0, 220.0], [60.0, 220.0]]),
            (270.0, [[100.0, 220.0], [100.0, 180.0]]),
        ] {
            let [a, b, c, d, x, y] = upright(matrix, &place, turn);
            let at = |u: f32, v: f32| [a * u + c * v + x, b * u + d * v + y];
            assert_eq!([at(0.0, 20.0), at(40.0, 20.0)], upper_left_then_right, "{turn}");
        }
    }

    #[test]
    fn what_stands_on_nothing_is_told_from_what_does() {
        let mut below = Below::default();
        below.add([0.0, 0.0, 10.0, 10.0]);
        assert!(below.reaches(&[9.0, 9.0, 20.0, 20.0]) && !below.reaches(&[10.0, 0.0, 20.0, 10.0]));
        (0..2 * APART).for_each(|at| below.add([50.0, at as f32, 60.0, at as f32 + 1.0]));
        assert!(below.places.len() <= APART && below.reaches(&[50.0, 500.0, 51.0, 501.0]));
    }
}
