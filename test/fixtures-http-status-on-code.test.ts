import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('http-status-on-code');
