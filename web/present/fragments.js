// A derivation appears line by line, and what stands below it on its slide after that.

const BLOCKS = ':scope > :not(.cell), :scope > .cell > .cell_input, :scope > .cell > .cell_output > *, :scope > .tag_hide-cell';

/** Undo what `reveal` has set. */
export function unveil(content) {
  for (const element of content.querySelectorAll('.fragment')) {
    element.classList.remove('fragment', 'visible', 'current-fragment');
    delete element.dataset.fragmentIndex;
  }
}

/** Number what appears step by step in `content`. */
export function reveal(content) {
  let step = 0;
  const appear = (element, index) => {
    element.classList.add('fragment');
    element.dataset.fragmentIndex = index;
  };
  for (const block of content.querySelectorAll(BLOCKS)) {
    const table = block.querySelector('table.derivation');
    if (table) {
      const [, ...rows] = table.tBodies[0].rows;
      for (const row of rows) appear(row, row.matches('.change, .sorry') ? Math.max(step - 1, 0) : step++);
    } else if (step) appear(block, block.matches('table.derivation + *') ? step - 1 : step++);
  }
}
