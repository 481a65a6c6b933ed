/**
 * What browser clients of other vendors fetch before they send: their settings, and their scripts.
 *
 * Scoville ships no script of another vendor. It serves those of the npm packages that the operator has installed beside it. Where
 * one is missing, the answer names the command that installs it.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ApiError } from '../../base/kernel/kernel.ts';

const segment = '@segment/analytics-next';
const jitsu = '@jitsu/js';

export function registerBrowserClients(app: FastifyInstance): void {
  for (const path of ['/v1/projects/:key/settings', '/projects/:key/settings'])
    app.get<{ Params: { key: string } }>(path, async (request) =>
      segmentSettings(request.params.key, request.host, request.protocol),
    );
  app.get<{ Querystring: { writeKey?: unknown } }>('/sourceConfig', async (request) =>
    rudderSourceConfig(typeof request.query.writeKey === 'string' ? request.query.writeKey : ''),
  );
  app.get('/analytics.js/v1/:key/analytics.min.js', async (_request, reply) =>
    sendScript(reply, segment, 'dist/umd/standalone.js'),
  );
  // What the script above loads when it needs it.
  app.get<{ Params: { file: string } }>('/analytics-next/bundles/:file', async (request, reply) =>
    sendScript(reply, segment, `dist/umd/${scriptName(request.params.file)}`),
  );
  app.get('/p.js', async (_request, reply) => sendScript(reply, jitsu, 'dist/web/p.js.txt'));
}

/** `metrics.sampleRate: 0` keeps the client's own metrics at home. */
function segmentSettings(writeKey: string, host: string, protocol: string) {
  return {
    integrations: { 'Segment.io': { apiKey: writeKey, apiHost: `${host}/v1`, protocol } },
    metrics: { sampleRate: 0 },
  };
}

/** A source without destinations, whose client reports no errors and no metrics of its own. */
function rudderSourceConfig(writeKey: string) {
  const off = { enabled: false };
  return {
    source: {
      id: writeKey,
      name: 'Scoville',
      writeKey,
      workspaceId: 'scoville',
      enabled: true,
      config: { statsCollection: { errors: off, metrics: off } },
      connections: [],
      destinations: [],
      dataplanes: {},
    },
  };
}

/** A name that leads nowhere else. */
function scriptName(file: string): string {
  if (!/^[\w-]+(\.[\w-]+)*\.js$/.test(file))
    throw new ApiError('not_found', `"${file.slice(0, 100)}" is not a script of ${segment}`);
  return file;
}

async function sendScript(reply: FastifyReply, packageName: string, file: string) {
  return reply
    .type('text/javascript; charset=utf-8')
    .header('cache-control', 'public, max-age=3600')
    .send(await scriptOf(packageName, file));
}

/** Throws `client_script_missing` where the package is not installed, `not_found` where it has no such file. */
export async function scriptOf(packageName: string, file: string): Promise<Buffer> {
  const folders = createRequire(import.meta.url).resolve.paths(packageName) ?? [];
  let isInstalled = false;
  for (const folder of folders) {
    const script = await readFile(join(folder, packageName, file)).catch(() => null);
    if (script !== null) return script;
    isInstalled ||= (await readFile(join(folder, packageName, 'package.json')).catch(() => null)) !== null;
  }
  if (isInstalled) throw new ApiError('not_found', `${packageName} has no ${file}`);
  throw new ApiError(
    'client_script_missing',
    `this script is part of ${packageName}, which is not installed; run "npm install ${packageName}" in the folder of Scoville, or load the script from your own site`,
  );
}
