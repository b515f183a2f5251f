import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('insufficient-scope-catch');
