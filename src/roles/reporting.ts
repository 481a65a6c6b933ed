/** The reports of a process: it looks at itself every few seconds, and leaves what it found where every console reads it. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { every } from '../base/background/background.ts';
import { type Clock, limits } from '../base/kernel/kernel.ts';
import {
  type HealthCheck,
  type Metrics,
  type ProcessReport,
  ProcessReporter,
} from '../base/telemetry/telemetry.ts';
import { openProcesses, type Processes, partitionStates, type Stream } from '../engine/stream/stream.ts';

interface Options {
  stream: Pick<Stream, 'eras' | 'jobs'>;
  roles: readonly string[];
  metrics: Metrics;
  /** Those of readiness; more are added while the roles start. */
  checks: readonly HealthCheck[];
  clock: Clock;
}

export interface Reporting {
  /** The reports of all processes. */
  processes: Processes;
  /** How this process does, as it last looked. */
  report(): ProcessReport;
  /** Begins to look and to report. The close says that the process has ended in order. */
  start(): { close(): Promise<void> };
}

export function openReporting({ stream, roles, metrics, checks, clock }: Options): Reporting {
  const nowMs = () => clock.nowMs();
  const processes = openProcesses(stream.jobs.connection);
  const reporter = new ProcessReporter({
    ...{ id: randomUUID(), roles, host: hostname(), pid: process.pid, metrics, checks, nowMs },
  });
  const keep = (report: ProcessReport) => processes.keep(report.id, report.atMs, JSON.stringify(report));
  let isSending = false;
  let hasEnded = false;
  const send = async () => {
    if (isSending) return;
    isSending = true;
    try {
      // Where a sweeper of this process rests, there is nothing new.
      const { connection } = stream.jobs;
      const states = await partitionStates(connection, stream.eras.layout, limits.sweepQuietMsMax);
      const lag = states.reduce((sum, one) => sum + one.lag, 0);
      const historyLag = states.reduce((sum, one) => sum + one.historyLag, 0);
      reporter.noteWaiting({ lag, historyLag });
      if (!hasEnded) await keep(reporter.report());
    } catch {
      // The check of Redis says it.
    } finally {
      isSending = false;
    }
  };
  const look = async () => {
    await reporter.look();
    // A Redis that is away keeps a report waiting, and holds up no look: the process counts on.
    void send();
  };
  return {
    processes,
    report: () => reporter.report(),
    start: () => {
      void look();
      const beat = every(limits.processReportEveryMs, look);
      return {
        close: async () => {
          beat.close();
          hasEnded = true;
          await keep(reporter.report(true)).catch(() => undefined);
        },
      };
    },
  };
}
