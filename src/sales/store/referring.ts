/** Turns broken references of the database into errors in the caller's words. */
import { sqlStateOf } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';

const externalIdTaken =
  'another record of the kind has this "externalId" of the same source; find it with GET and "externalId", or give another';

/** Runs the work; throws `invalid_request` for a reference to no record, `conflict` for a name that is taken. */
export async function referring<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const state = sqlStateOf(error);
    const { detail, constraint } = error as { detail?: string; constraint?: string };
    const [, name = 'record', value = ''] = /\((\w+?)(?:_id)?\)=\((.*)\)/.exec(detail ?? '') ?? [];
    if (state === '23503') throw new ApiError('invalid_request', `there is no ${name} "${value}"`);
    if (constraint?.endsWith('_external_id_needed'))
      throw new ApiError(
        'invalid_request',
        '"externalSource" is given without an "externalId"; give both, or null for both',
      );
    if (state !== '23505') throw error;
    if (constraint === 'merged_names')
      throw new ApiError(
        'conflict',
        `the ${name} "${value}" is of a record that was merged into another; change that one, or undo the merge`,
      );
    throw new ApiError(
      'conflict',
      (constraint?.endsWith('_by_external_id') && externalIdTaken) ||
        (constraint === 'leads_one_open'
          ? 'this person has another open lead of the campaign; work that one, or close it first'
          : `the ${name} "${value}" is taken; choose another, or change the record that has it`),
    );
  }
}
