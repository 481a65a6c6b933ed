/**
 * Open-loop load in a process of its own, which is also the reader of the scores and of the live stream: one clock.
 *
 * Arrivals have absolute times, so that a server that stalls meets the requests that came meanwhile. Where a prospect
 * crosses, the alert is awaited; where a score is watched, it is asked for from the moment its event was accepted until it is there.
 */
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { profileIdOf } from '../../src/base/kernel/kernel.ts';
import { answer } from '../answering.ts';
import { type Arrival, arrivalsOf, watchedScore } from '../arrivals.ts';
import { latenciesOf, type OpenLoop, type OpenLoopResult } from '../open-loop.ts';
import { readAlerts } from '../sse.ts';
import type { WireEvent } from '../traffic.ts';

/** How long what was accepted may take to show before it counts as lost. */
const lostAfterMs = 15_000;

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });

answer({
  run: async (asked: OpenLoop): Promise<OpenLoopResult> => {
    const { url, writeKey, apiToken, rate, seconds, seed } = asked;
    const program = new URL(url);
    const alertedAtMs = new Map<string, number>();
    let doubledAlerts = 0;
    const alerts = await readAlerts(url, apiToken, (profile) => {
      if (alertedAtMs.has(profile)) doubledAlerts++;
      else alertedAtMs.set(profile, performance.now());
    });

    const sendToAcceptedMs: number[] = [];
    const scoreMs: number[] = [];
    /** Profile id → when the event that crosses was accepted. */
    const crossedAtMs = new Map<string, number>();
    /** Prospects with an event that the door refused: the other one alone crosses nothing. */
    const halfAccepted = new Set<string>();
    let accepted = 0;
    let refused = 0;
    let lostScores = 0;
    const watching: Promise<void>[] = [];

    const watchScore = async (anonymousId: string, acceptedMs: number) => {
      while (performance.now() - acceptedMs < lostAfterMs) {
        const { status, body } = await get(program, `/api/v1/profiles/${anonymousId}`, apiToken);
        if (status === 200 && body.includes(`"score":${watchedScore}`)) {
          scoreMs.push(performance.now() - acceptedMs);
          return;
        }
      }
      lostScores++;
    };

    const plan = arrivalsOf(rate, seconds, seed);
    const startMs = performance.now() + 100;
    for (let next = 0; next < plan.length; ) {
      const dueMs = startMs + (plan[next]?.atMs ?? 0);
      const waitMs = dueMs - performance.now();
      if (waitMs > 0) {
        await pause(waitMs);
        continue;
      }
      const { event, watch } = plan[next++] as Arrival;
      post(program, writeKey, event, (status) => {
        const nowMs = performance.now();
        if (status !== 200) {
          refused++;
          if (event.userId !== undefined) halfAccepted.add(profileIdOf(`u:${event.userId}`));
          return;
        }
        accepted++;
        sendToAcceptedMs.push(nowMs - dueMs);
        if (watch === 'alert') crossedAtMs.set(profileIdOf(`u:${event.userId}`), nowMs);
        if (watch === 'score') watching.push(watchScore(event.anonymousId, nowMs));
      });
    }
    const untilMs = performance.now() + lostAfterMs;
    const isAnswered = () => accepted + refused === plan.length;
    const isAlerted = () =>
      [...crossedAtMs.keys()].every((profile) => alertedAtMs.has(profile) || halfAccepted.has(profile));
    while (!(isAnswered() && isAlerted()) && performance.now() < untilMs) await pause(20);
    await Promise.all(watching);
    alerts.close();

    const alertMs: number[] = [];
    for (const profile of halfAccepted) crossedAtMs.delete(profile);
    for (const [profile, acceptedMs] of crossedAtMs) {
      const atMs = alertedAtMs.get(profile);
      // An alert can be read a moment before the answer to its event: then it took no time after it.
      if (atMs !== undefined) alertMs.push(Math.max(0, atMs - acceptedMs));
    }
    return {
      accepted,
      refused: plan.length - accepted,
      sendToAccepted: latenciesOf(sendToAcceptedMs),
      acceptedToScore: latenciesOf(scoreMs),
      acceptedToAlert: latenciesOf(alertMs),
      lostScores,
      lostAlerts: crossedAtMs.size - alertMs.length,
      doubledAlerts,
    };
  },
});

function post(program: URL, writeKey: string, event: WireEvent, done: (status: number) => void): void {
  const body = JSON.stringify({ ...event, timestamp: new Date().toISOString() });
  const request = http.request(
    {
      agent,
      host: program.hostname,
      port: program.port,
      method: 'POST',
      path: `/v1/${event.type}`,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      },
    },
    (response) => {
      // Accepted is when the status is here, not when the connection is free again.
      done(response.statusCode ?? 0);
      response.resume();
    },
  );
  request.once('error', () => done(0));
  request.end(body);
}

function get(program: URL, path: string, apiToken: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve) => {
    const failed = () => resolve({ status: 0, body: '' });
    const headers = { authorization: `Bearer ${apiToken}` };
    const options = { agent, host: program.hostname, port: program.port, path, headers };
    http
      .get(options, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
        response.once('error', failed);
      })
      .once('error', failed);
  });
}
