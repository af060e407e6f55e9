import type { Service } from '../domain/service';
import type { ServiceStore } from '../ports';
import { NotFound } from './failures';
import { serviceInput } from './inputs';

/** The service that an argument names. Throws where it names none, or one that is not there. */
export async function knownService(services: Pick<ServiceStore, 'find'>, text = ''): Promise<Service> {
  const id = serviceInput(text);
  const service = await services.find(id);
  if (!service) throw new NotFound(`There is no service ${id} (postroom service list)`);
  return service;
}
