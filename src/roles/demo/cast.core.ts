/** Who plays in the demo: the team of the seller, and the people and companies that look at its website. Pure. */
import type { UserRole } from '../../contract/api/api.ts';
import type { Chance } from './random.core.ts';

/** A user of the demo. */
export interface Member {
  email: string;
  name: string;
  role: UserRole;
  /** What the log-in page says beside the name; null for a user who is not offered there. */
  offeredAs: string | null;
}

/** A rep with a part of the market, and how good they are at what. */
export interface Rep extends Member {
  territory: string;
  countries: readonly string[];
  languages: readonly string[];
  /** Working hours until a first contact, the usual. */
  responseHours: number;
  /** Of contacts, how many become an opportunity; of opportunities, how many are won; of contacts, how many come late. */
  convertsPart: number;
  winsPart: number;
  latePart: number;
}

const address = (name: string) => `${name.toLowerCase().replaceAll(' ', '.')}@scoville.example`;

function rep(name: string, territory: string, countries: string[], languages: string[], rest: number[]): Rep {
  const [responseHours = 4, convertsPart = 0.4, winsPart = 0.4, latePart = 0.1] = rest;
  return {
    ...{ email: address(name), name, role: 'rep', territory, countries, languages },
    ...{ responseHours, convertsPart, winsPart, latePart },
    offeredAs: name === 'Sofia Reyes' ? 'Rep: hot leads, calls, opportunities' : null,
  };
}

/** The reps: fast and slow ones, closers and collectors. */
export const reps: readonly Rep[] = [
  rep('Sofia Reyes', 'Iberia', ['ES', 'PT'], ['es', 'pt', 'en'], [1.5, 0.5, 0.52, 0.03]),
  rep('Liam Walsh', 'Britain and Ireland', ['GB', 'IE'], ['en'], [4, 0.42, 0.4, 0.08]),
  rep('Noor Haddad', 'Central Europe', ['DE', 'AT', 'CH'], ['de', 'en'], [2.5, 0.45, 0.46, 0.06]),
  rep('Emil Brandt', 'Nordics', ['SE', 'NO', 'DK', 'FI'], ['sv', 'en'], [9, 0.34, 0.27, 0.2]),
  rep(
    'Chiara Conti',
    'France, Italy and Benelux',
    ['FR', 'IT', 'BE', 'NL'],
    ['fr', 'it', 'en'],
    [5, 0.4, 0.36, 0.1],
  ),
];

const member = (name: string, role: UserRole, offeredAs: string): Member => ({
  ...{ email: address(name), name, role, offeredAs },
});
export const manager = member('Amara Osei', 'manager', 'Manager: the team, its reports and deadlines');
export const marketer = member('Jules Moreau', 'marketer', 'Marketer: rules, drafts, backtests, campaigns');
export const operator = member('Ruth Okoye', 'operator', 'Operator: health, keys, webhooks');

/** Who delivers what was sold. */
export const fulfiller: Member = {
  ...{ email: address('Milan Kovac'), name: 'Milan Kovač', role: 'rep', offeredAs: null },
};
export const fulfillerLanes: readonly string[] = ['Fulfilment', 'Delivery'];

/** Everybody who is offered on the log-in page of the demo. */
export const offered: readonly Member[] = [
  ...reps.filter(({ offeredAs }) => offeredAs !== null),
  ...[marketer, operator, manager],
];

export const team = 'EMEA Sales';

/** What is sold, with its price in euros. */
export const products: readonly { name: string; unitPrice: number }[] = [
  { name: 'Managed Cloud S', unitPrice: 2_400 },
  { name: 'Managed Cloud M', unitPrice: 6_900 },
  { name: 'Managed Cloud L', unitPrice: 18_500 },
  { name: 'Migration', unitPrice: 4_800 },
  { name: 'Backup', unitPrice: 1_150 },
  { name: 'Support Plus', unitPrice: 3_200 },
];

/** A person of a company, as the website gets to know them. */
export interface Visitor {
  /** No two visitors have the same. */
  number: number;
  name: string;
  email: string;
  title: string;
  phone: string;
  country: string;
  company: string;
  domain: string;
  /** Whose part of the market they are in; from abroad, who claims them. */
  rep: Rep;
}

/** So many first names has each market, and so many last names. */
const namesOfMarket = 16;

const listed = (names: string) => names.split(', ');

const firstNames: Record<string, readonly string[]> = {
  Iberia: listed(
    'Lucía, Mateo, Inês, Álvaro, Carmen, Rui, Marta, Diego, Beatriz, Tomás, Nuria, Tiago, Elena, Pablo, Joana, Hugo',
  ),
  'Britain and Ireland': listed(
    'Aoife, Oliver, Priya, Callum, Grace, Kwame, Niamh, Harriet, Owen, Zara, Imran, Fiona, Rhys, Amelia, Declan, Ada',
  ),
  'Central Europe': listed(
    'Lena, Jonas, Mia, Felix, Aylin, Lukas, Petra, Matthias, Anja, Milan, Katharina, Emre, Johanna, Stefan, Ronja, Urs',
  ),
  Nordics: listed(
    'Ingrid, Lars, Astrid, Mikko, Freja, Oskar, Saga, Henrik, Aino, Johan, Sigrid, Magnus, Elin, Eero, Nora, Anders',
  ),
  'France, Italy and Benelux': listed(
    'Camille, Luca, Mireille, Jan, Giulia, Hugo, Élise, Marco, Sanne, Paolo, Manon, Pieter, Chloé, Davide, Femke, Yanis',
  ),
};
const lastNames: Record<string, readonly string[]> = {
  Iberia: listed(
    'Herrera, Navarro, Sousa, Molina, Ferreira, Ortega, Vidal, Carvalho, Ibáñez, Prieto, Rocha, Campos, Nunes, Serrano, Pinto, Gil',
  ),
  'Britain and Ireland': listed(
    'Byrne, Hughes, Mensah, Patel, Doyle, Clarke, Okafor, Murphy, Bennett, Shaw, Kaur, Gallagher, Price, Ahmed, Reid, Nolan',
  ),
  'Central Europe': listed(
    'Novak, Brunner, Schäfer, Keller, Yılmaz, Vogel, Huber, Lang, Richter, Steiner, Graf, Wagner, Egger, Frei, Kowalski, Bauer',
  ),
  Nordics: listed(
    'Solberg, Lindqvist, Virtanen, Nilsen, Holm, Berg, Dahl, Aalto, Ekström, Lund, Hansen, Korhonen, Sandberg, Vik, Møller, Nyström',
  ),
  'France, Italy and Benelux': listed(
    'Fontaine, Moretti, Peeters, Lefèvre, de Vries, Ricci, Girard, Jansen, Bianchi, Laurent, Maes, Conti, Mercier, Visser, Gallo, Roux',
  ),
};
/** Where no rep sells: who comes from there waits in the queue until somebody claims them. */
const abroad = { territory: 'Abroad', countries: ['US', 'CA', 'BR', 'JP', 'IN', 'AU', 'ZA', 'AE'] };
const abroadPart = 0.07;
firstNames[abroad.territory] = listed(
  'Emily, Noah, Yuki, Arjun, Camila, Thiago, Naledi, Omar, Hannah, Kenji, Ananya, Ethan, Layla, Sipho, Olivia, Rafael',
);
lastNames[abroad.territory] = listed(
  'Carter, Tanaka, Sharma, Oliveira, Dlamini, Haddad, Nguyen, Brooks, Sato, Iyer, Costa, Naidoo, Farouk, Walker, Kim, Silva',
);
const companyHeads = listed(
  'North, Blue, Alto, Verde, Iron, Clear, Nova, Silver, Harbour, Atlas, Cedar, Lumen, River, Summit, Amber, Polar, Terra, Orbit',
);
const companyTails = listed(
  'wind Energy, line Logistics, Foods, Robotics, Insurance, Media, Pharma, Textiles, Travel, Analytics, Motors, Health, Retail',
);
const titles = listed(
  'Head of IT, CTO, IT Manager, Operations Director, Platform Lead, Purchasing Manager, Founder, DevOps Engineer',
);
/** Of each country: how its phone numbers begin, and what companies have after their name. */
const countryWords: Record<string, { dialling: string; form: string }> = {
  ES: { dialling: '+34', form: 'S.L.' },
  PT: { dialling: '+351', form: 'Lda.' },
  GB: { dialling: '+44', form: 'Ltd' },
  IE: { dialling: '+353', form: 'DAC' },
  DE: { dialling: '+49', form: 'GmbH' },
  AT: { dialling: '+43', form: 'GmbH' },
  CH: { dialling: '+41', form: 'AG' },
  SE: { dialling: '+46', form: 'AB' },
  NO: { dialling: '+47', form: 'AS' },
  DK: { dialling: '+45', form: 'A/S' },
  FI: { dialling: '+358', form: 'Oy' },
  FR: { dialling: '+33', form: 'SAS' },
  IT: { dialling: '+39', form: 'S.r.l.' },
  BE: { dialling: '+32', form: 'NV' },
  NL: { dialling: '+31', form: 'B.V.' },
  US: { dialling: '+1', form: 'Inc.' },
  CA: { dialling: '+1', form: 'Corp.' },
  BR: { dialling: '+55', form: 'S.A.' },
  JP: { dialling: '+81', form: 'K.K.' },
  IN: { dialling: '+91', form: 'Pvt. Ltd' },
  AU: { dialling: '+61', form: 'Pty Ltd' },
  ZA: { dialling: '+27', form: '(Pty) Ltd' },
  AE: { dialling: '+971', form: 'LLC' },
};

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll('ı', 'i')
    .replaceAll('ø', 'o')
    .replace(/[^A-Za-z ]/g, '')
    .toLowerCase()
    .trim();

/** A name as a part of an address. */
function localPart(name: string): string {
  return plain(name).replaceAll(' ', '');
}

/** A market has so many companies, each in one country; some send several people. */
const companiesOfTerritory = 36;

/** A company that looks at the website. */
interface Company {
  name: string;
  domain: string;
  country: string;
}

function companyAt({ territory, countries }: Pick<Rep, 'territory' | 'countries'>, index: number): Company {
  const country = countries[index % countries.length] as string;
  const head = companyHeads[index % companyHeads.length] as string;
  const tail = companyTails[(index * 5 + territory.length) % companyTails.length] as string;
  const short = /^[a-z]/.test(tail) ? `${head}${tail}` : `${head} ${tail}`;
  return {
    name: `${short} ${countryWords[country]?.form}`,
    domain: `${plain(short).replaceAll(' ', '')}.${country.toLowerCase()}.example`,
    country,
  };
}

const companiesOf = (market: Pick<Rep, 'territory' | 'countries'>) =>
  Array.from({ length: companiesOfTerritory }, (_, index) => companyAt(market, index));

/** The companies of every territory, each with the rep who has it. */
export const accounts: readonly (Company & { rep: Rep })[] = reps.flatMap((owner) =>
  companiesOf(owner).map((company) => ({ ...company, rep: owner })),
);

/** How many visitors there are at most: each a name at a company, in every market. */
export const visitorsMax = namesOfMarket ** 2 * companiesOfTerritory;
/** Without a common divisor with it: as numbers rise, names and companies change like chance. */
const stride = 3_571;

/** What the addresses of each market are made of. */
const addressParts = [...reps, abroad].map((market) => ({
  domains: new Set(companiesOf(market).map(({ domain }) => domain)),
  firsts: new Set(firstNames[market.territory]?.map(localPart)),
  lasts: new Set(lastNames[market.territory]?.map(localPart)),
}));

/** Returns whether `visitorOf` could have made the address: a name of a market at one of its companies. An ending shows nothing: testers use `.example` too. */
export function isVisitor(email: string): boolean {
  const [, first = '', last = '', domain = ''] = /^([a-z]+)\.([a-z]+)@(.+)$/.exec(email) ?? [];
  return addressParts.some(
    ({ domains, firsts, lasts }) => domains.has(domain) && firsts.has(first) && lasts.has(last),
  );
}

/**
 * Invents a visitor. `number`, below `visitorsMax`, keeps them apart: no two numbers share an address. `wanted`: of whose part of the
 * market they are; chance decides without it.
 */
export function visitorOf(chance: Chance, number: number, wanted?: Rep): Visitor {
  const drawn = chance.weighted(reps.map((one, index) => [one, [5, 6, 6, 4, 5][index] ?? 5] as const));
  const owner = wanted ?? drawn;
  const market = chance.isLucky(abroadPart) && wanted === undefined ? abroad : owner;
  let left = (number * stride) % visitorsMax;
  const take = (count: number) => {
    const taken = left % count;
    left = Math.floor(left / count);
    return taken;
  };
  const { name: company, domain, country } = companyAt(market, take(companiesOfTerritory));
  const first = firstNames[market.territory]?.[take(namesOfMarket)] as string;
  const last = lastNames[market.territory]?.[take(namesOfMarket)] as string;
  return {
    ...{ number, name: `${first} ${last}`, country, domain, company, rep: owner },
    email: `${localPart(first)}.${localPart(last)}@${domain}`,
    title: chance.one(titles),
    phone: `${countryWords[country]?.dialling} ${chance.whole(200, 899)} ${chance.whole(100_000, 999_999)}`,
  };
}
