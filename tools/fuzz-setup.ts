import fc from 'fast-check';
import { fuzzRuns } from '../shared/testing/fuzz-budget.ts';

/** Loaded before each test file where `EVAGORE_FUZZ_RUNS` is set: properties without a number of their own get that. */
if (fuzzRuns !== undefined) fc.configureGlobal({ numRuns: fuzzRuns });
