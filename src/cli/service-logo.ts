import type { Command } from 'commander';
import { type Logo, readLogo } from '../domain/logo';
import { adviceOn } from '../domain/rendering';
import { templatePreview } from '../domain/template-preview';
import type { CliDependencies } from './dependencies';
import { NotFound, UsageError } from './failures';
import { readInput, serviceInput } from './inputs';
import { recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

const SAMPLE = { contactBlock: null, subject: 'A sample letter', body: 'It shows whether the logo can be drawn.' };

/**
 * What is wrong with a logo once it has been drawn; undefined for one that is good. A drawing may be too intricate for whoever draws it again, such as the
 * printer: a PDF with it must be one that we would take from others.
 */
async function drawingProblem(
  logo: Logo,
  { openPdfs, clock }: Pick<CliDependencies, 'openPdfs' | 'clock'>,
): Promise<string | undefined> {
  const { renderer, inspector } = openPdfs();
  const letter = templatePreview(SAMPLE, {}, { logo, footer: [], now: clock.now() });
  const drawn = letter.ok ? await renderer.render(letter.value) : undefined;
  if (drawn?.kind === 'refused') return adviceOn(drawn);
  if (drawn?.kind !== 'letter') return 'it cannot be drawn';
  const { kind } = await inspector.inspect(drawn.pdf, { kind: 'letter', international: true });
  return kind === 'letter' ? undefined : 'it is too intricate to be printed: save it as fewer and plainer shapes';
}

/** The logo of a service's letters, drawn and looked at once before it is kept. */
export function addServiceLogo(noun: Command, surroundings: Surroundings): void {
  addVerb<{ remove?: true }>(
    noun,
    surroundings,
    'logo <id> [file]',
    'an SVG or a PNG above its letters from templates, from now on',
    async ({ services, logos, ...drawing }, { arguments: [id = '', file], options, actor }) => {
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
      const problem = await drawingProblem(logo.value, drawing);
      if (problem !== undefined) throw new UsageError(`${file} is no logo: ${problem}`);
      await logos.set(serviceId, logo.value, actor);
      return recordReport({ id, logo: logo.value.kind, bytes: logo.value.bytes.length });
    },
  ).option('--remove', 'none from now on');
}
