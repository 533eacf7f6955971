// Takes out of style sheets what nothing on the pages uses. Reads {"pages", "scripts", "sheets"}, lists of files; answers
// {"sheet": "its rules"}. Class names that a script gives an element stand in the script, so scripts are searched too.
import { PurgeCSS } from 'purgecss';
import { text } from 'node:stream/consumers';

const { pages, scripts, sheets } = JSON.parse(await text(process.stdin));
const pruned = await new PurgeCSS().purge({ content: [...pages, ...scripts], css: sheets, keyframes: true });
console.log(JSON.stringify(Object.fromEntries(pruned.map(({ file, css }) => [file, css]))));
