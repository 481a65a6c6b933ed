/** Before each file of tests: the laws in it have the one seed of this run, whether they say how often they run or not. */
import fc from 'fast-check';
import { lawSeed } from './law-runs.ts';

if (lawSeed !== null) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: lawSeed });
