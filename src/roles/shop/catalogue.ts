/** What the demo's shop has on its shelves: products, posts and the links of its newsletter. */

export interface Product {
  id: string;
  name: string;
  /** Euros a month. */
  price: number;
  line: string;
  points: readonly string[];
}

export const products: readonly Product[] = [
  {
    id: 'managed-cloud',
    name: 'Managed Cloud',
    price: 149,
    line: 'Your servers, run by our people. You keep the keys, we keep the nights.',
    points: [
      'A second server joins by itself when visitors come',
      'Patched each Tuesday, backed up each night',
      'A person answers the phone, at any hour',
    ],
  },
  {
    id: 'cloud-server',
    name: 'Cloud Server',
    price: 19,
    line: 'Two cores, four gigabytes, ready in forty seconds.',
    points: ['Root access', 'Twelve systems to choose from', 'Paid by the hour, stopped by a click'],
  },
  {
    id: 'managed-database',
    name: 'Managed Database',
    price: 49,
    line: 'PostgreSQL with a standby that has never been asked twice.',
    points: [
      'Fails over in under ten seconds',
      'Restores to any minute of the last week',
      'Upgrades on your day',
    ],
  },
  {
    id: 'object-storage',
    name: 'Object Storage',
    price: 9,
    line: 'A quiet place for files: half a terabyte, three copies.',
    points: ['Speaks the S3 protocol', 'Three copies in two halls', 'No charge for reading'],
  },
  {
    id: 'nightly-backup',
    name: 'Nightly Backup',
    price: 12,
    line: 'Copied at two, tested at three, forgotten by breakfast.',
    points: ['Kept for ninety days', 'A test restore each night', 'Encrypted with your key'],
  },
  {
    id: 'domain',
    name: 'Domain and DNS',
    price: 2,
    line: 'A name for it all, answered from nine cities.',
    points: ['Signed zones', 'Changes live in a second', 'Moves in without a gap'],
  },
];

export interface Post {
  id: string;
  title: string;
  minutes: number;
  paragraphs: readonly string[];
}

export const posts: readonly Post[] = [
  {
    id: 'cold-air',
    title: 'Why our halls need no air conditioning',
    minutes: 3,
    paragraphs: [
      'The fjord is six degrees cold, all year. We lead its water past our servers and back, four degrees warmer. That is the whole machine: two pumps and a filter for jellyfish.',
      'On the hottest day of last summer the halls stayed at twenty-two degrees. The pumps took less power than the coffee machines of the office above.',
      'What leaves the halls warms the swimming pool of the town. The pool has a thermometer by the door. It is our most read dashboard.',
    ],
  },
  {
    id: 'before-you-move',
    title: 'Five questions to ask before you move a shop',
    minutes: 4,
    paragraphs: [
      'Who may stop the move, and until when? Write the name and the hour on the first page of the plan.',
      'What is the slowest query today? Measure it before you go, or the new place gets the blame for it.',
      'Which mails does the shop send by itself? Where are the certificates? And who tries the check-out at three in the morning, with a real card?',
    ],
  },
  {
    id: 'night-shift',
    title: 'What a night shift does when nothing happens',
    minutes: 2,
    paragraphs: [
      'Most nights nothing happens. So Marit and Jonas break something: a disk, a cable, a name server. Then they take the time.',
      'Last month they pulled the plug of the standby database at four. The alarm came after six seconds, the repair after nine minutes, the cake at breakfast.',
    ],
  },
  {
    id: 'restores-measured',
    title: 'Twelve hundred restores, measured',
    minutes: 3,
    paragraphs: [
      'A backup is a hope until somebody has restored it. We restore each of them, each night, into a machine that lives for an hour.',
      'Of the last 1,200 restores 1,198 worked at once. The median took 41 seconds. The two that failed had the same cause, a full disk, and it is monitored now.',
    ],
  },
];

/** The links of the newsletter, and where each one leads. */
export const newsletterLinks: Readonly<Record<string, string>> = {
  'managed-cloud': '/shop/products/managed-cloud',
  'northwind-story': '/shop/customers',
  blog: '/shop/blog/cold-air',
};
