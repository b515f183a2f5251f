/** The style sheet and the script of the page. Everything is readable without the script; it adds filters and keys. */
export const css = `
:root { color-scheme: light dark; --bg: #fff; --fg: #1f2328; --faint: #59636e; --line: #d1d9e0; --code: #f6f8fa;
  --red: #ffebe9; --green: #dafbe1; --mark: #fff8c5; --error: #b3261e; --warning: #8a5a00; --info: #0550ae; --safe: #1a6b2f;
  --keyword: #b3261e; --string: #0a3069; --comment: #59636e; --number: #0550ae; --call: #6639ba; }
@media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --faint: #9198a1; --line: #3d444d; --code: #151b23;
  --red: #3c1618; --green: #12301c; --mark: #3a2d05; --error: #ff8f88; --warning: #e3b341; --info: #79c0ff; --safe: #56d364;
  --keyword: #ff8f88; --string: #a5d6ff; --comment: #9198a1; --number: #79c0ff; --call: #d2a8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 82rem; padding: 1rem; background: var(--bg); color: var(--fg); font: 15px/1.5 system-ui, sans-serif; }
code, pre, td.line { font: 13px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
h1 { font-size: 1.5rem; } h2 { margin-top: 2rem; border-bottom: 1px solid var(--line); font-size: 1.2rem; } h3 { margin: 0; font-size: 1rem; }
a { color: var(--info); } .meta, .state, caption, .place { color: var(--faint); }
article { margin: 1rem 0; border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; scroll-margin-top: 4rem; }
article:target, article:focus { outline: 2px solid var(--info); }
.severity { font-weight: 600; } .error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); }
table { border-collapse: collapse; } table.totals th, table.totals td { border: 1px solid var(--line); padding: .2rem .6rem; text-align: right; }
table.totals th:first-child, table.totals td:first-child { text-align: left; }
table.code, table.diff { width: 100%; margin: .4rem 0; background: var(--code); table-layout: fixed; }
table.code td, table.diff td { padding: 0 .5rem; vertical-align: top; } td code { white-space: pre-wrap; overflow-wrap: anywhere; }
td.line { width: 4rem; color: var(--faint); text-align: right; user-select: none; } table.diff th { font-weight: 400; text-align: left; color: var(--faint); padding: 0 .5rem; }
table.diff thead th:first-child, table.diff thead th:last-child { width: 50%; } table.diff caption { text-align: left; }
tr.marked { background: var(--mark); } td.removed { background: var(--red); } td.added { background: var(--green); } tr.gap td { color: var(--faint); }
i { font-style: normal; } i.keyword { color: var(--keyword); } i.string { color: var(--string); } i.comment { color: var(--comment); }
i.number { color: var(--number); } i.call { color: var(--call); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { font-weight: 600; } dd { margin: 0; }
summary { cursor: pointer; } ol.flow { padding-left: 1.5rem; } ol.flow p { margin: .3rem 0 0; }
form { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .6rem; padding: .6rem 0; background: var(--bg); border-bottom: 1px solid var(--line); }
form label { display: flex; gap: .3rem; align-items: center; } input, select { font: inherit; } [hidden] { display: none !important; }
@media print { form { display: none; } article { break-inside: avoid; } }
`;

export const script = `
(() => {
  const form = document.querySelector('form');
  const articles = [...document.querySelectorAll('article')];
  const fields = [...form.querySelectorAll('[name]')];
  const count = document.querySelector('#shown');
  form.hidden = false;
  const apply = () => {
    const words = form.elements.search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    for (const article of articles) {
      const text = article.textContent.toLowerCase();
      const fits = fields.every((field) => field.name === 'search' || field.value === '' || article.dataset[field.name] === field.value);
      article.hidden = !(fits && words.every((word) => text.includes(word)));
    }
    for (const section of document.querySelectorAll('section'))
      section.hidden = !section.querySelector('article:not([hidden])');
    count.textContent = articles.filter(({ hidden }) => !hidden).length + ' of ' + articles.length + ' shown';
  };
  const remember = () => {
    const query = new URLSearchParams(fields.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]));
    history.replaceState(null, '', '#' + (query.size ? '?' + query : ''));
  };
  const restore = () => {
    if (!location.hash.startsWith('#?')) return;
    const query = new URLSearchParams(location.hash.slice(2));
    for (const field of fields) field.value = query.get(field.name) ?? '';
  };
  const move = (by) => {
    const visible = articles.filter(({ hidden }) => !hidden);
    const at = visible.indexOf(document.activeElement.closest('article'));
    const next = visible[Math.min(visible.length - 1, Math.max(0, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'start' });
  };
  form.addEventListener('input', () => { apply(); remember(); });
  form.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('hashchange', () => { restore(); apply(); });
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = /^(?:INPUT|SELECT)$/.test(event.target.tagName);
    if (event.key === 'Escape') document.activeElement.blur();
    if (isTyping) return;
    if (event.key === '/') { event.preventDefault(); form.elements.search.focus(); }
    if (event.key === 'j') move(1);
    if (event.key === 'k') move(-1);
    if (event.key === 'o')
      for (const each of document.activeElement.closest('article')?.querySelectorAll('details') ?? []) each.open = !each.open;
  });
  restore();
  apply();
})();
`;
