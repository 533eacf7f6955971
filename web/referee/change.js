// A line of a derivation becomes a field; the verdict on it, and on the line after it, stands underneath.
import { ask } from './referee.js';
import { explain, grow, make, PAUSE, show, typeset, waitIn } from './verdict.js';

const changers = new WeakMap();

class Changer {
  // The rows of the table as it was: on slides it is cut in two.
  constructor(table, { model, positive, lines, rows }) {
    Object.assign(this, { table, model, positive, lines, rows, changes: new Map(), forms: new Map(), below: new Map() });
    this.formulas = rows.map((row) => [...row.cells[0].childNodes]);
  }

  text(at) {
    return this.changes.get(at) ?? this.lines[at].text;
  }

  // The row under line `at`, for its field and its verdict.
  under(at) {
    if (!this.below.has(at)) {
      const row = make('tr', { className: 'change' }, make('td', { colSpan: 2 }));
      this.rows[at].after(row);
      this.below.set(at, row);
    }
    return this.below.get(at).cells[0];
  }

  open(at, text) {
    if (!this.forms.has(at)) this.forms.set(at, this.form(at));
    const { field } = this.forms.get(at);
    if (text !== undefined) field.value = text;
    grow(field);
    field.focus();
    this.check(at);
  }

  form(at) {
    const { reason, comment } = this.lines[at];
    const field = make('textarea', { value: this.text(at), rows: 1, maxLength: 10_000, spellcheck: false, ariaLabel: `Line ${at} as text` });
    field.setAttribute('autocapitalize', 'off');
    const verdict = make('p', { className: 'verdict' });
    verdict.setAttribute('role', 'status');
    const button = (textContent, act, type = 'button') => {
      const made = make('button', { textContent, type });
      if (act) made.addEventListener('click', act);
      return made;
    };
    const copy = button('Copy link', async () => {
      await navigator.clipboard.writeText(this.link());
      copy.textContent = 'Copied';
      setTimeout(() => (copy.textContent = 'Copy link'), 2000);
    });
    const form = make('form', {}, field, verdict, make('p', { className: 'tools' }, button('Check', null, 'submit'), button('Undo', () => this.undo(at)), copy));
    let later;
    field.addEventListener('input', () => {
      clearTimeout(later);
      later = setTimeout(() => this.check(at), PAUSE);
      grow(field);
    });
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey) {
        event.preventDefault();
        form.requestSubmit();
      }
      if (event.key === 'Escape') this.undo(at);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      clearTimeout(later);
      this.check(at);
    });
    this.under(at).append(form);
    return { field, verdict, reason: comment ? `${reason}: ${comment}` : reason };
  }

  // Judges line `at`, and the line after it again.
  async check(at) {
    const value = this.forms.get(at).field.value.replace(/^\s*=/, '').replaceAll('\n', ' ').trim();
    if (value === this.lines[at].text) this.changes.delete(at);
    else this.changes.set(at, value);
    await this.judge(at);
    if (at + 1 < this.lines.length) await this.judge(at + 1);
  }

  async judge(at) {
    const form = this.forms.get(at);
    const { reason } = this.lines[at];
    const after = !form;
    if (after && !this.changes.has(at - 1)) return this.close(at);
    const place = form?.verdict ?? this.after(at);
    const number = (place.asked = (place.asked ?? 0) + 1);
    const done = waitIn(place);
    try {
      const question = { ask: 'line', model: this.model, positive: this.positive, above: this.lines.slice(0, at).map((_, k) => this.text(k)), text: this.text(at) };
      const verdict = await ask({ ...question, reason: form?.reason ?? reason });
      if (number !== place.asked || !place.isConnected) return; // asked again, or undone
      show(place, verdict, reason, after);
      if (form) await this.show(at, verdict);
    } catch (error) {
      if (number === place.asked) explain(place, error);
    } finally {
      done();
    }
  }

  after(at) {
    const cell = this.under(at);
    if (!cell.firstChild) {
      const verdict = make('p', { className: 'verdict' });
      verdict.setAttribute('role', 'status');
      cell.append(verdict);
    }
    return cell.querySelector('.verdict');
  }

  // Shows the line as it was read; what could not be read stays in the field alone.
  async show(at, { kind, latex }) {
    const cell = this.rows[at].cells[0];
    const changed = this.changes.has(at);
    this.rows[at].classList.toggle('changed', changed);
    if (changed && latex) await typeset(cell, latex);
    else cell.replaceChildren(...this.formulas[at]);
    this.rows[at].dataset.verdict = kind;
  }

  close(at) {
    this.below.get(at)?.remove();
    this.below.delete(at);
    this.forms.delete(at);
  }

  undo(at) {
    this.changes.delete(at);
    this.close(at);
    this.rows[at].cells[0].replaceChildren(...this.formulas[at]);
    this.rows[at].classList.remove('changed');
    delete this.rows[at].dataset.verdict;
    this.rows[at].querySelector('button.pencil').focus();
    if (at + 1 < this.lines.length) this.judge(at + 1);
  }

  // The address of the page with all changes of this derivation.
  link() {
    const changes = [...this.changes].sort(([one], [other]) => one - other);
    return `${location.href.split('#')[0]}#${new URLSearchParams([['change', this.table.dataset.derivation], ...changes])}`;
  }
}

const changer = (table, texts) => {
  if (!changers.has(table)) changers.set(table, new Changer(table, texts));
  return changers.get(table);
};

export const open = (table, texts, at) => changer(table, texts).open(at);

// Opens the changes that a link holds. They are text: each is put into a field as if it had been typed.
export function restore(table, texts, asked) {
  const made = changer(table, texts);
  for (const [key, text] of asked) {
    if (/^[1-9]\d*$/.test(key) && Number(key) < texts.lines.length) made.open(Number(key), text.slice(0, 10_000));
  }
  table.scrollIntoView({ block: 'center' });
}
