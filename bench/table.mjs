/** A Markdown table of what was measured. */
export function table(results) {
  const lines = [
    ['', 'wall', 'CPU', 'peak memory', '× floor', ''],
    ...results.map(({ name, wall, cpu, peak, ratio, note }) => [
      name,
      seconds(wall),
      seconds(cpu),
      peak === undefined ? '?' : `${peak.toFixed(0)} MiB`,
      ratio === undefined ? '–' : ratio.toFixed(1),
      note,
    ]),
  ];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = lines.map((line) => `| ${line.map((cell, at) => pad(cell, widths[at], at)).join(' | ')} |`);
  const rule = widths.map((width, at) => (isNumber(at) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  text.splice(1, 0, `| ${rule.join(' | ')} |`);
  return text.join('\n');
}

const isNumber = (column) => column > 0 && column < 5;
const pad = (cell, width, column) => (isNumber(column) ? cell.padStart(width) : cell.padEnd(width));
const seconds = (ms) => (ms === undefined || Number.isNaN(ms) ? '?' : `${(ms / 1_000).toFixed(2)} s`);
