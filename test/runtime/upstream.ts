import { randomUUID } from 'node:crypto';
import express, { type Express } from 'express';

/** A login service with OAuth but without RFC 9207: asks the person, answers the redirect_uri, redeems a code once. */
export function createUpstream(): Express {
  const codes = new Set<string>();
  const app = express();
  app.get('/authorize', (req, res) => {
    const fields = ['redirect_uri', 'state'].map(
      (name) => `<input type="hidden" name="${name}" value="${req.query[name]}">`,
    );
    const buttons = ['allow', 'deny', 'fail'].map(
      (value) => `<button name="decision" value="${value}"></button>`,
    );
    res.send(`<form method="post" action="/decide">${[...fields, ...buttons].join('')}</form>`);
  });
  app.post('/decide', express.urlencoded(), (req, res) => {
    const { redirect_uri, state, decision } = req.body;
    const url = new URL(redirect_uri);
    url.searchParams.set('state', state);
    if (decision === 'deny') url.searchParams.set('error', 'access_denied');
    else {
      const code = randomUUID();
      if (decision === 'allow') codes.add(code);
      url.searchParams.set('code', code);
    }
    res.redirect(url.href);
  });
  app.post('/token', express.urlencoded(), (req, res) => {
    if (codes.delete(req.body.code)) res.json({ sub: 'alice' });
    else res.status(400).json({ error: 'invalid_grant' });
  });
  return app;
}
