import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { createVirusScanner } from '../../../src/adapters/clamd/create-virus-scanner';
import { SIGNATURE, VIRUS, startClamd } from '../../support/clamd';
import { testWith } from '../../support/programs';

const PDF = Buffer.from('%PDF-1.7 a letter');
const INFECTED = Buffer.from(`%PDF-1.7 ${VIRUS}`);

describe('A letter at a real clamd', () => {
  const clamd = ['clamd'];

  testWith(clamd, 'is clean, or carries what the signature names, one after the other and at once', async () => {
    const { close, ...address } = await startClamd();
    const scanner = createVirusScanner(address);
    expect(await scanner.scan(PDF)).toEqual({ kind: 'clean' });
    expect(await scanner.scan(INFECTED)).toEqual({ kind: 'infected', signature: SIGNATURE });
    const scans = await Promise.all([PDF, INFECTED, PDF, INFECTED].map((pdf) => scanner.scan(pdf)));
    expect(scans.map(({ kind }) => kind)).toEqual(['clean', 'infected', 'clean', 'infected']);
    await close();
  });

  testWith(clamd, 'that takes no letter so long has no verdict, and the next letter has one', async () => {
    const { close, ...address } = await startClamd();
    const scanner = createVirusScanner(address);
    await expect(scanner.scan(Buffer.alloc(3_000_000, 'x'))).rejects.toThrow(/did not judge a letter/);
    expect(await scanner.scan(PDF)).toEqual({ kind: 'clean' });
    await close();
  });

  testWith(clamd, 'that went away has no verdict', async () => {
    const { close, ...address } = await startClamd();
    await close();
    await expect(createVirusScanner(address).scan(PDF)).rejects.toThrow(`${address.host}:${address.port}`);
  });
});

describe('A scanner that misbehaves', () => {
  let server: Server;
  const sockets = new Set<Socket>();
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  async function scannerThat(serve: (socket: Socket) => void) {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      serve(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return createVirusScanner({ host: '127.0.0.1', port, patienceMs: 3_000 });
  }
  const answering = (answer: string) => (socket: Socket) => socket.once('data', () => socket.end(answer));

  it.each<[string, (socket: Socket) => void]>([
    ['hangs up at once', (socket) => socket.destroy()],
    ['hangs up after the letter', (socket) => socket.once('data', () => socket.destroy())],
    ['says nothing and ends', answering('')],
    ['never answers', () => undefined],
    ['answers half a line', answering('stream: O')],
    ['answers something else', answering('stream: OKAY\0')],
    ['says that it cannot', answering('INSTREAM size limit exceeded. ERROR\0')],
    ['speaks of another protocol', answering('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['talks without end', (socket) => socket.on('data', () => socket.write('x'.repeat(10_000)))],
  ])('and %s gives no verdict, so that the letter waits', async (_title, serve) => {
    const scanner = await scannerThat(serve);
    await expect(scanner.scan(PDF)).rejects.toThrow(/did not judge a letter/);
  });

  it('but hangs up with a verdict while the letter is still on its way, is believed', async () => {
    const scanner = await scannerThat(answering('stream: Some.Virus FOUND\0'));
    expect(await scanner.scan(Buffer.alloc(10_000_000, 'x'))).toEqual({ kind: 'infected', signature: 'Some.Virus' });
  });

  it('but answers in pieces, is understood', async () => {
    const scanner = await scannerThat((socket) => {
      socket.once('data', () => {
        socket.write('stream:');
        setImmediate(() => socket.end(' OK\0'));
      });
    });
    expect(await scanner.scan(PDF)).toEqual({ kind: 'clean' });
  });
});
