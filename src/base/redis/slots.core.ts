/** Slots of a Redis Cluster: which one a key is in, and hash tags that lie evenly over all of them. Pure. */

/** How many slots a cluster has. */
export const slotsOfCluster = 16_384;

/** CRC16 (XMODEM) of each byte. */
const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
  return crc & 0xffff;
});

/** Returns the slot of a key: that of the text between its first braces, where there is any, else of the whole. */
export function slotOf(key: string): number {
  const open = key.indexOf('{');
  const close = open < 0 ? -1 : key.indexOf('}', open + 1);
  const hashed = close > open + 1 ? key.slice(open + 1, close) : key;
  return crcAfter(0, Buffer.from(hashed).toString('latin1')) % slotsOfCluster;
}

/** Goes on with the bytes of a text; each character is one. */
function crcAfter(before: number, bytes: string): number {
  let crc = before;
  for (let at = 0; at < bytes.length; at++)
    crc = ((crc << 8) & 0xffff) ^ (table[(crc >> 8) ^ bytes.charCodeAt(at)] as number);
  return crc;
}

/** A tag may lie beside the middle of its share by this part of it: then shares of up to so many masters stay even. */
const partBeside = 1 / 32;
/** … or by so many slots, where shares are small: else the search for a thousand tags takes seconds. */
const slotsBeside = 1.5;

/**
 * Returns a hash tag for each of so many partitions, `<partition>.<number>`. Each lies in the middle of its own share of the slots:
 * masters with equal ranges have equally many partitions, give or take one. The tags are fixed by the number of partitions.
 */
export function evenTags(partitions: number): string[] {
  const share = slotsOfCluster / partitions;
  const beside = Math.max(share * partBeside, slotsBeside);
  return Array.from({ length: partitions }, (_, partition) => {
    const middle = (partition + 0.5) * share;
    const begun = crcAfter(0, `${partition}.`);
    let number = 0;
    while (Math.abs((crcAfter(begun, String(number)) % slotsOfCluster) + 0.5 - middle) > beside) number++;
    return `${partition}.${number}`;
  });
}
