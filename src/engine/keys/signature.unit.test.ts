/** Signatures of ids, by a table: the one that is right, and what only resembles it. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { signatureCheck } from './signature.ts';

const key = `c${'k'.repeat(24)}`;
const isSigned = signatureCheck(key);
const right = createHmac('sha256', key).update('ada').digest('hex');

test.each([
  ['as it is', right, true],
  ['in capitals', right.toUpperCase(), true],
  ['with more behind it', `${right}zz`, false],
  ['with another digest behind it', right + right, false],
  ['with one letter less', right.slice(0, -1), false],
  ['with one letter that is not hexadecimal', `${right.slice(0, -1)}g`, false],
  ['as base64', Buffer.from(right, 'hex').toString('base64'), false],
  ['of somebody else', createHmac('sha256', key).update('bob').digest('hex'), false],
  ['under another key', createHmac('sha256', `${key}k`).update('ada').digest('hex'), false],
  ['empty', '', false],
])('%s', (_how, signature, is) => {
  expect(isSigned('ada', signature)).toBe(is);
});
