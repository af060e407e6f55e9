import { join } from 'node:path';

/** The server programs that npm does not carry. */
export type ProgramName = 'temporal' | 'versitygw' | 'sftp-server';

export interface Program {
  readonly name: ProgramName;
  readonly version: string;
  /** Names a program to use instead of all else. */
  readonly variable: string;
  /** Folders beside PATH in which distributions keep it. */
  readonly folders: readonly string[];
  /** How to ask it for its version, and which answers fit; null when any version does. */
  readonly fits: { readonly arguments: readonly string[]; readonly answer: RegExp } | null;
  readonly build: {
    /** The folder with the pinned go.mod and go.sum. */
    readonly folder: string;
    readonly package: string;
    readonly flags: readonly string[];
    readonly takes: string;
  };
  readonly release: Release | null;
  /** How a person gets it. */
  readonly advice: string;
}

export interface Release {
  /** Of the archive and of the file with its checksum. */
  readonly folderUrl: string;
  archiveName(platform: string, architecture: string): string;
  readonly checksumsName: string;
}

const tools = join(__dirname, '..', '..', 'tools');

export const PROGRAMS: Readonly<Record<ProgramName, Program>> = {
  temporal: {
    name: 'temporal',
    version: '1.9.1',
    variable: 'POSTROOM_TEMPORAL',
    folders: [],
    // Workflows are tested with the server's time skipping, which is in 1.32 and named otherwise later.
    fits: { arguments: ['--version'], answer: /\(Server 1\.32\./ },
    build: {
      folder: join(tools, 'temporal'),
      package: 'github.com/temporalio/cli/cmd/temporal',
      flags: ['-ldflags', '-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=1.9.1'],
      takes: '2 to 5 minutes',
    },
    release: {
      folderUrl: 'https://github.com/temporalio/cli/releases/download/v1.9.1',
      archiveName: (platform, architecture) =>
        `temporal_cli_1.9.1_${platform}_${architecture === 'x64' ? 'amd64' : architecture}.tar.gz`,
      checksumsName: 'checksums.txt',
    },
    advice: 'install the Temporal CLI 1.9.1',
  },
  versitygw: {
    name: 'versitygw',
    version: '1.7.0',
    variable: 'POSTROOM_VERSITYGW',
    folders: [],
    fits: { arguments: ['--version'], answer: /Version\s*: v?1\.7\./ },
    build: {
      folder: join(tools, 'versitygw'),
      package: 'github.com/versity/versitygw/cmd/versitygw',
      flags: ['-ldflags', '-s -w -X main.Version=1.7.0'],
      takes: '1 to 2 minutes',
    },
    release: {
      folderUrl: 'https://github.com/versity/versitygw/releases/download/v1.7.0',
      archiveName: (platform, architecture) =>
        `versitygw_v1.7.0_${platform === 'darwin' ? 'Darwin' : 'Linux'}_${architecture === 'x64' ? 'x86_64' : architecture}.tar.gz`,
      checksumsName: 'checksums.txt',
    },
    advice: 'install versitygw 1.7.0',
  },
  'sftp-server': {
    name: 'sftp-server',
    version: '1.13.12',
    variable: 'POSTROOM_SFTP_SERVER',
    folders: ['/usr/lib/openssh', '/usr/libexec/openssh', '/usr/lib/ssh', '/usr/libexec'],
    fits: null,
    build: {
      folder: join(tools, 'sftp-server'),
      package: 'github.com/pkg/sftp/server_standalone',
      flags: [],
      takes: 'some seconds',
    },
    release: null,
    advice: 'install OpenSSH, whose sftp-server will do',
  },
};
