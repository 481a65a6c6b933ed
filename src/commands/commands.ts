/**
 * The door of commands: the command line for marketers and operators. It calls the API of a running Scoville, with the token in
 * DATA_DIR. What it says, and the code it ends with, go to the caller; `cli.ts` is the process around it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type {
  AuditResult,
  BacktestProgress,
  BacktestResult,
  FailingProfileView,
  RestoreView,
} from '../contract/api/api.ts';
import { nearest } from '../contract/language/language.ts';
import { type Environment, mailConnectionsFile } from '../environment.ts';
import { hasSecrets, keepSecrets } from '../setup/setup.ts';
import { checkFiles } from './check.ts';
import { deadLetters, listAll } from './dead-letters.ts';
import { erasureInWords, exportOf } from './erase.ts';
import { exitCodes } from './exit-codes.ts';
import { failureOf } from './failure.ts';
import { importEvents } from './import-events.ts';
import { exportKind, type ImportConnection, importFile, isKind } from './imports.ts';
import { keysInWords } from './keys.ts';
import { migrateRuleFiles } from './migrate-rules.ts';
import { programmeCommands, readProgrammeFile } from './programmes.ts';
import { quarantine } from './quarantine.ts';
import { suggestInWords } from './suggest.ts';
import { type CommandName, commandHelp, isCommand, options, usage, usageOf } from './usage.ts';
import { PassingError, UsageError } from './usage-error.ts';
import {
  auditInWords,
  auditProgressInWords,
  backtestInWords,
  failingInWords,
  readingInWords,
  restoreInWords,
  type Watched,
} from './words.ts';

export { exitCodes } from './exit-codes.ts';

/** The surroundings of a command line. */
export interface Terminal {
  /** Throws where a variable is bad; asked by commands that need it alone. */
  environment(): Environment;
  /** A line of the result. */
  say(line: string): void;
  /** Bytes of the result, as they come. */
  writeOut(bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** A line of what is wrong. */
  complain(line: string): void;
  /** How far a long job is, in place of what was shown before; empty at its end. */
  showProgress(line: string): void;
  /** Takes what cancels the job under way when the user interrupts it. */
  onInterrupt(cancel: () => Promise<unknown>): void;
  /** All of the input, as text: what "-" stands for. */
  readIn(): Promise<string>;
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
type Ask = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;
type Command = (...given: (string | undefined)[]) => Promise<void>;

/** Runs a command line; returns the code of its process. Without a command, or with an option that is none, nothing is done. */
export async function runCommandLine(given: string[], terminal: Terminal): Promise<number> {
  const { say, complain } = terminal;
  let code: number = exitCodes.done;
  const end = (other: number) => {
    code = other;
  };
  let line: { values: Values; positionals: string[] };
  try {
    line = parseArgs({ args: given, allowPositionals: true, options });
  } catch (error) {
    complain(`${(error as Error).message.split('. ', 1)[0]}\n${usage()}`);
    return exitCodes.misused;
  }
  const { values } = line;
  const [name, ...words] = line.positionals;
  const about = name === 'help' ? words[0] : name;
  if (values.help || name === 'help') {
    say(isCommand(about) ? usageOf(about) : usage());
    return exitCodes.done;
  }
  if (!isCommand(name)) {
    complain(name === undefined ? usage() : `there is no command "${name}"${meant(name)}\n${usage()}`);
    return exitCodes.misused;
  }
  try {
    await commandsOf(terminal, values, end)[name](...words);
    return code;
  } catch (error) {
    const failure = failureOf(error);
    complain(failure.message);
    return failure.code;
  }
}

/** The command that is likely meant, for the end of an error. */
function meant(name: string): string {
  const near = nearest(name, Object.keys(commandHelp));
  return near === null ? '' : `; did you mean "${near}"?`;
}

/** Commands that open stores load the program with them, three times as many modules as all others: only when they are run. */
function commandsOf(
  terminal: Terminal,
  values: Values,
  end: (code: number) => void,
): Record<CommandName, Command> {
  const fail = () => end(exitCodes.refused);
  const { environment, say, showProgress } = terminal;
  const ask: Ask = (method, path, body) => askScoville(environment(), method, path, body);
  const send: ImportConnection['send'] = (method, path, body) =>
    callScoville(environment(), method, path, body);
  const files: ImportConnection = { ...terminal, ask, send, fail };
  const run = <Result, Progress>(path: string, body: object, { watchedAt, inWords }: Watched<Progress>) =>
    watchJob<Result, Progress>(ask, terminal, { path, body, watchedAt, inWords });
  return {
    check: async (...given) => end(await checkFiles(terminal, given, values)),
    audit: async (profile) => {
      const body = profile === undefined ? {} : { profile };
      const watched = { watchedAt: '/audits', inWords: auditProgressInWords };
      const { result } = await run<AuditResult, AuditResult>('/audits', body, watched);
      for (const line of values.json ? [JSON.stringify(result, null, 2)] : auditInWords(result)) say(line);
      if (result.mismatched + result.companies.mismatched > 0) fail();
    },
    doctor: async () => {
      const { doctor } = await import('./doctor/doctor.ts');
      const { lines, hasError } = await doctor(environment, { isJson: values.json });
      for (const line of lines) say(line);
      if (hasError) fail();
    },
    'dead-letters': async (act, id) => {
      for (const line of await deadLetters(ask, act, id)) say(line);
    },
    quarantine: async (act, id) => {
      for (const line of await quarantine(ask, act, id)) say(line);
    },
    erase: async (...words) => {
      for (const line of await erasureInWords(ask, words, { isSure: values.yes, showProgress })) say(line);
    },
    export: async (what) => {
      if (isKind(what)) await exportKind(files, what, values);
      else say(JSON.stringify(await exportOf(ask, what), null, 2));
    },
    import: (...words) => importFile(files, words, values),
    'import-events': (...words) => importEvents(files, words, values),
    keys: async (...words) => {
      for (const line of await keysInWords(ask, words, values)) say(line);
    },
    mail: async (...words) => {
      const { mailInWords } = await import('./mail.ts');
      const file = mailConnectionsFile(environment());
      for (const line of await mailInWords({ ask, file }, words, values)) say(line);
    },
    'failing-profiles': async () => {
      const failing = await listAll<FailingProfileView>(ask, '/failing-profiles');
      for (const line of values.json ? [JSON.stringify(failing, null, 2)] : failingInWords(failing))
        say(line);
    },
    backup: async (...words) => (await import('./backup.ts')).backup(terminal, words, values),
    restore: async (act) => {
      if (act !== undefined && act !== 'cancel')
        return (await import('./backup.ts')).restoreArchive(terminal, act, values);
      let view = act === 'cancel' ? await cancelledRestore(ask) : await ask<RestoreView>('POST', '/restores');
      while (view.status === 'running') {
        showProgress(restoreInWords(view));
        await pause(500);
        view = await ask<RestoreView>('GET', `/restores/${view.era}`);
      }
      showProgress('');
      say(values.json ? JSON.stringify(view, null, 2) : restoreInWords(view));
    },
    backtest: async (file) => {
      const { id, text } = readProgrammeFile(file);
      const { result } = await run<BacktestResult, BacktestProgress>(
        `/programmes/${id}/backtest`,
        { draft: text, since: values.since ?? '30d', ...(values.until && { until: values.until }) },
        { watchedAt: '/backtests', inWords: readingInWords },
      );
      for (const line of values.json ? [JSON.stringify(result, null, 2)] : backtestInWords(result)) say(line);
    },
    suggest: async (target) => {
      const lines = await suggestInWords(target, values, { run, fail });
      for (const line of lines) say(line);
    },
    ...programmeCommands({ environment, say, ask, fail }, values),
    'migrate-rules': async (target = environment().RULES_DIR) => {
      for (const line of migrateRuleFiles(target, { isDry: values['dry-run'] })) say(line);
    },
  };
}

/** Calls the latest restore off. */
async function cancelledRestore(ask: Ask): Promise<RestoreView> {
  const { items } = await ask<{ items: RestoreView[] }>('GET', '/restores');
  const latest = items[0];
  if (latest?.status !== 'running') throw new UsageError('no restore runs; "scoville restore" begins one');
  return ask('DELETE', `/restores/${latest.era}`);
}

/** Starts a long job and watches it to its end. Ctrl-C cancels it. */
async function watchJob<Result, Progress>(
  ask: Ask,
  { showProgress, onInterrupt }: Terminal,
  { path, body, watchedAt, inWords }: Watched<Progress> & { path: string; body: object },
): Promise<{ result: Result }> {
  type View = { id: string; status: string; progress: Progress; result: Result; error: string | null };
  const begun = ask<View>('POST', path, { ...body, waitSeconds: 1 });
  // From its first moment: an interrupt before the answer waits for the id.
  onInterrupt(async () => ask('DELETE', `${watchedAt}/${(await begun).id}`));
  let view = await begun;
  while (view.status === 'running') {
    showProgress(inWords(view.progress));
    await pause(500);
    view = await ask<View>('GET', `${watchedAt}/${view.id}`);
  }
  showProgress('');
  if (view.status !== 'done') throw new UsageError(view.error ?? `the job was ${view.status}`);
  return view;
}

async function askScoville<Answer>(
  environment: Environment,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await callScoville(environment, method, path, body);
  return response.status === 204 ? (undefined as Answer) : ((await response.json()) as Answer);
}

/** Calls the API of the running Scoville; a body is JSON, or a file of CSV. Throws what a failed answer says. */
async function callScoville(
  { HOST, PORT, DATA_DIR, API_TOKEN }: Environment,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const base = `http://${HOST === '0.0.0.0' || HOST === '::' ? 'localhost' : HOST}:${PORT}`;
  if (API_TOKEN === undefined && !hasSecrets(DATA_DIR))
    throw new UsageError(
      `no Scoville has run in ${DATA_DIR} yet; start it with "npm start", or set DATA_DIR or API_TOKEN`,
    );
  const token = API_TOKEN ?? keepSecrets(DATA_DIR).apiToken;
  const isFile = body instanceof Blob;
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': isFile ? body.type || 'text/csv' : 'application/json' }),
    },
    ...(body && { body: isFile ? body : JSON.stringify(body) }),
  }).catch(() => {
    throw new PassingError(`no Scoville answers at ${base}; start it with "npm start", or set HOST and PORT`);
  });
  if (response.ok) return response;
  // A proxy before it may answer in a page of its own.
  const problem = (await response.json().catch(() => ({}))) as { detail?: string; title?: string };
  const words = problem.detail ?? problem.title ?? `status ${response.status}`;
  throw passing.has(response.status) ? new PassingError(words) : new UsageError(words);
}

/** Answers of a server, or of a proxy before it, that is away or busy. */
const passing: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
