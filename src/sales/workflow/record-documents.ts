/** Documents of a sales process for a record: their words filled in, attached to the record, rendered later. */

import { ApiError } from '../../base/kernel/kernel.ts';
import { cut } from '../../base/text/text.ts';
import {
  type DocumentTemplate,
  type FlowKind,
  filled,
  type PipelineDefinition,
} from '../../contract/language/language.ts';
import { attachedTo, type DocumentItem, paragraphsOf, writeDocument } from '../attachments/attachments.ts';
import { hasItems, itemsOf } from '../store/store.ts';
import type { FlowContext } from './context.ts';
import { type EffectContext, nameOf, personOf } from './effect-context.ts';
import { lockToWork } from './record-lock.ts';
import { shownNumber, shownSum, shownWord } from './record-words.core.ts';

/** Attaches a document to its record as of a moment. Returns its file's id and name. */
export async function attachDocument(
  context: EffectContext,
  document: DocumentTemplate,
  atMs: number,
  by: string,
): Promise<{ id: string; name: string }> {
  const { database, flow, kind, row } = context;
  const source = { ...context, name: nameOf(context), atMs };
  const text = (part: string) => filled(part, (word) => shownWord(source, word));
  const { language } = flow.process;
  return writeDocument(database, {
    kind,
    record: row.id,
    document: document.document,
    file: text(document.file),
    content: {
      title: text(document.title),
      paragraphs: paragraphsOf(text(document.text)),
      items: document.items ? await shownItems(context) : null,
      language,
    },
    atMs,
    by,
  });
}

async function shownItems({ database, kind, row, flow }: EffectContext): Promise<DocumentItem[] | null> {
  if (!hasItems(kind)) return null;
  const { language } = flow.process;
  return ((await itemsOf(database, kind, row.id)) ?? []).map(({ product, quantity, unitPrice, amount }) => ({
    product,
    quantity: shownNumber(quantity, language),
    unitPrice: shownSum(unitPrice, row.currency, language),
    amount: shownSum(amount, row.currency, language),
  }));
}

/** Renders a document on request. Returns the id of its file. Throws `not_found`, `record_voided`, and `invalid_request` for an unknown document. */
export async function makeDocument(
  { database, flows, actor, nowMs }: FlowContext,
  kind: FlowKind,
  id: string,
  name: string,
): Promise<string> {
  const row = await lockToWork(database, kind, id);
  if (row.pipeline === null)
    throw new ApiError('conflict', `${kind} "${id}" is in no pipeline, so it has no documents`);
  const flow = await flows.flow(database, row.pipeline);
  const { documents } = flow.process;
  const document = documents.find((one) => one.document === name);
  if (document === undefined)
    throw new ApiError(
      'invalid_request',
      `"document" is "${name}"; expected ${documents.length === 0 ? 'none: this sales process has no documents' : documents.map((one) => `"${one.document}"`).join(', ')}`,
    );
  const context = { database, flows, kind, flow, row, person: await personOf(database, row) };
  return (await attachDocument(context, document, nowMs, actor.name)).id;
}

/** Throws `invalid_request` where a field names a file that is not attached to the record. */
export async function requireAttached(
  database: FlowContext['database'],
  { fields }: PipelineDefinition,
  { kind, id }: { kind: FlowKind; id: string },
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    if (fields[name]?.type !== 'attachment' || value === null || value === '') continue;
    if ((await attachedTo(database, kind, id, String(value))) === null)
      throw new ApiError(
        'invalid_request',
        `"${name}" is "${cut(String(value), 80)}", which is no file of this ${kind}; attach it first`,
      );
  }
}
