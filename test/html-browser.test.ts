import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../src/report/html.ts';
import { sampleFinding, sampleReport, samples } from './report-sample.ts';

const chromium = ['/usr/bin/chromium', '/usr/bin/google-chrome', process.env.CHROMIUM ?? ''].find(
  (path) => path !== '' && existsSync(path),
);
const hostile = `</script><script>document.title='owned'</script><img src=x onerror="document.title='owned'">`;

/** Where there is no Chromium, .ci/run has failed to install it and says so. */
describe.skipIf(chromium === undefined)('the page in a browser', () => {
  let browser: Browser;
  let page: Page;
  const dir = mkdtempSync(join(tmpdir(), 'page-'));
  const failed: string[] = [];
  const open = async (text: string, hash = '') => {
    writeFileSync(join(dir, 'a.html'), text);
    await page.goto('about:blank');
    await page.goto(pathToFileURL(join(dir, 'a.html')).href + hash);
  };
  const shown = () =>
    page.$$eval('article', (all) => all.filter((each) => each.checkVisibility()).map(({ id }) => id));

  beforeAll(async () => {
    browser = await puppeteer.launch({ executablePath: chromium ?? '', args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('pageerror', (error) => failed.push(String(error)));
    page.on('request', (request) => {
      if (!/^(?:file|about|data):/.test(request.url())) failed.push(request.url());
    });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const report = sampleReport({ findings: [samples.safe, samples.suggested, samples.none] });

  it('filters, and keeps the filter in the address', async () => {
    await open(html(report));
    expect(await shown()).toHaveLength(3);
    await page.select('select[name="fix"]', 'none');
    expect(await shown()).toEqual([samples.none.fingerprint]);
    const address = page.url();
    expect(address).toContain('fix=none');
    await open(html(report), new URL(address).hash);
    expect(await shown()).toEqual([samples.none.fingerprint]);
    expect(await page.$eval('#shown', ({ textContent }) => textContent)).toBe('1 of 3 shown');
  });

  it('searches and moves by keys', async () => {
    await open(html(report));
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const focused = () => page.evaluate('document.activeElement?.id');
    const second = await focused();
    await page.keyboard.press('k');
    expect(await focused()).not.toBe(second);
    await page.keyboard.press('/');
    await page.keyboard.type(samples.none.rule);
    expect(await shown()).toEqual([samples.none.fingerprint]);
  });

  it('can be read without its script, and shows no filter that does nothing', async () => {
    await page.setJavaScriptEnabled(false);
    await open(html(report));
    await page.setJavaScriptEnabled(true);
    expect(await shown()).toHaveLength(3);
    expect(await page.$eval('form', (form) => form.checkVisibility())).toBe(false);
    expect(await page.$eval('table.diff', (diff) => diff.checkVisibility())).toBe(true);
  });

  it('runs nothing that a source holds', async () => {
    const finding = sampleFinding({
      message: hostile,
      package: hostile,
      rule: hostile,
      fingerprint: hostile,
    });
    const sources = new Map([...report.sources].map(([file, text]) => [file, `${hostile}\n${text}`]));
    await open(
      html(sampleReport({ findings: [finding], sources, problems: [{ file: hostile, message: hostile }] })),
    );
    expect(await page.title()).not.toBe('owned');
    expect(await page.$$('img')).toHaveLength(0);
    expect(await page.$$('script')).toHaveLength(1);
  });

  it('has light and dark colors that differ', async () => {
    await open(html(report));
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    const light = await background();
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    expect(await background()).not.toBe(light);
  });

  it('asked for nothing from elsewhere, and none of its scripts failed', () => {
    expect(failed).toEqual([]);
  });
});
