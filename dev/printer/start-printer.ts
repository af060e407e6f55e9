import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type Closing, createClosing } from './closing';
import { openControlServer } from './control-server';
import { type Controls, WELL_BEHAVED, applyPatch } from './controls';
import { createFaultBook } from './faults';
import { INBOX, OUTBOX, STAGING, makePlaces } from './folders';
import { createHolds } from './holds';
import { keysIn } from './keys';
import { openLine } from './line';
import type { PrinterOptions, RunningPrinter } from './options';
import { startRobot } from './robot';
import { createSftpSessions } from './sftp-sessions';
import { USERNAME, openSshServer } from './ssh-server';

const LOOPBACK = '127.0.0.1';

/** Starts the simulated printer in this process. It goes on from what its folder holds. */
export async function startPrinter(options: PrinterOptions): Promise<RunningPrinter> {
  const closing = createClosing();
  try {
    return { ...(await assemble(options, closing)), close: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function assemble(options: PrinterOptions, closing: Closing): Promise<Omit<RunningPrinter, 'close'>> {
  const program = resolve(options.sftpServerProgram);
  await access(program, constants.X_OK);
  const host = options.host ?? LOOPBACK;
  const { root, shown, folders, receivedLog, keys: keysFolder } = await makePlaces(options.root);
  const keys = await keysIn(options.keys ?? keysFolder);
  const faults = createFaultBook();
  const holds = createHolds();
  let controls: Controls = WELL_BEHAVED;

  const robot = closing.opened(
    await startRobot({
      root,
      ...folders,
      receivedLog,
      settings: () => controls.robot,
      extrasUsed: () => (controls = applyPatch(controls, { robot: { extraReferences: [] } })),
    }),
  );
  const onRenamed = async (target: string): Promise<void> => {
    const inInbox = resolve(shown, dirname(target)) === folders.inbox;
    if (inInbox && controls.robot.takeAtOnce) await robot.takeNow(basename(target));
  };

  const sessions = closing.opened(createSftpSessions());
  const ssh = closing.opened(
    await openSshServer(keys, (channel, farPort) =>
      sessions.serve(channel, {
        program,
        folder: shown,
        controls: () => controls,
        faults,
        holds,
        cut: () => line.cut(farPort),
        freeze: (until) => line.freeze(farPort, until),
        onRenamed,
      }),
    ),
  );
  const line = closing.opened(await openLine({ sshPort: ssh.port, host, port: options.port ?? 0 }, controls.line));

  const state = () => ({
    controls,
    connections: line.connections,
    connected: line.connected,
    mostConnections: line.mostConnections,
    loginAttempts: ssh.loginAttempts,
    sftpBytes: sessions.bytes,
    uploads: sessions.uploads,
    held: holds.waiting,
    struck: faults.struck,
    taken: robot.taken,
    unacknowledged: robot.unacknowledged,
    unanswered: robot.unanswered,
  });
  const control = async (patch: Parameters<typeof applyPatch>[1]): Promise<void> => {
    controls = applyPatch(controls, patch);
    if (patch.server?.faults) faults.plan(patch.server.faults);
    if (patch.line) await line.set(controls.line);
  };
  const release = (id: number | undefined): void => holds.release(id);
  const api = closing.opened(await openControlServer({ state, control, release }, host, options.controlPort ?? 0));

  return {
    host,
    port: line.port,
    username: USERNAME,
    privateKeyFile: keys.clientKeyFile,
    hostKeyFingerprint: keys.hostKeyFingerprint,
    inbox: INBOX,
    staging: STAGING,
    outbox: OUTBOX,
    folders,
    controlUrl: api.url,
    receivedLog,
  };
}
