/** Runs the `curl` lines that a page or a program shows, also on a machine without curl. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a line was answered. */
interface Answer {
  status: number;
  text: string;
}

/** Runs a `curl` line, with values for its `$NAMES`, by curl itself where this machine has it and else by `fetch`. */
export async function runCurl(line: string, values: Record<string, string> = {}): Promise<Answer> {
  try {
    return await byCurl(line, values);
  } catch (error) {
    if ((error as { code?: unknown }).code !== noSuchCommand) throw error;
    return byFetch(line, values);
  }
}

/** What a shell ends with where it finds no curl. */
const noSuchCommand = 127;

async function byCurl(line: string, values: Record<string, string>): Promise<Answer> {
  const command = `${line} --silent --show-error --write-out '\n%{http_code}'`;
  const { stdout } = await run('sh', ['-c', command], { env: { ...process.env, ...values } });
  const end = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(end + 1)), text: stdout.slice(0, end) };
}

/** Flags of the lines that are shown; those of the second row are followed by a word. */
const plainFlags = new Set(['-s', '-S', '-sS']);
const flags = new Set(['-H', '-u', '-d', '-X']);

/** Sends what curl would send. A flag that no line has had is refused: nobody sees then that it was left out. */
export async function byFetch(line: string, values: Record<string, string> = {}): Promise<Answer> {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, verbatim, quoted, bare]) =>
      verbatim ?? (quoted ?? bare ?? '').replace(/\$(\w+)/g, (_, name: string) => values[name] ?? ''),
  );
  const after = (flag: string) => words.flatMap((word, index) => (words[index - 1] === flag ? [word] : []));
  const strange = words.slice(1).filter((word, index) => {
    const isValue = flags.has(words[index] ?? '');
    return !isValue && word.startsWith('-') && !flags.has(word) && !plainFlags.has(word);
  });
  if (strange.length > 0) throw new Error(`${strange.join(', ')}: no such flag is known, in ${line}`);
  const [body] = after('-d');
  const headers = new Headers(body === undefined ? {} : { 'content-type': formType });
  for (const header of after('-H')) {
    const [name = '', value = ''] = header.split(/:\s*/, 2);
    headers.set(name, value);
  }
  for (const user of after('-u')) headers.set('authorization', `Basic ${btoa(user)}`);
  const [method = body === undefined ? 'GET' : 'POST'] = after('-X');
  const url = words.find((word) => word.startsWith('http')) ?? '';
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  return { status: response.status, text: await response.text() };
}

const formType = 'application/x-www-form-urlencoded';
