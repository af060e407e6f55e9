import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { BodyLengthError, readBody, withLength } from '../../../src/adapters/s3/read-body';

const body = () => Readable.from([Buffer.from('Dear '), Buffer.from('Ms Lear')], { objectMode: false });

describe('the length of a body', () => {
  test('A letter of the stated length, or of none, is read whole', async () => {
    expect((await readBody('letter', body(), 12)).toString()).toBe('Dear Ms Lear');
    expect((await readBody('letter', body(), undefined)).toString()).toBe('Dear Ms Lear');
    expect((await buffer(withLength('letter', body(), 12))).toString()).toBe('Dear Ms Lear');
  });

  test.each([5, 11, 13])(
    'A letter of 12 bytes that was stated as %i is an error, and its stream is destroyed',
    async (stated) => {
      const [whole, streamed] = [body(), body()];
      const error = new BodyLengthError('letter', stated, 12);
      await expect(readBody('letter', whole, stated)).rejects.toEqual(error);
      await expect(buffer(withLength('letter', streamed, stated))).rejects.toEqual(error);
      expect([whole.destroyed, streamed.destroyed]).toEqual([true, true]);
    },
  );
});
