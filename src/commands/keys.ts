/** `scoville keys`: the keys with which clients send events are listed, made, renamed, rotated and revoked over the API. */
import type { IngestKeyView } from '../contract/api/api.ts';
import { UsageError } from './usage-error.ts';

type Ask = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

export interface KeyOptions {
  /** Make a secret key; else a public one. */
  secret: boolean;
  /** Whether user ids need their signatures: `required` or `optional`. */
  signed?: string | undefined;
  /** Origins, comma-separated. */
  origins?: string | undefined;
  /** Makes a key for forms: `process/pipeline`. */
  form?: string | undefined;
  /** Fields that such a form may fill, comma-separated. */
  fields?: string | undefined;
  /** Where a browser goes after the form. */
  redirect?: string | undefined;
  /** Seconds for which the key before a rotation still counts. */
  grace?: string | undefined;
}

/** Returns lines for people. Without an act the keys are listed. */
export async function keysInWords(
  ask: Ask,
  [act, id, name]: readonly (string | undefined)[],
  options: KeyOptions,
): Promise<string[]> {
  if (act === undefined)
    return (await ask<{ items: IngestKeyView[] }>('GET', '/keys')).items.map((key) => lineOf(key));
  if (id === undefined)
    throw new UsageError(
      act === 'make' ? 'a name is missing' : 'an id is missing; add one of "scoville keys"',
    );
  const origins = options.origins?.split(',').map((one) => one.trim());
  const { signed } = options;
  const more = { ...(origins && { origins }), ...(signed && { signed }), ...formIn(options) };
  const path = `/keys/${encodeURIComponent(id)}`;
  switch (act) {
    case 'make': {
      const kind = options.secret ? 'secret' : options.form === undefined ? 'public' : 'form';
      return made(await ask('POST', '/keys', { name: id, kind, ...more }));
    }
    case 'change':
      if (name === undefined && Object.keys(more).length === 0)
        throw new UsageError('nothing to change; add a name, --origins, --signed or --form');
      return [lineOf(await ask('PATCH', path, { ...(name && { name }), ...more }))];
    case 'rotate':
      return made(await ask('POST', `${path}/rotate`, { graceSeconds: secondsIn(options.grace ?? '0') }));
    case 'revoke':
      return [`${lineOf(await ask('DELETE', path))}  revoked`];
    default:
      throw new UsageError(`"${act}" is not known; use make, change, rotate or revoke`);
  }
}

function formIn({ form: pipeline, fields, redirect }: KeyOptions): object {
  if (pipeline === undefined) {
    if (fields === undefined && redirect === undefined) return {};
    throw new UsageError('--fields and --redirect are of a form; add --form process/pipeline');
  }
  const names = fields?.split(',').map((one) => one.trim());
  return { form: { pipeline, ...(names && { fields: names }), ...(redirect && { redirect }) } };
}

function secondsIn(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`--grace is "${text}"; expected whole seconds`);
}

/** The text of a secret key is shown this once. */
function made(key: IngestKeyView): string[] {
  const once = key.kind === 'secret' ? ['keep it now: it is not shown again'] : [];
  return [lineOf(key), key.key ?? '', ...once];
}

function lineOf({ id, name, kind, key, hint, origins, signed, form }: IngestKeyView): string {
  const pages = origins.length === 0 ? '' : `  for ${origins.join(', ')}`;
  const proof = signed === 'required' ? '  signed user ids only' : '';
  const opens = form === null ? '' : `  opens ${form.pipeline}: ${form.fields.join(', ') || 'no fields'}`;
  return `${id}  ${kind}  ${kind === 'secret' ? hint : key}  ${name}${pages}${proof}${opens}`;
}
