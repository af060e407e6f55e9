import type { Command } from 'commander';
import { readLogo } from '../domain/logo';
import { adviceOn } from '../domain/rendering';
import { templatePreview } from '../domain/template-preview';
import { NotFound, UsageError } from './failures';
import { readInput, serviceInput } from './inputs';
import { recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

const SAMPLE = { contactBlock: null, subject: 'A sample letter', body: 'It shows whether the logo can be drawn.' };

/** The logo of a service's letters, drawn once before it is kept. */
export function addServiceLogo(noun: Command, surroundings: Surroundings): void {
  addVerb<{ remove?: true }>(
    noun,
    surroundings,
    'logo <id> [file]',
    'an SVG or a PNG above its letters from templates, from now on',
    async ({ services, logos, openPdfs, clock }, { arguments: [id = '', file], options, actor }) => {
      const serviceId = serviceInput(id);
      if (!(await services.find(serviceId))) throw new NotFound(`There is no service ${id} (postroom service list)`);
      if (options.remove) {
        if (file !== undefined) throw new UsageError('Give a file or --remove, not both');
        await logos.set(serviceId, null, actor);
        return recordReport({ id, logo: null });
      }
      if (file === undefined) throw new UsageError('Give an SVG or PNG file, or --remove');
      const logo = readLogo(await readInput(file));
      if (!logo.ok) throw new UsageError(`${file} is no logo: ${logo.error}`);
      const letter = templatePreview(SAMPLE, {}, { logo: logo.value, footer: [], now: clock.now() });
      const drawn = letter.ok ? await openPdfs().renderer.render(letter.value) : undefined;
      if (drawn?.kind === 'refused') throw new UsageError(`${file} is no logo: ${adviceOn(drawn)}`);
      if (drawn?.kind !== 'letter') throw new UsageError(`${file} is no logo: it cannot be drawn`);
      await logos.set(serviceId, logo.value, actor);
      return recordReport({ id, logo: logo.value.kind, bytes: logo.value.bytes.length });
    },
  ).option('--remove', 'none from now on');
}
