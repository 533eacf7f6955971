// The referee: the book's own proofs in the browser's Python, in a thread of its own. Nothing leaves this machine.
import { loadPyodide } from './pyodide.mjs';

const stdLibURL = new URL('stdlib.zip', import.meta.url).href;

// Reads one of the two archives and says how much of it has come.
async function unpacked(name) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  const all = Number(response.headers.get('content-length'));
  let come = 0;
  const counted = new TransformStream({
    transform(chunk, controller) {
      come += chunk.length;
      if (all) postMessage({ doing: 'The referee is being fetched.', share: come / all });
      controller.enqueue(chunk);
    },
  });
  const stream = response.body.pipeThrough(counted).pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function fromSnapshot() {
  const [memory, { default: create }] = await Promise.all([unpacked('snapshot.bin'), import('./pyodide.asm.mjs')]);
  postMessage({ doing: 'The referee is being started.', share: 1 });
  return loadPyodide({
    _loadSnapshot: memory,
    stdLibURL,
    // This version exports its memory, and has to be given enough of it before a snapshot is put back.
    createPyodideModule: async (settings) => {
      const module = await create(settings);
      module.growMemory(memory.length);
      return module;
    },
  });
}

// Slower by some seconds, but of promised parts only.
async function fromArchive() {
  const [archive, python] = await Promise.all([unpacked('proofs.bin'), loadPyodide({ stdLibURL })]);
  postMessage({ doing: 'The referee is being started.', share: 1 });
  unpack(python, archive);
  return python;
}

function unpack(python, archive) {
  python.unpackArchive(archive, 'zip', { extractDir: python.runPython('import sysconfig; sysconfig.get_path("purelib")') });
}

// A snapshot keeps what is loaded, and no files: a line that needs a module beyond it has the archive fetched.
async function answered(python, question) {
  const ask = () => JSON.parse(python.pyimport('answers').answer(JSON.stringify(question)));
  try {
    return ask();
  } catch (error) {
    if (!error.message.includes('ModuleNotFoundError')) throw error;
    unpack(python, await unpacked('proofs.bin'));
    python.runPython('import importlib; importlib.invalidate_caches()');
    return ask();
  }
}

const ready = fromSnapshot()
  .catch((error) => {
    console.warn('The snapshot of the referee could not be used:', error);
    return fromArchive();
  });

ready.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ dead: error.message }),
);

onmessage = async ({ data: { number, question } }) => {
  const python = await ready;
  try {
    postMessage({ number, answer: await answered(python, question) });
  } catch (error) {
    postMessage({ number, failed: error.message.trim().split('\n').at(-1) });
  }
};
