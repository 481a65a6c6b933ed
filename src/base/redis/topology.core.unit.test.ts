/** Masters, their slots and those on their way, as `CLUSTER NODES` of Redis 7 says them. */
import { expect, test } from 'vitest';
import { mastersIn, speakerIn } from './topology.core.ts';

const nodes = `
07c3 127.0.0.1:30004@31004,host4 slave e7d1 0 1426238317239 4 connected
67ed 127.0.0.1:30002@31002,host2 master - 0 1426238316232 2 connected 5461-10922
292f 127.0.0.1:30003@31003,host3 master - 0 1426238318243 3 connected 10923-16383
6ec2 127.0.0.1:30005@31005,host5 master,fail - 0 1426238316232 5 disconnected
e7d1 127.0.0.1:30001@31001,host1 myself,master - 0 0 1 connected 0-5460 [5460->-292f] [6000-<-67ed]
`;

test('masters with slots, in the order of their first one', () => {
  expect(mastersIn(nodes)).toEqual([
    { id: 'e7d1', ranges: [[0, 5_460]] },
    { id: '67ed', ranges: [[5_461, 10_922]] },
    { id: '292f', ranges: [[10_923, 16_383]] },
  ]);
});

test('a single slot is a range, and several ranges are of one master', () => {
  expect(mastersIn('a 1:1@2 master - 0 0 1 connected 0 5-6 9')).toEqual([
    {
      id: 'a',
      ranges: [
        [0, 0],
        [5, 6],
        [9, 9],
      ],
    },
  ]);
});

test('a server names itself and the slots that it gives away, not those that it takes', () => {
  expect(speakerIn(nodes)).toEqual({ id: 'e7d1', gives: [{ slot: 5_460, to: '292f' }] });
  expect(speakerIn('')).toEqual({ id: '', gives: [] });
});
