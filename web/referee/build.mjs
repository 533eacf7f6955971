// Makes what the referee in the page needs: Pyodide's own files, the modules of the proofs compiled for its Python
// (proofs.bin), what they use of Python's library (stdlib.zip), and a snapshot of the memory in which they are loaded
// (snapshot.bin): with it Python starts in a second.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { loadPyodide } from 'pyodide';

const target = path.resolve(process.argv[2]);
const pyodide = path.dirname(fileURLToPath(import.meta.resolve('pyodide/pyodide.mjs')));
const here = path.dirname(fileURLToPath(import.meta.url));
const source = path.resolve(here, '../../src');
const where = ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'];
const installed = execFileSync('python', where, { encoding: 'utf8' }).trim();

fs.rmSync(target, { force: true, recursive: true });
fs.mkdirSync(target, { recursive: true });
const packed = (name, bytes) => fs.writeFileSync(path.join(target, name), zlib.gzipSync(bytes, { level: 9 }));

try {
  const compiler = await loadPyodide();
  for (const [inside, outside] of [['/source', source], ['/installed', installed], ['/web', here]]) {
    compiler.FS.mkdir(inside);
    compiler.mountNodeFS(inside, outside);
  }
  compiler.runPython(fs.readFileSync(new URL('pack.py', import.meta.url), 'utf8'));
  const proofs = compiler.FS.readFile('/proofs.zip');
  const library = path.join(target, 'stdlib.zip');
  packed('proofs.bin', proofs);
  fs.writeFileSync(library, compiler.FS.readFile('/stdlib.zip'));
  for (const name of ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm']) {
    fs.copyFileSync(path.join(pyodide, name), path.join(target, name));
  }
  // No package is loaded by name, so the list of Pyodide's own packages is left out.
  const { info } = JSON.parse(fs.readFileSync(path.join(pyodide, 'pyodide-lock.json'), 'utf8'));
  fs.writeFileSync(path.join(target, 'pyodide-lock.json'), JSON.stringify({ info, packages: {} }));

  const python = await loadPyodide({ _makeSnapshot: true, stdLibURL: library });
  python.unpackArchive(proofs, 'zip', { extractDir: python.runPython('import sysconfig; sysconfig.get_path("purelib")') });
  python.runPython('import gc, answers; answers.warm(); gc.collect()');
  packed('snapshot.bin', python.makeMemorySnapshot());
} catch (error) {
  console.error(error.message); // uncaught, it would come with a megabyte of Pyodide's source
  process.exitCode = 1;
}
