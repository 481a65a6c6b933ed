import { describe, expect, test } from 'vitest';
import { KnownNames } from './likely-name.core.ts';

const names = [
  ...['Demo Video Watched', 'Product Added', 'Order Completed', 'Log In', 'Cart Viewed', 'Step 1 Done'],
  ...['Newsletter Subscribed', 'video_playback_started', 'Trial', 'Product Viewed'],
];
const known = new KnownNames(names);

describe('a slip in a word', () => {
  test.each([
    ['two letters exchanged', 'Demo Vidoe Watched', 'Demo Video Watched'],
    ['in two words', 'Demo Vidoe Wacthed', 'Demo Video Watched'],
    ['in a short word', 'Deom Video Watched', 'Demo Video Watched'],
    ['a letter missing', 'Product Aded', 'Product Added'],
    ['a letter too many', 'Products Added', 'Product Added'],
    ['a letter replaced', 'Order Conpleted', 'Order Completed'],
    ['with other joints', 'demo-vidoe.watched', 'Demo Video Watched'],
    ['joined otherwise', 'VideoPlaybackStated', 'video_playback_started'],
    ['of one word', 'Trail', 'Trial'],
    ['the name with fewer of them first', 'Product Veiwed', 'Product Viewed'],
  ])('%s', (_what, name, likely) => {
    expect(known.likeliest(name)).toBe(likely);
  });
});

describe('another name', () => {
  test.each([
    ['with another word', 'Demo Video Shared'],
    ['that is the contrary', 'Newsletter Unsubscribed'],
    ['with a syllable more', 'Product Reviewed'],
    ['with a letter replaced in a short word', 'Card Viewed'],
    ['with a word of two letters', 'Log On'],
    ['with another number', 'Step 2 Done'],
    ['with a longer number', 'Step 11 Done'],
    ['with two slips in one word', 'Demo Viedos Watched'],
    ['with a word more', 'Demo Video Watched Twice'],
    ['of no words', ' - '],
    ['that is empty', ''],
  ])('%s', (_what, name) => {
    expect(known.likeliest(name)).toBeNull();
  });
});
