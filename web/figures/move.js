// The buttons under figures that can move. What a figure needs is fetched when its button is pressed.
(() => {
  const here = document.currentScript.src;
  const fetched = new Map();

  /** What a script of this folder exports. */
  function load(name) {
    if (!fetched.has(name)) {
      const script = document.createElement('script');
      script.src = new URL(name, here);
      document.head.append(script);
      const exported = (resolve, reject) => {
        script.onload = () => resolve(window.figure);
        script.onerror = reject;
      };
      fetched.set(name, new Promise(exported));
    }
    return fetched.get(name);
  }

  async function open(button) {
    const { figure, variant, number } = button.dataset;
    const place = document.createElement('div');
    place.className = 'moving';
    place.setAttribute('role', 'group');
    place.tabIndex = -1;
    place.setAttribute('aria-label', `Figure ${number}, moving`);
    const [{ stage }, { default: define }] = await Promise.all([load('parts/stage.js'), load(`${figure}.js`)]);
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
})();
