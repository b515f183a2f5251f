export { Project, type SourceFile, ts } from 'ts-morph';
