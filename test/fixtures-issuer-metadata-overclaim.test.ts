import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('issuer-metadata-overclaim');
