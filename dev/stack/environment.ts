import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackSecrets } from './secrets';
import type { StackState } from './state';

type Settings = Readonly<Record<string, string | undefined>>;
/** What a process of Postroom must know to reach a stack. */
export type Reach = Pick<StackState, 'environment' | 'temporal' | 'postgresUrl' | 's3' | 'sftp'>;

export function asRole(postgresUrl: string, role: string, { rolePassword }: StackSecrets): string {
  const url = new URL(postgresUrl);
  url.username = role;
  url.password = rolePassword;
  return url.href;
}

const settingsOf = ({ environment, temporal, s3, sftp }: Reach): Settings => ({
  NOTIFY_ENVIRONMENT: environment,
  S3_ENDPOINT: s3.endpoint,
  S3_REGION: s3.region,
  S3_BUCKET: s3.bucket,
  S3_ACCESS_KEY_ID: s3.accessKeyId,
  S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  PRINTER_HOST: sftp.host,
  PRINTER_PORT: String(sftp.port),
  PRINTER_USERNAME: sftp.username,
  PRINTER_PRIVATE_KEY: readFileSync(sftp.privateKeyFile, 'utf8'),
  PRINTER_HOST_KEYS: sftp.hostKeyFingerprint,
  PRINTER_INBOX: sftp.inbox,
  PRINTER_STAGING: sftp.staging,
  PRINTER_OUTBOX: sftp.outbox,
  TEMPORAL_ADDRESS: temporal.address,
  TEMPORAL_NAMESPACE: temporal.namespace,
  // A file that is not there, rather than the one in a developer's home, which may name another server and its keys.
  TEMPORAL_CONFIG_FILE: join(__dirname, 'no-profile.toml'),
});

/**
 * Settings of API, worker and command line alike; `databaseUrl` has the role of the process. A developer's own settings stay, but
 * for those that would lead a process away from its stack.
 */
export function environmentOf(reach: Reach, databaseUrl: string, { sealingKey }: StackSecrets): Settings {
  const ours: Settings = { ...settingsOf(reach), DATABASE_URL: databaseUrl, SEALING_KEY: sealingKey };
  const leadsAway = (name: string) =>
    name.startsWith('TEMPORAL_') || (name.endsWith('_FILE') && name.slice(0, -5) in ours);
  return {
    // Looked at often, so that a developer does not wait for the printer's answers.
    POLL_SECONDS: '1',
    SETTLE_SECONDS: '1',
    // A developer's receiver runs on the same machine.
    CALLBACKS_ALLOW_PRIVATE: String(!['production', 'live'].includes(reach.environment)),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !leadsAway(name))),
    ...ours,
  };
}
