/** The text of a programme of one rule, and of its examples, for tests of versions and files. */

/** Each page pays so many points. */
export const webProgramme = (points: number, id = 'web') => `programme: ${id}
name: Web
campaign: Web
timeZone: UTC
visit: { endsAfter: 30 minutes }
rules:
  - { id: page, label: Page, when: { type: page }, points: ${points}, pays: every time }
ladder: { contactWithin: 24 hours, tiers: [{ name: hot, from: 50 }] }
`;

/** One page is expected to make such a score. */
export const webExamples = (score: number) => `programme: web
examples:
  - example: One page
    steps: [{ page: / }]
    expect: { score: ${score}, tier: none }
`;
