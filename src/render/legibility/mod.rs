//! Whether a person can read a run of words on the finished page: true size, clips, what is drawn over it, contrast with what lies
//! under it, letters upon letters. Judges, and decides nothing.
//!
//! Looked at with bounding boxes first: on an honest page nothing meets a mention, and its words cost their letters' boxes alone. What
//! one page may cost is bounded; beyond, its words count as hidden.

mod clip;
mod cover;
mod geometry;
mod ink;
mod letters;

use std::cell::RefCell;
use std::collections::BTreeSet;

use typst::text::TextItem;

pub use cover::Scene;
pub use geometry::{Area, Placement};
pub use ink::Shades;

use crate::compliance::Unread;
use letters::{Fonts, Kind, Sign};

/// Text smaller than this is no mention (points): smaller than the smallest legal note of the house, larger than a reference mark.
const SMALLEST: f64 = 6.5;
/// The height of a small letter at that size, in fonts whose letters are lowest (0.43 em).
const LOWEST: f64 = 0.43 * SMALLEST;
/// A raised « er » after a figure may be as small as this share of both.
const RAISED: f64 = 0.55;
/// So many raised signs may follow a figure or a capital: « 1er », « Mme ».
const MOST_RAISED: usize = 3;
/// Letters stretched more than this in one direction are no letters.
const MOST_STRETCHED: f64 = 2.5;
/// A stroke thicker than this share of the size fills a letter's own white (em).
const THICKEST_STROKE: f64 = 0.1;
/// What one page may cost: a hundred times the densest honest page.
const MOST_WORK: usize = 4_000_000;
/// What is looked at in a letter, across and down.
const ACROSS: [f64; 3] = [0.2, 0.5, 0.8];
const DOWN: [f64; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];
/// A letter with so many points of fifteen lost is lost: a line through it, a bar down it, a third of it covered.
const LOST: usize = 3;
/// A comma may meet the rule that underlines its word; it is lost with two thirds of it.
const LOST_OF_A_MARK: usize = 10;
/// Letters of a word further apart than this make no word (em).
const FARTHEST: f64 = 1.0;

thread_local! {
    static FONTS: RefCell<Fonts> = RefCell::default();
}

/// What reads the marked runs of a document, page after page.
pub struct Reader {
    fonts: Fonts,
    signs: Vec<Sign>,
    meeting: Vec<usize>,
    /// Raised signs in a row, and what they follow.
    raised: usize,
    after: Option<Kind>,
}

/// One run of words within a mention.
pub struct Run<'a> {
    pub item: &'a TextItem,
    pub at: Placement,
    /// Its rank among all things painted.
    pub rank: usize,
    pub clip: Option<usize>,
}

impl Default for Reader {
    fn default() -> Self {
        Self { fonts: FONTS.take(), signs: Vec::new(), meeting: Vec::new(), raised: 0, after: None }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        FONTS.set(std::mem::take(&mut self.fonts));
    }
}

impl Reader {
    /// The box of what a run really draws, on the page; nothing when it draws nothing.
    pub fn inked(&mut self, item: &TextItem, at: &Placement) -> Option<Area> {
        let mut signs = std::mem::take(&mut self.signs);
        self.fonts.signs(item, &mut signs);
        let inked = signs.iter().filter_map(|sign| sign.ink).reduce(|one, other| one.joined(&other));
        self.signs = signs;
        inked.map(|inked| at.area(&inked))
    }

    /// A mention begins: what stands before it is no figure of its own.
    pub fn begin(&mut self) {
        (self.raised, self.after) = (0, None);
    }

    /// All that keeps a person from reading the run; nothing when it reads.
    pub fn judge(&mut self, run: &Run, scene: &mut Scene, page: &Shades) -> BTreeSet<Unread> {
        let mut faults = BTreeSet::new();
        let (least, most) = run.at.scales();
        if run.at.turns_over() || most > MOST_STRETCHED * least || letters::runs_backwards(run.item) {
            faults.insert(Unread::Distorted);
        }
        let mut signs = std::mem::take(&mut self.signs);
        self.fonts.signs(run.item, &mut signs);
        self.sizes(run, least, &signs, &mut faults);
        let inked = signs.iter().filter_map(|sign| sign.ink).reduce(|one, other| one.joined(&other));
        if let Some(inked) = inked {
            if scattered(&signs, run.item.size.to_pt()) {
                faults.insert(Unread::Distorted);
            }
            if piled(&signs) {
                faults.insert(Unread::Overprinted);
            }
            self.covers(run, &run.at.area(&inked), &signs, scene, page, &mut faults);
        }
        self.signs = signs;
        faults
    }

    fn sizes(&mut self, run: &Run, least: f64, signs: &[Sign], faults: &mut BTreeSet<Unread>) {
        let size = run.item.size.to_pt() * least;
        for sign in signs.iter().filter(|sign| sign.kind != Kind::Space) {
            let Some(ink) = sign.ink else {
                faults.insert(Unread::Blank);
                continue;
            };
            if sign.kind == Kind::Mark {
                // A comma is small: it is as large as its letters.
                if size < SMALLEST * RAISED {
                    faults.insert(Unread::Small);
                }
                continue;
            }
            let height = ink.height() * least;
            if size >= SMALLEST && height >= LOWEST {
                (self.raised, self.after) = (0, Some(sign.kind));
                continue;
            }
            self.raised += 1;
            let follows = self.after.is_some_and(|kind| kind != Kind::Small) && self.raised <= MOST_RAISED;
            let stands = size >= SMALLEST * RAISED && height >= LOWEST * RAISED;
            if sign.kind != Kind::Small || !follows || !stands {
                faults.insert(Unread::Small);
            }
        }
    }

    fn covers(
        &mut self,
        run: &Run,
        area: &Area,
        signs: &[Sign],
        scene: &mut Scene,
        page: &Shades,
        faults: &mut BTreeSet<Unread>,
    ) {
        let whole = scene.clips.is_plain(run.clip) && area.within(&scene.clips.area(run.clip).grown(0.3));
        scene.spent += signs.len();
        let mut meeting = std::mem::take(&mut self.meeting);
        if scene.spent > MOST_WORK {
            faults.insert(Unread::Hidden);
        } else {
            scene.meeting(area, run.rank, &mut meeting);
            let ink = Ink::of(run.item);
            if !ink.reads_on(page) && meeting.is_empty() {
                faults.insert(Unread::Faint);
            }
            if !whole || !meeting.is_empty() {
                for sign in signs.iter().filter(|sign| sign.kind != Kind::Space) {
                    let Some(own) = sign.ink else { continue };
                    let lost = if sign.kind == Kind::Mark { LOST_OF_A_MARK } else { LOST };
                    self.letter(run, &own, lost, whole, &meeting, &ink, scene, page, faults);
                }
            }
        }
        self.meeting = meeting;
    }

    #[allow(clippy::too_many_arguments)]
    fn letter(
        &mut self,
        run: &Run,
        own: &Area,
        most_lost: usize,
        whole: bool,
        meeting: &[usize],
        ink: &Ink,
        scene: &mut Scene,
        page: &Shades,
        faults: &mut BTreeSet<Unread>,
    ) {
        // What stands under the line, as the tail of a g, may meet the rule that underlines it.
        let bottom = if own.top < -0.3 * run.item.size.to_pt() { own.bottom.min(0.0) } else { own.bottom };
        let mut lost = [0; 3];
        for down in DOWN {
            for across in ACROSS {
                let local = (own.left + across * own.width(), own.top + down * (bottom - own.top));
                let at = run.at.apply(local);
                if scene.spent > MOST_WORK {
                    faults.insert(Unread::Hidden);
                    return;
                }
                if !whole && !scene.clips.leaves(run.clip, at, &mut scene.spent) {
                    lost[0] += 1;
                    continue;
                }
                match self.point(run.rank, at, meeting, ink, scene, page) {
                    Some(Unread::Hidden) => lost[0] += 1,
                    Some(Unread::Overprinted) => lost[1] += 1,
                    Some(_) => lost[2] += 1,
                    None => {}
                }
            }
        }
        if lost.iter().sum::<usize>() >= most_lost {
            let most = (0..3).max_by_key(|kind| lost[*kind]).unwrap_or_default();
            faults.insert([Unread::Hidden, Unread::Overprinted, Unread::Faint][most]);
        }
    }

    /// What is the matter with one point of a letter.
    fn point(
        &mut self,
        rank: usize,
        at: (f64, f64),
        meeting: &[usize],
        ink: &Ink,
        scene: &mut Scene,
        page: &Shades,
    ) -> Option<Unread> {
        let mut under = *page;
        let mut words = false;
        for below in meeting.iter().copied().filter(|other| *other < rank) {
            if let Some(hit) = scene.hit(below, at, false, &mut self.fonts) {
                under = hit.shades.iter().flatten().fold(under, |under, shades| shades.over(&under));
                words = hit.by_words;
            }
        }
        if !ink.reads_on(&under) {
            return Some(if words { Unread::Overprinted } else { Unread::Faint });
        }
        let mut seen = ink.shades.over(&under);
        let mut above_words = false;
        for above in meeting.iter().copied().filter(|other| *other > rank) {
            if let Some(hit) = scene.hit(above, at, true, &mut self.fonts) {
                for shades in hit.shades.iter().flatten() {
                    (under, seen) = (shades.over(&under), shades.over(&seen));
                }
                above_words |= hit.by_words;
            }
        }
        let lost = !seen.stands_out(&under);
        lost.then_some(if above_words { Unread::Overprinted } else { Unread::Hidden })
    }
}

/// The ink of a run.
struct Ink {
    shades: Shades,
    /// That of its outline, where it has one that is seen.
    outline: Option<Shades>,
    clogged: bool,
}

impl Ink {
    fn of(item: &TextItem) -> Self {
        let size = item.size.to_pt();
        let outline = item.stroke.as_ref().filter(|stroke| stroke.thickness.to_pt() > 0.0);
        Self {
            shades: Shades::of(&item.fill),
            outline: outline.map(|stroke| Shades::of(&stroke.paint)).filter(|shades| !shades.is_clear()),
            clogged: outline.is_some_and(|stroke| stroke.thickness.to_pt() > THICKEST_STROKE * size),
        }
    }

    /// Its fill, and its outline if there is one, are told from what is under them.
    fn reads_on(&self, under: &Shades) -> bool {
        let tells = |shades: &Shades| shades.over(under).stands_out(under);
        !self.clogged && tells(&self.shades) && self.outline.as_ref().is_none_or(tells)
    }
}

/// Whether letters of one word stand far apart.
fn scattered(signs: &[Sign], size: f64) -> bool {
    signs.windows(2).any(|pair| match (pair[0].ink, pair[1].ink) {
        (Some(one), Some(next)) => next.left - one.right > FARTHEST * size,
        _ => false,
    })
}

/// Whether letters of a run stand upon one another, or run backwards.
fn piled(signs: &[Sign]) -> bool {
    let inked = || signs.iter().filter(|sign| sign.kind != Kind::Space && sign.kind != Kind::Mark).filter_map(|sign| sign.ink);
    inked().zip(inked().skip(1)).any(|(one, next)| {
        let shared = one.right.min(next.right) - one.left.max(next.left);
        let backwards = next.left + next.right < one.left + one.right;
        // Letters that lean or that are kerned share less than half of the narrower.
        backwards || shared > 0.5 * one.width().min(next.width()) && one.top < next.bottom && next.top < one.bottom
    })
}
