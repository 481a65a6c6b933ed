/** A run of hostile requests over raw lines, side by side: what was answered, and which answers no door may give. */
import { answerHeaders } from '../../src/base/network/network.ts';
import type { Target } from './hostile-parts.ts';
import { type HostileRequest, hostileRequest } from './hostile-requests.ts';
import type { Chance } from './random.ts';
import { askAndEnd, askAndLeave, openRawLine, type RawAnswer, type RawLine } from './raw-line.ts';

/** As many clients at a time as a browser would not open, and a server must bear. */
const linesAtOnce = 64;
/** After so many wrong answers a run ends: the first ones tell enough. */
const faultsMax = 10;

export interface HostileRun {
  sent: number;
  /** Answers by kind of request, and then by status. */
  answers: Map<string, Map<number, number>>;
  /** Wrong answers in words, with the requests. */
  faults: string[];
}

/** Sends so many requests; `between` is called before each with its number, and awaited. */
export async function sendHostile(options: {
  port: number;
  requests: number;
  chance: Chance;
  target: Target;
  between(number: number): Promise<void>;
}): Promise<HostileRun> {
  const { port, requests, chance, target, between } = options;
  const run: HostileRun = { sent: 0, answers: new Map(), faults: [] };
  const lane = async () => {
    const line = openRawLine(port);
    while (run.sent < requests && run.faults.length < faultsMax) {
      await between(run.sent++);
      const request = hostileRequest(chance, target);
      for (const answer of await answersTo(request, line, port)) {
        count(run, request, answer);
        const fault = faultIn(request, answer);
        if (fault !== null) run.faults.push(inWords(request, fault));
      }
    }
    line.close();
  };
  await Promise.all(Array.from({ length: linesAtOnce }, lane));
  return run;
}

/** Null is a connection that was closed without the answer that it owes. */
async function answersTo(
  { bytes, connection, isHead }: HostileRequest,
  line: RawLine,
  port: number,
): Promise<(RawAnswer | null)[]> {
  if (connection === 'shared') return [await line.ask(bytes, isHead)];
  if (connection === 'own') return askAndEnd(port, bytes);
  await askAndLeave(port, bytes);
  return [];
}

function count({ answers }: HostileRun, { kind }: HostileRequest, answer: RawAnswer | null): void {
  const ofKind = answers.get(kind) ?? new Map<number, number>();
  answers.set(kind, ofKind);
  const status = answer?.status ?? 0;
  ofKind.set(status, (ofKind.get(status) ?? 0) + 1);
}

/** What is wrong with an answer; null where nothing is. */
function faultIn({ kind, isHead, connection }: HostileRequest, answer: RawAnswer | null): string | null {
  if (answer === null) return 'the connection was closed without an answer';
  const { status, headers, body } = answer;
  if (status >= 500 && status !== 503) return `${status}: ${body}`;
  if (status >= 300 && status < 400 && status !== 304)
    return `${status}, a redirect to ${headers.get('location')}`;
  if (status === 408 && connection === 'shared') return '408, to a request that was sent whole';
  const lacking = Object.keys(answerHeaders).find((name) => !headers.has(name));
  if (lacking !== undefined || headers.get('x-content-type-options') !== 'nosniff')
    return `${status} that does not say what a browser may do with it: ${lacking ?? 'nosniff'}`;
  if (status < 400 || isHead) return null;
  if (/node_modules|\.ts:\d/.test(body)) return `${status} with places in the source: ${body}`;
  // A link in a mail is followed by a person, who gets a page.
  if (kind === 'mail' && headers.get('content-type')?.startsWith('text/html') === true) return null;
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json') === true;
  return isProblem && codeIn(body) !== null ? null : `${status} without a problem and its code: ${body}`;
}

function codeIn(body: string): string | null {
  try {
    const { code } = JSON.parse(body) as { code?: unknown };
    return typeof code === 'string' ? code : null;
  } catch {
    return null;
  }
}

function inWords({ kind, bytes }: HostileRequest, fault: string): string {
  const text = bytes.toString('latin1');
  const shown = text.length > 1_200 ? `${text.slice(0, 600)} … ${text.slice(-600)}` : text;
  return `${kind}: ${fault.slice(0, 400)}\nfor ${bytes.length} bytes: ${JSON.stringify(shown)}`;
}
