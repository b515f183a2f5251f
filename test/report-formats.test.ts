import { describe, expect, it } from 'vitest';
import type { Report, Reporter } from '../src/model/report.ts';
import { baselineText, readBaseline, unknownTo, updated } from '../src/report/baseline.ts';
import { reporters } from '../src/report/index.ts';
import { codeBlock, inlineCode, prose } from '../src/report/markdown-text.ts';
import { merged, readReport } from '../src/report/merged.ts';
import { statistics } from '../src/report/statistics.ts';
import { createStyle } from '../src/report/style.ts';
import { terminalPage } from '../src/report/terminal-page.ts';
import { wrap } from '../src/report/wrap.ts';
import { sampleFinding, sampleReport, samples } from './report-sample.ts';

const plain = { color: false };
const show: Record<keyof typeof reporters, Reporter> = reporters;
const words = (text: string) => text.replace(/\s+/g, ' ');
const hostile = 'a`|<script>alert(1)</script>\u001b[31m"&\' *x* [l](u)';

describe('concise', () => {
  it('is one line a finding; what is suppressed is not listed', () => {
    const lines = show.concise(sampleReport(), plain).trimEnd().split('\n');
    const shown = sampleReport().findings.filter(({ status }) => status !== 'suppressed');
    expect(lines).toHaveLength(shown.length);
    expect(lines[0]).toMatch(/^src\/[\w-]+\.ts:\d+:\d+: \w+ [\w-]+: .* \[[\w -]+\]$/);
  });

  it('is empty without findings', () => {
    expect(show.concise(sampleReport({ findings: [] }), plain)).toBe('');
  });
});

describe('gitlab', () => {
  const read = (part: Partial<Report>) => JSON.parse(show.gitlab(sampleReport(part), plain));

  it('has what GitLab asks for, with paths from the root of the repository', () => {
    const [issue] = read({ findings: [samples.none], repositoryPrefix: 'packages/app/' });
    expect(issue).toEqual({
      description: `${samples.none.message} Do this: ${samples.none.todo}`,
      check_name: samples.none.rule,
      fingerprint: samples.none.fingerprint,
      severity: 'major',
      location: {
        path: `packages/app/${samples.none.file}`,
        lines: { begin: samples.none.range.start.line, end: samples.none.range.end.line },
      },
    });
  });

  it('lists what is left, each under a fingerprint of its own', () => {
    const issues = read({ findings: [samples.none, samples.none, samples.suppressed, samples.pending] });
    expect(issues.map(({ severity }: { severity: string }) => severity)).toEqual(['major', 'major', 'info']);
    expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(3);
  });
});

describe('junit', () => {
  it('fails what is open, skips what waits or is suppressed, passes what is fixed', () => {
    const fixed = sampleFinding({ status: 'fixed' });
    const xml = show.junit(
      sampleReport({ findings: [samples.none, samples.pending, samples.suppressed, fixed] }),
      plain,
    );
    expect(xml.match(/<testcase /g)).toHaveLength(4);
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml.match(/<skipped /g)).toHaveLength(2);
    expect(xml).toContain('<testsuites name="mcp-auth-codemod" tests="4" failures="1" errors="0">');
  });

  it('passes one case without findings, and escapes what a source holds', () => {
    expect(show.junit(sampleReport({ findings: [] }), plain)).toContain('<testcase name="no findings"');
    const xml = show.junit(sampleReport({ findings: [sampleFinding({ message: hostile })] }), plain);
    expect(xml).not.toContain('<script>');
    expect(xml).not.toContain('\u001b');
  });

  it('tells problems as errors', () => {
    const xml = show.junit(
      sampleReport({ findings: [], problems: [{ file: 'a.ts', message: 'cannot be read' }] }),
      plain,
    );
    expect(xml).toContain('errors="1"');
    expect(xml).toContain('<error message="cannot be read"/>');
  });
});

describe('markdown', () => {
  it('has the counts, a table by rule, and each finding with its flow, fix and to-do', () => {
    const text = show.markdown(sampleReport({ findings: [samples.safe, samples.none] }), plain);
    expect(text).toMatch(/^# mcp-auth-codemod\n/);
    expect(text).toContain('| rule | findings | fixed | safe | suggested | by hand | pending | suppressed |');
    expect(text).toContain('| total | 2 | 0 | 1 | 0 | 1 | 0 | 0 |');
    expect(text).toContain('1. `src/callback.ts:7`');
    expect(text).toContain('```diff');
    expect(text).toContain(`**Do this:** ${samples.none.todo}`);
  });

  it('lets no text of a source become markup', () => {
    expect(prose(hostile)).toContain('\\<script\\>');
    expect(inlineCode('a `` b`')).toBe('``` a `` b` ```');
    expect(codeBlock('ts', ['````', 'x'])[0]).toBe('`````ts');
  });

  it('stays below what GitHub takes as a step summary, and says how much is missing', () => {
    const findings = Array.from({ length: 400 }, (_, at) =>
      sampleFinding({ fingerprint: `f${at}`, message: 'word '.repeat(800) }),
    );
    const text = show.markdown(sampleReport({ findings }), plain);
    expect(text.length).toBeLessThan(1_000_000);
    expect(text).toMatch(/\d+ more findings are left out/);
  });
});

describe('html', () => {
  const page = (part: Partial<Report> = {}) => show.html(sampleReport(part), plain);

  it('holds every finding with its flow, its fix side by side, the reason and the to-do', () => {
    const html = page({ findings: [samples.safe, samples.none] });
    expect(html.match(/<article /g)).toHaveLength(2);
    expect(html).toContain('How it gets here (4 steps)');
    expect(html).toContain('<table class="diff"><caption>src/connect.ts</caption>');
    expect(html).toContain('<td class="removed">');
    expect(html).toContain(`<dt>Do this</dt><dd>${samples.none.todo}</dd>`);
  });

  it('escapes text of sources, and loads nothing', () => {
    const sources = new Map([['src/connect.ts', `// ${hostile}\n</script><img src=x onerror=alert(1)>\n`]]);
    const finding = sampleFinding({ message: hostile, flow: [], edits: [], package: hostile });
    const html = page({ findings: [finding], sources });
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('\u001b');
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\/(?!example\.com)/);
    expect(html).toContain("default-src 'none'");
  });
});

describe('statistics', () => {
  it('counts by rule and level, the total last', () => {
    const lines = statistics(sampleReport({ findings: [samples.safe, samples.none, samples.pending] }))
      .trimEnd()
      .split('\n');
    expect(lines[0]?.split(/\s{2,}/)).toEqual([
      'rule',
      'findings',
      'fixed',
      'safe',
      'suggested',
      'by hand',
      'pending',
      'suppressed',
    ]);
    expect(lines.at(-1)?.split(/\s{2,}/)).toEqual(['total', '3', '0', '1', '0', '1', '1', '0']);
  });
});

describe('many findings', () => {
  it('are told by cause on a page or two, each place once', () => {
    const findings = Array.from({ length: 212 }, (_, at) =>
      sampleFinding({ file: `src/a${at % 9}.ts`, fingerprint: `f${at}`, range: samples.none.range }),
    );
    const text = show.pretty(sampleReport({ findings }), plain);
    expect(text.split('\n').length).toBeLessThan(60);
    expect(words(text).split(words(findings[0]!.message)).length, 'explained once').toBe(2);
    const place = `${samples.none.range.start.line}:${samples.none.range.start.column}`;
    expect(text.split(place).length - 1, 'every place').toBe(212);
  });

  it('explain a cause once, when each is shown whole', () => {
    const text = show.pretty(sampleReport({ findings: [samples.none, samples.none] }), plain);
    expect(text.split(samples.none.message).length).toBe(2);
    expect(text).toContain('(explained above)');
    expect(text).toContain('not rewritten: as above');
  });
});

describe('a narrow terminal', () => {
  it('gets code cut to its width around the change', () => {
    const narrow = show.pretty(sampleReport({ findings: [samples.safe] }), { color: false, width: 60 });
    const code = narrow.split('\n').filter((line) => /^\s+\d+ [+-] /.test(line));
    expect(code.length).toBeGreaterThan(0);
    for (const line of code) expect(line.length).toBeLessThanOrEqual(60);
    expect(narrow).toContain('finishAuth(callbackParams)');
  });

  it('wraps at spaces and leaves long words whole', () => {
    expect(wrap('  aa bb cc', 7, '  ')).toEqual(['  aa bb', '  cc']);
    expect(wrap('https://example.com/long', 5)).toEqual(['https://example.com/long']);
  });
});

describe('baseline', () => {
  const report = sampleReport({ findings: [samples.none, samples.safe] });

  it('lists what is left, leaves it out afterwards, and reads what it wrote', () => {
    const known = updated([], report, () => true);
    expect(known).toHaveLength(2);
    expect(unknownTo(readBaseline(JSON.parse(baselineText(known))) ?? [], report, () => true)).toEqual([]);
    expect(readBaseline({ schemaVersion: 2, findings: [] })).toBeUndefined();
    expect(readBaseline(null)).toBeUndefined();
  });

  it('shows what is new, one for each that is not listed', () => {
    const known = updated([], sampleReport({ findings: [samples.none] }), () => true);
    const twice = sampleReport({
      findings: [samples.none, { ...samples.none, fingerprint: 'other' }, samples.safe],
    });
    expect(unknownTo(known, twice, () => true).map(({ fingerprint }) => fingerprint)).toEqual([
      'other',
      samples.safe.fingerprint,
    ]);
  });

  it('keeps the entry of code that moved to another file', () => {
    const known = updated([], sampleReport({ findings: [samples.safe] }), () => true);
    const moved = { ...samples.safe, file: 'src/moved.ts', fingerprint: 'new' };
    const sources = new Map([
      ...report.sources,
      ['src/moved.ts', report.sources.get(samples.safe.file) ?? ''],
    ]);
    expect(unknownTo(known, sampleReport({ findings: [moved], sources }), () => true)).toEqual([]);
  });

  it('drops what is gone, and keeps what the run was not about', () => {
    const known = updated([], report, () => true);
    const now = updated(known, sampleReport({ findings: [] }), (entry) => entry.rule === samples.safe.rule);
    expect(now.map(({ rule }) => rule)).toEqual([samples.none.rule]);
  });
});

describe('merged reports', () => {
  it('keep each repository apart and add up', () => {
    const one = JSON.parse(show.json(sampleReport({ findings: [samples.safe] }), plain));
    const two = JSON.parse(show.json(sampleReport({ findings: [samples.none] }), plain));
    const report = merged([
      { name: 'one', report: readReport(one)! },
      { name: 'two', report: readReport(two)! },
    ]);
    expect(report.summary.findings).toBe(2);
    expect(report.findings.map(({ file }) => file)).toEqual([
      `one/${samples.safe.file}`,
      `two/${samples.none.file}`,
    ]);
    expect(show.markdown(report, plain)).toContain('## Package `two`');
    expect(readReport({})).toBeUndefined();
  });
});

describe('the page of a rule on a terminal', () => {
  it('shows headings and code without their marks, and wraps the rest', () => {
    const page = '# Title\n\nSome `code` and a [link](https://x.example/y).\n\n```diff\n- a\n+ b\n```\n';
    expect(terminalPage(page, createStyle(false), 100)).toBe(
      'Title\n\nSome code and a link (https://x.example/y).\n\n    - a\n    + b\n',
    );
  });
});
