import { describe, expect, it } from 'vitest';
import { fieldText } from './mrz';

const LINES = ['P<IDNSUPARMINAH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<', 'X0000618<8IDN8417122F2901189<<<<<<<<<<<<<<<0'];

describe('what a field of a passport says', () => {
  it('is its number without filler, and the day of expiry', () => {
    expect([fieldText('documentNumber', LINES), fieldText('expiryDate', LINES)]).toEqual(['X0000618', '2029-01-18']);
  });

  it('is not told where two digits of a year leave the century open, or where lines are not whole', () => {
    expect([fieldText('birthDate', LINES), fieldText('composite', LINES), fieldText('documentNumber', LINES.slice(0, 1))]).toEqual([null, null, null]);
    expect(fieldText('expiryDate', [LINES[0] ?? '', (LINES[1] ?? '').replace('290118', '29O118')])).toBeNull();
  });
});
