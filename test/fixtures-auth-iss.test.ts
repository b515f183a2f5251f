import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('auth-iss');
