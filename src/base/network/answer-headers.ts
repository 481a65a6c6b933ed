/** Headers of every answer of every door. A door overrules one where its answers are for others. */

/** Nothing may be loaded, run or framed: right for an answer that is no page. */
const noPagePolicy = "default-src 'none'; frame-ancestors 'none'";

/** Powers of a browser that no page of ours asks for. */
const unusedPowers = [
  ...[
    'accelerometer',
    'autoplay',
    'camera',
    'display-capture',
    'encrypted-media',
    'geolocation',
    'gyroscope',
  ],
  ...[
    'hid',
    'magnetometer',
    'microphone',
    'midi',
    'payment',
    'publickey-credentials-get',
    'screen-wake-lock',
  ],
  ...['serial', 'usb', 'xr-spatial-tracking'],
];

/** By their names in lower case. */
export const answerHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': noPagePolicy,
  // A window that opened ours, or that ours opened, has no hold on it.
  'cross-origin-opener-policy': 'same-origin',
  // No page of others embeds an answer as its image or script.
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': unusedPowers.map((power) => `${power}=()`).join(', '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** For answers that pages of others load: scripts, pixels, and what a beacon is answered. */
export const forOtherPages = { 'cross-origin-resource-policy': 'cross-origin' } as const;
