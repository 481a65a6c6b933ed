/** The pages list the kinds of pipelines as the contract does. */
import { expect, test } from 'vitest';
import { flowKinds } from '../../../contract/language/language.ts';
import { kindsInOrder } from './kinds-in-order.ts';

test('the kinds are those of the contract, in its order', () => {
  expect(kindsInOrder).toEqual(flowKinds);
});
