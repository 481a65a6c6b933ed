/**
 * The command line for marketers and operators: calls the API of a running Scoville, with the token in DATA_DIR.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { deadLetters, listAll } from './cli-dead-letters.ts';
import { migrateRuleFiles } from './cli-migrate-rules.ts';
import { programmeCommands, readProgrammeFile } from './cli-programmes.ts';
import { auditInWords, backtestInWords, failingInWords, restoreInWords } from './cli-words.ts';
import type { AuditResult, BacktestResult, FailingProfileView, RestoreView } from './contract/api/api.ts';
import { readEnvironment } from './environment.ts';
import { hasSecrets, keepSecrets } from './setup/setup.ts';
import { UsageError } from './usage-error.ts';

const usage = `usage:
  scoville audit [profile id]
  scoville restore [cancel] [--json]
  scoville failing-profiles [--json]
  scoville dead-letters [show|replay|drop <id or all>]
  scoville backtest draft.yaml [--since 30d] [--until 1d] [--json]
  scoville publish programme.yaml [--examples file | --no-examples] [--note "why"] [--notify] [--check]
  scoville versions <programme>
  scoville diff <programme> <from> <to>
  scoville rollback <programme> <number> [--examples file | --no-examples] [--note "why"] [--notify]
  scoville retire <programme>
  scoville pull [folder]
  scoville migrate-rules [file or folder] [--dry-run]
DATA_DIR, HOST and PORT select the running Scoville; API_TOKEN overrides its token.`;

/** What shells expect of a command that was called in a wrong way. */
const usageCode = 2;

const say = (line: string) => process.stdout.write(`${line}\n`);
const progress = (line: string) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
};

// The reader of the output may have closed it.
process.stdout.on('error', () => process.exit(0));

/** The words and options of the command line. Without words, or with an option that is none, nothing is done. */
function readCommandLine() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        since: { type: 'string' },
        until: { type: 'string' },
        note: { type: 'string' },
        examples: { type: 'string' },
        'no-examples': { type: 'boolean', default: false },
        notify: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    process.stderr.write(`${(error as Error).message.split('. ', 1)[0]}\n${usage}\n`);
    process.exit(usageCode);
  }
}

const { values, positionals } = readCommandLine();

const commands: Record<string, (...given: (string | undefined)[]) => Promise<void>> = {
  audit: async (profile) => {
    const { result } = await run<AuditResult>('/audits', profile === undefined ? {} : { profile }, '/audits');
    for (const line of values.json ? [JSON.stringify(result, null, 2)] : auditInWords(result)) say(line);
    if (result.mismatched > 0) process.exitCode = 1;
  },
  'dead-letters': async (act, id) => {
    for (const line of await deadLetters(ask, act, id)) say(line);
  },
  'failing-profiles': async () => {
    const failing = await listAll<FailingProfileView>(ask, '/failing-profiles');
    for (const line of values.json ? [JSON.stringify(failing, null, 2)] : failingInWords(failing)) say(line);
  },
  restore: async (act) => {
    if (act !== undefined && act !== 'cancel') throw new UsageError(usage);
    let view = act === 'cancel' ? await cancelledRestore() : await ask<RestoreView>('POST', '/restores');
    while (view.status === 'running') {
      progress(restoreInWords(view));
      await pause(500);
      view = await ask<RestoreView>('GET', `/restores/${view.era}`);
    }
    progress('');
    say(values.json ? JSON.stringify(view, null, 2) : restoreInWords(view));
  },
  backtest: async (file) => {
    const { id, text } = readProgrammeFile(file);
    const { result } = await run<BacktestResult>(
      `/programmes/${id}/backtest`,
      { draft: text, since: values.since ?? '30d', ...(values.until && { until: values.until }) },
      '/backtests',
    );
    for (const line of values.json ? [JSON.stringify(result, null, 2)] : backtestInWords(result)) say(line);
  },
  ...programmeCommands({ say, ask }, values),
  'migrate-rules': async (target = readEnvironment().RULES_DIR) => {
    for (const line of migrateRuleFiles(target, { isDry: values['dry-run'] })) say(line);
  },
};

/** Calls the latest restore off. */
async function cancelledRestore(): Promise<RestoreView> {
  const { items } = await ask<{ items: RestoreView[] }>('GET', '/restores');
  const latest = items[0];
  if (latest?.status !== 'running') throw new UsageError('no restore runs; "scoville restore" begins one');
  return ask('DELETE', `/restores/${latest.era}`);
}

/** Starts a long job and watches it to its end. Ctrl-C cancels it. */
async function run<Result>(path: string, body: object, watchedAt: string): Promise<{ result: Result }> {
  type View = {
    id: string;
    status: string;
    progress: Record<string, number>;
    result: Result;
    error: string | null;
  };
  let view = await ask<View>('POST', path, { ...body, waitSeconds: 1 });
  process.once('SIGINT', () => {
    void ask('DELETE', `${watchedAt}/${view.id}`).finally(() => process.exit(130));
  });
  while (view.status === 'running') {
    progress(
      Object.entries(view.progress)
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
    );
    await pause(500);
    view = await ask<View>('GET', `${watchedAt}/${view.id}`);
  }
  progress('');
  if (view.status !== 'done') throw new UsageError(view.error ?? `the job was ${view.status}`);
  return view;
}

async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const { HOST, PORT, DATA_DIR, API_TOKEN } = readEnvironment();
  const base = `http://${HOST === '0.0.0.0' || HOST === '::' ? 'localhost' : HOST}:${PORT}`;
  if (API_TOKEN === undefined && !hasSecrets(DATA_DIR))
    throw new UsageError(
      `no Scoville has run in ${DATA_DIR} yet; start it with "npm start", or set DATA_DIR or API_TOKEN`,
    );
  const token = API_TOKEN ?? keepSecrets(DATA_DIR).apiToken;
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new UsageError(`no Scoville answers at ${base}; start it with "npm start", or set HOST and PORT`);
  });
  if (response.status === 204) return undefined as Answer;
  const answer = (await response.json()) as { detail?: string; title?: string };
  if (!response.ok) throw new UsageError(answer.detail ?? answer.title ?? `status ${response.status}`);
  return answer as Answer;
}

async function main([name, ...given]: string[]): Promise<void> {
  if (values.help || name === 'help') {
    say(usage);
    return;
  }
  const command = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
  if (command !== undefined) {
    await command(...given);
    return;
  }
  process.stderr.write(name === undefined ? `${usage}\n` : `there is no command "${name}"\n${usage}\n`);
  process.exitCode = usageCode;
}

main(positionals).catch((error: Error & { code?: string }) => {
  const isOurs = error instanceof UsageError || error.code === 'ENOENT';
  process.stderr.write(`${isOurs ? error.message : error.stack}\n`);
  process.exitCode = 1;
});
