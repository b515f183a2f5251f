import { runInNewContext } from 'node:vm';

/** What the person at the browser chooses wherever a page asks; `fail`: a login that breaks off behind the scenes. */
export type Decision = 'allow' | 'deny' | 'fail';

/**
 * A small browser with a person before it: follows redirects, links, refreshes and scripts, sends forms.
 *
 * @returns the URL below `end` that it is sent to at last; that one it does not open
 */
export async function browse(start: URL, end: string, decision: Decision): Promise<URL> {
  let request = new Request(start);
  for (let steps = 0; steps < 10; steps++) {
    const response = await fetch(request, { redirect: 'manual' });
    const location = response.headers.get('location');
    const next = location
      ? new Request(new URL(location, request.url))
      : await act(await response.text(), request.url, decision);
    if (next.url.startsWith(end)) return new URL(next.url);
    request = next;
  }
  throw new Error(`Never came to ${end}, is at ${request.url}`);
}

/** What a page leads to. */
async function act(page: string, base: string, decision: Decision): Promise<Request> {
  const refresh = /<meta http-equiv="refresh" content="0;\s*url=([^"]*)"/.exec(page)?.[1];
  if (refresh) return new Request(new URL(decoded(refresh), base));
  const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1];
  if (script) return new Request(await runScript(script, onclick(page, decision), base));
  const form = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(page);
  if (form) return submit(form[1] ?? '', form[2] ?? '', base, decision);
  const links = [...page.matchAll(/<a href="([^"]*)">([^<]*)</g)];
  const link = links.find(([, , words]) => words?.toLowerCase() === decision) ?? links[0];
  if (link?.[1]) return new Request(new URL(decoded(link[1]), base));
  throw new Error(`${base} leads nowhere:\n${page}`);
}

function submit(attributes: string, content: string, base: string, decision: Decision): Request {
  const fields = new URLSearchParams();
  for (const [, name, value] of content.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g))
    fields.append(name ?? '', decoded(value ?? ''));
  if (!content.includes(`name="decision" value="${decision}"`)) throw new Error(`No ${decision}: ${content}`);
  fields.append('decision', decision);
  const url = new URL(/action="([^"]*)"/.exec(attributes)?.[1] ?? base, base);
  if (/method="post"/i.test(attributes)) return new Request(url, { method: 'POST', body: fields });
  url.search = fields.toString();
  return new Request(url);
}

function onclick(page: string, decision: Decision): string {
  const buttons = [...page.matchAll(/<button onclick="([^"]*)">([^<]*)</g)];
  return buttons.find(([, , words]) => words?.toLowerCase() === decision)?.[1] ?? '';
}

/** Runs the script of a page and presses a button; gives the URL that it goes to. */
async function runScript(script: string, click: string, base: string): Promise<URL> {
  const window = { location: { href: base } };
  const own = (url: string, init?: RequestInit): Promise<Response> => fetch(new URL(url, base), init);
  await runInNewContext(`${script};${click}`, { window, fetch: own });
  return new URL(window.location.href, base);
}

function decoded(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
