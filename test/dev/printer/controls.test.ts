import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestPrinter, startTestPrinter } from '../../support/printer';

describe('The controls of the simulated printer', () => {
  let printer: TestPrinter;
  beforeEach(async () => {
    printer = await startTestPrinter();
  });
  afterEach(() => printer.close());

  const post = (path: string, body: string) => fetch(`${printer.controlUrl}${path}`, { method: 'POST', body });

  test('change what is named and leave the rest', async () => {
    await printer.control.control({ robot: { taking: false } });
    const { controls } = await printer.control.control({ line: { bytesPerSecond: 50_000 } });
    expect(controls.robot).toMatchObject({ taking: false, acknowledging: true });
    expect(controls.line).toMatchObject({ bytesPerSecond: 50_000, listening: true });
    expect((await printer.control.state()).controls).toEqual(controls);
  });

  test.each([
    ['a setting nobody knows', '/controls', '{"robot":{"tking":true}}', 400],
    ['a fault of no known kind', '/controls', '{"server":{"faults":[{"on":"write","act":"explode"}]}}', 400],
    ['what is no JSON', '/controls', 'taking=true', 400],
    ['a path nobody knows', '/control', '{}', 404],
  ])('refuse %s and stay as they were', async (_, path, body, status) => {
    const before = await printer.control.state();
    expect((await post(path, body)).status).toBe(status);
    expect(await printer.control.state()).toEqual(before);
  });

  test('say when what they are asked for is not understood', async () => {
    const wrong = { robot: { taking: 'yes' } } as unknown as Parameters<typeof printer.control.control>[0];
    await expect(printer.control.control(wrong)).rejects.toThrow('answered 400');
  });

  test('show no file of the printer itself to its customers', async () => {
    await writeFile(join(printer.folders.taken, 'A.ZIP'), '');
    expect(printer.folders.taken.startsWith(join(printer.folders.inbox, '..'))).toBe(false);
    expect(printer.receivedLog.startsWith(join(printer.folders.inbox, '..'))).toBe(false);
  });
});
