/** Records that are named and are not there, said in the caller's words. */
import { sqlStateOf } from '../../database/database.ts';
import { Fault } from '../../kernel/kernel.ts';

/** A foreign key that leads nowhere, said as what it is. */
export async function referring<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlStateOf(error) !== '23503') throw error;
    const { detail } = error as { detail?: string };
    const parts = /\((\w+?)(?:_id)?\)=\((.*)\)/.exec(detail ?? '');
    throw new Fault('invalid_request', `there is no ${parts?.[1] ?? 'record'} "${parts?.[2] ?? ''}"`);
  }
}
