import type { ControlsPatch, PrinterState } from './controls';

/** The control API of a simulated printer, typed. */
export interface PrinterClient {
  readonly state: () => Promise<PrinterState>;
  /** Changes the settings named and leaves the rest. */
  readonly control: (patch: ControlsPatch) => Promise<PrinterState>;
  /** Lets go of everything that is held, or of one thing. */
  readonly release: (id?: number) => Promise<PrinterState>;
}

/** Throws when the printer does not answer, or does not understand. */
export function createPrinterClient(controlUrl: string): PrinterClient {
  const ask = async (method: string, path: string, body?: unknown): Promise<PrinterState> => {
    const answer = await fetch(new URL(path, controlUrl), {
      method,
      headers: { connection: 'close', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The printer's control API answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as PrinterState;
  };
  return {
    state: () => ask('GET', '/state'),
    control: (patch) => ask('POST', '/controls', patch),
    release: (id) => ask('POST', '/release', id === undefined ? {} : { id }),
  };
}
