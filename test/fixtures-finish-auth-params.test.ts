import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('finish-auth-params');
