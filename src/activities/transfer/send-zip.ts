import type { SealedZip } from '../../domain/batch';
import type { ActivityDependencies } from '../dependencies';
import { sameDigest } from '../digest';
import type { Progress } from '../progress';

/** Streams a zip from the object store into a staged file; false when what arrived is not what was sealed. */
export function createSendZip({ objects, printer }: Pick<ActivityDependencies, 'objects' | 'printer'>) {
  /** Only for a name that was never handed out: hours of retries must not fill the printer's disk. */
  const discard = (temp: string) => printer.removeTemp(temp).catch(() => undefined);

  return async (key: string, temp: string, zip: SealedZip, progress: Progress): Promise<boolean> => {
    let told = 0;
    const onProgress = (acknowledged: number) => {
      progress.bytes(acknowledged - told);
      told = acknowledged;
    };
    const source = await objects.getStream(key);
    try {
      const sent = await printer.upload(temp, source, { onProgress, signal: progress.signal });
      if (sameDigest(sent, zip)) return true;
      await discard(temp);
      return false;
    } catch (error) {
      source.destroy();
      await discard(temp);
      throw error;
    }
  };
}
