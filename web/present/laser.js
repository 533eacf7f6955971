// A red dot that follows the mouse, to point with.

/** Returns what switches it on and off. */
export function laser(deck) {
  const dot = Object.assign(document.createElement('div'), { className: 'laser', hidden: true });
  deck.append(dot);
  deck.addEventListener('pointermove', ({ clientX, clientY }) => (dot.style.translate = `${clientX}px ${clientY}px`));
  return () => {
    dot.hidden = !dot.hidden;
    deck.classList.toggle('pointing', !dot.hidden);
  };
}
