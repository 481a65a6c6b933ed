/** Prometheus and promtool for tests; or the reason why there are none. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { newPort } from './ports.ts';
import { repository } from './source-text.ts';
import { newDirectory } from './test-run.ts';
import { until } from './until.ts';

const folders = [
  process.env['SCOVILLE_PROMETHEUS'] ?? '',
  path.join(repository, '.tools', 'prometheus'),
  '/usr/bin',
];
/** Where they are, as set-up finds them; null where they are not. */
export const prometheusFolder =
  folders.find((one) => one !== '' && existsSync(path.join(one, 'promtool'))) ?? null;

/** Null when they are there; else why the tests that need them are skipped, said loudly. */
export const whyNoPrometheus: string | null =
  prometheusFolder === null ? 'no Prometheus; install one, or set SCOVILLE_PROMETHEUS to its folder' : null;

if (whyNoPrometheus !== null) console.warn(`\n!!! TESTS OF ALERT RULES SKIPPED: ${whyNoPrometheus}\n`);

const prometheusProgram = (name: 'prometheus' | 'promtool') => path.join(prometheusFolder ?? '', name);

/** Runs promtool in a folder; returns what it says, and whether it is content. */
export async function promtool(
  directory: string,
  ...args: string[]
): Promise<{ isWell: boolean; says: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(prometheusProgram('promtool'), args, {
      cwd: directory,
    });
    return { isWell: true, says: stdout + stderr };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { isWell: false, says: `${stdout}${stderr}` || String(error) };
  }
}

/** One series of an answer, with its last value. */
export interface PrometheusSeries {
  metric: Readonly<Record<string, string>>;
  value: number;
}

export interface RunningPrometheus {
  /** Asks for an expression now. Throws where Prometheus does not understand it. */
  query(expr: string): Promise<PrometheusSeries[]>;
  /** Names of the alerts that fire. */
  firing(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts a Prometheus that scrapes a target and evaluates rules every second, until it has scraped twice. */
export async function startPrometheus(target: string, rules: string): Promise<RunningPrometheus> {
  const directory = newDirectory('prometheus');
  const port = await newPort();
  const everySecond = rules.replaceAll(/interval: \w+/g, 'interval: 1s');
  writeFileSync(path.join(directory, 'rules.yaml'), everySecond);
  writeFileSync(
    path.join(directory, 'prometheus.yaml'),
    `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yaml]
scrape_configs: [{ job_name: scoville, static_configs: [{ targets: ["${target}"] }] }]
`,
  );
  const address = `127.0.0.1:${port}`;
  const child = spawn(
    prometheusProgram('prometheus'),
    [
      `--config.file=${directory}/prometheus.yaml`,
      `--storage.tsdb.path=${directory}/data`,
      `--web.listen-address=${address}`,
    ],
    { stdio: 'ignore' },
  );
  const get = async (asked: string, parameters: Record<string, string> = {}) => {
    const answer = await fetch(`http://${address}/api/v1/${asked}?${new URLSearchParams(parameters)}`);
    const { data, error } = (await answer.json()) as { data: never; error?: string };
    if (error !== undefined) throw new Error(`${parameters['query']}: ${error}`);
    return data;
  };
  const query = async (expr: string) => {
    const { result } = (await get('query', { query: expr })) as {
      result: { metric: Record<string, string>; value: [number, string] }[];
    };
    return result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  };
  await until('Prometheus has scraped twice', async () => {
    const [scrapes] = await query('count_over_time(up[1m])');
    return (scrapes?.value ?? 0) >= 2;
  });
  return {
    query,
    firing: async () => {
      const { alerts } = (await get('alerts')) as {
        alerts: { state: string; labels: { alertname: string } }[];
      };
      return alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname);
    },
    stop: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
