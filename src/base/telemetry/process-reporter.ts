/**
 * How a process does, reported every few seconds, so that one page shows all of them.
 *
 * A report has what went through the process lately, and whether its stores and loops are well. It reads the metrics, and
 * counts nothing itself.
 */
import { limits } from '../kernel/kernel.ts';
import { latencyBuckets } from './catalogue/metric.ts';
import {
  type Counts,
  countsBetween,
  noCounts,
  type Slot,
  type Waiting,
  withCounts,
} from './flow-slots.core.ts';
import { type HealthCheck, reasonOf } from './health.ts';
import { type Metrics, productVersion } from './metrics.ts';

/** Reports of another format are those of another version: nobody reads them. */
const reportFormat = 1;

/** What one process says of itself. Times are those of its own clock, ms. */
export interface ProcessReport {
  format: typeof reportFormat;
  id: string;
  roles: readonly string[];
  host: string;
  pid: number;
  /** Of Scoville, and of Node. */
  version: string;
  node: string;
  startedAtMs: number;
  /** When it was written. */
  atMs: number;
  /** Null while it runs. */
  endedAtMs: number | null;
  slots: readonly Slot[];
  checks: readonly CheckState[];
  /** Since the start. */
  audited: { checked: number; mismatched: number };
}

/** One store or loop: null is well, otherwise the reason why not; since when. */
export interface CheckState {
  name: string;
  reason: string | null;
  sinceMs: number;
}

interface Options {
  id: string;
  roles: readonly string[];
  host: string;
  pid: number;
  metrics: Metrics;
  /** Those of readiness; more may be added later. */
  checks: readonly HealthCheck[];
  nowMs: () => number;
}

export class ProcessReporter {
  readonly #options: Options;
  readonly #startedAtMs: number;
  readonly #checks = new Map<string, CheckState>();
  #slots: readonly Slot[] = [];
  #before: Counts = noCounts;
  #audited = { checked: 0, mismatched: 0 };

  constructor(options: Options) {
    this.#options = options;
    this.#startedAtMs = options.nowMs();
  }

  /** Counts what came since the last time, and looks at every check: takes as long as the slowest may. */
  async look(): Promise<void> {
    const { metrics, checks } = this.#options;
    const now = await countsOf(metrics);
    this.#add(countsBetween(this.#before, now), null);
    this.#before = now;
    this.#audited = {
      checked: await sumOf(metrics.replayChecked),
      mismatched: await sumOf(metrics.replayMismatch),
    };
    await Promise.all(checks.map((check) => this.#lookAt(check)));
  }

  /** Notes what waits in the streams now. */
  noteWaiting(waiting: Waiting): void {
    this.#add(noCounts, waiting);
  }

  report(hasEnded = false): ProcessReport {
    const { id, roles, host, pid, nowMs } = this.#options;
    const atMs = nowMs();
    return {
      ...{ format: reportFormat, id, roles, host, pid, atMs, startedAtMs: this.#startedAtMs },
      ...{ version: productVersion(), node: process.versions.node },
      endedAtMs: hasEnded ? atMs : null,
      slots: this.#slots,
      checks: [...this.#checks.values()],
      audited: this.#audited,
    };
  }

  #add(more: Counts, waiting: Waiting | null): void {
    const slot = Math.floor(this.#options.nowMs() / limits.healthSlotMs);
    this.#slots = withCounts(this.#slots, { ...more, slot, waiting }, limits.healthSlots);
  }

  async #lookAt(check: HealthCheck): Promise<void> {
    const reason = await reasonOf(check);
    const before = this.#checks.get(check.name);
    const isSame = before !== undefined && (before.reason === null) === (reason === null);
    const sinceMs = isSame ? before.sinceMs : this.#options.nowMs();
    this.#checks.set(check.name, { name: check.name, reason, sinceMs });
  }
}

/** Returns the report in a text; null for that of another version. */
export function reportIn(text: string): ProcessReport | null {
  const report = JSON.parse(text) as ProcessReport;
  return report.format === reportFormat ? report : null;
}

type Values = { values: readonly { value: number; labels: object }[] };
interface Readable {
  get(): Promise<Values>;
}

async function sumOf(metric: Readable, labels: Record<string, string> = {}): Promise<number> {
  const { values } = await metric.get();
  return values
    .filter(({ labels: given }) =>
      Object.entries(labels).every(([name, value]) => (given as Record<string, unknown>)[name] === value),
    )
    .reduce((sum, { value }) => sum + value, 0);
}

/** Counts by bucket: those of a histogram are sums with all smaller ones. */
async function bucketsOf(metric: Readable): Promise<number[]> {
  const { values } = await metric.get();
  const upTo = new Map(values.map(({ value, labels }) => [String((labels as { le?: unknown }).le), value]));
  const sums = [...latencyBuckets.map(String), '+Inf'].map((bound) => upTo.get(bound) ?? 0);
  return sums.map((sum, bucket) => sum - (sums[bucket - 1] ?? 0));
}

async function countsOf(metrics: Metrics): Promise<Counts> {
  return {
    flows: {
      accepted: await sumOf(metrics.eventsAccepted),
      rejected: await sumOf(metrics.eventsRejected),
      shed: await sumOf(metrics.requestsShed),
      scored: await sumOf(metrics.eventsScored),
      relayed: await sumOf(metrics.tierUpdatesApplied),
      copied: await sumOf(metrics.historyEvents),
      delivered: await sumOf(metrics.deliveries, { outcome: 'delivered' }),
      failed:
        (await sumOf(metrics.deliveries, { outcome: 'failed' })) +
        (await sumOf(metrics.deliveries, { outcome: 'retried' })),
    },
    hops: {
      scored: await bucketsOf(metrics.ingestToScore),
      relayed: await bucketsOf(metrics.eventToSales),
      notified: await bucketsOf(metrics.eventToAlert),
    },
  };
}
