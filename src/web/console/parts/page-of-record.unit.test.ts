/** Pages by ids: of every list, and none of what is no record. */
import { expect, test } from 'vitest';
import { pageOfRecord } from './page-of-record.ts';

test.each([
  ['ld_1', '/leads/ld_1'],
  ['tk_1', '/tasks/tk_1'],
  ['pn_a_b', '/people/pn_a_b'],
  ['cp_1', '/companies/cp_1'],
  ['op_1', '/opportunities/op_1'],
  ['dl_1', '/deals/dl_1'],
  ['or_1', '/orders/or_1'],
  ['jb_1', '/jobs/jb_1'],
  ['cm_1', '/campaigns/cm_1'],
  ['ld_../../keys', '/leads/ld_..%2F..%2Fkeys'],
  ['ac_1', null],
  ['constructor_1', null],
  ['', null],
])('%s has the page %s', (id, page) => {
  expect(pageOfRecord(id)).toBe(page);
});
