import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('callback-error-display');
