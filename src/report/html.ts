import type { Report } from '../model/report.ts';
import { escapeXml } from './junit.ts';
import { markdown } from './markdown.ts';

/** One self-contained page. */
export function html(report: Report): string {
  return `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${report.tool.name}</title>\n<pre>${escapeXml(markdown(report))}</pre>\n</html>\n`;
}
