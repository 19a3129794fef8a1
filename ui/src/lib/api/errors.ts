/**
 * One table from error code to how it is shown. The sentences are in the catalogues under `error.<code>`; the next step
 * under `errorAction.<name>`.
 *
 * Severity: `field` stands beside what was typed; `notice` is a state of the world in which work goes on; `system` is
 * something a person must repair. Only `system` is red.
 */
import type { Key, Params } from '../i18n';
import { t } from '../i18n';
import type { ApiError, ErrorCode } from './generated/api';

export type Severity = 'field' | 'notice' | 'system';
export type ActionName = 'askSupervisor' | 'chooseFile' | 'freeSpace' | 'tryLater' | 'checkClock' | 'callTechnician';

type Row = { severity: Severity; text: Key; action: ActionName | null; args: readonly string[] };

function row(code: ErrorCode, severity: Severity, action: ActionName | null = null, args: readonly string[] = []): Row {
  return { severity, text: `error.${code}`, action, args };
}

export const errors: Record<ErrorCode, Row> = {
  passphraseWrong: row('passphraseWrong', 'field'),
  passphraseWait: row('passphraseWait', 'field', null, ['seconds']),
  passphraseShort: row('passphraseShort', 'field', null, ['min']),
  fieldEmpty: row('fieldEmpty', 'field'),
  fieldLong: row('fieldLong', 'field', null, ['max']),
  dateInvalid: row('dateInvalid', 'field'),
  portInvalid: row('portInvalid', 'field'),
  sailingUnclear: row('sailingUnclear', 'field'),
  documentInvalid: row('documentInvalid', 'field'),
  locked: row('locked', 'notice'),
  notAllowed: row('notAllowed', 'notice', 'askSupervisor'),
  alreadyOpen: row('alreadyOpen', 'notice'),
  registryNewer: row('registryNewer', 'system', 'callTechnician'),
  registryDamaged: row('registryDamaged', 'system', 'callTechnician'),
  diskFull: row('diskFull', 'system', 'freeSpace'),
  folderReadOnly: row('folderReadOnly', 'system'),
  manifestUnreadable: row('manifestUnreadable', 'field', 'chooseFile'),
  manifestEmpty: row('manifestEmpty', 'field', 'chooseFile'),
  manifestNoHeader: row('manifestNoHeader', 'field', 'chooseFile'),
  manifestTooLarge: row('manifestTooLarge', 'field', 'chooseFile'),
  manifestForgotten: row('manifestForgotten', 'field', 'chooseFile'),
  notFound: row('notFound', 'notice'),
  alreadyDecided: row('alreadyDecided', 'notice'),
  undoTooLate: row('undoTooLate', 'notice'),
  reasonNeeded: row('reasonNeeded', 'field'),
  rulesInvalid: row('rulesInvalid', 'system', 'askSupervisor'),
  hubAddress: row('hubAddress', 'field'),
  hubUnreachable: row('hubUnreachable', 'notice', 'tryLater'),
  hubCodeRefused: row('hubCodeRefused', 'field'),
  hubUntrusted: row('hubUntrusted', 'system', 'callTechnician'),
  hubRevoked: row('hubRevoked', 'system', 'askSupervisor'),
  hubForked: row('hubForked', 'system', 'callTechnician'),
  clockSkew: row('clockSkew', 'system', 'checkClock', ['minutes']),
  badRequest: row('badRequest', 'system', 'callTechnician'),
  unexpected: row('unexpected', 'system', 'callTechnician'),
};

/** The sentence for an error, with its numbers and the next step. */
export function sentence(error: ApiError): string {
  const { text, action, args } = errors[error.code];
  const params: Params = {};
  args.forEach((name, i) => (params[name] = error.args[i] ?? '…'));
  const said = t(text, params);
  return action ? `${said} ${t(`errorAction.${action}`)}` : said;
}

/** Whatever a call was rejected with, as an error that can be explained. Foreign text is dropped: it may hold names. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof Refusal) return thrown.error;
  if (isApiError(thrown)) return thrown;
  return { code: 'unexpected', field: null, args: [], reference: null };
}

function isApiError(value: unknown): value is ApiError {
  if (typeof value !== 'object' || value === null || !('code' in value)) return false;
  const { code } = value;
  return typeof code === 'string' && code in errors && Array.isArray((value as ApiError).args);
}

/** A call that the other side refused. */
export class Refusal extends Error {
  constructor(readonly error: ApiError) {
    super(error.code);
  }
}

export function refuse(code: ErrorCode, field: string | null = null, args: string[] = []): never {
  throw new Refusal({ code, field, args, reference: null });
}
