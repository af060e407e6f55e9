import { classOf } from '../../domain/postage';
import type { VolumesSink } from '../../ports';
import { ask } from './ask';
import type { WebhookSettings } from './create-webhook';

/** One `POST` of JSON for each message, with an `Idempotency-Key` by which the receiver knows a repeat. 2xx is success. */
export const createVolumesWebhook = ({ url, token, environment, patienceMs }: WebhookSettings): VolumesSink => ({
  send: async ({ run: { day, runNo, cutOffAt }, classes, unsealed, isComplete }) => {
    const name = `volumes:${day}.${runNo}${isComplete ? '' : '.so-far'}`;
    const sum = (of: 'letters' | 'sheets') => classes.reduce((total, volume) => total + volume[of], 0);
    const heard = await ask({
      method: 'POST',
      url,
      headers: { 'idempotency-key': name, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      body: {
        event: 'run.volumes',
        environment,
        day,
        run_no: runNo,
        cut_off_at: cutOffAt.toISOString(),
        complete: isComplete,
        unsealed_batches: unsealed,
        letters: sum('letters'),
        sheets: sum('sheets'),
        classes: classes.map(({ postage, letters, sheets }) => ({ postage, class: classOf(postage), letters, sheets })),
      },
      ...(patienceMs === undefined ? {} : { patienceMs }),
    });
    return heard.kind === 'answered' ? { kind: 'taken', externalId: null } : heard;
  },
});
