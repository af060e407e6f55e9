import type { Command } from 'commander';
import { z } from 'zod';
import type { Personalisation } from '../domain/personalisation';
import { adviceOn, characterWithCode } from '../domain/rendering';
import { templatePreview } from '../domain/template-preview';
import type { CliDependencies } from './dependencies';
import { NotFound, UsageError } from './failures';
import { serviceInput, templateInput, textOfFile, versionInput } from './inputs';
import { writePictures } from './picture-files';
import { recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

interface PreviewOptions {
  readonly personalisation?: string;
  readonly output: string;
  readonly version?: number;
}

async function personalisationOf(file: string | undefined): Promise<Personalisation> {
  if (file === undefined) return {};
  const text = await textOfFile(file);
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw new UsageError(`${file} is no JSON object of names and values, such as {"name": "Ms Sample"}`);
  }
}

type Renders = Pick<ReturnType<CliDependencies['openPdfs']>, 'renderer'>;
type Made = { readonly pdf: Buffer; readonly pages: number };

async function madeOf(
  {
    templates,
    logos,
    footers,
    renderer,
    clock,
  }: Pick<CliDependencies, 'templates' | 'logos' | 'footers' | 'clock'> & Renders,
  [service = '', template = '']: readonly string[],
  { personalisation: file, version }: PreviewOptions,
): Promise<Made> {
  const [serviceId, id] = [serviceInput(service), templateInput(template)];
  const personalisation = await personalisationOf(file);
  const text =
    version === undefined ? await templates.find(serviceId, id) : await templates.findVersion(serviceId, id, version);
  if (!text) throw new NotFound(`The service has no such template ${id} (postroom template list)`);
  const [logo, footer] = await Promise.all([logos.current(serviceId), footers.current(serviceId)]);
  const letter = templatePreview(text, personalisation, { logo, footer, now: clock.now() });
  if (!letter.ok) throw new UsageError(letter.error);
  const rendering = await renderer.render(letter.value);
  if (rendering.kind === 'refused') throw new UsageError(adviceOn(rendering, characterWithCode));
  if (rendering.kind === 'broken')
    throw new Error('No PDF can be made of this letter: a letter like it would fail too');
  return rendering;
}

/** A letter as it would be printed, in a file. */
export function addTemplatePreview(noun: Command, surroundings: Surroundings): void {
  addVerb<PreviewOptions>(
    noun,
    surroundings,
    'preview <service-id> <template-id>',
    'a letter as it would be printed, as a PDF or as pictures of its pages',
    async (dependencies, { arguments: ids, options }) => {
      const { output } = options;
      if (!/\.(?:pdf|png)$/.test(output)) throw new UsageError('Give an --output that ends in .pdf or .png');
      const letter = await madeOf({ ...dependencies, renderer: dependencies.openPdfs().renderer }, ids, options);
      const isPdf = output.endsWith('.pdf');
      const files = await writePictures(output, isPdf ? [letter.pdf] : await dependencies.openPictures().draw(letter));
      return recordReport({ pages: letter.pages, files });
    },
  )
    .option('--personalisation <path>', 'a JSON file with the values of its placeholders, and an address')
    .requiredOption(
      '--output <path>',
      'where to write it: a .pdf, or a .png (letter-1.png, letter-2.png where there are several pages)',
    )
    .option('--version <number>', 'an earlier version', versionInput);
}
