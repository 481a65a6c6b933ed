/** Which addresses open something. */
import { expect, test } from 'vitest';
import { openedIn } from './opened.ts';

test.each([
  ['/leads/ld_CWFdOu9m8Yw6hx9Y', { kind: 'leads', id: 'ld_CWFdOu9m8Yw6hx9Y' }],
  ['/tasks/tk_1-2_3', { kind: 'tasks', id: 'tk_1-2_3' }],
  ['/', null],
  ['/leads', null],
  ['/leads/', null],
  ['/leads/a/b', null],
  ['/deals/dl_1', null],
  [`/leads/${'x'.repeat(101)}`, null],
])('%s', (path, opened) => expect(openedIn(path)).toEqual(opened));
