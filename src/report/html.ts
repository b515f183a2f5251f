import { createHash } from 'node:crypto';
import type { Report, ReportedFinding } from '../model/report.ts';
import { css, script } from './html-assets.ts';
import { text } from './html-code.ts';
import { findingHtml, prose } from './html-finding.ts';
import { statisticsRows } from './statistics.ts';
import { createStyle } from './style.ts';
import { summaryLines } from './summary.ts';

/** The page may run our script and nothing else, whatever a source file holds (Content Security Policy level 3). */
const policy = [
  "default-src 'none'",
  `style-src '${hash(css)}'`,
  `script-src '${hash(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hash(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}

/** One self-contained page: the counts, then the findings by package and rule. */
export function html(report: Report): string {
  const [counts = '', ...rest] = summaryLines(report, createStyle(false));
  const ids = new Map<string, number>();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(`${report.tool.name}: ${counts}`)}</title>
<style>${css}</style>
</head>
<body>
<h1>${text(report.tool.name)} ${text(report.tool.version)}</h1>
${[counts, ...rest].map((line) => `<p>${prose(line)}</p>`).join('\n')}
${problems(report)}
${totals(report)}
${filters(report.findings)}
<main>
${sections(report, ids).join('\n')}
</main>
<script>${script}</script>
</body>
</html>
`;
}

function problems({ problems: all }: Report): string {
  if (all.length === 0) return '';
  const rows = all.map(
    ({ file, message }) => `<li><code>${text(file || 'run')}</code> ${prose(message)}</li>`,
  );
  return `<h2>Problems</h2><ul class="problems">${rows.join('')}</ul>`;
}

function totals(report: Report): string {
  if (report.findings.length === 0) return '';
  const [head = [], ...rows] = statisticsRows(report);
  const cells = (row: readonly (string | number)[], tag: string) =>
    `<tr>${row.map((cell) => `<${tag}>${text(String(cell))}</${tag}>`).join('')}</tr>`;
  return `<table class="totals"><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table>`;
}

/** Shown by the script: without it they would do nothing. */
function filters(findings: readonly ReportedFinding[]): string {
  const select = (name: string, read: (finding: ReportedFinding) => string) => {
    const values = [...new Set(findings.map(read))].sort();
    const options = values.map((value) => `<option>${text(value)}</option>`).join('');
    return `<label>${name} <select name="${name}"><option value="">all</option>${options}</select></label>`;
  };
  return `<form hidden>
${select('rule', ({ rule }) => rule)}
${select('severity', ({ severity }) => severity)}
${select('status', ({ status }) => status)}
${select('fix', ({ fix }) => fix)}
${select('package', (finding) => finding.package)}
<label>search <input name="search" type="search"></label>
<span id="shown" role="status"></span>
<span class="meta">keys: j k / o</span>
</form>`;
}

function sections(report: Report, ids: Map<string, number>): string[] {
  const packages = [...new Set(report.findings.map((finding) => finding.package))].sort();
  return packages.flatMap((owner) => {
    const own = report.findings.filter((finding) => finding.package === owner);
    const rules = [...new Set(own.map(({ rule }) => rule))];
    return rules.map((rule) => {
      const findings = own.filter((finding) => finding.rule === rule);
      const articles = findings.map((finding) => findingHtml(finding, report, idOf(finding, ids)));
      return `<section><h2><code>${text(owner)}</code> · ${text(rule)} (${findings.length})</h2>\n${articles.join('\n')}\n</section>`;
    });
  });
}

/** An address that stays when lines move: links to it can be shared. */
function idOf({ fingerprint }: ReportedFinding, ids: Map<string, number>): string {
  const short = fingerprint.replace(/[^\w-]+/g, '-').slice(0, 40);
  const nth = ids.get(short) ?? 0;
  ids.set(short, nth + 1);
  return nth === 0 ? short : `${short}-${nth}`;
}
