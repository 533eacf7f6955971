// The page as a deck, and the page again.
import Reveal from 'reveal.js';
import Notes from 'reveal.js/plugin/notes';
import { refresh } from './cut.js';
import { keys } from './keys.js';
import { laser } from './laser.js';
import { fill } from './slides.js';

const root = document.documentElement;
const element = (className, properties = {}) => Object.assign(document.createElement('div'), { className, ...properties });
let shown, leave;

const address = (slide) => {
  const url = new URL(location.href);
  if (slide) {
    if (!url.searchParams.has('present')) url.search = `?present${url.search.replace('?', '&')}`;
    url.hash = `/${slide.h}/${slide.v}`;
  } else {
    url.search = url.search.replace(/\bpresent=?&?/, '').replace(/^\?$/, '');
    url.hash = '';
  }
  history.replaceState(null, '', url);
};

/** Keep from keyboard and screen reader what the deck covers. Returns what undoes it. */
function cover(deck) {
  const covered = [];
  for (let at = deck; at !== document.body; at = at.parentElement) {
    covered.push(...[...at.parentElement.children].filter((one) => one !== at && !one.inert));
  }
  for (const one of covered) one.inert = true;
  return () => covered.forEach((one) => (one.inert = false));
}

/** The slide that holds what stands at the top of the window. */
function current(article) {
  const heads = [...article.querySelectorAll('h1, h2, h3, p')].filter((one) => one.getBoundingClientRect().bottom > 0);
  return scrollY > 0 ? heads[0] : null;
}

/** A link to a heading of this page leads to its slide. */
function follow(event) {
  const link = event.target.closest('a[href^="#"]:not([href^="#/"])');
  const heading = link && event.currentTarget.querySelector(`.headerlink[href="${link.hash}"]`);
  if (!heading) return;
  event.preventDefault();
  const { h, v } = shown.getIndices(heading.closest('section.slide'));
  shown.slide(h, v);
}

export async function enter() {
  if (shown) return;
  const article = document.querySelector('article.bd-article');
  const [focus, scrolled, place] = [document.activeElement, scrollY, current(article)];
  const [deck, reveal, slides] = [element('deck'), element('reveal', { tabIndex: -1 }), element('slides')];
  for (const button of article.querySelectorAll('button.move[aria-expanded="true"]')) button.click(); // put away
  root.classList.add('presenting', 'print-pdf'); // the second keeps away what reveal.js would do on paper
  const close = Object.assign(document.createElement('button'), { type: 'button', className: 'leave', textContent: '×' });
  close.setAttribute('aria-label', 'Leave the slides');
  close.addEventListener('click', () => leave());
  reveal.append(slides);
  deck.append(reveal, close);
  deck.addEventListener('click', follow);
  article.append(deck);
  const uncover = cover(deck);
  const { plugin, keyboardCondition } = keys(() => leave(), laser(deck));
  shown = new Reveal(reveal, {
    width: 1280,
    height: 720,
    margin: 0,
    maxScale: 10,
    embedded: true,
    center: false,
    transition: 'none',
    backgroundTransition: 'none',
    navigationMode: 'linear',
    slideNumber: 'c/t',
    respondToHashChanges: false,
    defaultTiming: article.querySelector('details.notes') && 60,
    plugins: [Notes, plugin],
    keyboardCondition,
  });
  let giveBack, first, later;
  leave = () => {
    clearTimeout(later);
    const last = shown.getCurrentSlide();
    const top = last === first ? null : last.querySelector('.content').firstElementChild;
    shown.destroy();
    giveBack?.();
    deck.remove();
    uncover();
    root.classList.remove('presenting', 'print-pdf');
    address();
    if (top) top.scrollIntoView({ behavior: 'instant' });
    else scrollTo({ top: scrolled, behavior: 'instant' });
    focus?.focus({ preventScroll: true });
    shown = window.deck.shown = undefined;
  };

  try {
    giveBack = await fill(slides, article);
    await shown.initialize();
  } catch (error) {
    leave();
    throw error;
  }
  reveal.querySelector('aside.controls').setAttribute('role', 'presentation'); // within an article it is no landmark
  const began = place?.closest('section.slide');
  if (began && !location.hash.startsWith('#/')) {
    const { h, v } = shown.getIndices(began);
    shown.slide(h, v);
  }
  first = shown.getCurrentSlide();
  const turned = () => {
    clearTimeout(later);
    later = setTimeout(() => address(shown.getIndices()), 300);
    for (const copy of shown.getCurrentSlide().querySelectorAll('tr.repeated')) refresh(copy);
  };
  shown.on('slidechanged', turned);
  address(shown.getIndices());
  reveal.focus();
  window.deck.shown = shown;
}

window.deck = { enter, leave: () => shown && leave() };
