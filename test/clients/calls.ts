/** What a service team's program asks for, in words that both clients have. */

/** Filters of the list; several statuses are a list. */
export interface Filters {
  readonly templateType?: string;
  readonly status?: string | readonly string[];
  readonly reference?: string;
  readonly olderThan?: string;
  readonly includeJobs?: boolean;
}

/** Each method with what it takes. */
interface Methods {
  sendLetter: { readonly templateId: string; readonly personalisation?: object; readonly reference?: string };
  sendPrecompiledLetter: { readonly reference: string; readonly pdf: Buffer; readonly postage?: string };
  getLetter: { readonly id: string };
  getLetters: Filters;
  /** All letters, page after page, in the way that the client offers. */
  everyLetter: Filters;
  getPdf: { readonly id: string };
  getTemplate: { readonly id: string };
  getTemplateVersion: { readonly id: string; readonly version: number };
  getTemplates: { readonly type?: string };
  /** An internal route of Notify, which only the Python client calls. */
  getTemplateVersions: { readonly id: string };
  preview: { readonly id: string; readonly personalisation?: unknown };
  getTexts: object;
  sendText: { readonly templateId: string };
  sendEmail: { readonly templateId: string };
}

export type Method = keyof Methods;
export type Call<Name extends Method = Method> = { [One in Name]: { readonly method: One } & Methods[One] }[Name];

/** Where the API is, and the key as its team holds it: `<name>-<service id>-<secret>`. */
export interface Account {
  readonly url: string;
  readonly apiKey: string;
}

/** What the program is told. */
export type Outcome =
  /** Python's client gives the body alone; its status is null. */
  | { readonly kind: 'answered'; readonly status: number | null; readonly body: unknown }
  | { readonly kind: 'file'; readonly bytes: Buffer }
  /** An error of the API: `told` is what the client makes of the answer's body. */
  | { readonly kind: 'refused'; readonly status: number; readonly told: unknown; readonly name: string }
  /** The client itself threw this. */
  | { readonly kind: 'thrown'; readonly told: string };

export interface OfficialClient {
  call(account: Account, call: Call): Promise<Outcome>;
  end(): Promise<void>;
}
