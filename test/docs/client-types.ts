/** The text of clients/typescript/schema.d.ts, made of the OpenAPI document. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { docsOfConsole } from './openapi.ts';

const heading =
  '/** Types of the API of Scoville. Made by `npm run docs`; do not edit: a test compares. */\n\n';
const generator = fileURLToPath(new URL('openapi-to-types.ts', import.meta.url));

export async function clientTypes(): Promise<string> {
  const { document } = await docsOfConsole();
  const child = spawn(process.execPath, [generator], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(JSON.stringify(withoutExamples(document)));
  const [types, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (child.exitCode !== 0) throw new Error(`the types of the client cannot be made:\n${errors}`);
  return heading + types;
}

/** Types need no examples, and the file would be twice as long with them. */
function withoutExamples(part: unknown, isNamed = false): unknown {
  if (Array.isArray(part)) return part.map((one) => withoutExamples(one));
  if (typeof part !== 'object' || part === null) return part;
  const kept = Object.entries(part).filter(
    ([name]) => isNamed || (name !== 'example' && name !== 'examples'),
  );
  // Below these, names are those of fields and not of the document.
  return Object.fromEntries(
    kept.map(([name, value]) => [name, withoutExamples(value, name === 'properties' && !isNamed)]),
  );
}
