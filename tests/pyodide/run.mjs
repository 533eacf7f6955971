// Runs what selection.py selects in Pyodide, the Python of browsers, on the files as they are. Nothing is fetched.
import { execFileSync } from 'node:child_process';
import { loadPyodide } from 'pyodide';

process.exitCode = 1; // until Python says otherwise
try {
  const where = ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'];
  const installed = execFileSync('python', where, { encoding: 'utf8' }).trim();
  const pyodide = await loadPyodide({ env: { PYTHONDONTWRITEBYTECODE: '1', PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1' } });
  for (const [inside, outside] of [['/project', process.cwd()], ['/installed', installed]]) {
    pyodide.FS.mkdir(inside);
    pyodide.mountNodeFS(inside, outside);
  }
  pyodide.runPython('import sys; sys.path += ["/project/src", "/project/tests/pyodide"]');
  process.exitCode = pyodide.pyimport('selection').main(process.argv.slice(2));
} catch (error) {
  console.error(error.message); // uncaught, it would come with a megabyte of Pyodide's source
}
