/** Bodies that arrive: no bound is passed, the sender that has most gives way, and who has a fair share keeps it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Arriving, type ArrivingBody } from './arriving.ts';

const max = { bodies: 4, bytes: 100 };

function open() {
  const arriving = new Arriving(max);
  const cut: string[] = [];
  const begin = (sender: string, name = sender) => arriving.begin(sender, () => cut.push(name));
  return { arriving, cut, begin };
}

test('as many bodies as may be arrive; one more ends the oldest of the sender that has most', () => {
  const { arriving, cut, begin } = open();
  begin('b', 'b1');
  for (const name of ['a1', 'a2', 'a3']) begin('a', name);
  expect([arriving.bodies, cut]).toEqual([4, []]);
  begin('c', 'c1');
  expect([arriving.bodies, cut]).toEqual([4, ['a1']]);
  begin('a', 'a4');
  expect([arriving.bodies, cut]).toEqual([4, ['a1', 'a2']]);
});

test('as many bytes as may be are held; one more ends the oldest of the sender that has most', () => {
  const { arriving, cut, begin } = open();
  const small = begin('b');
  const [old, young] = [begin('a', 'a1'), begin('a', 'a2')];
  arriving.grow(small, 40);
  arriving.grow(old, 30);
  arriving.grow(young, 30);
  expect([arriving.bytes, cut]).toEqual([100, []]);
  arriving.grow(small, 1);
  expect([arriving.bytes, cut]).toEqual([71, ['a1']]);
  arriving.grow(old, 50);
  expect(arriving.bytes, 'bytes of a body that ended count no more').toBe(71);
});

test('of equals the one that came first gives way, so that a crowd of senders keeps nobody out', () => {
  const { cut, begin } = open();
  for (const sender of ['a', 'b', 'c', 'd', 'e', 'f']) begin(sender);
  expect(cut).toEqual(['a', 'b']);
});

test('who has no more than a fair share is never cut by another sender', () => {
  const act = fc.record({ isGrowing: fc.boolean(), bytes: fc.integer({ min: 1, max: 60 }) });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 100 }), (acts) => {
      const { arriving, cut, begin } = open();
      const own = begin('fair');
      arriving.grow(own, max.bytes / 2 - 1);
      let last: ArrivingBody = begin('greedy');
      for (const { isGrowing, bytes } of acts) {
        if (isGrowing) arriving.grow(last, bytes);
        else last = begin('greedy');
        expect(arriving.bodies).toBeLessThanOrEqual(max.bodies);
        expect(arriving.bytes).toBeLessThanOrEqual(max.bytes);
      }
      expect(cut).not.toContain('fair');
      expect(arriving.end(own)).toBe(true);
      expect(arriving.end(own), 'a body ends once').toBe(false);
    }),
  );
});

test('when all have ended nothing is held', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(80)), { maxLength: 30 }), (sent) => {
      const { arriving, begin } = open();
      const bodies = sent.map(([sender, bytes]) => {
        const body = begin(sender);
        arriving.grow(body, bytes);
        return body;
      });
      for (const body of bodies) arriving.end(body);
      expect([arriving.bodies, arriving.bytes]).toEqual([0, 0]);
    }),
  );
});
