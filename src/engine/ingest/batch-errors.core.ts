/** The errors that the answer of a batch lists: as many as have room. Pure. */
import { type ErrorCode, limits } from '../../base/kernel/kernel.ts';
import type { Refusal } from './size.core.ts';

/** An event of a batch that was refused. */
export interface BatchError {
  index: number;
  code: ErrorCode;
  message: string;
}

/** What the answer of a batch says of its errors. */
export interface SaidErrors {
  errors: BatchError[];
  /** How many more there are than are listed. */
  furtherErrors?: number;
}

/** The errors of a batch: the first are listed as far as their JSON has room, the others counted. */
export class BatchErrors {
  readonly #listed: BatchError[] = [];
  /** Of the list: the opening bracket, then each error with the comma or the bracket behind it. */
  #bytes = 1;
  #further = 0;
  /** Of all that were refused, listed or not. */
  readonly indexes = new Set<number>();

  add(index: number, { code, message }: Refusal): void {
    this.indexes.add(index);
    const error = { index, code, message };
    // The listed ones are the first: a shorter one does not slip in behind one without room.
    if (this.#further === 0) this.#bytes += Buffer.byteLength(JSON.stringify(error)) + 1;
    if (this.#bytes <= limits.batchErrorsBytesMax) this.#listed.push(error);
    else this.#further++;
  }

  get count(): number {
    return this.indexes.size;
  }

  said(): SaidErrors {
    return { errors: this.#listed, ...(this.#further > 0 && { furtherErrors: this.#further }) };
  }
}
