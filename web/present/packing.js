// Where slides begin: as few as may be, none of them nearly empty, and nothing parted that belongs together.
const SLIDE = 0.6; // what one more slide costs
const EMPTY = 1.3; // and how much more an empty one
const [HARDLY_ANYTHING, SPARSE] = [0.25, 0.5]; // what is less than a quarter full costs so much more
const TOO_HIGH = 1000;

/**
 * Divide pieces among slides with `room` pixels each, and return the places of those that begin one.
 *
 * A piece has its `top` and `bottom` in one long column; `tie`, what it costs to part it from the one before, Infinity
 * if it must not be; `wall`, whether it must begin a slide; `again`, the height of what is shown again above it if it
 * begins one; and `give`, by how much it may be made lower.
 */
export function pack(pieces, room) {
  const best = [{ cost: 0 }];
  for (let end = 1; end <= pieces.length; end++) {
    best[end] = { cost: Infinity };
    let give = 0;
    for (let start = end - 1; start >= 0; start--) {
      const { top, tie, wall, again = 0 } = pieces[start];
      give += pieces[start].give ?? 0;
      const fresh = pieces[end - 1].bottom - top;
      const over = fresh + again - room;
      const empty = EMPTY * (1 - fresh / room) ** 2 + (fresh < HARDLY_ANYTHING * room ? SPARSE : 0);
      const fit = over <= 0 ? empty : over <= give ? (over / give) ** 2 / 2 : TOO_HIGH + over;
      const cost = best[start].cost + SLIDE + fit + (start && !wall ? (tie ?? 0) : 0);
      if (cost < best[end].cost) best[end] = { cost, start };
      if (wall || (over > give && start < end - 1)) break;
    }
  }
  const starts = [];
  for (let end = pieces.length; end > 0; end = best[end].start) starts.unshift(best[end].start);
  return starts;
}
