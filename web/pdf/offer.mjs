// The download menu of a page leads to what was printed of it, and to the whole book.
import { basename, dirname, relative } from 'node:path/posix';

const PRINTED = /(<button onclick="window\.print\(\)"[\s\S]*?<\/li>)/;
const KINDS = { handout: 'This chapter', exercises: 'Its exercises', answers: 'Exercises with answers', slides: 'Its slides' };

/** The page at `path` with a link to each of the `files` in the folder pdf that belong to it, once. */
export function offered(html, path, files) {
  const own = basename(path, '.html');
  const names = [...Object.entries(KINDS).map(([kind, said]) => [`${own}-${kind}.pdf`, said]), ['book.pdf', 'The book']];
  const items = names
    .filter(([name]) => files.includes(name))
    .map(([name, said]) => {
      const href = relative(dirname(path), `pdf/${name}`);
      return `<li class="printed"><a class="btn btn-sm dropdown-item" href="${href}"><span class="btn__text-container">${said} (PDF)</span></a></li>`;
    });
  return html.replaceAll(/<li class="printed">.*?<\/li>/g, '').replace(PRINTED, `$1${items.join('')}`);
}
