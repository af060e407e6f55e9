/** What services ask of templates: letters-api §9. */
import { z } from 'zod';
import { first, jsonObject, someOf } from './schema';

export const listQuery = z.strictObject({ type: first(someOf(['sms', 'email', 'letter'])).optional() });

/** Whatever else stands in the body counts for nothing. */
export const previewRequest = z.object({ personalisation: jsonObject.default({}) });
