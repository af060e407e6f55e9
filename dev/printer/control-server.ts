import { once } from 'node:events';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type ControlsPatch, type PrinterState, controlsPatchSchema } from './controls';

export interface Controllable {
  state(): PrinterState;
  control(patch: ControlsPatch): Promise<void>;
  release(id: number | undefined): void;
}

export interface ControlServer {
  readonly url: string;
  close(): Promise<void>;
}

const releaseSchema = z.strictObject({ id: z.int().optional() });
const LARGEST_BODY = 1_000_000;

/** The control API: `GET /state`, `POST /controls`, `POST /release`; each answers with the state that then holds. */
export async function openControlServer(printer: Controllable, host: string, port: number): Promise<ControlServer> {
  const act = async (request: IncomingMessage): Promise<boolean> => {
    switch (`${request.method} ${request.url}`) {
      case 'GET /state':
        return true;
      case 'POST /controls':
        await printer.control(controlsPatchSchema.parse(await bodyOf(request)));
        return true;
      case 'POST /release':
        printer.release(releaseSchema.parse(await bodyOf(request)).id);
        return true;
      default:
        return false;
    }
  };
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
    };
    act(request).then(
      (known) => (known ? answer(200, printer.state()) : answer(404, { error: 'No such control' })),
      (error: unknown) => answer(400, { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) }),
    );
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8');
    if (text.length > LARGEST_BODY) throw new Error('The body is too large');
  }
  return text === '' ? {} : JSON.parse(text);
}
