import { describe } from 'vitest';
import { checkShapes } from './check.ts';

describe('the laws', () => checkShapes(['direct', 'promised', 'wrapped', 'recorded'], 0.1));
