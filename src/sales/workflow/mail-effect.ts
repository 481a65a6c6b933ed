/** The effect that sends a mail: its template filled in, its files attached, a delivery for each address. */
import { randomUUID } from 'node:crypto';
import { filled, type MailTemplate } from '../../contract/language/language.ts';
import { attachedTo } from '../attachments/attachments.ts';
import { writeDeliveries } from '../outbox/outbox.ts';
import { clockActor } from '../store/store.ts';
import { type EffectContext, type EffectOf, nameOf, openTask } from './effect-context.ts';
import { attachDocument } from './record-documents.ts';
import { shownWord } from './record-words.core.ts';

/**
 * Fills a template in and writes its deliveries: to the person, the owner, or every user of a lane. Where no address is known, or a
 * file is still missing, a task asks for it to be sent.
 */
export async function sendMail(context: EffectContext, effect: EffectOf<'mail'>): Promise<void> {
  const { database, flow, row, trace } = context;
  const { atMs } = effect;
  const template = flow.process.templates.find((one) => one.template === effect.template) as MailTemplate;
  const source = { ...context, name: nameOf(context), atMs };
  const text = (part: string) => filled(part, (word) => shownWord(source, word));
  const { attachments, missing } = await filesFor(context, template, atMs);
  const mail = {
    subject: text(template.subject),
    text: text(template.text),
    ...(attachments.length > 0 && { attachments }),
  };
  const targets = missing.length > 0 ? [] : await addressesOf(context, effect.to);
  if (targets.length === 0) {
    const isForLane = effect.to !== 'person' && effect.to !== 'owner';
    const why = missing.length > 0 ? `no file in ${missing.join(', ')}` : 'no address is known';
    await openTask(context, {
      do: 'task',
      atMs,
      subject: `Send "${mail.subject}" to ${effect.to}: ${why}`,
      for: isForLane ? effect.to : 'owner',
      dueAtMs: atMs,
      stage: row.stage,
    });
  }
  const deliveries = targets.map((target) => ({
    id: `dv_${randomUUID()}`,
    kind: 'mail' as const,
    target,
    channel: null,
    person: row.person_id ?? null,
    record: row.id,
    body: mail,
    at: new Date(atMs),
    isContact: effect.to === 'person',
    ...(trace !== undefined && { trace }),
  }));
  await writeDeliveries(database, deliveries);
}

/** The files that a mail attaches, and the labels of fields that have none yet. */
async function filesFor(
  context: EffectContext,
  template: MailTemplate,
  atMs: number,
): Promise<{ attachments: { id: string; name: string }[]; missing: string[] }> {
  const { database, flow, kind, row } = context;
  const attachments: { id: string; name: string }[] = [];
  const missing: string[] = [];
  for (const name of template.attach) {
    const document = flow.process.documents.find((one) => one.document === name);
    const file =
      document !== undefined
        ? await attachDocument(context, document, atMs, clockActor.name)
        : await attachedTo(database, kind, row.id, String(row.fields[name] ?? ''));
    if (file !== null) attachments.push(file);
    else missing.push(`"${flow.pipeline.fields[name]?.label ?? name}"`);
  }
  return { attachments, missing };
}

async function addressesOf({ database, row, person }: EffectContext, to: string): Promise<string[]> {
  if (to === 'person') return person?.email ? [person.email] : [];
  if (to === 'owner') return row.owner?.includes('@') ? [row.owner] : [];
  const { rows } = await database.query<{ email: string }>(
    'SELECT email FROM users WHERE lanes_of(lanes, role) ? $1 AND deactivated_at IS NULL ORDER BY email',
    [to],
  );
  return rows.map(({ email }) => email);
}
