/** What a decision sends to other partitions: JSON texts by target and field, in order. */
import { partitionOf } from '../../base/kernel/kernel.ts';
import type { Commit } from '../stream/stream.ts';
import { JsonList } from './json-list.ts';

type Field = Commit['outbox'][number]['field'];

export class Leaving {
  readonly #partitions: number;
  readonly #lists = new Map<string, { target: number; field: Field; items: JsonList }>();

  constructor(partitions: number) {
    this.#partitions = partitions;
  }

  /** Adds a record for the partition of a profile. */
  add(profile: string, field: Field, json: string): void {
    const target = partitionOf(profile, this.#partitions);
    const id = `${target}${field}`;
    const list = this.#lists.get(id);
    if (list) list.items.add(json);
    else this.#lists.set(id, { target, field, items: new JsonList(json) });
  }

  outbox(): Commit['outbox'] {
    return [...this.#lists.values()].flatMap(({ target, field, items }) =>
      items.texts().map((json) => ({ target, field, json })),
    );
  }
}
