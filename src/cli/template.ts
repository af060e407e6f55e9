import type { Command } from 'commander';
import { placeholdersOf } from '../domain/placeholders';
import type { ServiceId, TemplateId } from '../domain/letter';
import type { Template, TemplateChanges, TemplatePostage } from '../domain/template';
import { NotFound, UsageError } from './failures';
import { serviceInput, templateInput, templatePostageInput, textInput, textOfFile, versionInput } from './inputs';
import { knownService } from './known-service';
import { listReport, recordReport } from './report';
import { addTemplatePreview } from './template-preview';
import { type Surroundings, addVerb } from './verb';

const viewTemplate = (template: Template) => ({
  id: template.id,
  service_id: template.serviceId,
  name: template.name,
  version: template.version,
  postage: template.postage,
  archived: template.archived,
  placeholders: placeholdersOf(template.contactBlock ?? '', template.subject, template.body),
  contact_block: template.contactBlock,
  subject: template.subject,
  body: template.body,
  created_by: template.createdBy,
  created_at: template.createdAt.toISOString(),
  updated_at: template.updatedAt?.toISOString() ?? null,
});

interface TextOptions {
  readonly name?: string;
  readonly subject?: string;
  readonly body?: string;
  readonly bodyFile?: string;
  /** False: without one from now on. */
  readonly contactBlock?: string | false;
  readonly contactBlockFile?: string;
  readonly postage?: TemplatePostage;
}

/** A text that was given as an option or as a file, not both. */
async function textOf<Text>(option: string, text: Text | undefined, file: string | undefined) {
  if (text !== undefined && file !== undefined) throw new UsageError(`Give ${option} or ${option}-file, not both`);
  return file === undefined ? text : textOfFile(file);
}

/** What the options say; what they leave out stays out. */
async function changesOf({ name, subject, postage, ...files }: TextOptions): Promise<TemplateChanges> {
  const body = await textOf('--body', files.body, files.bodyFile);
  const block = await textOf('--contact-block', files.contactBlock, files.contactBlockFile);
  return {
    ...(name === undefined ? {} : { name }),
    ...(subject === undefined ? {} : { subject }),
    ...(body === undefined ? {} : { body }),
    ...(block === undefined ? {} : { contactBlock: block === false ? null : block }),
    ...(postage === undefined ? {} : { postage }),
  };
}

const addTextOptions = (verb: Command): Command =>
  verb
    .option('--name <name>', 'what it is called', textInput)
    .option('--subject <text>', "the letter's heading", textInput)
    .option('--body <text>', 'what it says: Markdown, with ((placeholders))', textInput)
    .option('--body-file <path>', 'the same from a file')
    .option('--contact-block <text>', "the sender's lines", textInput)
    .option('--contact-block-file <path>', 'the same from a file')
    .option('--postage <class>', 'first, second or economy (second)', templatePostageInput);

function addCreate(noun: Command, surroundings: Surroundings): void {
  const verb = addVerb<TextOptions>(
    noun,
    surroundings,
    'create <service-id>',
    'a new template of a service',
    async ({ services, templates }, { arguments: [service = ''], options, actor }) => {
      const serviceId = serviceInput(service);
      const { name, subject, body, ...others } = await changesOf(options);
      if (name === undefined || subject === undefined || body === undefined) {
        throw new UsageError('Give --name, --subject and --body or --body-file (postroom template create --help)');
      }
      await knownService(services, serviceId);
      const optional = { contactBlock: null, postage: 'second', ...others } as const;
      return recordReport(
        viewTemplate(await templates.create({ serviceId, name, subject, body, ...optional, createdBy: actor })),
      );
    },
  );
  addTextOptions(verb);
}

const idsOf = ([service = '', template = '']: readonly string[]): readonly [ServiceId, TemplateId] => [
  serviceInput(service),
  templateInput(template),
];

const shown = (template: Template | undefined, id: TemplateId, which = '') => {
  if (!template) throw new NotFound(`The service has no template ${id}${which} (postroom template list)`);
  return recordReport(viewTemplate(template));
};

function addUpdate(noun: Command, surroundings: Surroundings): void {
  const verb = addVerb<TextOptions>(
    noun,
    surroundings,
    'update <service-id> <template-id>',
    'the next version of a template; letters that were sent keep theirs',
    async ({ templates }, { arguments: ids, options, actor }) => {
      const [serviceId, id] = idsOf(ids);
      const changes = await changesOf(options);
      if (Object.keys(changes).length === 0)
        throw new UsageError('Say what to change (postroom template update --help)');
      return shown(await templates.update(serviceId, id, changes, actor), id, ', or it is archived');
    },
  );
  addTextOptions(verb).option('--no-contact-block', 'without one from now on');
}

export function addTemplate(program: Command, surroundings: Surroundings): void {
  const noun = program.command('template').description('what letters are made from');
  addCreate(noun, surroundings);
  addUpdate(noun, surroundings);
  addVerb(noun, surroundings, 'list <service-id>', "a service's templates", async ({ services, templates }, call) => {
    const { id } = await knownService(services, call.arguments[0]);
    const columns = ['id', 'name', 'version', 'postage', 'placeholders'];
    return listReport((await templates.list(id)).map(viewTemplate), columns);
  });
  addVerb<{ version?: number }>(
    noun,
    surroundings,
    'show <service-id> <template-id>',
    'a template, archived ones too',
    async ({ templates }, { arguments: ids, options: { version } }) => {
      const [serviceId, id] = idsOf(ids);
      if (version === undefined) return shown(await templates.find(serviceId, id), id);
      return shown(await templates.findVersion(serviceId, id, version), id, ` of version ${version}`);
    },
  ).option('--version <number>', 'an earlier version', versionInput);
  addTemplatePreview(noun, surroundings);
  addVerb(
    noun,
    surroundings,
    'archive <service-id> <template-id>',
    'ends a template: no more letters are made from it',
    async ({ templates }, { arguments: ids }) => {
      const [serviceId, id] = idsOf(ids);
      return shown(await templates.archive(serviceId, id), id);
    },
  );
}
