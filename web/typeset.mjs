// Reads {"latex", "display"} a line, answers {"html"} or {"error"} a line; ends when its input does.
import katex from 'katex';
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  const { latex, display } = JSON.parse(line);
  let answer;
  try {
    answer = { html: katex.renderToString(latex, { displayMode: display, throwOnError: true, strict: 'error' }) };
  } catch (error) {
    answer = { error: error.message };
  }
  console.log(JSON.stringify(answer));
}
