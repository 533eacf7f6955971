// Formulas whose punctuation has slipped to the next line, each with the text before it.
return [...document.querySelectorAll('article span.math')].flatMap(formula => {
  const after = formula.nextSibling;
  if (after?.nodeType !== Node.TEXT_NODE || !/^[.,;:!?)]/.test(after.data)) return [];
  const mark = document.createRange();
  mark.setStart(after, 0);
  mark.setEnd(after, 1);
  const end = [...formula.querySelectorAll('.katex-base')].at(-1).getBoundingClientRect();
  const { top, width } = mark.getBoundingClientRect();
  return width && top > end.bottom - 2 ? [`${formula.closest('p, li, td').textContent.slice(0, 60)} ... ${after.data[0]}`] : [];
});
