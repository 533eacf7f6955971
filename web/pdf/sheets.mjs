// What becomes of a page on paper. Each function runs in the page, and so holds all that it needs.

/** The chapter as it is handed out: exercises without hints and answers, everything else unfolded. */
export function handout() {
  for (const folded of document.querySelectorAll('#exercises details, details.notes')) folded.remove();
  for (const folded of document.querySelectorAll('.bd-article details:not(.hide)')) folded.open = true;
}

/** Links lead to what is on the same paper, or to the site where its address is known; others are words like any. */
export function links() {
  const site = document.querySelector('link[rel=canonical]')?.href;
  for (const link of document.querySelectorAll('.bd-article a[href]')) {
    const to = link.getAttribute('href');
    if (/^https?:/.test(to) || (to.startsWith('#') && document.getElementById(decodeURIComponent(to.slice(1))))) continue;
    if (site) link.href = new URL(to, site).href;
    else link.replaceWith(...link.childNodes);
  }
}

/** The exercises alone; their hints and answers unfolded, or taken away. Code is part of an answer where it is asked for. */
export function exercises(answered) {
  const article = document.querySelector('.bd-article');
  const title = article.querySelector('h1');
  const sheet = article.querySelector('#exercises');
  article.replaceChildren(title, sheet);
  let kind = '';
  for (const part of [...sheet.children]) {
    kind = /^\d+\.\d+ *(\w+)/.exec(part.textContent)?.[1] ?? kind;
    const folded = part.matches('details') ? part : part.querySelector('details');
    if (!folded) {
      part.querySelector('.cell_output')?.remove(); // "not answered yet"
      continue;
    }
    if (!answered || part.matches('.notes')) part.remove();
    else {
      folded.open = true;
      if (kind !== 'code') folded.querySelector('.cell_input')?.remove();
      if (folded.matches('.hide')) folded.querySelector('summary').textContent = 'Answer';
    }
  }
}

/**
 * The pages as one: a cover, the contents, the pages, and the hints and answers of all exercises.
 * Each of `pages` has an address and its HTML; links among them lead to their new places.
 */
export function book(pages, root) {
  const names = new Map(pages.map(({ address }, at) => [address, `page-${at}`]));
  const place = (address) => {
    const [file, part] = address.split('#');
    return names.has(file) && `#${names.get(file)}${part ? `--${decodeURIComponent(part)}` : ''}`;
  };
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const contents = make('ul', { className: 'contents' });
  const answers = make('section', { id: 'answers', className: 'sheet' }, make('h1', { textContent: 'Hints and answers' }));
  const sheets = pages.map(({ address, html }, at) => {
    const article = new DOMParser().parseFromString(html, 'text/html').querySelector('article');
    for (const gone of article.querySelectorAll('script, a.headerlink, a.save, details.notes, button')) gone.remove();
    for (const image of article.querySelectorAll('img')) {
      image.src = new URL(image.getAttribute('src'), address).href;
      image.loading = 'eager';
    }
    for (const link of article.querySelectorAll('a[href]')) {
      const here = place(new URL(link.getAttribute('href'), address).href);
      if (here) link.setAttribute('href', here);
      else if (!/^https?:/.test(link.getAttribute('href'))) link.setAttribute('href', new URL(link.getAttribute('href'), address).href.slice(root.length));
    }
    for (const named of article.querySelectorAll('[id]')) named.id = `page-${at}--${named.id}`;
    for (const name of ['for', 'aria-labelledby', 'aria-describedby'])
      for (const naming of article.querySelectorAll(`[${name}]`)) naming.removeAttribute(name);

    const exercises = article.querySelector(`[id="page-${at}--exercises"]`);
    if (exercises) {
      const solved = make('section', {}, make('h2', { textContent: article.querySelector('h1').textContent }));
      let head = null;
      for (const part of [...exercises.children]) {
        const [number, kind] = /^\d+\.\d+ *\w+/.exec(part.textContent)?.[0].split(/ +/) ?? [];
        if (number && part.matches('p')) {
          part.id = `page-${at}--exercise-${number}`;
          head = { number, kind, from: part.id };
        }
        const folded = part.matches('details') ? part : part.querySelector('details');
        if (!folded || !head) continue;
        folded.open = true;
        if (head.kind !== 'code') folded.querySelector('.cell_input')?.remove();
        if (folded.matches('.hide')) folded.querySelector('summary').textContent = 'Answer';
        if (head.from) solved.append(make('p', { className: 'number' }, make('a', { href: `#${head.from}` }, make('strong', { textContent: head.number }))));
        head.from = null;
        solved.append(part);
      }
      if (solved.children.length > 1) answers.append(solved);
    }
    for (const folded of article.querySelectorAll('details:not(.hide)')) folded.open = true;
    if (at) {
      const entry = (heading, id) => make('li', {}, make('a', { href: `#${id}`, textContent: heading.textContent.trim() }));
      const inside = [...article.querySelectorAll('h2')].map((heading) => entry(heading, heading.parentElement.id));
      const own = entry(article.querySelector('h1'), `page-${at}`);
      if (/chapters\/\d/.test(address)) own.append(make('ul', {}, ...inside));
      contents.append(own);
    }
    return make('section', { id: `page-${at}`, className: 'sheet' }, ...article.childNodes);
  });
  contents.append(make('li', {}, make('a', { href: '#answers', textContent: 'Hints and answers' })));
  document.getElementById('jb-print-docs-body')?.remove(); // the title of one page
  const [cover, ...rest] = sheets;
  const index = make('section', { className: 'sheet' }, make('h1', { textContent: 'Contents' }), contents);
  document.querySelector('.bd-article').replaceChildren(cover, index, ...rest, answers);
}
