import { describe } from 'vitest';
import { checkKept, checkShapes } from './check.ts';

describe('the laws', () => {
  checkKept();
  checkShapes(['redeemed', 'caught', 'provider', 'mounted', 'foreign'], 0.15);
});
