/** Looks at what is around the stores: the running program, disks and certificates. */
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { limits } from '../../base/kernel/kernel.ts';
import { parseRedisUrl } from '../../base/redis/redis.ts';
import type { Health } from '../../contract/api/api.ts';
import type { Environment } from '../../environment.ts';
import { hasSecrets, keepSecrets } from '../../setup/setup.ts';
import type { Asked, CertificateState, DiskState, ProgramState } from './survey.ts';

/** What PostgreSQL is asked for TLS with, and the byte with which it agrees. */
const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const tlsAgreed = 'S';

/** Asks the program that the settings name; its health too, where its token is at hand. */
export async function askProgram(environment: Environment): Promise<Asked<ProgramState>> {
  const { HOST, PORT, OPS_PORT } = environment;
  const host = HOST === '0.0.0.0' || HOST === '::' ? 'localhost' : HOST;
  const address = `${host}:${OPS_PORT ?? PORT}`;
  try {
    const answer = await fetch(`http://${address}/readyz`, { signal: late() });
    const { reasons = [], notes = [] } = (await answer.json()) as { reasons?: string[]; notes?: string[] };
    const alarms = await alarmsOf(environment, `${host}:${PORT}`);
    return { is: 'there', state: { address, reasons, notes, alarms } };
  } catch {
    return { is: 'away', says: `no Scoville answers at http://${address}` };
  }
}

async function alarmsOf({ API_TOKEN, DATA_DIR, ROLES }: Environment, address: string) {
  if (!ROLES.includes('console')) return null;
  const token = API_TOKEN ?? (hasSecrets(DATA_DIR) ? keepSecrets(DATA_DIR).apiToken : null);
  if (token === null) return null;
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`http://${address}/api/v1/health`, { headers, signal: late() }).catch(
    () => null,
  );
  return answer?.ok ? ((await answer.json()) as Health).alarms : null;
}

/** The disks of the folders that the settings name, where they are there. */
export function disksOf({ DATA_DIR, ATTACHMENTS_DIR }: Environment): DiskState[] {
  const folders = [
    { setting: 'DATA_DIR', directory: path.resolve(DATA_DIR) },
    ...(ATTACHMENTS_DIR === undefined
      ? []
      : [{ setting: 'ATTACHMENTS_DIR', directory: path.resolve(ATTACHMENTS_DIR) }]),
  ];
  return folders
    .filter(({ directory }) => existsSync(directory))
    .map((folder) => {
      const { bavail, bsize, blocks } = statfsSync(folder.directory);
      return { ...folder, freeBytes: bavail * bsize, allBytes: blocks * bsize };
    })
    .filter(({ allBytes }) => allBytes > 0);
}

/** The certificates that the addresses of the settings show. */
export function certificatesOf(environment: Environment): Promise<CertificateState[]> {
  const { PUBLIC_URL, DATABASE_URL, SMTP_URL, OIDC_ISSUER } = environment;
  const wanted = [
    { setting: 'PUBLIC_URL', url: PUBLIC_URL, protocol: /^https:/, port: 443 },
    { setting: 'OIDC_ISSUER', url: OIDC_ISSUER, protocol: /^https:/, port: 443 },
    { setting: 'SMTP_URL', url: SMTP_URL, protocol: /^smtps:/, port: 465 },
    { setting: 'DATABASE_URL', url: DATABASE_URL, protocol: /sslmode=(?!disable)/, port: 5_432 },
  ];
  const shown = wanted.flatMap(({ setting, url, protocol, port }) => {
    if (url === undefined || !protocol.test(url)) return [];
    const { hostname, port: given } = new URL(url);
    return [certificateAt(setting, hostname.replace(/^\[|\]$/g, ''), Number(given || port))];
  });
  return Promise.all([...shown, ...redisCertificatesOf(environment)]);
}

/** Those of each node that `REDIS_URL` names, over TLS. */
function redisCertificatesOf(environment: Environment): Promise<CertificateState>[] {
  const { REDIS_URL: url, REDIS_TLS_CA: ca } = environment;
  const address = url === undefined ? null : parseRedisUrl(url);
  if (address === null || !address.isTls) return [];
  const authorities = ca !== undefined && existsSync(ca) ? readFileSync(ca, 'utf8') : undefined;
  return address.nodes.map(({ host, port }) => certificateAt('REDIS_URL', host, port, authorities));
}

async function certificateAt(
  setting: string,
  host: string,
  port: number,
  ca?: string,
): Promise<CertificateState> {
  const address = `${host}:${port}`;
  const socket = net.connect({ host, port });
  try {
    socket.setTimeout(limits.startAnswerMsMax, () => socket.destroy(new Error('no answer in time')));
    await nextEvent(socket, 'connect');
    if (setting === 'DATABASE_URL') {
      socket.write(tlsRequest);
      const answer = await nextEvent(socket, 'data');
      if (String(answer) !== tlsAgreed) throw new Error('it takes no TLS');
    }
    // It is judged here: an end that is near is found in one that is trusted, and in one that is not.
    const secured = tls.connect({
      socket,
      rejectUnauthorized: false,
      ...(ca !== undefined && { ca }),
      ...(net.isIP(host) === 0 && { servername: host }),
    });
    await nextEvent(secured, 'secureConnect');
    const endsMs = Date.parse(secured.getPeerCertificate().valid_to);
    return {
      setting,
      address,
      endsMs,
      error: secured.authorized ? null : String(secured.authorizationError),
    };
  } catch (error) {
    return { setting, address, endsMs: null, error: (error as Error).message };
  } finally {
    socket.destroy();
  }
}

/** Resolves with the next event of a name; rejects when the socket fails or closes before. */
function nextEvent(socket: net.Socket, name: 'connect' | 'data' | 'secureConnect'): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.once(name, resolve);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the connection was closed')));
  });
}

const late = () => AbortSignal.timeout(limits.startAnswerMsMax);
