// The referee as a function: ask({...}) is the promise of an answer. One question at a time is judged, the newest last.
const listeners = new Set();
const waiting = new Map();
let worker;
let count = 0;
let state = { doing: 'The referee is being fetched.', share: 0 };

const tell = (news) => {
  state = news;
  for (const listener of listeners) listener(news);
};

// All that wait are told; the next question begins anew.
function giveUp(error) {
  worker?.terminate();
  worker = undefined;
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
  tell({ doing: 'The referee is being fetched.', share: 0 });
}

function start() {
  worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => {
    if (data.dead) return giveUp(new Error(data.dead));
    if (!('number' in data)) return tell(data);
    const { resolve, reject } = waiting.get(data.number);
    data.answer ? resolve(data.answer) : reject(new Error(`The referee failed on this line: ${data.failed}`));
    waiting.delete(data.number);
  };
  worker.onerror = ({ message }) => giveUp(new Error(message || 'its files did not come'));
}

// Calls `listener` with what the referee is doing, now and whenever that changes: {doing, share} or {ready}.
export function listen(listener) {
  listeners.add(listener);
  listener(state);
  return () => listeners.delete(listener);
}

export function ask(question) {
  if (!worker) start();
  const number = ++count;
  return new Promise((resolve, reject) => {
    waiting.set(number, { resolve, reject });
    worker.postMessage({ number, question });
  });
}

// Gives up what is being judged. Python cannot be interrupted from outside, so it starts anew.
export function stop() {
  giveUp(new DOMException('stopped', 'AbortError'));
  start();
}
