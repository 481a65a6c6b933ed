/** What the open-loop generator is asked and what it answers. */
import { percentilesOf } from './statistics.core.ts';

export interface OpenLoop {
  url: string;
  writeKey: string;
  apiToken: string;
  /** Events a second, sent at their own times whatever the answers do. */
  rate: number;
  seconds: number;
  seed: number;
}

export interface Latencies {
  count: number;
  p50: number;
  p99: number;
  p999: number;
  max: number;
}

/** Latencies in ms. */
export interface OpenLoopResult {
  accepted: number;
  /** Answered otherwise than 200, or not at all. */
  refused: number;
  sendToAccepted: Latencies;
  acceptedToScore: Latencies;
  acceptedToAlert: Latencies;
  /** Scores asked for and alerts due that never came; alerts that came twice. */
  lostScores: number;
  lostAlerts: number;
  doubledAlerts: number;
}

/** Returns the percentiles of a list of ms. */
export function latenciesOf(values: readonly number[]): Latencies {
  const rank = percentilesOf(values);
  return { count: values.length, p50: rank(0.5), p99: rank(0.99), p999: rank(0.999), max: rank(1) };
}
