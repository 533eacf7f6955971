// The buttons under figures that can move. What a figure needs is fetched when its button is pressed.
async function open(button) {
  const { figure, variant, number } = button.dataset;
  const place = document.createElement('div');
  place.className = 'moving';
  place.setAttribute('role', 'group');
  place.tabIndex = -1;
  place.setAttribute('aria-label', `Figure ${number}, moving`);
  const address = new URL(`${figure}.js`, import.meta.url); // an entry of its own, so not for the bundler to follow
  const [{ stage }, { default: define }] = await Promise.all([import('./parts/stage.js'), import(address)]);
  button.closest('.cell').after(place);
  stage(place, define(variant));
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: 'nearest' });
  return place;
}

for (const button of document.querySelectorAll('button.move')) {
  let place, opening;
  button.addEventListener('click', async () => {
    if (place) {
      place.hidden = !place.hidden;
    } else {
      opening ??= open(button).finally(() => (opening = undefined)); // pressed twice, it opens once
      place = await opening;
    }
    button.setAttribute('aria-expanded', !place.hidden);
    button.textContent = place.hidden ? 'Move it' : 'Put it away';
  });
}
