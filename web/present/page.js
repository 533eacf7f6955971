// The button and the key that make a deck of the page. What a deck needs is fetched when it is asked for.
(() => {
  const here = document.currentScript.src;
  let fetching;

  const load = (tag, properties) =>
    new Promise((resolve, reject) => {
      document.head.append(Object.assign(document.createElement(tag), properties, { onload: resolve, onerror: reject }));
    });

  window.present = async () => {
    fetching ??= Promise.all([
      load('link', { rel: 'stylesheet', href: new URL('deck.css', here).href }),
      load('script', { src: new URL('deck.js', here).href }),
    ]).catch((error) => {
      fetching = undefined; // to be tried again
      throw error;
    });
    await fetching;
    return window.deck.enter();
  };

  document.addEventListener('keydown', (event) => {
    const held = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    if (event.key !== 'p' || held || event.target.closest('input, select, textarea, dialog')) return;
    if (!document.documentElement.classList.contains('presenting')) window.present();
  });

  // Once the other scripts have been at work on the page.
  if (new URLSearchParams(location.search).has('present')) document.addEventListener('DOMContentLoaded', window.present);
})();
