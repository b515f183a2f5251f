export { getLibFiles } from '@ts-morph/common';
export { ts } from 'ts-morph';
