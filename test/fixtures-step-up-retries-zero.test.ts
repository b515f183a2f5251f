import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('step-up-retries-zero');
