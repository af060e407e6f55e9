import { createHash } from 'node:crypto';
import type { Digest } from '../../src/activities/digest';
import type { Progress } from '../../src/activities/progress';
import { createZipBuild } from '../../src/activities/transfer/build-zip';
import { createSendZip } from '../../src/activities/transfer/send-zip';
import { createObjectStore } from '../../src/adapters/s3/create-object-store';
import { createPrinter } from '../../src/adapters/sftp/create-printer';
import { createZipper } from '../../src/adapters/zip/create-zipper';
import { answerMeasured } from '../measure';
import type { Job } from './measure-step';

const nobody = (): void => undefined;
const progress: Progress = { bytes: nobody, rows: nobody, item: nobody, signal: new AbortController().signal };

/** The program whose memory is measured: the worker's own activities between real servers, without workflows around them. */
async function doStep({ objects: settings, printer: printerSettings, letters, step }: Job): Promise<Digest> {
  const objects = createObjectStore(settings);
  const printer = createPrinter(printerSettings);
  try {
    switch (step.kind) {
      case 'read': {
        const hash = createHash('sha256');
        let bytes = 0;
        const stored = letters.map((letter) => ({ key: letter.printKey, bytes: letter.bytes }));
        for await (const { body } of objects.readAhead(stored)) {
          hash.update(body ?? '');
          bytes += body?.length ?? 0;
        }
        return { bytes, sha256: hash.digest('hex') as Digest['sha256'] };
      }
      case 'zip': {
        const built = await createZipBuild({ objects, zipper: createZipper() })(step.key, letters, progress);
        if (built.kind !== 'built') throw new Error(`the zip was not built: ${built.kind}`);
        return built.digest;
      }
      case 'send': {
        if (!(await createSendZip({ objects, printer })(step.key, step.temp, step.zip, progress))) {
          throw new Error('what arrived is not what was sealed');
        }
        return step.zip;
      }
    }
  } finally {
    objects.close();
    await printer.close();
  }
}

answerMeasured(doStep);
