import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** What a server answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Gives a request to a listener without a socket. */
export function inject(
  listener: RequestListener,
  method: string,
  url: string,
  form?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const chunks: Buffer[] = [];
  const socket = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  }) as unknown as Socket;
  Object.defineProperty(socket, 'remoteAddress', { value: '127.0.0.1' });
  const request = new IncomingMessage(socket);
  const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  const length = String(Buffer.byteLength(form ?? ''));
  Object.assign(request, {
    method,
    url,
    headers: { host: 'localhost', 'content-length': length, ...type, ...more },
  });
  if (form) request.push(form);
  // Else a request whose body has been read counts as aborted, and takes the socket with it.
  request.complete = true;
  request.push(null);
  const response = new ServerResponse(request);
  response.assignSocket(socket);
  return new Promise((resolve) => {
    response.on('finish', () =>
      setImmediate(() => resolve(answerIn(Buffer.concat(chunks).toString('utf8')))),
    );
    listener(request, response as ServerResponse & { req: IncomingMessage });
  });
}

function answerIn(text: string): Answer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers.filter(([name]) => name !== 'date')),
    body: text.slice(end + 4),
  };
}
