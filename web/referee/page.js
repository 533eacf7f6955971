// Puts a pencil beside every line of a derivation. What happens when it is pressed is fetched only then.
(() => {
  const here = document.currentScript.src;
  const texts = JSON.parse(document.getElementById('derivations').textContent);

  const changing = async () => {
    if (!('WebAssembly' in window && 'Worker' in window)) throw new Error('this browser runs no WebAssembly');
    return import(new URL('change.js', here));
  };

  const sorry = (row) => {
    if (row.nextElementSibling?.matches('.sorry')) return;
    const said = row.parentElement.insertRow(row.sectionRowIndex + 1);
    said.className = 'sorry';
    const cell = said.insertCell();
    cell.colSpan = 2;
    cell.textContent =
      location.protocol === 'file:'
        ? 'Lines are judged where the book is served, not where it is opened from a file: run "python -m http.server" in its folder. Or change the line in the notebook of this chapter.'
        : 'This browser cannot run the referee. Change the line in the notebook of this chapter instead.';
  };

  for (const table of document.querySelectorAll('table[data-derivation]')) {
    const derivation = texts[table.dataset.derivation];
    derivation.rows = [...table.tBodies[0].rows];
    for (const [at, row] of derivation.rows.entries()) {
      if (!at) continue;
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'pencil';
      button.title = 'Change this line';
      button.setAttribute('aria-label', `Change line ${at}`);
      button.addEventListener('click', () =>
        changing().then(({ open }) => open(table, derivation, at), () => sorry(row)));
      row.cells[1].prepend(button);
    }
  }

  // A link that restores a change: #change=derive-z-by-w&3=I_qt+x_p
  const asked = new URLSearchParams(location.hash.slice(1));
  const table = [...document.querySelectorAll('table[data-derivation]')].find((one) => one.dataset.derivation === asked.get('change'));
  if (table) changing().then(({ restore }) => restore(table, texts[asked.get('change')], asked), () => sorry(table.tBodies[0].rows[0]));
})();
