import { describe, expect, it } from 'vitest';
import { github } from '../src/report/github.ts';
import { sampleFinding, sampleReport, samples } from './report-sample.ts';

const lines = (part = {}) => github(sampleReport(part)).split('\n').slice(0, -1);

describe('github', () => {
  it('annotates open and pending findings, at the severity of each', () => {
    expect(lines().map((line) => line.slice(0, line.indexOf('::', 2)))).toEqual([
      '::error file=src/connect.ts,line=6,endLine=6,col=8,endColumn=34,title=finish-auth-params',
      '::warning file=src/connect.ts,line=6,endLine=6,col=8,endColumn=34,title=step-up-retries-zero',
      '::error file=src/provider.ts,line=4,endLine=4,col=5,endColumn=32,title=authorize-issuer',
      '::notice file=src/old.ts,line=2,endLine=2,col=7,endColumn=33,title=finish-auth-params',
    ]);
    expect(lines({ findings: [sampleFinding({ severity: 'info' })] })[0]).toMatch(/^::notice /);
  });

  it('is silent on what is fixed or suppressed, and without findings', () => {
    expect(github(sampleReport({ findings: [sampleFinding({ status: 'fixed' }), samples.suppressed] }))).toBe(
      '',
    );
  });

  it('says what to do by hand', () => {
    expect(lines({ findings: [samples.none] })[0]).toMatch(
      /carries no iss\.%0ADo this: Store params\.issuer/,
    );
    expect(lines({ findings: [samples.suggested] })[0]).not.toContain('Do this');
  });

  it('makes an error of a problem', () => {
    expect(lines({ findings: [], problems: [{ file: 'a.ts', message: '50% read\nthen: gone' }] })).toEqual([
      '::error file=a.ts,title=problem::50%25 read%0Athen: gone',
    ]);
    expect(lines({ findings: [], problems: [{ file: '', message: 'no' }] })).toEqual([
      '::error title=problem::no',
    ]);
  });

  it('says that fixes were not type-checked: a warning after a run, a notice of a lint', () => {
    const last = (mode: string) => lines({ mode, findings: [], unverified: 'no types' });
    expect(last('apply')).toEqual(['::warning title=not type-checked::Not type-checked: no types']);
    expect(last('lint')).toEqual(['::notice title=not type-checked::Not type-checked: no types']);
  });

  it('escapes properties and data, so that nobody can write a command of his own', () => {
    const finding = sampleFinding({
      file: 'a%0A,b:c\n::error::x.ts',
      message: '100%\r\n::set-output name=x::y\x1b[31m\u202E',
    });
    const [line, ...more] = lines({ findings: [finding] });
    expect(more).toEqual([]);
    expect(line).toContain('file=a%250A%2Cb%3Ac\\x0a%3A%3Aerror%3A%3Ax.ts,line=6,');
    expect(line).toContain('::100%25%0A::set-output name=x::y\\x1b[31m\\u202e');
  });
});
