/**
 * Breaks a line of text at spaces. A word longer than the width stays whole: it is a path or an address, which people copy.
 *
 * @param indent what the lines after the first begin with
 */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  const [, margin = '', rest = ''] = /^(\s*)(.*)$/s.exec(text) ?? [];
  let line = margin;
  for (const word of rest.split(' ')) {
    const isFirst = line.trim() === '';
    if (!isFirst && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
}
