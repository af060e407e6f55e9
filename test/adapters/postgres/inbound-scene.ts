import type { Sha256 } from '../../../src/domain/letter';
import { rawInboundKeyOf } from '../../../src/domain/names';
import type { NumberedResponseLine, ResponseStatus } from '../../../src/domain/response-file';
import { openScene } from './scene';
import { aDay, aHash } from './world';

/** The instant in the name of `RESPONSE`. */
export const NAMED_AT = new Date('2026-03-03T09:15:00.000Z');
export const RESPONSE = 'NOTIFY-20260303091500-RSP.TXT';
const RECEIVED_AT = new Date('2026-03-03T09:20:00.000Z');

export const aLine = (
  line: number,
  reference: string,
  status: ResponseStatus = 'delivered',
  pages = 1,
): NumberedResponseLine => ({
  line,
  reference,
  status,
  pages,
  costThreshold: 'sorted',
  despatchedOn: line % 2 === 0 ? aDay('2026-03-03') : null,
});

/** A scene in which the printer's files come in. */
export async function openInboundScene() {
  const scene = await openScene();
  const { inbound } = scene.worker;

  async function aFile(name = RESPONSE, receivedAt = RECEIVED_AT) {
    const sha256 = aHash();
    const source = 'printer' as const;
    const file = { sha256, name, bytes: 100, rawKey: rawInboundKeyOf(sha256, name), source, receivedAt };
    return { sha256, file, registered: await inbound.register(file) };
  }

  /** A file of such lines, ready to be applied. */
  async function aResponse(...lines: readonly NumberedResponseLine[]): Promise<Sha256> {
    const { sha256 } = await aFile();
    await inbound.addLines(sha256, lines);
    return sha256;
  }

  async function applyAll(sha256: Sha256, limit = 1_000) {
    const chunks = [];
    for (let chunk = await inbound.applyNext(sha256, limit); chunk.lines > 0; ) {
      chunks.push(chunk);
      chunk = await inbound.applyNext(sha256, limit);
    }
    return chunks;
  }

  const outcomesOf = async (sha256: Sha256) => (await inbound.summary(sha256)).outcomes;
  return { ...scene, inbound, aFile, aResponse, applyAll, outcomesOf };
}
export type InboundScene = Awaited<ReturnType<typeof openInboundScene>>;
