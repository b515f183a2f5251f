import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('callback-state');
