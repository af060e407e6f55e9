/** The servers that `global-setup.ts` starts once for a run of jest. */
export interface Servers {
  /** Postgres as its superuser, on the database `postgres`. */
  readonly postgresAdminUrl: string;
  readonly s3: {
    readonly endpoint: string;
    readonly region: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
  readonly temporal: { readonly address: string };
  /** The workflows of this checkout, bundled once. */
  readonly workflowBundlePath: string;
  /** A program that speaks SFTP on its standard input and output. */
  readonly sftpServerProgram: string;
}

/** Each worker of jest has a Temporal namespace of its own; there are four. */
export const namespaceOf = (jestWorkerId: string) => `postroom-test-${jestWorkerId}`;
/** For workflows that start on days to come: what others list by start time must not hold them. */
export const VIRTUAL_NAMESPACE = 'postroom-test-virtual';
export const NAMESPACES = [...['1', '2', '3', '4'].map(namespaceOf), VIRTUAL_NAMESPACE];

export const SERVERS_VARIABLE = 'POSTROOM_TEST_SERVERS';

/** What became of each part. One that could not be had fails only the tests that ask for it. */
export type StartedParts = {
  readonly [Part in keyof Servers]: { readonly value: Servers[Part] } | { readonly problem: string };
};

function part<Name extends keyof Servers>(name: Name): Servers[Name] {
  const written = process.env[SERVERS_VARIABLE];
  if (!written) throw new Error('this run of jest started no servers: it was asked for domain tests only');
  const started = (JSON.parse(written) as StartedParts)[name];
  if ('problem' in started) throw new Error(`${name} could not be had: ${started.problem}`);
  return started.value;
}

/** Reading a part throws when it could not be had. */
export const servers = (): Servers => ({
  get postgresAdminUrl() {
    return part('postgresAdminUrl');
  },
  get s3() {
    return part('s3');
  },
  get temporal() {
    return part('temporal');
  },
  get workflowBundlePath() {
    return part('workflowBundlePath');
  },
  get sftpServerProgram() {
    return part('sftpServerProgram');
  },
});
