/** What requests name: things of the caller, of another service, and of nobody. */
import { randomUUID } from 'node:crypto';
import { createHoldStore } from '../../../src/adapters/postgres/hold-store';
import { claimBatch } from '../claim-batch';
import { refusedForItsMargin } from '../refused-letter';
import { type Tenant, type World, makeTemplate, postLetter, precompiled } from '../world';

/** Ids of what a service has. */
export interface Things {
  readonly letter: string;
  readonly template: string;
}

/** Ids of what operators deal with. */
export interface OperatorsThings {
  readonly letter: string;
  /** Of one page, refused for what it prints in its margin. */
  readonly refused: string;
  readonly service: string;
  readonly batch: string;
  readonly hold: string;
}

/** What nobody but its own service may ever read. */
export const SECRET = 'reference that only its own service may read';

export async function thingsOf(world: World, owner: Tenant): Promise<Things> {
  const answer = await postLetter(world.app(), owner, precompiled({ reference: SECRET }));
  const template = await makeTemplate(world, owner);
  return { letter: (answer.body as { id: string }).id, template: template.id };
}

export const nobodysThings = (): Things => ({ letter: randomUUID(), template: randomUUID() });

export async function knownThings(world: World): Promise<OperatorsThings> {
  const { service } = await world.tenant();
  const { id: serviceId } = (await world.tenant()).service;
  const holds = createHoldStore(world.owner);
  const { hold } = await holds.place({ serviceId, postage: null, actor: 'alex', reason: 'the matrix asks' });
  const posted = await postLetter(world.app(), await world.tenant());
  const { id: letter } = posted.body as { id: string };
  const refused = await refusedForItsMargin(world, await world.tenant());
  return { letter, refused, service: service.id, batch: (await claimBatch(world)).id, hold: String(hold.id) };
}

export const unknownThings = (): OperatorsThings => ({
  letter: randomUUID(),
  refused: randomUUID(),
  service: randomUUID(),
  batch: `2026-01-05.9.2.001.${randomUUID()}`,
  hold: '999999',
});
